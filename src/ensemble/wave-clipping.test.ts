/** m and C of clipping by the norm under Gaussian noise that has directions of its own, to what src/noises/wave-clipping.ts promises. */
import { describe, expect, it } from "vitest";
import { type Matrix, matrix } from "../math/vector.js";
import { dpSgd } from "../methods/dp-sgd.js";
import type { Method } from "../methods/method.js";
import { normClippedSgd } from "../methods/norm-clipped-sgd.js";
import { smoothClippedSgd } from "../methods/smooth-clipped-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import type { Noise } from "../noises/noise.js";
import { batch } from "../objectives/batch.js";
import { type Problem, problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { clippedInThePlane, expectMoments } from "../theory/clipped-plane.js";
import { type ClippedVectorMoments, normClipMoments } from "../theory/clipping-norm.js";
import { smoothClipMoments } from "../theory/clipping-smooth.js";
import { type Chain, sde } from "./chain.js";
import { sdeCoefficients } from "./coefficients.js";
import { ensemble } from "./ensemble.js";

const place = (noise: Noise, d: number): Problem =>
  problem({ objective: quadratic(new Array<number>(d).fill(1)), noise, start: new Array<number>(d).fill(1) });

/** m and C as the SDE at η = 1 has them. */
function momentsOf(chain: Chain, x: readonly number[]): ClippedVectorMoments {
  const { drift, diffusion } = sdeCoefficients(chain, { x });
  return { mean: [...drift.x].map((value) => -value), covariance: squared(diffusion.x) };
}

/** S Sᵀ */
function squared({ rows, columns, entries }: Matrix): Matrix {
  const row = (i: number): Float64Array => entries.subarray(i * columns, (i + 1) * columns);
  return {
    rows,
    columns: rows,
    entries: Float64Array.from({ length: rows * rows }, (_, k) => {
      const other = row(k % rows);
      return row(Math.floor(k / rows)).reduce((sum, value, j) => sum + value * other[j], 0);
    }),
  };
}

const promised = (c: number) => ({ mean: 1e-6 * c, covariance: 1e-6 * c * c });

describe.each([
  ["norm clipping", normClippedSgd, normClipMoments, (ρ: number) => Math.min(1, 1 / ρ)],
  ["smooth clipping", smoothClippedSgd, smoothClipMoments, (ρ: number) => 1 / Math.hypot(1, ρ)],
] as const)("%s", (_, factory, moments, factor) => {
  const chainOf = (c: number, noise: Noise, d: number): Chain => sde(factory({ eta: 1, c }), place(noise, d));

  it.each([
    [0.1, [1, 2]],
    [0.1, [1, 1.5, 1]],
    [1, [1, 2]],
    [1, [2, 1, 1.5]],
    [10, [1.1, 1]],
    [10, [1, 2, 3]],
  ])("is the exact one at c = %d, σ = %j", (c, sigma) => {
    const chain = chainOf(c, gaussian(sigma), sigma.length);
    for (const length of [0, 0.5, 3, 10, 20]) {
      for (const direction of [
        [0.6, -0.64, 0.48],
        [0, 1, 0],
      ]) {
        const gradient = sigma.map((_s, i) => length * direction[i]);
        expectMoments(momentsOf(chain, gradient), moments({ gradient, sigma, c }), promised(c));
      }
    }
  });

  // beyond what the series can do: scales of 1 : 16, and a kink far out against the smaller scale
  it.each([
    [[3, 4], [1, 16], 5],
    [[4, 1], [0.5, 8], 0.6],
    [[30, 38], [1, 2], 50],
  ])("is the exact one in the plane at G = %j, σ = %j, c = %d", (gradient, sigma, c) => {
    const exact = clippedInThePlane({ gradient, sigma, c, factor: (norm) => factor(norm / c) });
    expectMoments(momentsOf(chainOf(c, gaussian(sigma), 2), gradient), exact, promised(c));
  });

  it("is the exact one far away, where it is scaled down", () => {
    const sigma = [1, 0.5];
    for (const [c, length] of [
      [0.2, 110],
      [2, 250],
    ]) {
      const gradient = [0.6 * length, 0.8 * length];
      const exact = clippedInThePlane({ gradient, sigma, c, factor: (norm) => factor(norm / c) });
      expectMoments(momentsOf(chainOf(c, gaussian(sigma), 2), gradient), exact, promised(c));
    }
  });

  it("turns with the noise", () => {
    // columns of Q are the directions of the deviations 1, 2 and 0.5
    const Q = [
      [2 / 3, -2 / 3, 1 / 3],
      [1 / 3, 2 / 3, 2 / 3],
      [2 / 3, 1 / 3, -2 / 3],
    ];
    const sigma = [1, 2, 0.5];
    const turned = (v: readonly number[]): number[] => Q.map((row) => row.reduce((sum, q, j) => sum + q * v[j], 0));
    const conjugate = (C: (k: number, l: number) => number): number[][] =>
      Q.map((a) => Q.map((b) => a.reduce((sum, q, k) => sum + q * b.reduce((s, r, l) => s + r * C(k, l), 0), 0)));
    const covariance = matrix(conjugate((k, l) => (k === l ? sigma[k] ** 2 : 0)));
    const chain = chainOf(1.5, gaussian({ covariance }), 3);
    const gradient = [0.3, -1, 0.7];
    const straight = moments({ gradient, sigma, c: 1.5 });
    const exact = {
      mean: turned(straight.mean),
      covariance: matrix(conjugate((k, l) => straight.covariance.entries[3 * k + l])),
    };
    expectMoments(momentsOf(chain, turned(gradient)), exact, promised(1.5));
  });
});

it("is the radial law where a full covariance is σ² I", () => {
  const covariance = matrix([
    [0.25, 0],
    [0, 0.25],
  ]);
  const [full, one] = [gaussian({ covariance }), gaussian(0.5)].map((noise) =>
    sdeCoefficients(sde(normClippedSgd(), place(noise, 2)), { x: [1, 0.4] }),
  );
  expect(full).toEqual(one);
});

it("divides the noise by √δ at a batch δ times as large", () => {
  const [larger, direct] = [batch(place(gaussian([1, 3]), 2), 4), place(gaussian([0.5, 1.5]), 2)].map((on) =>
    momentsOf(sde(normClippedSgd({ eta: 1, c: 0.7 }), on), [0.4, -0.8]),
  );
  // rounding: arguments are halved, which is exact, but C is a difference of terms of the size of c²
  expectMoments(larger, direct, 1e-13);
});

const tilted = gaussian({
  covariance: matrix([
    [1, 0.3, 0.1],
    [0.3, 0.5, -0.1],
    [0.1, -0.1, 0.3],
  ]),
});
const ten = gaussian([1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9]);

it.each([
  ["two scales", normClippedSgd(), gaussian([0.5, 1]), 2],
  ["a full covariance", normClippedSgd(), tilted, 3],
  ["a full covariance, smooth clipping", smoothClippedSgd(), tilted, 3],
  ["two scales, DP-SGD", dpSgd(), gaussian([0.5, 1]), 2],
  ["ten coordinates", normClippedSgd(), ten, 10],
] as const)("runs alike in both executors: %s", async (_, method, noise, d) => {
  const chain = sde(method, place(noise, d));
  const options = { paths: 8, horizon: 0.2, observables: ["x[1]"], record: 2, keep: 8 };
  const [compiled, reference] = await Promise.all(
    (["compiled", "reference"] as const).map((executor) => ensemble(chain, { ...options, executor })),
  );
  // 20 steps of relative roundings; C loses to cancellation what the square of its size is to a pivot
  for (let path = 0; path < 8; path++) {
    compiled.path(path, "x[1]").forEach((value, r) => {
      expect(Math.abs(value - reference.path(path, "x[1]")[r])).toBeLessThan(1e-11);
    });
  }
});

describe("refusals", () => {
  const refused = (method: Method, noise: Noise, d: number): string => {
    try {
      sdeCoefficients(sde(method, place(noise, d)), { x: new Array<number>(d).fill(1) });
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };
  const known = "Gaussian noise with σ > 0 in every direction, of one σ for all coordinates or in at most 10 of them";
  const semidefinite = matrix([
    [1, 1],
    [1, 1],
  ]);
  it.each([
    ["a coordinate without noise", normClippedSgd(), gaussian([1, 0]), 2, known],
    ["a direction without noise", smoothClippedSgd(), gaussian({ covariance: semidefinite }), 2, known],
    ["too many coordinates", normClippedSgd(), gaussian(Array.from({ length: 11 }, (_, i) => 1 + i)), 11, known],
    [
      "a threshold far above the noise",
      normClippedSgd({ c: 1e4 }),
      gaussian([1, 2]),
      2,
      "clipNorm: the threshold c must be at most 50 times the least standard deviation of the noise in any direction, got c = 10000 and σ = 1",
    ],
  ])("%s", (_, method, noise, d, message) => {
    expect(refused(method, noise, d)).toContain(message);
  });
});
