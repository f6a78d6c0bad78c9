"""The workloads in PyTorch, eager, on all paths at once and in place."""

import math

import workload as w

import numpy as np
import torch

torch.set_num_threads(w.THREADS)
torch.set_grad_enabled(False)
REAL = torch.float64 if w.PRECISION == "f64" else torch.float32
H = torch.arange(1, w.D + 1, dtype=REAL)[:, None]


def squares(x):
    """Σ x² over paths, by coordinate."""
    return torch.linalg.vecdot(x, x)


def sign_sgd_sde(paths, steps):
    torch.manual_seed(1)
    x = torch.ones((w.D, paths), dtype=REAL)
    e, s, z = torch.empty_like(x), torch.empty_like(x), torch.empty_like(x)
    slope = H / (w.SIGMA * math.sqrt(2))
    sums = torch.zeros((steps, w.D), dtype=REAL)
    for k in range(steps):
        z.normal_()
        torch.mul(x, slope, out=e).erf_()
        torch.mul(e, e, out=s).neg_().add_(1).clamp_(min=0).sqrt_()
        x.sub_(e, alpha=w.DT).addcmul_(s, z, value=w.SCALE)  # (1)
        sums[k] = squares(x)
    return sums


def adam_w_sde(paths, steps):
    torch.manual_seed(1)
    x = torch.ones((w.D, paths), dtype=REAL)
    m = w.RHO1 * w.DT * H * x
    v = w.RHO2 * w.DT * (H**2 + w.SIGMA**2) * x
    gap, ahead, root, g, z = (torch.empty_like(x) for _ in range(5))
    sums = torch.zeros((steps, w.D), dtype=REAL)
    for k in range(steps):
        speed, eps = w.adam_corrections(k)
        z.normal_()
        torch.mul(x, H, out=g)
        torch.sub(g, m, out=gap)
        torch.add(m, gap, alpha=w.ETA * w.RHO1, out=ahead)
        torch.sqrt(v, out=root).add_(eps)
        x.mul_(1 - w.LAMBDA * w.DT).addcdiv_(ahead, root, value=-speed * w.DT)  # (2)
        m.add_(gap, alpha=w.RHO1 * w.DT).add_(z, alpha=w.SCALE * w.RHO1 * w.SIGMA)
        v.mul_(1 - w.RHO2 * w.DT).add_(w.RHO2 * w.DT * w.SIGMA**2).addcmul_(g, g, value=w.RHO2 * w.DT)
        sums[k] = squares(x)
    return sums


def adam_w(paths, steps):
    torch.manual_seed(1)
    x = torch.ones((w.D, paths), dtype=REAL)
    m, v, g, root = torch.zeros_like(x), torch.zeros_like(x), torch.empty_like(x), torch.empty_like(x)
    sums = torch.zeros((steps, w.D), dtype=REAL)
    for k in range(steps):
        correction1, correction2 = 1 - w.BETA1 ** (k + 1), 1 - w.BETA2 ** (k + 1)
        g.normal_(std=w.SIGMA).addcmul_(x, H)
        m.lerp_(g, 1 - w.BETA1)
        v.mul_(w.BETA2).addcmul_(g, g, value=1 - w.BETA2)
        torch.sqrt(v, out=root).div_(math.sqrt(correction2)).add_(w.EPS)
        x.mul_(1 - w.ETA * w.LAMBDA).addcdiv_(m, root, value=-w.ETA / correction1)  # (3)
        sums[k] = squares(x)
    return sums


def dense_quadratic(paths, steps):
    torch.manual_seed(1)
    hessian = torch.tensor(w.dense_hessian(np), dtype=REAL)
    x = torch.ones((w.DENSE_D, paths), dtype=REAL)
    drift, z = torch.empty_like(x), torch.empty_like(x)
    sums = torch.zeros(steps, dtype=REAL)
    for k in range(steps):
        z.normal_()
        torch.mm(hessian, x, out=drift)
        x.sub_(drift, alpha=w.DT).add_(z, alpha=w.SCALE * w.SIGMA)  # (4)
        sums[k] = torch.linalg.vecdot(x.view(-1), x.view(-1))
    return sums


w.time_runs("torch", {"W1": sign_sgd_sde, "W2": adam_w_sde, "W3": adam_w, "W4": dense_quadratic})
