/*
 * The workloads as one writes them in C++: loops, std::mt19937_64 and std::normal_distribution, std::erf, OpenMP over
 * blocks of paths. Compiled with -O3 -march=native. With the precision f64-fourth it records x⁴ in place of x², for
 * reference.mjs.
 */
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "workload.h"

namespace {

constexpr int BLOCK = 64;  // paths per task; each task seeds its own engine, so results do not depend on threads

template <typename Real>
struct Normals {
  std::mt19937_64 engine;
  std::normal_distribution<Real> law;
  explicit Normals(int block) : engine(1 + block) {}
  Real operator()() { return law(engine); }
};

template <int Power>
double power(double x) {
  return Power == 2 ? x * x : x * x * x * x;
}

template <typename Real, int Power>
void sign_sgd_sde(int paths, int block, int steps, double *record) {
  Normals<Real> normal(block);
  const Real scale = std::sqrt(ETA * DT);
  for (int path = 0; path < paths; path++) {
    Real x[D];
    for (Real &value : x) value = 1;
    for (int k = 0; k < steps; k++) {
      for (int i = 0; i < D; i++) {
        const Real e = std::erf((i + 1) * x[i] / Real(SIGMA * M_SQRT2));
        x[i] += -Real(DT) * e + scale * std::sqrt(std::max(Real(0), 1 - e * e)) * normal();  // (1)
        record[k * D + i] += power<Power>(x[i]);
      }
    }
  }
}

template <typename Real, int Power>
void adam_w_sde(int paths, int block, int steps, double *record) {
  Normals<Real> normal(block);
  const Real dt = DT, rho1 = RHO1, rho2 = RHO2, lambda = LAMBDA, sigma = SIGMA,
             scale = std::sqrt(ETA * DT) * RHO1 * SIGMA;
  std::vector<Real> speed(steps), eps(steps);
  for (int k = 0; k < steps; k++) {
    const double t = (k + 1) * DT, gamma2 = 1 - std::exp(-RHO2 * t);
    speed[k] = std::sqrt(gamma2) / (1 - std::exp(-RHO1 * t));
    eps[k] = EPS * std::sqrt(gamma2);
  }
  for (int path = 0; path < paths; path++) {
    Real x[D], m[D], v[D];
    for (int i = 0; i < D; i++) {
      const Real g = i + 1;
      x[i] = 1;
      m[i] = rho1 * dt * g;
      v[i] = rho2 * dt * (g * g + sigma * sigma);
    }
    for (int k = 0; k < steps; k++) {
      for (int i = 0; i < D; i++) {
        const Real g = (i + 1) * x[i];
        x[i] += (-speed[k] * (m[i] + Real(ETA) * rho1 * (g - m[i])) / (std::sqrt(v[i]) + eps[k]) - lambda * x[i]) *
                dt;  // (2)
        m[i] += rho1 * (g - m[i]) * dt + scale * normal();
        v[i] += rho2 * (g * g + sigma * sigma - v[i]) * dt;
        record[k * D + i] += power<Power>(x[i]);
      }
    }
  }
}

template <typename Real, int Power>
void adam_w(int paths, int block, int steps, double *record) {
  Normals<Real> normal(block);
  const Real eta = ETA, beta1 = BETA1, beta2 = BETA2, eps = EPS, lambda = LAMBDA, sigma = SIGMA;
  std::vector<Real> correction1(steps), correction2(steps);
  for (int k = 0; k < steps; k++) {
    correction1[k] = 1 / (1 - std::pow(BETA1, k + 1));
    correction2[k] = 1 / (1 - std::pow(BETA2, k + 1));
  }
  for (int path = 0; path < paths; path++) {
    Real x[D], m[D] = {}, v[D] = {};
    for (Real &value : x) value = 1;
    for (int k = 0; k < steps; k++) {
      for (int i = 0; i < D; i++) {
        const Real g = (i + 1) * x[i] + sigma * normal();
        m[i] = beta1 * m[i] + (1 - beta1) * g;
        v[i] = beta2 * v[i] + (1 - beta2) * g * g;
        x[i] -= eta * (m[i] * correction1[k] / (std::sqrt(v[i] * correction2[k]) + eps) + lambda * x[i]);  // (3)
        record[k * D + i] += power<Power>(x[i]);
      }
    }
  }
}

template <typename Real, int Power>
void dense_quadratic(int paths, int block, int steps, double *record) {
  Normals<Real> normal(block);
  std::vector<double> exact(DENSE_D * DENSE_D);
  dense_hessian(exact.data());
  const std::vector<Real> H(exact.begin(), exact.end());
  const Real scale = std::sqrt(ETA * DT) * SIGMA;
  for (int path = 0; path < paths; path++) {
    std::vector<Real> x(DENSE_D, 1), drift(DENSE_D);
    for (int k = 0; k < steps; k++) {
      std::fill(drift.begin(), drift.end(), Real(0));
      for (int j = 0; j < DENSE_D; j++) {
        for (int i = 0; i < DENSE_D; i++)
          drift[i] += H[j * DENSE_D + i] * x[j];  // by columns of the symmetric H: vectorises
      }
      for (int i = 0; i < DENSE_D; i++) {
        x[i] += -drift[i] * Real(DT) + scale * normal();  // (4)
        record[k] += power<Power>(x[i]);
      }
    }
  }
}

template <typename Real, int Power>
void simulate(Request request, int steps, double *record) {
  static constexpr void (*simulations[])(int, int, int, double *) = {sign_sgd_sde<Real, Power>, adam_w_sde<Real, Power>,
                                                                     adam_w<Real, Power>, dense_quadratic<Real, Power>};
  const int size = steps * width_of(request.workload);
  std::fill(record, record + size, 0);
#pragma omp parallel num_threads(request.threads)
  {
    std::vector<double> part(size);
#pragma omp for schedule(dynamic)
    for (int block = 0; block < (request.paths + BLOCK - 1) / BLOCK; block++) {
      simulations[request.workload - 1](std::min(BLOCK, request.paths - block * BLOCK), block, steps, part.data());
    }
#pragma omp critical
    for (int i = 0; i < size; i++) record[i] += part[i];
  }
}

}  // namespace

int main(int count, char **words) {
  const Request request = request_of(count, words);
  const bool single = strcmp(request.precision, "f32") == 0, fourth = strcmp(request.precision, "f64-fourth") == 0;
  time_runs("standard", request, single ? simulate<float, 2> : fourth ? simulate<double, 4> : simulate<double, 2>);
}
