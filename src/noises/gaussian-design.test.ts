/** Regression on a stream: the noise's moments against draws, and both chains against exact recursions of their second moments. */
import { afterAll, describe, expect, it } from "vitest";
import { requireInformative } from "../compare/informative.js";
import { sharedPool } from "../compiler/pool.js";
import { optimizer, sde } from "../ensemble/chain.js";
import { sdeCoefficients } from "../ensemble/coefficients.js";
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import { gradientsAt } from "../ensemble/law-samples.js";
import { diagonal, type Matrix, matrix, multiply } from "../math/vector.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { linearRegressionDesign } from "../objectives/linear-regression-design.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { gaussian } from "./gaussian.js";
import { gaussianDesign } from "./gaussian-design.js";
import type { Noise } from "./noise.js";
import { studentT } from "./student-t.js";

afterAll(() => sharedPool().close());

/** Largest |difference|/s.e. that a fixed seed may show over the checks here. */
const ERRORS = 4;
const optimum = [0.5, -0.3];
const τ = 0.4;
const dense = matrix([
  [1, 0.3],
  [0.3, 2],
]);
const designs: readonly (readonly [string, readonly number[] | Matrix, Matrix])[] = [
  ["diagonal H", [1, 2], diagonal([1, 2])],
  ["dense H", dense, dense],
];

/** Σ(x) = (1/B) [(δᵀHδ + τ²) H + HδδᵀH], entry by entry. */
function covariance(H: Matrix, x: readonly number[], B: number): Float64Array {
  const δ = Float64Array.from(x, (value, i) => value - optimum[i]);
  const G = new Float64Array(2);
  multiply(H, δ, G);
  const r2 = δ[0] * G[0] + δ[1] * G[1] + τ * τ;
  return H.entries.map((h, index) => (r2 * h + G[index >> 1] * G[index & 1]) / B);
}

describe.each(designs)("%s", (_, given, H) => {
  const f = linearRegressionDesign({ covariance: given, optimum, labelNoise: τ });
  const x = [1.2, 0.4];

  it.each([1, 3])("Σ(x) is the covariance of the draws, B = %d", (B) => {
    const n = 100_000;
    const draws = gradientsAt(f, gaussianDesign({ batch: B }), x, 307, n);
    const G = new Float64Array(2);
    multiply(
      H,
      Float64Array.from(x, (value, i) => value - optimum[i]),
      G,
    );
    const Σ = covariance(H, x, B);
    const scores = [
      [0, 0],
      [0, 1],
      [1, 1],
    ].map(([i, j]) => {
      const products = draws.map((g) => (g[i] - G[i]) * (g[j] - G[j]));
      const mean = products.reduce((sum, p) => sum + p, 0) / n;
      const error = Math.sqrt(products.reduce((sum, p) => sum + (p - mean) ** 2, 0)) / n;
      return [1, 1.1].map((factor) => Math.abs(mean - factor * Σ[2 * i + j]) / error);
    });
    for (const [right] of scores) expect(right).toBeLessThan(ERRORS);
    // products of four normals have long tails: the variances can tell 10 %, the covariance of one example cannot
    expect(Math.max(...scores.map(([, wrong]) => wrong))).toBeGreaterThan(ERRORS);
    const shift = draws.reduce((sum, g) => sum + g[0] - G[0], 0) / n;
    expect(Math.abs(shift) / Math.sqrt(Σ[0] / n)).toBeLessThan(ERRORS);
  });

  it("√Σ is an exact factor of it, and σ² its diagonal", () => {
    const on = problem({ objective: f, noise: gaussianDesign({ batch: 3 }), start: x });
    const S = sdeCoefficients(sde(sgd({ eta: 0.01 }), on, { substeps: 2 }), { x }).diffusion.x.entries;
    const Σ = covariance(H, x, 3);
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [1, 1],
    ]) {
      expect(S[2 * i] * S[2 * j] + S[2 * i + 1] * S[2 * j + 1]).toBeCloseTo(0.01 * Σ[2 * i + j], 15);
    }
  });

  /**
   * E f at step k where δ ← (1 − h H) δ + noise of covariance h η c Σ(x): M = E δδᵀ follows
   *   M ← (1 − hH) M (1 − hH) + (h η c/B) [(tr HM + τ²) H + HMH],  E f = ½ tr HM + ½ τ².
   * SGD is h = η; Euler–Maruyama of its SDE is h = dt. c = 1, but for a mutant.
   */
  const expectedLoss = (
    start: readonly number[],
    η: number,
    h: number,
    steps: number,
    B: number,
    c: number,
  ): number => {
    const times = (A: readonly number[], C: readonly number[]): number[] =>
      [0, 1, 2, 3].map((index) => A[index & 2] * C[index & 1] + A[(index & 2) + 1] * C[(index & 1) + 2]);
    const H4 = [...H.entries];
    const contraction = [1 - h * H4[0], -h * H4[1], -h * H4[2], 1 - h * H4[3]];
    const δ = start.map((value, i) => value - optimum[i]);
    let M = [δ[0] * δ[0], δ[0] * δ[1], δ[0] * δ[1], δ[1] * δ[1]];
    const trace = (): number => {
      const P = times(H4, M);
      return P[0] + P[3];
    };
    for (let k = 0; k < steps; k++) {
      const [moved, outer, level] = [
        times(times(contraction, M), contraction),
        times(times(H4, M), H4),
        trace() + τ * τ,
      ];
      M = moved.map((value, index) => value + ((h * η * c) / B) * (level * H4[index] + outer[index]));
    }
    return (trace() + τ * τ) / 2;
  };

  it("SGD and its SDE have the loss of their exact recursions", async () => {
    const [start, η, B] = [[1.5, 0.7], 0.1, 2];
    const on = problem({ objective: f, noise: gaussianDesign({ batch: B }), start });
    const options = { horizon: 4, paths: 40_000, record: 4, seed: 311 };
    const score = ({ series }: Ensemble, h: number, c: number): number[] => {
      const { mean, standardError } = series("f");
      return [1, 2, 3, 4].map((t) => (mean[t] - expectedLoss(start, η, h, Math.round(t / h), B, c)) / standardError[t]);
    };
    const discrete = await ensemble(optimizer(sgd({ eta: η }), on), options);
    const diffusion = await ensemble(sde(sgd({ eta: η }), on, { substeps: 4 }), options);
    for (const [run, h] of [
      [discrete, η],
      [diffusion, η / 4],
    ] as const) {
      for (const z of score(run, h, 1)) expect(Math.abs(z)).toBeLessThan(ERRORS);
      // 10 % on √Σ
      expect(Math.max(...score(run, h, 1.21).map(Math.abs))).toBeGreaterThan(ERRORS);
    }
  });
});

