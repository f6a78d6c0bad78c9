"""Minimax polynomials by the Remez exchange, in 60 digits: the literal coefficients of src/compiler/wasm/functions.

    python3 minimax.py           # needs mpmath

Each line is a polynomial p that minimises max |weight(x) (p(x) - f(x))| on an interval; printed are its coefficients from
the constant up, rounded to doubles, and the error after rounding, as a power of two.
"""

from mpmath import atanh, cos, exp, expm1, lu_solve, log, log1p, matrix, mp, mpf, pi, sin, sqrt

mp.dps = 60


def remez(f, weight, low, high, degree):
    """Coefficients of the best polynomial of a degree."""
    low, high, n = mpf(low), mpf(high), degree + 2
    points = [(low + high) / 2 - (high - low) / 2 * cos(pi * i / (n - 1)) for i in range(n)]
    grid = [(low + high) / 2 - (high - low) / 2 * cos(pi * i / 1600) for i in range(1601)]
    values = [(weight(x), f(x)) for x in grid]
    for _ in range(12):
        rows = [[x**k for k in range(degree + 1)] + [(-1) ** i / weight(x)] for i, x in enumerate(points)]
        *coefficients, _level = lu_solve(matrix(rows), matrix([f(x) for x in points]))
        errors = [w * (horner(coefficients, x) - y) for x, (w, y) in zip(grid, values)]
        # the largest error on each run of one sign is the next set of points
        runs, last = [], 0
        for i, e in enumerate(errors):
            if e == 0:
                continue
            if runs and (e > 0) == (errors[runs[-1]] > 0):
                if abs(e) > abs(errors[runs[-1]]):
                    runs[-1] = i
            else:
                runs.append(i)
        if len(runs) < n:
            break
        while len(runs) > n:
            runs.pop(0 if abs(errors[runs[0]]) < abs(errors[runs[-1]]) else -1)
        points = [grid[i] for i in runs]
    return coefficients


def horner(coefficients, x):
    total = mpf(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


def show(name, f, weight, low, high, degree):
    exact = remez(f, weight, low, high, degree)
    rounded = [float(c) for c in exact]
    grid = [mpf(low) + (mpf(high) - mpf(low)) * (i + mpf("0.5")) / 2000 for i in range(2000)]
    worst = max(abs(weight(x) * (horner([mpf(c) for c in rounded], x) - f(x))) for x in grid)
    print(f"{name}: degree {degree}, error 2^{float(log(worst, 2)):.1f}")
    print("   ", ", ".join(repr(c) for c in rounded))


def near_zero(f, limit, small="1e-12"):
    """f, continued by a limit where it is 0/0."""
    return lambda x: limit if abs(x) < mpf(small) else f(x)


HALF = log(2) / 2 * mpf("1.0001")
ONE = lambda x: mpf(1)
SQUARE = (3 - 2 * sqrt(mpf(2))) ** 2 * mpf("1.0002")  # ((sqrt 2 - 1)/(sqrt 2 + 1))^2
FLOOR = mpf("0.001")  # keeps a weight off 0, where the exchange would divide by it
QUARTER = (pi / 4) ** 2 * mpf("1.0002")


def polynomials():
    """name, f, weight, interval, degree; the weight turns the error of the polynomial into that of the function."""
    exponential = near_zero(lambda r: (expm1(r) - r) / r**2, mpf("0.5"))
    # log((1+s)/(1-s)) = 2 s + s R(s^2)
    logarithm = near_zero(lambda z: 2 * atanh(sqrt(z)) / sqrt(z) - 2, mpf(0))
    sine = near_zero(lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, -mpf(1) / 6)
    cosine = near_zero(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, mpf(1) / 24)
    # log(1+r) = r - r^2/2 + r^3 p(r)
    fine = near_zero(lambda r: (log1p(r) - r + r**2 / 2) / r**3, mpf(1) / 3, "1e-10")
    return [
        ("exp, f64", exponential, lambda r: r**2 + FLOOR, -HALF, HALF, 9),
        ("exp, f32", exponential, lambda r: r**2 + FLOOR, -HALF, HALF, 4),
        ("log, f64", lambda z: logarithm(z) / z if z > mpf("1e-12") else mpf(2) / 3, lambda z: z + FLOOR / 10, 0, SQUARE, 6),
        ("log, f32", lambda z: logarithm(z) / z if z > mpf("1e-12") else mpf(2) / 3, lambda z: z + FLOOR / 10, 0, SQUARE, 2),
        ("sin, f64", sine, lambda z: z + FLOOR / 10, 0, QUARTER, 5),
        ("cos, f64", cosine, lambda z: z**2 + FLOOR, 0, QUARTER, 5),
        ("log in pow, f64", fine, lambda r: r**2 + FLOOR / 1000, -mpf(1) / 128, mpf(1) / 128, 5),
    ]


if __name__ == "__main__":
    for polynomial in polynomials():
        show(*polynomial)
