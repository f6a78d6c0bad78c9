"""What the Python programs share: the constants of the workloads, the command line, the clock and the line of JSON.

    program.py WORKLOAD PRECISION THREADS PATHS RUNS        e.g.  numpy_loop.py W1 f64 2 10000 3

W1  SDE of SignSGD   e = erf(h x/(σ√2)):  x += −e dt + √(η dt) √(1 − e²) Z                                          (1)
W2  SDE of AdamW     t = (k+1) dt, γᵢ = 1 − exp(−ρᵢ t), g = h x:
                     x += −√γ₂/γ₁ (m + ηρ₁(g − m))/(√v + ε√γ₂) dt − λx dt                                           (2)
                     m += ρ₁(g − m) dt + √(η dt) ρ₁σ Z,   v += ρ₂(g² + σ² − v) dt
W3  AdamW            g = h x + σZ, m = β₁m + (1 − β₁)g, v = β₂v + (1 − β₂)g²,
                     x −= η( m/(1 − β₁^{k+1}) / (√(v/(1 − β₂^{k+1})) + ε) + λx )                                    (3)
W4  dense quadratic  x += −Hx dt + √(η dt) σ Z,  H = QΛQ,  Λ = diag(0.1, 0.2, …, 10),
                     Q = I − 2uuᵀ/|u|², u = (1, …, 100)                                                             (4)

W1–W3: d = 10, h = 1, …, 10. All: x₀ = 1, η = dt = 0.01, σ = 1, 1000 steps. After every step each program records Σ x²
over paths, by coordinate in W1–W3, over all coordinates in W4; `checks` are its means after steps 100 and 1000.

Import this module before the numerical libraries: it tells them how many threads to use.
"""

import json
import math
import os
import sys
import time

STEPS, D, DENSE_D = 1000, 10, 100
ETA = DT = 0.01
SIGMA = 1.0
RHO1, RHO2, BETA1, BETA2, EPS, LAMBDA = 10.0, 0.1, 0.9, 0.999, 1e-8, 0.1
SCALE = math.sqrt(ETA * DT)

if len(sys.argv) != 6:
    sys.exit(f"usage: {sys.argv[0]} W1|W2|W3|W4 f64|f32 THREADS PATHS RUNS")
WORKLOAD, PRECISION = sys.argv[1:3]
THREADS, PATHS, RUNS = map(int, sys.argv[3:])

for name in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[f"{name}_NUM_THREADS"] = str(THREADS)


def adam_corrections(k):
    """√γ₂/γ₁ and ε√γ₂ of (2) at step k."""
    t = (k + 1) * DT
    root = math.sqrt(1 - math.exp(-RHO2 * t))
    return root / (1 - math.exp(-RHO1 * t)), EPS * root


def dense_hessian(numpy):
    """H of (4), (100, 100) in double."""
    u = numpy.arange(1.0, DENSE_D + 1)
    q = numpy.eye(DENSE_D) - 2 * numpy.outer(u, u) / (u @ u)
    return q @ numpy.diag(0.1 * u) @ q


def time_runs(program, simulations, warm_steps=50, checked=(100, STEPS)):
    """Warms up, then times RUNS runs and prints a line for each.

    simulations: by workload, a function of (paths, steps) that returns Σ x² as (steps, 10) or (steps,) numbers.
    warm_steps: steps of the warm-up run; STEPS where a compiler looks at the number.
    checked: steps whose moments were recorded; the checks of the others are empty.
    """
    if WORKLOAD not in simulations:
        sys.exit(f"{program}: has no program for {WORKLOAD}")
    simulate = simulations[WORKLOAD]
    simulate(PATHS, warm_steps)
    for _ in range(RUNS):
        start = time.perf_counter()
        sums = simulate(PATHS, STEPS)
        elapsed = time.perf_counter() - start
        checks = [means(sums[k - 1]) if k in checked else [] for k in (100, STEPS)]
        line = {"program": program, "workload": WORKLOAD, "precision": PRECISION, "threads": THREADS, "paths": PATHS}
        print(json.dumps({**line, "milliseconds": round(elapsed * 1e3, 3), "checks": checks}), flush=True)


def means(sums):
    """Means over paths, to nine digits, of the numbers recorded at one step."""
    numbers = sums if getattr(sums, "shape", ()) else [sums]
    return [float(f"{float(number) / PATHS:.9g}") for number in numbers]
