/**
 * Weak errors of SignSGD's and SGD's SDEs without sampling: in one dimension the optimizer's law is a sum over a lattice, and
 * E φ(X_T) solves the backward equation
 *   ∂u/∂t = b u′ + (a/2) u″,  u(0, x) = φ(x),  E φ(X_T) = u(T, x₀),                                    (1)
 * with b and a the drift and squared diffusion that the methods' own equations give.
 */
import { describe, expect, it } from "vitest";
import { sde } from "../ensemble/chain.js";
import { sdeCoefficients } from "../ensemble/coefficients.js";
import { studentDistribution } from "../math/student.js";
import { gaussian } from "../noises/gaussian.js";
import type { Noise } from "../noises/noise.js";
import { studentT } from "../noises/student-t.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import type { Method } from "./method.js";
import { sgd } from "./sgd.js";
import { signSgd } from "./sign-sgd.js";

type Observable = (x: number) => number;
const square: Observable = (x) => x * x;
const itself: Observable = (x) => x;

/** E φ(x_k) at kη = 1 of SignSGD on f = x²/2 from x₀ = 1, noise of scale 1. */
function discrete(η: number, nu: number, φ: Observable): number {
  const steps = Math.round(1 / η);
  // p[j] is the probability of x = 1 + (j − steps) η
  let p = new Float64Array(2 * steps + 1);
  p[steps] = 1;
  const at = (j: number): number => 1 + (j - steps) * η;
  for (let k = 0; k < steps; k++) {
    const next = new Float64Array(p.length);
    p.forEach((mass, j) => {
      if (mass === 0) return;
      next[j - 1] += mass * studentDistribution(at(j), nu);
      next[j + 1] += mass * studentDistribution(-at(j), nu);
    });
    p = next;
  }
  return p.reduce((sum, mass, j) => sum + mass * φ(at(j)), 0);
}

/** Drift b and squared diffusion a of an SDE at many points. */
interface Field {
  readonly b: Float64Array;
  readonly a: Float64Array;
}

/** Points looked at together, as the coordinates of one problem. */
const TOGETHER = 60;

function field(method: Method, name: string, noise: Noise, points: readonly number[]): Field {
  const on = problem({ objective: quadratic(Array(TOGETHER).fill(1)), noise, start: Array(TOGETHER).fill(0) });
  const chain = sde(method, on, { sde: name });
  const b = new Float64Array(points.length);
  const a = new Float64Array(points.length);
  for (let from = 0; from < points.length; from += TOGETHER) {
    const x = Array.from({ length: TOGETHER }, (_, i) => points[Math.min(from + i, points.length - 1)]);
    const { drift, diffusion } = sdeCoefficients(chain, { x });
    for (let i = 0; i < TOGETHER && from + i < points.length; i++) {
      b[from + i] = drift.x[i];
      a[from + i] = diffusion.x.entries[i * (TOGETHER + 1)] ** 2;
    }
  }
  return { b, a };
}

/** The ends of the grid are ten standard deviations away from where paths go. */
const [LEFT, RIGHT] = [-5, 7];
const CELLS = 2400;
const GRID: readonly number[] = Array.from({ length: CELLS + 1 }, (_, i) => LEFT + ((RIGHT - LEFT) * i) / CELLS);

/** u(1, 1) of (1) on every `stride`-th point of the grid, by Crank and Nicolson's rule with the ends held. */
function crankNicolson({ b, a }: Field, φ: Observable, stride: number): number {
  const n = CELLS / stride;
  const dx = (RIGHT - LEFT) / n;
  const steps = n / 10;
  const dt = 1 / steps;
  const second = Float64Array.from({ length: n + 1 }, (_, i) => (dt * a[i * stride]) / (4 * dx * dx));
  const first = Float64Array.from({ length: n + 1 }, (_, i) => (dt * b[i * stride]) / (4 * dx));
  const u = Float64Array.from({ length: n + 1 }, (_, i) => φ(GRID[i * stride]));
  const gain = new Float64Array(n + 1);
  const known = new Float64Array(n + 1);
  for (let k = 0; k < steps; k++) {
    known[0] = u[0];
    for (let i = 1; i < n; i++) {
      const [down, up] = [second[i] - first[i], second[i] + first[i]];
      const pivot = 1 + 2 * second[i] - down * gain[i - 1];
      gain[i] = up / pivot;
      known[i] = (down * u[i - 1] + (1 - 2 * second[i]) * u[i] + up * u[i + 1] + down * known[i - 1]) / pivot;
    }
    for (let i = n - 1; i > 0; i--) u[i] = known[i] + gain[i] * u[i + 1];
  }
  return u[n / 2];
}

/** E φ(X_1) from x₀ = 1: the error of the rule is even in its steps, so two grids leave order 4. */
function continuous(coefficients: Field, φ: Observable): number {
  return (4 * crankNicolson(coefficients, φ, 1) - crankNicolson(coefficients, φ, 2)) / 3;
}

