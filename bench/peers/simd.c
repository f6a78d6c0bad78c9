/*
 * The workloads by hand: SIMD vectors of 16, 32 or 64 bytes, blocks of paths that stay in the first-level cache through
 * all their steps, one generator per block. setup compiles it per width and precision.
 *
 * A result depends on the seed and the width; on the number of threads only in the rounding of its sums, which are double.
 */
#include <omp.h>

#include "error-function.h"
#include "normals.h"
#include "workload.h"

enum { SEED = 1, BLOCK = 256 };

typedef struct {
  int live, padded; /* paths of the block, and that number rounded up to whole groups */
  Generator generator;
} Block;

static Block block_of(int index, int size, int paths) {
  int live = paths - index * size < size ? paths - index * size : size;
  Block block = {live, (live + GROUP - 1) / GROUP * GROUP, generator_of(SEED, index)};
  return block;
}

/* The normals of a row, in a loop of their own: two short loops overlap better in a processor than one long one. */
INLINE void draw(Block *block, reals *z) {
  Generator generator = block->generator;
  for (int p = 0; p < block->padded; p += GROUP) normals(&generator, z + p / LANES);
  block->generator = generator;
}

/* Σ x² over the live paths of a row, of which `sum` is the total over the padded ones. */
INLINE double live_squares(reals sum, const real *x, Block *block) {
  double squares = total(sum);
  for (int p = block->live; p < block->padded; p++) squares -= (double)x[p] * x[p];
  return squares;
}

static void sign_sgd_sde(Block *block, int steps, double *record) {
  real x[D][BLOCK] __attribute__((aligned(64)));
  for (int i = 0; i < D; i++) {
    for (int p = 0; p < block->padded; p++) x[i][p] = 1;
  }
  const real dt = DT, scale = sqrt(ETA * DT);
  reals z[BLOCK / LANES];
  for (int k = 0; k < steps; k++) {
    for (int i = 0; i < D; i++) {
      const real slope = (i + 1) / (SIGMA * M_SQRT2);
      reals sum = {0};
      draw(block, z);
      for (int p = 0; p < block->padded; p += GROUP) {
        for (int v = 0; v < VECTORS; v++) {
          reals *at = (reals *)(x[i] + p) + v;
          reals e = erf_of(slope * *at);
          reals diffusion = root(atleast((real)1 - e * e, (reals){0}));
          reals next = *at - dt * e + scale * diffusion * z[p / LANES + v]; /* (1) */
          *at = next;
          sum += next * next;
        }
      }
      record[k * D + i] += live_squares(sum, x[i], block);
    }
  }
}

static void adam_w_sde(Block *block, int steps, double *record) {
  real x[D][BLOCK] __attribute__((aligned(64))), m[D][BLOCK] __attribute__((aligned(64))),
      v[D][BLOCK] __attribute__((aligned(64)));
  for (int i = 0; i < D; i++) {
    const double g = i + 1;
    for (int p = 0; p < block->padded; p++) {
      x[i][p] = 1;
      m[i][p] = RHO1 * DT * g;
      v[i][p] = RHO2 * DT * (g * g + SIGMA * SIGMA);
    }
  }
  const real ahead = ETA * RHO1, rate1 = RHO1 * DT, rate2 = RHO2 * DT, decay = LAMBDA * DT;
  const real variance = SIGMA * SIGMA, scale = sqrt(ETA * DT) * RHO1 * SIGMA;
  reals z[BLOCK / LANES];
  for (int k = 0; k < steps; k++) {
    const double t = (k + 1) * DT, gamma1 = 1 - exp(-RHO1 * t), gamma2 = 1 - exp(-RHO2 * t);
    const real speed = DT * sqrt(gamma2) / gamma1, eps = EPS * sqrt(gamma2);
    for (int i = 0; i < D; i++) {
      const real h = i + 1;
      reals sum = {0};
      draw(block, z);
      for (int p = 0; p < block->padded; p += GROUP) {
        for (int u = 0; u < VECTORS; u++) {
          reals *atx = (reals *)(x[i] + p) + u, *atm = (reals *)(m[i] + p) + u, *atv = (reals *)(v[i] + p) + u;
          reals g = h * *atx, gap = g - *atm;
          reals next = *atx - speed * (*atm + ahead * gap) / (quick_root(*atv) + eps) - decay * *atx; /* (2) */
          *atm += rate1 * gap + scale * z[p / LANES + u];
          *atv += rate2 * (g * g + variance - *atv);
          *atx = next;
          sum += next * next;
        }
      }
      record[k * D + i] += live_squares(sum, x[i], block);
    }
  }
}

