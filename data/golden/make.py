"""Trajectories of 100 steps from PyTorch and optax in double precision, for tests to reproduce to 1e-12.

    python3 make.py pytorch      # needs torch and numpy
    python3 make.py optax        # needs optax, jax and numpy

Problem: f(x) = sum_i h_i x_i^2/2 + x_i^4/4, gradient at step k: g = h*x + x^3 + noise[k]; the noise is drawn once and stored.

Each entry carries `formula`: the update as the library computes it, one assignment a line, in the notation of this
package's methods (k = 0, 1, 2, ...; all operations coordinatewise; memories start at `memory`). The formula text itself
is evaluated in numpy here and must reproduce the library's trajectory to 1e-12 before anything is written.
"""

import json
import platform
import sys
from pathlib import Path

import numpy as np

STEPS, SEED, SCALE = 100, 20250917, 0.3
CURVATURE = np.array([1.0, 2.0, 0.5])
START = np.array([1.0, -0.7, 0.3])
NOISE = SCALE * np.random.default_rng(SEED).standard_normal((STEPS, 3))
GREEK = {"eta": "η", "mu": "μ", "beta": "β", "beta1": "β1", "beta2": "β2", "eps": "ε", "lambda": "λ"}

MOMENTUM = ["m = μ*m + g", "x = x - η*m"]
NESTEROV = ["m = μ*m + g", "x = x - η*(g + μ*m)"]
MOMENTS = ["m = β1*m + (1 - β1)*g", "v = β2*v + (1 - β2)*g^2"]
RATIO = "m/(1 - β1^(k+1))/(sqrt(v/(1 - β2^(k+1))) + ε)"
SQUARES = "v = β*v + (1 - β)*g^2"


def gradient(x, k):
    return CURVATURE * x + x**3 + NOISE[k]


def evaluate(entry):
    """The trajectory that the formula text gives."""
    scope = {"sqrt": np.sqrt, "sign": np.sign, "x": START}
    scope |= {GREEK[name]: value for name, value in entry["parameters"].items()}
    scope |= {name: np.full(3, value) for name, value in entry["memory"].items()}
    xs = [START]
    for k in range(STEPS):
        scope |= {"k": k, "g": gradient(scope["x"], k)}
        for line in entry["formula"]:
            exec(line.replace("^", "**"), scope)
        xs.append(scope["x"])
    return np.array(xs)


def entry(method, call, formula, memory="", **parameters):
    initial = {name: 0.0 for name in memory} if isinstance(memory, str) else memory
    values = {name.rstrip("_"): value for name, value in parameters.items()}
    return {"method": method, "call": call, "parameters": values, "memory": initial, "formula": formula}


