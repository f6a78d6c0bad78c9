import { describe, expect, it } from "vitest";
import type { Matrix } from "../math/vector.js";
import { dpSgd } from "../methods/dp-sgd.js";
import type { Method } from "../methods/method.js";
import { noiseBeforeClippingSgd } from "../methods/noise-before-clipping-sgd.js";
import { normClippedSgd } from "../methods/norm-clipped-sgd.js";
import { schedule } from "../methods/schedule.js";
import { smoothClippedSgd } from "../methods/smooth-clipped-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import type { Noise } from "../noises/noise.js";
import { studentT } from "../noises/student-t.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { clipMoments } from "../theory/clipping.js";
import { normClipMoments } from "../theory/clipping-norm.js";
import { smoothClipMoments } from "../theory/clipping-smooth.js";
import { sde } from "./chain.js";
import { sdeCoefficients } from "./coefficients.js";

const place = (noise: Noise, d = 3) =>
  problem({ objective: quadratic(new Array<number>(d).fill(1)), noise, start: new Array<number>(d).fill(1) });
const states = [
  [0, 0, 0],
  [1e-30, 0, 0],
  [0.3, -0.2, 0.1],
  [1, 2, -2],
  [40, 0, 300],
];

/** S Sᵀ/η. */
function squared({ rows, columns, entries }: Matrix, eta: number): number[] {
  const row = (i: number): Float64Array => entries.subarray(i * columns, (i + 1) * columns);
  return Array.from({ length: rows * rows }, (_, k) => {
    const other = row(k % rows);
    return row(Math.floor(k / rows)).reduce((sum, value, j) => sum + value * other[j], 0) / eta;
  });
}

describe.each([
  ["norm clipping", normClippedSgd, normClipMoments],
  ["smooth clipping", smoothClippedSgd, smoothClipMoments],
] as const)("the coefficients of %s", (_, factory, moments) => {
  it.each(states)("at G = (%d, %d, %d), to what the tables promise", (...G) => {
    const [s, c] = [0.7, 0.9];
    const sigma = [s, s, s];
    const { drift, diffusion } = sdeCoefficients(sde(factory({ eta: 0.04, c }), place(gaussian(s))), { x: G });
    const { mean, covariance } = moments({ gradient: G, sigma, c });
    // 10⁻⁷ of A |G| ≤ c, and twice the error of a standard deviation, 10⁻⁶ (c/√d + c)
    G.forEach((_value, i) => {
      expect(Math.abs(drift.x[i] + mean[i])).toBeLessThan(2e-7 * c);
    });
    squared(diffusion.x, 0.04).forEach((value, k) => {
      expect(Math.abs(value - covariance.entries[k])).toBeLessThan(4e-6 * c * c);
    });
  });
});

it("the coefficients of norm clipping under multivariate t noise", () => {
  const noise = studentT({ nu: 1.5, scale: 0.5, shared: true });
  for (const G of states) {
    const { drift, diffusion } = sdeCoefficients(sde(normClippedSgd({ eta: 0.04, c: 0.6 }), place(noise)), { x: G });
    const { mean, covariance } = normClipMoments({ gradient: G, sigma: [0.5, 0.5, 0.5], c: 0.6, nu: 1.5 });
    G.forEach((_value, i) => {
      expect(Math.abs(drift.x[i] + mean[i])).toBeLessThan(2e-7 * 0.6);
    });
    squared(diffusion.x, 0.04).forEach((value, k) => {
      expect(Math.abs(value - covariance.entries[k])).toBeLessThan(4e-6 * 0.36);
    });
  }
});

it("the coefficients of DP-SGD: C/B and the noise that is added", () => {
  const [s, c, B] = [1.5, 0.9, 4];
  const G = [0.3, -0.2, 0.1];
  const chain = sde(dpSgd({ eta: 0.04, c, s, B }), place(gaussian(0.7)));
  const { drift, diffusion } = sdeCoefficients(chain, { x: G });
  const { mean, covariance } = normClipMoments({ gradient: G, sigma: [0.7, 0.7, 0.7], c });
  G.forEach((_value, i) => {
    expect(drift.x[i]).toBeCloseTo(-mean[i], 6);
  });
  squared(diffusion.x, 0.04).forEach((value, k) => {
    expect(value).toBeCloseTo(covariance.entries[k] / B + (k % 4 === 0 ? ((c * s) / B) ** 2 : 0), 5);
  });
});

it("the coefficients with noise before clipping are those of √(σ² + s²)", () => {
  const chain = sde(noiseBeforeClippingSgd({ eta: 0.04, c: 0.9, s: 1.2 }), place(gaussian([0.5, 0.7, 2])));
  const G = [0.3, -0.2, 3];
  const { drift, diffusion } = sdeCoefficients(chain, { x: G });
  [0.5, 0.7, 2].forEach((σ, i) => {
    const { mean, variance } = clipMoments(G[i], Math.hypot(σ, 1.2), 0.9);
    expect(drift.x[i]).toBeCloseTo(-mean, 12);
    expect(diffusion.x.entries[4 * i] ** 2 / 0.04).toBeCloseTo(variance, 12);
  });
});

describe("refusals", () => {
  const refused = (method: Method, noise: Noise): string => {
    try {
      sdeCoefficients(sde(method, place(noise, 2)), { x: [1, 1] });
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };

  it.each([
    [normClippedSgd(), gaussian([1, 0]), "Gaussian noise with σ > 0 in every direction"],
    [smoothClippedSgd(), studentT({ nu: 3 }), "shared Student-t noise of one scale"],
    [dpSgd(), gaussian(0), "Gaussian noise with σ > 0 in every direction"],
    [noiseBeforeClippingSgd(), studentT({ nu: 3 }), "it is known only for independent Gaussian noise of σ > 0"],
    [
      normClippedSgd({ c: 1e4 }),
      gaussian(1),
      "clipNorm: the threshold c must be at most 20 times the scale of the noise, got c = 10000 and s = 1",
    ],
    [
      normClippedSgd({ c: schedule(1, "exp(-t)") }),
      gaussian(1),
      "c in clipNormMean(G, c) must be a parameter or a number",
    ],
  ])("%# say why", (method, noise, message) => {
    expect(refused(method, noise)).toContain(message);
  });
});
