/**
 * The SDE of coordinatewise clipping has weak order 1: E x² at T = 1 of clipped SGD and of its SDE, both without sampling, on
 * f = x²/2 from x₀ = 1 with standard normal noise and c = 1.
 */
import { expect, test } from "vitest";
import { chebyshevInterpolant } from "../math/chebyshev.js";
import { normalDensity, normalDistribution } from "../math/normal.js";
import { gaussLegendre } from "../math/quadrature.js";
import { clipMoments } from "./clipping.js";

const RULE = gaussLegendre(60);

/** E x_K², by u_k(x) = E u_{k+1}(x − η clip(x + z)) from u_K = x²; no step is longer than η, so |x| ≤ 2. */
function discrete(η: number): number {
  const K = Math.round(1 / η);
  let u = (x: number): number => x * x;
  for (let k = K - 1; k >= 0; k--) {
    const next = u;
    // from where |x| ≤ 1 + kη can have come to
    const reach = 1 + k * η;
    const now = (x: number): number =>
      normalDistribution(-1 - x) * next(x + η) +
      normalDistribution(x - 1) * next(x - η) +
      RULE.nodes.reduce((s, y, i) => s + RULE.weights[i] * normalDensity(y - x) * next(x - η * y), 0);
    if (k === 0) return now(1);
    u = chebyshevInterpolant(now, -reach, reach, 1e-10);
  }
  return u(1);
}

/** E X_1² by Crank–Nicolson for ∂u/∂s = −m u′ + ½ η C u″, u = x² at s = 0, on [−6, 6] with inward drift at the ends. */
function continuous(η: number, nodes: number, steps: number): number {
  const L = 6;
  const δ = (2 * L) / nodes;
  const δt = 1 / steps;
  const x = Array.from({ length: nodes + 1 }, (_, i) => -L + i * δ);
  const moments = x.map((value) => clipMoments(value, 1, 1));
  const lower = moments.map(({ mean, variance }) => mean / (2 * δ) + (η * variance) / (2 * δ * δ));
  const upper = moments.map(({ mean, variance }) => -mean / (2 * δ) + (η * variance) / (2 * δ * δ));
  const centre = moments.map(({ variance }) => (-η * variance) / (δ * δ));
  // at the ends the noise is gone and u′ is one-sided
  [lower[0], centre[0], upper[0]] = [0, moments[0].mean / δ, -moments[0].mean / δ];
  const n = nodes;
  [lower[n], centre[n], upper[n]] = [moments[n].mean / δ, -moments[n].mean / δ, 0];
  let u = x.map((value) => value * value);
  for (let k = 0; k < steps; k++) {
    const right = u.map(
      (value, i) => value + (δt / 2) * (lower[i] * (u[i - 1] ?? 0) + centre[i] * value + upper[i] * (u[i + 1] ?? 0)),
    );
    u = tridiagonal(
      lower.map((value) => (-δt / 2) * value),
      centre.map((value) => 1 - (δt / 2) * value),
      upper.map((value) => (-δt / 2) * value),
      right,
    );
  }
  return u[Math.round((1 + L) / δ)];
}

function tridiagonal(a: number[], b: number[], c: number[], d: number[]): number[] {
  for (let i = 1; i < b.length; i++) {
    const factor = a[i] / b[i - 1];
    b[i] -= factor * c[i - 1];
    d[i] -= factor * d[i - 1];
  }
  for (let i = b.length - 1; i >= 0; i--) d[i] = (d[i] - (c[i] ?? 0) * (d[i + 1] ?? 0)) / b[i];
  return d;
}

/** The error of `continuous` is of second order in δ and δt together: one Richardson step. */
const extrapolated = (η: number): number => (4 * continuous(η, 2400, 200) - continuous(η, 1200, 100)) / 3;

// η = 2^−j: E x² of the optimizer and of the SDE, eight digits, the second to 2·10⁻⁷
const VALUES = [
  [2, 0.31929908, 0.34005877],
  [3, 0.29772222, 0.30935793],
  [4, 0.28773492, 0.29385777],
  [5, 0.28293288, 0.28606945],
  [6, 0.28057869, 0.28216562],
] as const;

test.each(VALUES)("η = 2^−%d", (j, optimizer, sde) => {
  expect(Math.abs(discrete(2 ** -j) - optimizer)).toBeLessThan(1e-8);
  expect(Math.abs(extrapolated(2 ** -j) - sde)).toBeLessThan(3e-7);
});

test("the slope of the weak error is 1", () => {
  const errors = VALUES.map(([, optimizer, sde]) => Math.log2(sde - optimizer));
  const slopes = errors.slice(1).map((error, i) => errors[i] - error);
  // the slope tends to 1 with an error of the order η
  slopes.forEach((slope, i) => {
    expect(Math.abs(slope - 1)).toBeLessThan(0.8 * 2 ** -(i + 1));
  });
});