def pytorch_entries():
    rms = [SQUARES, "x = x - η*g/(sqrt(v) + ε)"]
    adam = [*MOMENTS, f"x = x - η*{RATIO}"]
    adamw = [*MOMENTS, f"x = x - η*({RATIO} + λ*x)"]
    coupled = "(g + λ*x)"
    yield entry("SGD", "SGD(lr=0.1)", ["x = x - η*g"], eta=0.1)
    yield entry("SGD", "SGD(lr=0.02)", ["x = x - η*g"], eta=0.02)
    yield entry("SGD, coupled decay", "SGD(lr=0.1, weight_decay=0.2)", [f"x = x - η*{coupled}"], eta=0.1, lambda_=0.2)
    yield entry("heavy ball", "SGD(lr=0.05, momentum=0.9)", MOMENTUM, "m", eta=0.05, mu=0.9)
    yield entry("Nesterov", "SGD(lr=0.05, momentum=0.9, nesterov=True)", NESTEROV, "m", eta=0.05, mu=0.9)
    for eta, beta, eps in [(0.01, 0.99, 1e-8), (0.05, 0.9, 1e-8), (0.05, 0.9, 1e-3), (0.02, 0.99, 0.1)]:
        call = f"RMSprop(lr={eta}, alpha={beta}, eps={eps})"
        yield entry("RMSprop", call, rms, "v", eta=eta, beta=beta, eps=eps)
    yield entry(
        "RMSprop, centred",
        "RMSprop(lr=0.02, alpha=0.9, eps=1e-3, centered=True)",
        ["m = β*m + (1 - β)*g", SQUARES, "x = x - η*g/(sqrt(v - m^2) + ε)"],
        "mv", eta=0.02, beta=0.9, eps=1e-3,
    )  # fmt: skip
    yield entry(
        "RMSprop, momentum",
        "RMSprop(lr=0.01, alpha=0.99, eps=1e-8, momentum=0.9)",
        [SQUARES, "m = μ*m + g/(sqrt(v) + ε)", "x = x - η*m"],
        "mv", eta=0.01, beta=0.99, eps=1e-8, mu=0.9,
    )  # fmt: skip
    for eta, beta1, beta2, eps in [
        (0.01, 0.9, 0.999, 1e-8),
        (0.05, 0.9, 0.999, 1e-3),
        (0.05, 0.5, 0.9, 1e-8),
        (0.02, 0.0, 0.99, 1e-8),
        (0.1, 0.9, 0.95, 0.1),
    ]:
        call = f"Adam(lr={eta}, betas=({beta1}, {beta2}), eps={eps})"
        yield entry("Adam", call, adam, "mv", eta=eta, beta1=beta1, beta2=beta2, eps=eps)
    yield entry(
        "Adam, coupled decay",
        "Adam(lr=0.05, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.1)",
        [line.replace("g^2", f"{coupled}^2").replace("*g", f"*{coupled}") for line in adam],
        "mv", eta=0.05, beta1=0.9, beta2=0.99, eps=1e-8, lambda_=0.1,
    )  # fmt: skip
    for eta, beta1, beta2, eps, decay in [
        (0.01, 0.9, 0.999, 1e-8, 0.01),
        (0.05, 0.9, 0.99, 1e-3, 0.1),
        (0.05, 0.5, 0.9, 1e-8, 0.5),
        (0.1, 0.9, 0.999, 1e-8, 0.0),
    ]:
        call = f"AdamW(lr={eta}, betas=({beta1}, {beta2}), eps={eps}, weight_decay={decay})"
        yield entry("AdamW", call, adamw, "mv", eta=eta, beta1=beta1, beta2=beta2, eps=eps, lambda_=decay)
    adagrad = ["v = v + g^2", "x = x - η*g/(sqrt(v) + ε)"]
    yield entry("Adagrad", "Adagrad(lr=0.1, eps=1e-10)", adagrad, "v", eta=0.1, eps=1e-10)


def optax_entries():
    adam = [*MOMENTS, f"x = x - η*{RATIO}"]
    yield entry("SGD", "sgd(0.1)", ["x = x - η*g"], eta=0.1)
    yield entry("heavy ball", "sgd(0.05, momentum=0.9)", MOMENTUM, "m", eta=0.05, mu=0.9)
    yield entry("Nesterov", "sgd(0.05, momentum=0.9, nesterov=True)", NESTEROV, "m", eta=0.05, mu=0.9)
    yield entry("SignSGD", "sign_sgd(0.02)", ["x = x - η*sign(g)"], eta=0.02)
    for eta, beta, eps in [(0.02, 0.9, 1e-8), (0.05, 0.9, 1e-3), (0.01, 0.99, 1e-8)]:
        inside = [SQUARES, "x = x - η*g/sqrt(v + ε)"]
        call = f"rmsprop({eta}, decay={beta}, eps={eps})"
        yield entry("RMSprop, ε inside the root", call, inside, "v", eta=eta, beta=beta, eps=eps)
        outside = [SQUARES, "x = x - η*g/(sqrt(v) + ε)"]
        call = f"rmsprop({eta}, decay={beta}, eps={eps}, eps_in_sqrt=False)"
        yield entry("RMSprop", call, outside, "v", eta=eta, beta=beta, eps=eps)
    yield entry(
        "RMSprop, bias-corrected",
        "rmsprop(0.02, decay=0.9, eps=1e-3, eps_in_sqrt=False, bias_correction=True)",
        [SQUARES, "x = x - η*g/(sqrt(v/(1 - β^(k+1))) + ε)"],
        "v", eta=0.02, beta=0.9, eps=1e-3,
    )  # fmt: skip
    yield entry(
        "RMSprop, momentum, ε inside the root",
        "rmsprop(0.01, decay=0.9, eps=1e-8, momentum=0.9)",
        [SQUARES, "m = μ*m + η*g/sqrt(v + ε)", "x = x - m"],
        "mv", eta=0.01, beta=0.9, eps=1e-8, mu=0.9,
    )  # fmt: skip
    for eta, beta1, beta2, eps in [(0.01, 0.9, 0.999, 1e-8), (0.05, 0.9, 0.99, 1e-3), (0.05, 0.5, 0.9, 1e-8)]:
        call = f"adam({eta}, b1={beta1}, b2={beta2}, eps={eps})"
        yield entry("Adam", call, adam, "mv", eta=eta, beta1=beta1, beta2=beta2, eps=eps)
    for eta, beta1, beta2, eps, decay in [
        (0.01, 0.9, 0.999, 1e-8, 0.01),
        (0.05, 0.9, 0.99, 1e-3, 0.1),
        (0.05, 0.5, 0.9, 1e-8, 0.5),
    ]:
        call = f"adamw({eta}, b1={beta1}, b2={beta2}, eps={eps}, weight_decay={decay})"
        decoupled = [*MOMENTS, f"x = x - η*({RATIO} + λ*x)"]
        yield entry("AdamW", call, decoupled, "mv", eta=eta, beta1=beta1, beta2=beta2, eps=eps, lambda_=decay)
    yield entry(
        "Lion",
        "lion(0.02, b1=0.9, b2=0.99, weight_decay=0.1)",
        ["x = x - η*(sign(β1*m + (1 - β1)*g) + λ*x)", "m = β2*m + (1 - β2)*g"],
        "m", eta=0.02, beta1=0.9, beta2=0.99, lambda_=0.1,
    )  # fmt: skip
    yield entry(
        "Adagrad, ε inside the root",
        "adagrad(0.1, initial_accumulator_value=0.1, eps=1e-7)",
        ["v = v + g^2", "x = x - η*g/sqrt(v + ε)"],
        {"v": 0.1}, eta=0.1, eps=1e-7,
    )  # fmt: skip


