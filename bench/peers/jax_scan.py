"""The workloads in JAX: one jitted lax.scan over the steps, on all paths at once."""

import math
import os

import workload as w

if hasattr(os, "sched_setaffinity"):  # XLA has as many threads as the process has processors
    os.sched_setaffinity(0, set(list(os.sched_getaffinity(0))[: w.THREADS]))

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", w.PRECISION == "f64")
REAL = jnp.float64 if w.PRECISION == "f64" else jnp.float32
H = jnp.arange(1, w.D + 1, dtype=REAL)[:, None]


def over_steps(start, step):
    """Compiles a simulation: step(state, k, z) gives the next state, whose first member is x."""

    def run(key, paths, steps):
        def body(carry, k):
            state, key = carry
            key, draw = jax.random.split(key)
            state = step(state, k, jax.random.normal(draw, state[0].shape, REAL))
            return (state, key), jnp.sum(state[0] ** 2, axis=1)

        return jax.lax.scan(body, (start(paths), key), jnp.arange(steps, dtype=REAL))[1]

    compiled = jax.jit(run, static_argnums=(1, 2))

    def simulate(paths, steps):
        return np.asarray(compiled(jax.random.key(1), paths, steps))

    return simulate


def sign_sgd_sde(state, k, z):
    (x,) = state
    e = jax.lax.erf(H * x / (w.SIGMA * math.sqrt(2)))
    return (x - w.DT * e + w.SCALE * jnp.sqrt(jnp.maximum(0, 1 - e * e)) * z,)  # (1)


def adam_w_sde(state, k, z):
    x, m, v = state
    t = (k + 1) * w.DT
    root = jnp.sqrt(1 - jnp.exp(-w.RHO2 * t))
    speed = root / (1 - jnp.exp(-w.RHO1 * t))
    g = H * x
    gap = g - m
    return (
        x + (-speed * (m + w.ETA * w.RHO1 * gap) / (jnp.sqrt(v) + w.EPS * root) - w.LAMBDA * x) * w.DT,  # (2)
        m + w.RHO1 * gap * w.DT + w.SCALE * w.RHO1 * w.SIGMA * z,
        v + w.RHO2 * (g * g + w.SIGMA**2 - v) * w.DT,
    )


def adam_w(state, k, z):
    x, m, v = state
    g = H * x + w.SIGMA * z
    m = w.BETA1 * m + (1 - w.BETA1) * g
    v = w.BETA2 * v + (1 - w.BETA2) * g * g
    correction1, correction2 = 1 - w.BETA1 ** (k + 1), 1 - w.BETA2 ** (k + 1)
    return (x - w.ETA * (m / correction1 / (jnp.sqrt(v / correction2) + w.EPS) + w.LAMBDA * x), m, v)  # (3)


def dense_quadratic(state, k, z):
    (x,) = state
    return (x - w.DT * (HESSIAN @ x) + w.SCALE * w.SIGMA * z,)  # (4)


def ones(paths):
    return jnp.ones((w.D, paths), REAL)


def total(simulate):
    """Sums what is recorded by coordinate."""
    return lambda paths, steps: simulate(paths, steps).sum(axis=1)


HESSIAN = jnp.asarray(w.dense_hessian(np), REAL)
w.time_runs(
    "jax",
    {
        "W1": over_steps(lambda paths: (ones(paths),), sign_sgd_sde),
        "W2": over_steps(
            lambda paths: (
                ones(paths),
                w.RHO1 * w.DT * H * ones(paths),
                w.RHO2 * w.DT * (H**2 + w.SIGMA**2) * ones(paths),
            ),
            adam_w_sde,
        ),
        "W3": over_steps(lambda paths: (ones(paths), 0 * ones(paths), 0 * ones(paths)), adam_w),
        "W4": total(over_steps(lambda paths: (jnp.ones((w.DENSE_D, paths), REAL),), dense_quadratic)),
    },
    warm_steps=w.STEPS,
)
