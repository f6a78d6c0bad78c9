"""Elementary functions at points that are hard, for src/compiler/wasm/functions: writes elementary.json.

    python3 elementary.py        # needs mpmath; about five minutes

A row of an f64 list is x (pow: x, y), the double nearest to the value, and what is left of the value in 1/256 of the
spacing of doubles there, from 80 to 7f (-128 ... 127), all in hexadecimal. Rows of f32 lists have floats as arguments and
the double nearest to the value. Rows of student lists are u, F(u), f(u), all doubles, for one nu.
"""

import json
import math
import random
import struct
from pathlib import Path

import mpmath
from mpmath import mp, mpf

mp.dps = 60
RANDOM = random.Random(20250917)
LARGEST = struct.unpack(">d", bytes.fromhex("7fefffffffffffff"))[0]
TINY = 5e-324
NORMAL = 2.0**-1022


def hexadecimal(x):
    return struct.pack(">d", x).hex()


def hexadecimal_float(x):
    return struct.pack(">f", x).hex()


def to_float(x):
    try:
        return struct.unpack(">f", struct.pack(">f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


def from_bits(bits):
    return struct.unpack(">d", struct.pack(">Q", bits))[0]


def uniform(low, high, n):
    return [low + (high - low) * (i + RANDOM.random()) / n for i in range(n)]


def logarithmic(low, high, n):
    """Powers of ten between 10^low and 10^high."""
    return [10 ** e for e in uniform(low, high, n)]


def both_signs(xs):
    return [x if i % 2 else -x for i, x in enumerate(xs)]


def any_bits(n):
    """Doubles of every exponent alike."""
    xs = (from_bits(RANDOM.getrandbits(64)) for _ in range(2 * n))
    return [x for x in xs if math.isfinite(x)][:n]


def neighbours(x, n=2):
    """x and the doubles beside it."""
    bits = struct.unpack(">Q", struct.pack(">d", x))[0]
    return [from_bits(bits + k) for k in range(-n, n + 1)]


def power_arguments():
    pairs = []
    for base in logarithmic(-300, 300, 250):
        pairs.append((base, RANDOM.uniform(-744, 709.7) / math.log(base)))
    for _ in range(100):
        pairs.append((RANDOM.uniform(0.5, 1.5), RANDOM.uniform(-40, 40)))
        pairs.append((1 + RANDOM.uniform(-1e-3, 1e-3), RANDOM.uniform(-6e5, 6e5)))
        pairs.append((1 + RANDOM.randrange(-100, 100) * 2.0**-52, RANDOM.uniform(-(2.0**57), 2.0**57)))
        pairs.append((RANDOM.randrange(1, 2**30) * TINY, RANDOM.uniform(-0.9, 0.9)))
        pairs.append((-RANDOM.uniform(0, 10), float(RANDOM.randrange(-20, 20))))
        pairs.append((float(RANDOM.randrange(1, 40)), float(RANDOM.randrange(-9, 12))))
        pairs.append((RANDOM.uniform(0.9, 1.1), 1 / RANDOM.uniform(1e-3, 1e3)))
    return [(x, y) for x, y in pairs if x != 0]


HALF_PI = [float(k * mp.pi / 2) for k in [*range(1, 60), *RANDOM.sample(range(60, 2**20), 100)]]
ANGLES = [
    *uniform(-10, 10, 200),
    *HALF_PI,
    *uniform(-70000, 70000, 100),
    *neighbours(65536.0),
    *both_signs(logarithmic(-8, 308, 200)),
    # the double nearest to a multiple of pi/2 (Muller, Elementary functions, table 11.1)
    6381956970095103 * 2.0**797,
    LARGEST,
    *any_bits(100),
]
SMALL = [0.0, TINY, -TINY, 3 * TINY, NORMAL, -NORMAL, *both_signs(logarithmic(-320, -3, 60))]

FUNCTIONS = {
    "exp": (mpmath.exp, [*uniform(-745.13, 709.78, 300), *uniform(-103, 88.7, 150), *uniform(-1, 1, 200), *uniform(-745.13, -708, 80), *any_bits(50),
                         *neighbours(709.782712893384, 1)[:2], *neighbours(-745.1332191019411), 7.541752774995959e-10, *SMALL]),
    "expm1": (mpmath.expm1, [*uniform(-60, 709.78, 150), *uniform(-1.5, 1.5, 300), *uniform(-0.36, 0.36, 100), *SMALL]),
    "log": (mpmath.log, [*map(abs, any_bits(250)), *uniform(0.5, 2, 250), *uniform(0.99, 1.01, 100), *neighbours(1.0, 8), *logarithmic(-44, 38, 100),
                         LARGEST, *map(abs, SMALL[1:]), *[k * TINY for k in range(4, 2**40, 2**35)]]),
    "log1p": (mpmath.log1p, [*uniform(-1, 3, 250), *uniform(-0.5, 0.5, 200), *logarithmic(0, 308, 100), -1 + 2.0**-53, *SMALL]),
    "erf": (mpmath.erf, [*uniform(-6.1, 6.1, 400), *uniform(-0.3, 0.3, 300), *[(i + 0.5) / 64 for i in range(-20, 20)], *SMALL]),
    "tanh": (mpmath.tanh, [*uniform(-20, 20, 150), *uniform(-1.5, 1.5, 300), *uniform(-0.2, 0.2, 100), *SMALL]),
    "sin": (mpmath.sin, [*ANGLES, *SMALL]),
    "cos": (mpmath.cos, [*ANGLES, *SMALL]),
    "pow": (mpmath.power, power_arguments()),
}
NUS = [0.1, 0.5, 1, 2, 3, 4, 7.5, 30, 100, 300, 1000, 1700, 1e4, 1e6, 1e12, math.inf]


def exactly(f, arguments):
    """f in as many digits as the arguments need."""
    with mp.workdps(420 if f in (mpmath.sin, mpmath.cos) else 60):
        if f in (mpmath.expm1, mpmath.log1p, mpmath.tanh, mpmath.sin) and abs(arguments[0]) < 1e-30:
            return mpf(arguments[0])
        if f is mpmath.erf and abs(arguments[0]) < 1e-30:
            return mpf(arguments[0]) * 2 / mpmath.sqrt(mp.pi)
        return f(*map(mpf, arguments))


def rows(f, arguments, hexadecimals):
    """Arguments in hexadecimals and the value, each once, where it is finite."""
    seen = set()
    for values in arguments:
        key = tuple(map(hexadecimals, values))
        if key in seen:
            continue
        seen.add(key)
        value = exactly(f, values)
        if abs(value) > LARGEST:
            continue
        yield key, value


def doubles(f, arguments):
    result = []
    for key, value in rows(f, arguments, hexadecimal):
        nearest = float(value)
        rest = int(mpmath.nint((value - mpf(nearest)) / mpf(math.ulp(nearest)) * 256))
        result.append(" ".join([*key, hexadecimal(nearest), f"{max(-128, min(127, rest)) & 255:02x}"]))
    return result


def floats(f, arguments):
    """Arguments as floats where f is defined; a third of them where floats are computed in doubles."""
    step = 1 if f in (mpmath.exp, mpmath.log, mpmath.erf) else 3
    rounded = [tuple(map(to_float, values)) for values in arguments[::step]]
    usable = [v for v in rounded if all(map(math.isfinite, v)) and not (f is mpmath.log and v[0] <= 0)
              and not (f is mpmath.log1p and v[0] <= -1) and not (f is mpmath.power and v[0] <= 0)]
    return [" ".join([*key, hexadecimal(float(value))]) for key, value in rows(f, usable, hexadecimal_float)]


def student(nu, u):
    """F(u) and f(u)."""
    u = mpf(u)
    if nu == math.inf:
        return mpmath.erfc(-u / mpmath.sqrt(2)) / 2, mpmath.npdf(u)
    nu = mpf(nu)
    log_power = lambda a: -(nu + 1) / 2 * mpmath.log1p(a * a / nu)
    density = mpmath.exp(mpmath.loggamma((nu + 1) / 2) - mpmath.loggamma(nu / 2) - mpmath.log(mp.pi * nu) / 2 + log_power(u))
    a = abs(u)
    if nu < 1e5:
        tail = mpmath.betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + a * a), regularized=True) / 2
    else:
        step = 1 / (1 + a)
        with mp.workdps(30):
            tail = density * mpmath.quad(lambda s: mpmath.exp(log_power(a + s) - log_power(a)), [k * step for k in (0, 1, 2, 4, 8, 16, 32, 80)])
    return (tail if u < 0 else 1 - tail), density


def student_rows(nu):
    reach = math.sqrt(nu * math.expm1(min(300, 1480 / nu))) if nu < 1e9 else 38
    us = [*uniform(-8, 4, 16), *uniform(-reach, 0, 8), *[-(10**e) for e in uniform(-3, math.log10(reach), 12)], 0.0]
    result = []
    for u in us:
        F, f = student(nu, u)
        if min(F, f) > NORMAL:
            result.append(" ".join(map(hexadecimal, [u, float(F), float(f)])))
    return result


if __name__ == "__main__":
    golden = {"madeWith": f"mpmath {mpmath.__version__}", "f64": {}, "f32": {}, "student": {}}
    for name, (f, arguments) in FUNCTIONS.items():
        arguments = [a if isinstance(a, tuple) else (a,) for a in arguments]
        golden["f64"][name] = doubles(f, arguments)
        golden["f32"][name] = floats(f, arguments)
    for nu in NUS:
        golden["student"]["Infinity" if nu == math.inf else repr(nu)] = student_rows(nu)
    path = Path(__file__).parent / "elementary.json"
    path.write_text(json.dumps(golden, indent=0) + "\n")