describe("the law of the stream", () => {
  it("has no noise where every example is fitted, without 0/0", () => {
    const f = linearRegressionDesign({ covariance: [1, 2], optimum });
    const on = problem({ objective: f, noise: gaussianDesign(), start: optimum });
    const { drift, diffusion } = sdeCoefficients(sde(sgd({ eta: 0.1 }), on, { substeps: 2 }), { x: optimum });
    expect([...drift.x, ...diffusion.x.entries].every((value) => value === 0)).toBe(true);
    expect(
      gradientsAt(f, gaussianDesign(), optimum, 313, 3)
        .flatMap((g) => [...g])
        .every((g) => g === 0),
    ).toBe(true);
  });

  it("may be compared at dt = η, where Gaussian noise may not: its draws are products of normals", () => {
    const f = linearRegressionDesign({ covariance: [1, 2], labelNoise: τ });
    const chain = (noise: Noise) => sde(sgd(), problem({ objective: f, noise, start: [1, 1] }), { substeps: 1 });
    expect(() => requireInformative("compare", chain(gaussian(1)))).toThrow("is SGD itself when the noise is Gaussian");
    expect(() => requireInformative("compare", chain(gaussianDesign()))).not.toThrow();
    expect(() => requireInformative("compare", chain(studentT({ nu: 5, shared: true })))).not.toThrow();
  });

  it("belongs to its objective, and has no independent coordinates", () => {
    expect(() => problem({ objective: quadratic([1]), noise: gaussianDesign(), start: [0] })).toThrow(
      "gaussianDesign: the objective must be linearRegressionDesign, got quadratic",
    );
    expect(() => gaussianDesign({ batch: 0 })).toThrow("gaussianDesign: batch must be an integer ≥ 1, got 0");
    const f = linearRegressionDesign({ covariance: [1, 2] });
    const on = problem({ objective: f, noise: gaussianDesign(), start: [1, 1] });
    expect(() => sdeCoefficients(sde(signSgd(), on), { x: [1, 1] })).toThrow(
      "the coordinates of its gradient are neither independent nor of known law",
    );
  });
});