// E x² at t = 1 on f = x²/2, σ = x₀ = 1, η = 2^−j: optimizer, plain and second-order SDE, nine digits from other programs
const SQUARES = [
  [2, 0.32699481, 0.341178776, 0.314812661],
  [3, 0.276281537, 0.286739362, 0.273391808],
  [4, 0.252912424, 0.258942907, 0.252208112],
  [5, 0.241679967, 0.24489233, 0.241506194],
  [6, 0.236172682, 0.237827799, 0.236129522],
  [7, 0.233445818, 0.234285563, 0.233435053],
] as const;

describe("SignSGD, Gaussian noise", () => {
  const known = new Map<string, Field>();
  const coefficients = (j: number, name: string): Field => {
    const found = known.get(name + j) ?? field(signSgd({ eta: 2 ** -j }), name, gaussian(1), GRID);
    known.set(name + j, found);
    return found;
  };

  it.each(SQUARES)("E x² at η = 2^−%d", (j, exact, plain, secondOrder) => {
    expect(Math.abs(discrete(2 ** -j, Infinity, square) - exact)).toBeLessThan(1e-9);
    // the error of the grids
    expect(Math.abs(continuous(coefficients(j, "plain"), square) - plain)).toBeLessThan(5e-8);
    expect(Math.abs(continuous(coefficients(j, "second order"), square) - secondOrder)).toBeLessThan(5e-8);
  });

  it.each([
    [4, 0.475446572, 0.482635526, 0.47571522],
    [6, 0.479152221, 0.480931415, 0.479169003],
  ])("E x at η = 2^−%d", (j, exact, plain, secondOrder) => {
    expect(Math.abs(discrete(2 ** -j, Infinity, itself) - exact)).toBeLessThan(1e-9);
    expect(Math.abs(continuous(coefficients(j, "plain"), itself) - plain)).toBeLessThan(5e-8);
    expect(Math.abs(continuous(coefficients(j, "second order"), itself) - secondOrder)).toBeLessThan(5e-8);
  });

  it.each([
    ["plain", 1],
    ["second order", 2],
  ] as const)("%s: weak order %d in x², x and cos x", (name, order) => {
    for (const φ of [square, itself, Math.cos]) {
      const error = (j: number): number =>
        Math.abs(continuous(coefficients(j, name), φ) - discrete(2 ** -j, Infinity, φ));
      // two halvings of η; the next term of the error is a share of some η of it
      expect(Math.abs(Math.log2(error(4) / error(6)) / 2 - order)).toBeLessThan(0.1);
    }
  });

  it("a drift 10 % wrong has no order at all", () => {
    const error = (j: number): number => {
      const { a, b } = coefficients(j, "second order");
      return Math.abs(
        continuous({ a, b: b.map((value) => 1.1 * value) }, square) - discrete(2 ** -j, Infinity, square),
      );
    };
    expect(Math.log2(error(4) / error(6)) / 2).toBeLessThan(0.1);
  });
});

describe("SignSGD, Cauchy noise", () => {
  // E x², eight digits; the grid ends where paths end, but not where single draws of the noise do, which the sign forgets
  it.each([
    [2, 0.48493034, 0.4913177],
    [4, 0.37344559, 0.3775022],
    [6, 0.34741627, 0.3485825],
  ])("E x² at η = 2^−%d", (j, exact, plain) => {
    expect(Math.abs(discrete(2 ** -j, 1, square) - exact)).toBeLessThan(2e-8);
    const coefficients = field(signSgd({ eta: 2 ** -j }), "plain", studentT({ nu: 1, scale: 1 }), GRID);
    expect(Math.abs(continuous(coefficients, square) - plain)).toBeLessThan(2e-7);
  });

  it.each([
    ["plain", 1],
    ["second order", 2],
  ] as const)("%s: weak order %d in x", (name, order) => {
    const error = (j: number): number => {
      const coefficients = field(signSgd({ eta: 2 ** -j }), name, studentT({ nu: 1, scale: 1 }), GRID);
      return Math.abs(continuous(coefficients, itself) - discrete(2 ** -j, 1, itself));
    };
    expect(Math.abs(Math.log2(error(4) / error(6)) / 2 - order)).toBeLessThan(0.1);
  });
});

describe("SGD", () => {
  // E x² as above; the SDEs are linear here
  it.each([
    [2, 0.2434183728, 0.2047993107, 0.2918062372],
    [4, 0.1623560556, 0.1535861653, 0.1716745088],
    [6, 0.1420904763, 0.1399561964, 0.1442581062],
    [8, 0.1370240815, 0.1364941957, 0.1375560372],
  ])("E x² of the three SDEs at η = 2^−%d", (j, ...expected) => {
    const η = 2 ** -j;
    ["plain", "second order", "flipped"].forEach((name, i) => {
      const { b, a } = field(sgd({ eta: η }), name, gaussian(1), [1, 2]);
      expect(b[1]).toBeCloseTo(2 * b[0], 14);
      const rate = -b[0];
      const value = Math.exp(-2 * rate) - (a[0] * Math.expm1(-2 * rate)) / (2 * rate);
      expect(Math.abs(value / expected[i] - 1)).toBeLessThan(1e-9);
    });
  });
});
