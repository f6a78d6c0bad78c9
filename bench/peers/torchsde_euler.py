"""The SDE workloads in torchsde: Euler, Itô, diagonal noise, recorded after every step.

torchsde returns the paths themselves, from which the moments are then taken. With a sixth word, `final`, it keeps the
last state only, and `checks` hold the moments of step 1000 alone.
"""

import math
import sys

FINAL = sys.argv[6:] == ["final"]
del sys.argv[6:]

import workload as w

import numpy as np
import torch
import torchsde

torch.set_num_threads(w.THREADS)
torch.set_grad_enabled(False)
REAL = torch.float64 if w.PRECISION == "f64" else torch.float32
H = torch.arange(1, w.D + 1, dtype=REAL)


class SignSgd(torch.nn.Module):
    noise_type, sde_type = "diagonal", "ito"

    def f_and_g(self, t, x):  # (1), erf once
        e = torch.erf(x * H / (w.SIGMA * math.sqrt(2)))
        return -e, math.sqrt(w.ETA) * torch.sqrt((1 - e * e).clamp(min=0))

    def start(self, paths):
        return torch.ones((paths, w.D), dtype=REAL)


class AdamW(torch.nn.Module):
    noise_type, sde_type = "diagonal", "ito"

    def f_and_g(self, t, y):  # (2); t runs from dt
        x, m, v = y.split(w.D, dim=1)
        root = math.sqrt(1 - math.exp(-w.RHO2 * (t + w.DT)))
        speed = root / (1 - math.exp(-w.RHO1 * (t + w.DT)))
        g = x * H
        gap = g - m
        drift_x = -speed * (m + w.ETA * w.RHO1 * gap) / (v.sqrt() + w.EPS * root) - w.LAMBDA * x
        drift = torch.cat([drift_x, w.RHO1 * gap, w.RHO2 * (g * g + w.SIGMA**2 - v)], dim=1)
        return drift, self.diffusion.expand_as(y)

    def start(self, paths):
        zero, one = torch.zeros(w.D, dtype=REAL), torch.ones(w.D, dtype=REAL)
        self.diffusion = torch.cat([zero, math.sqrt(w.ETA) * w.RHO1 * w.SIGMA * one, zero])
        return torch.cat([one, w.RHO1 * w.DT * H, w.RHO2 * w.DT * (H**2 + w.SIGMA**2)]).repeat(paths, 1)


class DenseQuadratic(torch.nn.Module):
    noise_type, sde_type = "diagonal", "ito"

    def f_and_g(self, t, x):  # (4)
        return -(x @ self.hessian), torch.full_like(x, math.sqrt(w.ETA) * w.SIGMA)

    def start(self, paths):
        self.hessian = torch.tensor(w.dense_hessian(np), dtype=REAL)
        return torch.ones((paths, w.DENSE_D), dtype=REAL)


def simulation(make, width):
    """The simulation of one SDE: Σ x² by step, by coordinate or, for the dense quadratic, in total."""

    def simulate(paths, steps):
        torch.manual_seed(1)
        sde = make()
        start = sde.start(paths)
        times = torch.arange(steps + 1, dtype=REAL) * w.DT
        states = torchsde.sdeint(sde, start, times[[0, steps]] if FINAL else times, method="euler", dt=w.DT)
        x = states[1:, :, :width]
        sums = torch.einsum("kpi,kpi->ki", x, x)
        return dict(zip([steps - 1] if FINAL else range(steps), sums if width == w.D else sums.sum(dim=1)))

    return simulate


w.time_runs(
    "torchsde-final" if FINAL else "torchsde",
    {"W1": simulation(SignSgd, w.D), "W2": simulation(AdamW, w.D), "W4": simulation(DenseQuadratic, w.DENSE_D)},
    warm_steps=10,
    checked=(w.STEPS,) if FINAL else (100, w.STEPS),
)
