/*
 * What the programs in C and C++ share: the constants of the workloads, the command line, the clock and the line of
 * JSON.
 *
 *   program WORKLOAD PRECISION THREADS PATHS RUNS        e.g.  simd128-f64 W1 f64 2 10000 3
 *
 * W1  SDE of SignSGD   e = erf(h x/(σ√2)):  x += −e dt + √(η dt) √(1 − e²) Z                                 (1)
 * W2  SDE of AdamW     t = (k+1) dt, γᵢ = 1 − exp(−ρᵢ t), g = h x:
 *                      x += −√γ₂/γ₁ (m + ηρ₁(g − m))/(√v + ε√γ₂) dt − λx dt                                  (2)
 *                      m += ρ₁(g − m) dt + √(η dt) ρ₁σ Z,   v += ρ₂(g² + σ² − v) dt
 * W3  AdamW            g = h x + σZ, m = β₁m + (1 − β₁)g, v = β₂v + (1 − β₂)g²,
 *                      x −= η( m/(1 − β₁^{k+1}) / (√(v/(1 − β₂^{k+1})) + ε) + λx )                           (3)
 * W4  dense quadratic  x += −Hx dt + √(η dt) σ Z,  H = QΛQ,  Λ = diag(0.1, 0.2, …, 10),
 *                      Q = I − 2uuᵀ/|u|², u = (1, …, 100)                                                    (4)
 *
 * W1–W3: d = 10, h = 1, …, 10. All: x₀ = 1, η = dt = 0.01, σ = 1, 1000 steps. After every step each program records
 * Σ x² over paths, by coordinate in W1–W3, over all coordinates in W4; `checks` are its means after steps 100 and 1000.
 */
#ifndef WORKLOAD_H
#define WORKLOAD_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STEPS = 1000, D = 10, DENSE_D = 100, WARM_STEPS = 50 };
static const double ETA = 0.01, DT = 0.01, SIGMA = 1;
static const double RHO1 = 10, RHO2 = 0.1, BETA1 = 0.9, BETA2 = 0.999, EPS = 1e-8, LAMBDA = 0.1;

typedef struct {
  int workload; /* 1 … 4 */
  const char *precision;
  int threads, paths, runs;
} Request;

static inline Request request_of(int count, char **words) {
  if (count != 6 || words[1][0] != 'W' || words[1][1] < '1' || words[1][1] > '4') {
    fprintf(stderr, "usage: %s W1|W2|W3|W4 f64|f32 THREADS PATHS RUNS\n", words[0]);
    exit(2);
  }
  Request request = {words[1][1] - '0', words[2], atoi(words[3]), atoi(words[4]), atoi(words[5])};
  return request;
}

/* Numbers recorded per step. */
static inline int width_of(int workload) { return workload == 4 ? 1 : D; }

static inline double milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec * 1e-6;
}

/* H of (4), row by row. */
static inline void dense_hessian(double *H) {
  double norm = 0, curvature = 0;
  for (int i = 1; i <= DENSE_D; i++) norm += (double)i * i;
  for (int i = 1; i <= DENSE_D; i++) curvature += 0.1 * i * i * i;
  for (int i = 1; i <= DENSE_D; i++) {
    for (int j = 1; j <= DENSE_D; j++) {
      double rank = (double)i * j;
      H[(i - 1) * DENSE_D + j - 1] =
          (i == j ? 0.1 * i : 0) - 2 * rank * 0.1 * (i + j) / norm + 4 * rank * curvature / (norm * norm);
    }
  }
}

static inline void print_run(const char *program, Request request, double elapsed, const double *record) {
  int width = width_of(request.workload);
  printf(
      "{\"program\":\"%s\",\"workload\":\"W%d\",\"precision\":\"%s\",\"threads\":%d,\"paths\":%d,\"milliseconds\":%.3f,"
      "\"checks\":[",
      program, request.workload, request.precision, request.threads, request.paths, elapsed);
  for (int check = 0; check < 2; check++) {
    const double *sums = record + ((check == 0 ? 100 : STEPS) - 1) * width;
    for (int i = 0; i < width; i++) {
      printf("%s%.9g", i ? "," : check ? "],[" : "[", sums[i] / request.paths);
    }
  }
  printf("]]}\n");
  fflush(stdout);
}

/* Warms up, then times `simulate`, which runs the first `steps` steps and fills `record`. */
static inline void time_runs(const char *program, Request request,
                             void (*simulate)(Request, int steps, double *record)) {
  double *record = (double *)malloc(sizeof(double) * STEPS * D);
  simulate(request, WARM_STEPS, record);
  for (int run = 0; run < request.runs; run++) {
    double start = milliseconds();
    simulate(request, STEPS, record);
    print_run(program, request, milliseconds() - start, record);
  }
  free(record);
}

#endif