static void adam_w(Block *block, int steps, double *record) {
  real x[D][BLOCK] __attribute__((aligned(64))), m[D][BLOCK] __attribute__((aligned(64))),
      v[D][BLOCK] __attribute__((aligned(64)));
  for (int i = 0; i < D; i++) {
    for (int p = 0; p < block->padded; p++) {
      x[i][p] = 1;
      m[i][p] = v[i][p] = 0;
    }
  }
  const real beta1 = BETA1, beta2 = BETA2, new1 = 1 - BETA1, new2 = 1 - BETA2, sigma = SIGMA, decay = ETA * LAMBDA;
  reals z[BLOCK / LANES];
  for (int k = 0; k < steps; k++) {
    /* √(v/c₂) + ε = (√v + ε√c₂)/√c₂, so both corrections are numbers of the step */
    const double correction1 = 1 - pow(BETA1, k + 1), correction2 = sqrt(1 - pow(BETA2, k + 1));
    const real speed = ETA * correction2 / correction1, eps = EPS * correction2;
    for (int i = 0; i < D; i++) {
      const real h = i + 1;
      reals sum = {0};
      draw(block, z);
      for (int p = 0; p < block->padded; p += GROUP) {
        for (int u = 0; u < VECTORS; u++) {
          reals *atx = (reals *)(x[i] + p) + u, *atm = (reals *)(m[i] + p) + u, *atv = (reals *)(v[i] + p) + u;
          reals g = h * *atx + sigma * z[p / LANES + u];
          reals first = beta1 * *atm + new1 * g, second = beta2 * *atv + new2 * g * g;
          reals next = *atx - speed * first / (quick_root(second) + eps) - decay * *atx; /* (3) */
          *atm = first;
          *atv = second;
          *atx = next;
          sum += next * next;
        }
      }
      record[k * D + i] += live_squares(sum, x[i], block);
    }
  }
}

/* Rows of H times the columns of x, by tiles that stay in registers. */
enum {
  TILE_ROWS = BYTES == 64 ? 5
  : BYTES == 32           ? 4
                          : 2,
  TILE_VECTORS = BYTES == 32 ? 2 : 4,
  TILE_PATHS = TILE_VECTORS * LANES
};
enum { DENSE_BLOCK = TILE_PATHS > 32 ? TILE_PATHS : 32 };
static real hessian[DENSE_D][DENSE_D] __attribute__((aligned(64)));

INLINE void drift_tile(int row, int path, real x[DENSE_D][DENSE_BLOCK], real drift[DENSE_D][DENSE_BLOCK]) {
  reals sum[TILE_ROWS][TILE_VECTORS] = {0};
  for (int j = 0; j < DENSE_D; j++) {
    const reals *column = (reals *)(x[j] + path);
    for (int r = 0; r < TILE_ROWS; r++) {
      for (int v = 0; v < TILE_VECTORS; v++) sum[r][v] += hessian[row + r][j] * column[v];
    }
  }
  for (int r = 0; r < TILE_ROWS; r++) {
    for (int v = 0; v < TILE_VECTORS; v++) ((reals *)(drift[row + r] + path))[v] = sum[r][v];
  }
}

static void dense_quadratic(Block *block, int steps, double *record) {
  real x[DENSE_D][DENSE_BLOCK] __attribute__((aligned(64))), drift[DENSE_D][DENSE_BLOCK] __attribute__((aligned(64)));
  for (int i = 0; i < DENSE_D; i++) {
    for (int p = 0; p < DENSE_BLOCK; p++) x[i][p] = 1;
  }
  const real dt = DT, scale = sqrt(ETA * DT) * SIGMA;
  reals z[BLOCK / LANES];
  for (int k = 0; k < steps; k++) {
    for (int row = 0; row < DENSE_D; row += TILE_ROWS) {
      for (int path = 0; path < block->padded; path += TILE_PATHS) drift_tile(row, path, x, drift);
    }
    for (int i = 0; i < DENSE_D; i++) {
      reals sum = {0};
      draw(block, z);
      for (int p = 0; p < block->padded; p += GROUP) {
        for (int v = 0; v < VECTORS; v++) {
          reals *at = (reals *)(x[i] + p) + v;
          reals next = *at - dt * ((reals *)(drift[i] + p))[v] + scale * z[p / LANES + v]; /* (4) */
          *at = next;
          sum += next * next;
        }
      }
      record[k] += live_squares(sum, x[i], block);
    }
  }
}

static void simulate(Request request, int steps, double *record) {
  static void (*const simulations[])(Block *, int, double *) = {sign_sgd_sde, adam_w_sde, adam_w, dense_quadratic};
  const int size = request.workload == 4 ? DENSE_BLOCK : BLOCK, width = width_of(request.workload);
  memset(record, 0, sizeof(double) * steps * width);
#pragma omp parallel num_threads(request.threads)
  {
    double *part = calloc(steps * width, sizeof(double));
#pragma omp for schedule(dynamic)
    for (int index = 0; index < (request.paths + size - 1) / size; index++) {
      Block block = block_of(index, size, request.paths);
      simulations[request.workload - 1](&block, steps, part);
    }
#pragma omp critical
    for (int i = 0; i < steps * width; i++) record[i] += part[i];
    free(part);
  }
}

int main(int count, char **words) {
  Request request = request_of(count, words);
  if (strcmp(request.precision, SINGLE ? "f32" : "f64") != 0)
    return fprintf(stderr, "this program is %s\n", SINGLE ? "f32" : "f64"), 2;
  double H[DENSE_D * DENSE_D];
  dense_hessian(H);
  for (int i = 0; i < DENSE_D * DENSE_D; i++) hessian[i / DENSE_D][i % DENSE_D] = H[i];
  prepare_erf();
  char name[32];
  snprintf(name, sizeof name, "simd%d", 8 * BYTES);
  time_runs(name, request, simulate);
}
