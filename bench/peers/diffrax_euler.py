"""The SDE workloads in diffrax: Euler at a constant step, UnsafeBrownianPath (the faster of its two Brownian motions),
and SaveAt with a function, so that only moments are kept. All paths are one state.
"""

import math
import os

import workload as w

if hasattr(os, "sched_setaffinity"):  # XLA has as many threads as the process has processors
    os.sched_setaffinity(0, set(list(os.sched_getaffinity(0))[: w.THREADS]))

import diffrax
import jax
import jax.numpy as jnp
import lineax
import numpy as np

jax.config.update("jax_enable_x64", w.PRECISION == "f64")
REAL = jnp.float64 if w.PRECISION == "f64" else jnp.float32
H = jnp.arange(1, w.D + 1, dtype=REAL)[:, None]
HESSIAN = jnp.asarray(w.dense_hessian(np), REAL)


def simulation(start, drift, diffusion, noise_rows):
    """The simulation of one SDE: drift(t, y) and diffusion(t, y, dW), which returns the increment."""

    def run(key, paths, steps):
        shape = jax.ShapeDtypeStruct((noise_rows, paths), REAL)
        motion = diffrax.UnsafeBrownianPath(shape, key)
        like = start(paths)

        def operator(t, y, args):
            return lineax.FunctionLinearOperator(lambda dw: diffusion(t, y, dw), shape)

        terms = diffrax.MultiTerm(
            diffrax.ODETerm(lambda t, y, args: drift(t, y)), diffrax.ControlTerm(operator, motion)
        )
        save = diffrax.SaveAt(steps=True, fn=lambda t, y, args: jnp.sum(y[0] ** 2, axis=1))
        solution = diffrax.diffeqsolve(
            terms,
            diffrax.Euler(),
            0.0,
            steps * w.DT,
            None,
            like,
            saveat=save,
            max_steps=steps + 1,
            stepsize_controller=diffrax.StepTo(jnp.arange(steps + 1) * w.DT),
            adjoint=diffrax.DirectAdjoint(),
        )
        return solution.ys[:steps]

    compiled = jax.jit(run, static_argnums=(1, 2))

    def simulate(paths, steps):
        sums = np.asarray(compiled(jax.random.key(1), paths, steps))
        return sums if sums.shape[1] == w.D else sums.sum(axis=1)

    return simulate


def error(x):
    return jax.lax.erf(H * x / (w.SIGMA * math.sqrt(2)))


def sign_diffusion(t, y, dw):
    e = error(y[0])
    return (math.sqrt(w.ETA) * jnp.sqrt(jnp.maximum(0, 1 - e * e)) * dw,)  # (1)


def adam_drift(t, y):
    x, m, v = y
    ahead = t + w.DT
    root = jnp.sqrt(1 - jnp.exp(-w.RHO2 * ahead))
    speed = root / (1 - jnp.exp(-w.RHO1 * ahead))
    g = H * x
    gap = g - m
    return (
        -speed * (m + w.ETA * w.RHO1 * gap) / (jnp.sqrt(v) + w.EPS * root) - w.LAMBDA * x,  # (2)
        w.RHO1 * gap,
        w.RHO2 * (g * g + w.SIGMA**2 - v),
    )


def ones(paths, rows=w.D):
    return jnp.ones((rows, paths), REAL)


w.time_runs(
    "diffrax",
    {
        "W1": simulation(lambda paths: (ones(paths),), lambda t, y: (-error(y[0]),), sign_diffusion, w.D),
        "W2": simulation(
            lambda paths: (
                ones(paths),
                w.RHO1 * w.DT * H * ones(paths),
                w.RHO2 * w.DT * (H**2 + w.SIGMA**2) * ones(paths),
            ),
            adam_drift,
            lambda t, y, dw: (0 * dw, math.sqrt(w.ETA) * w.RHO1 * w.SIGMA * dw, 0 * dw),
            w.D,
        ),
        "W4": simulation(
            lambda paths: (ones(paths, w.DENSE_D),),
            lambda t, y: (-(HESSIAN @ y[0]),),
            lambda t, y, dw: (math.sqrt(w.ETA) * w.SIGMA * dw,),  # (4)
            w.DENSE_D,
        ),
    },
    warm_steps=w.STEPS,
)