def pytorch():
    import torch

    def run(call):
        x = torch.tensor(START, dtype=torch.float64, requires_grad=True)
        optimizer = eval(f"torch.optim.{call.replace('(', '([x], ', 1)}", {"torch": torch, "x": x})
        xs = [START]
        for k in range(STEPS):
            x.grad = torch.from_numpy(gradient(xs[-1], k))
            optimizer.step()
            xs.append(x.detach().numpy().copy())
        return np.array(xs)

    return {"torch": torch.__version__}, pytorch_entries(), run


def optax():
    import jax
    import optax

    jax.config.update("jax_enable_x64", True)

    def run(call):
        optimizer = eval(f"optax.{call}", {"optax": optax})
        x = jax.numpy.asarray(START)
        state = optimizer.init(x)
        xs = [START]
        for k in range(STEPS):
            updates, state = optimizer.update(jax.numpy.asarray(gradient(xs[-1], k)), state, x)
            x = optax.apply_updates(x, updates)
            assert x.dtype == "float64"
            xs.append(np.array(x))
        return np.array(xs)

    return {"optax": optax.__version__, "jax": jax.__version__}, optax_entries(), run


def main(library):
    versions, entries, run = {"pytorch": pytorch, "optax": optax}[library]()
    lines = []
    for each in entries:
        xs = run(each["call"])
        difference = np.abs(xs - evaluate(each)).max()
        print(f"{each['call']:80} largest difference from the formula {difference:.1e}")
        assert np.isfinite(xs).all() and difference < 1e-12
        lines.append(json.dumps({**each, "x": xs.tolist()}, ensure_ascii=False))
    head = {
        "library": library,
        "versions": {**versions, "numpy": np.__version__, "python": platform.python_version()},
        "objective": "f(x) = sum_i h_i x_i^2/2 + x_i^4/4; g_k = h x_k + x_k^3 + noise_k",
        "h": CURVATURE.tolist(),
        "start": START.tolist(),
        "noiseSource": f"{SCALE} * numpy.random.default_rng({SEED}).standard_normal(({STEPS}, 3))",
        "noise": NOISE.tolist(),
    }
    body = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in head.items())
    text = "{\n" + body + ',\n"trajectories": [\n' + ",\n".join(lines) + "\n]\n}\n"
    (Path(__file__).parent / f"{library}.json").write_text(text, encoding="utf-8", newline="\n")


main(sys.argv[1])
