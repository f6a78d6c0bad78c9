"""The workloads in Numba: compiled loops, parallel over blocks of paths, normals as Numba implements them."""

import math

import workload as w

import numpy as np
from numba import njit, prange

REAL = np.float64 if w.PRECISION == "f64" else np.float32
BLOCK = 64  # paths per task; each seeds its own generator
D, DENSE_D, STEPS = w.D, w.DENSE_D, w.STEPS
ETA, DT, SIGMA, SCALE = REAL(w.ETA), REAL(w.DT), REAL(w.SIGMA), REAL(w.SCALE)
RHO1, RHO2, BETA1, BETA2 = REAL(w.RHO1), REAL(w.RHO2), REAL(w.BETA1), REAL(w.BETA2)
EPS, LAMBDA, ONE, ZERO = REAL(w.EPS), REAL(w.LAMBDA), REAL(1), REAL(0)
ADAM = np.array([w.adam_corrections(k) for k in range(STEPS)], REAL)
BIAS = np.array([(1 / (1 - w.BETA1 ** (k + 1)), 1 / (1 - w.BETA2 ** (k + 1))) for k in range(STEPS)], REAL)
HESSIAN = w.dense_hessian(np).astype(REAL)


@njit(parallel=True, fastmath=True)
def sign_sgd_sde(paths, steps):
    blocks = (paths + BLOCK - 1) // BLOCK
    sums = np.zeros((blocks, steps, D))
    for block in prange(blocks):
        np.random.seed(block + 1)
        x = np.ones((D, min(BLOCK, paths - block * BLOCK)), REAL)
        for k in range(steps):
            for i in range(D):
                slope = REAL((i + 1) / (SIGMA * math.sqrt(2)))
                total = 0.0
                for p in range(x.shape[1]):
                    e = REAL(math.erf(slope * x[i, p]))
                    z = REAL(np.random.standard_normal())
                    x[i, p] += -DT * e + SCALE * math.sqrt(max(ZERO, ONE - e * e)) * z  # (1)
                    total += x[i, p] * x[i, p]
                sums[block, k, i] = total
    return sums.sum(axis=0)


@njit(parallel=True, fastmath=True)
def adam_w_sde(paths, steps):
    blocks = (paths + BLOCK - 1) // BLOCK
    sums = np.zeros((blocks, steps, D))
    for block in prange(blocks):
        np.random.seed(block + 1)
        x = np.ones((D, min(BLOCK, paths - block * BLOCK)), REAL)
        m, v = np.empty_like(x), np.empty_like(x)
        for i in range(D):
            g = REAL(i + 1)
            m[i] = RHO1 * DT * g
            v[i] = RHO2 * DT * (g * g + SIGMA * SIGMA)
        for k in range(steps):
            speed, eps = ADAM[k, 0], ADAM[k, 1]
            for i in range(D):
                h = REAL(i + 1)
                total = 0.0
                for p in range(x.shape[1]):
                    z = REAL(np.random.standard_normal())
                    g = h * x[i, p]
                    gap = g - m[i, p]
                    x[i, p] += (
                        -speed * (m[i, p] + ETA * RHO1 * gap) / (math.sqrt(v[i, p]) + eps) - LAMBDA * x[i, p]
                    ) * DT  # (2)
                    m[i, p] += RHO1 * gap * DT + SCALE * RHO1 * SIGMA * z
                    v[i, p] += RHO2 * (g * g + SIGMA * SIGMA - v[i, p]) * DT
                    total += x[i, p] * x[i, p]
                sums[block, k, i] = total
    return sums.sum(axis=0)


@njit(parallel=True, fastmath=True)
def adam_w(paths, steps):
    blocks = (paths + BLOCK - 1) // BLOCK
    sums = np.zeros((blocks, steps, D))
    for block in prange(blocks):
        np.random.seed(block + 1)
        x = np.ones((D, min(BLOCK, paths - block * BLOCK)), REAL)
        m, v = np.zeros_like(x), np.zeros_like(x)
        for k in range(steps):
            correction1, correction2 = BIAS[k, 0], BIAS[k, 1]
            for i in range(D):
                h = REAL(i + 1)
                total = 0.0
                for p in range(x.shape[1]):
                    g = h * x[i, p] + SIGMA * REAL(np.random.standard_normal())
                    m[i, p] = BETA1 * m[i, p] + (ONE - BETA1) * g
                    v[i, p] = BETA2 * v[i, p] + (ONE - BETA2) * g * g
                    x[i, p] -= ETA * (
                        m[i, p] * correction1 / (math.sqrt(v[i, p] * correction2) + EPS) + LAMBDA * x[i, p]
                    )  # (3)
                    total += x[i, p] * x[i, p]
                sums[block, k, i] = total
    return sums.sum(axis=0)


@njit(parallel=True, fastmath=True)
def dense_quadratic(paths, steps):
    blocks = (paths + BLOCK - 1) // BLOCK
    sums = np.zeros((blocks, steps))
    for block in prange(blocks):
        np.random.seed(block + 1)
        x = np.ones((DENSE_D, min(BLOCK, paths - block * BLOCK)), REAL)
        for k in range(steps):
            drift = HESSIAN @ x
            total = 0.0
            for i in range(DENSE_D):
                for p in range(x.shape[1]):
                    x[i, p] += -drift[i, p] * DT + SCALE * SIGMA * REAL(np.random.standard_normal())  # (4)
                    total += x[i, p] * x[i, p]
            sums[block, k] = total
    return sums.sum(axis=0)


w.time_runs("numba", {"W1": sign_sgd_sde, "W2": adam_w_sde, "W3": adam_w, "W4": dense_quadratic})
