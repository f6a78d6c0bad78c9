"""The workloads in NumPy: vectorised over blocks of paths, in place, SFC64 with its ziggurat, erf from SciPy."""

import workload as w

import numpy as np
from scipy.special import erf

REAL = np.float64 if w.PRECISION == "f64" else np.float32
BLOCK = 1000  # paths whose arrays stay in the second-level cache
H = np.arange(1, w.D + 1, dtype=REAL)[:, None]


def over_blocks(simulate_block):
    """A simulation of all paths, block by block with one generator."""

    def simulate(paths, steps):
        rng = np.random.Generator(np.random.SFC64(1))
        sums = np.zeros((steps, w.D))
        for first in range(0, paths, BLOCK):
            simulate_block(rng, min(BLOCK, paths - first), steps, sums)
        return sums

    return simulate


def squares(x):
    """Σ x² over paths, by coordinate."""
    return np.einsum("ip,ip->i", x, x)


def sign_sgd_sde(rng, paths, steps, sums):
    x = np.ones((w.D, paths), REAL)
    e, s, z = np.empty_like(x), np.empty_like(x), np.empty_like(x)
    slope = H / REAL(w.SIGMA * np.sqrt(2))
    for k in range(steps):
        rng.standard_normal(out=z, dtype=REAL)
        np.multiply(x, slope, out=e)
        erf(e, out=e)
        np.multiply(e, e, out=s)
        np.subtract(1, s, out=s)
        np.maximum(s, 0, out=s)
        np.sqrt(s, out=s)
        s *= z
        s *= REAL(w.SCALE)
        e *= REAL(w.DT)
        x -= e
        x += s  # (1)
        sums[k] += squares(x)


def adam_w_sde(rng, paths, steps, sums):
    x = np.ones((w.D, paths), REAL)
    m = w.RHO1 * w.DT * H * x
    v = w.RHO2 * w.DT * (H**2 + REAL(w.SIGMA**2)) * x
    gap, drift, root, g, z = (np.empty_like(x) for _ in range(5))
    for k in range(steps):
        speed, eps = w.adam_corrections(k)
        rng.standard_normal(out=z, dtype=REAL)
        np.multiply(x, H, out=g)
        np.subtract(g, m, out=gap)
        np.multiply(gap, REAL(w.ETA * w.RHO1), out=drift)
        drift += m
        np.sqrt(v, out=root)
        root += REAL(eps)
        drift /= root
        drift *= REAL(speed * w.DT)
        x *= REAL(1 - w.LAMBDA * w.DT)
        x -= drift  # (2)
        gap *= REAL(w.RHO1 * w.DT)
        m += gap
        z *= REAL(w.SCALE * w.RHO1 * w.SIGMA)
        m += z
        g *= g
        g += REAL(w.SIGMA**2)
        g -= v
        g *= REAL(w.RHO2 * w.DT)
        v += g
        sums[k] += squares(x)


def adam_w(rng, paths, steps, sums):
    x = np.ones((w.D, paths), REAL)
    m, v, g, root = np.zeros_like(x), np.zeros_like(x), np.empty_like(x), np.empty_like(x)
    for k in range(steps):
        correction1, correction2 = 1 - w.BETA1 ** (k + 1), 1 - w.BETA2 ** (k + 1)
        rng.standard_normal(out=g, dtype=REAL)
        g *= REAL(w.SIGMA)
        np.multiply(x, H, out=root)
        g += root
        m *= REAL(w.BETA1)
        np.multiply(g, REAL(1 - w.BETA1), out=root)
        m += root
        g *= g
        g *= REAL(1 - w.BETA2)
        v *= REAL(w.BETA2)
        v += g
        np.multiply(v, REAL(1 / correction2), out=root)
        np.sqrt(root, out=root)
        root += REAL(w.EPS)
        np.divide(m, root, out=root)
        root *= REAL(w.ETA / correction1)
        x *= REAL(1 - w.ETA * w.LAMBDA)
        x -= root  # (3)
        sums[k] += squares(x)


def dense_quadratic(paths, steps):
    rng = np.random.Generator(np.random.SFC64(1))
    hessian = w.dense_hessian(np).astype(REAL)
    x = np.ones((w.DENSE_D, paths), REAL)
    drift, z = np.empty_like(x), np.empty_like(x)
    sums = np.zeros(steps)
    for k in range(steps):
        rng.standard_normal(out=z, dtype=REAL)
        np.matmul(hessian, x, out=drift)
        drift *= REAL(w.DT)
        x -= drift
        z *= REAL(w.SCALE * w.SIGMA)
        x += z  # (4)
        sums[k] = np.vdot(x, x)
    return sums


w.time_runs(
    "numpy",
    {"W1": over_blocks(sign_sgd_sde), "W2": over_blocks(adam_w_sde), "W3": over_blocks(adam_w), "W4": dense_quadratic},
)
