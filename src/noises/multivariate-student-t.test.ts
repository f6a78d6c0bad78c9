/** Student-t noise with one χ² variable for all coordinates. */
import { afterAll, describe, expect, it } from "vitest";
import { sharedPool } from "../compiler/pool.js";
import { optimizer, sde } from "../ensemble/chain.js";
import { sdeCoefficients } from "../ensemble/coefficients.js";
import { coupled } from "../ensemble/coupling.js";
import { ensemble } from "../ensemble/ensemble.js";
import { gradientsAt } from "../ensemble/law-samples.js";
import { regularisedBeta } from "../math/beta-function.js";
import { sharedSignCovariance } from "../math/shared-student.js";
import { studentCentral, studentDistribution } from "../math/student.js";
import { normClippedSgd } from "../methods/norm-clipped-sgd.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { studentT } from "./student-t.js";

afterAll(() => sharedPool().close());

/** Largest |difference|/s.e. that a fixed seed may show over the checks here. */
const ERRORS = 4;
/** P(√n D > 2.28) = 6·10⁻⁵, the probability of 4 standard errors, for Kolmogorov's D. */
const KOLMOGOROV = 2.28;
const N = 50_000;

/** √n D of a sample against a cdf. */
function kolmogorov(draws: readonly number[], cdf: (u: number) => number): number {
  const sorted = Float64Array.from(draws).sort();
  const D = sorted.reduce((most, u, i) => {
    const p = cdf(u);
    return Math.max(most, p - i / sorted.length, (i + 1) / sorted.length - p);
  }, 0);
  return D * Math.sqrt(sorted.length);
}

const d = 3;
const f = quadratic([1, 1, 1]);

describe.each([0.15, 0.7, 1, 2.5, 8, 1e7])("ν = %f", (nu) => {
  const draws = gradientsAt(f, studentT({ nu, scale: 0.7, shared: true }), [0, 0, 0], 211, N);

  it("has t_ν coordinates", () => {
    for (let i = 0; i < d; i++) {
      const values = draws.map((g) => g[i]);
      const at = (scale: number, degrees: number) => (u: number) => studentDistribution(u / scale, degrees);
      expect(kolmogorov(values, at(0.7, nu))).toBeLessThan(KOLMOGOROV);
      // 10 % on the scale moves F by at most 1.5 % of ν where ν is small: there the index tells more
      const wrong = nu < 0.5 ? at(0.7, 1.1 * nu) : at(0.77, nu);
      expect(kolmogorov(values, wrong)).toBeGreaterThan(KOLMOGOROV);
    }
  });

  it("has |noise|²/(d s²) of the F law with d and ν degrees of freedom", () => {
    const values = draws.map((g) => g.reduce((sum, u) => sum + (u / 0.7) ** 2, 0) / d);
    // P(F ≤ y) = I_{dy/(dy + ν)}(d/2, ν/2)
    const cdf = (degrees: number) => (y: number) =>
      regularisedBeta((d * y) / (d * y + degrees), d / 2, degrees / 2, degrees / (d * y + degrees));
    expect(kolmogorov(values, cdf(nu))).toBeLessThan(KOLMOGOROV);
    // 10 % on the scale
    expect(kolmogorov(values, (y) => cdf(nu)(y / 1.21))).toBeGreaterThan(KOLMOGOROV);
    // and another ν, where the tail can tell
    if (nu < 5) expect(kolmogorov(values, cdf(1.1 * nu))).toBeGreaterThan(KOLMOGOROV);
  });
});

describe("one χ² for all coordinates", () => {
  const at = [0.6, -0.9, 0];
  /** (covariance of two signs − expected)/s.e. */
  const score = (shared: boolean, i: number, j: number, expected: number): number => {
    const signs = gradientsAt(f, studentT({ nu: 1, scale: 0.5, shared }), at, 223, 4 * N).map((g) => g.map(Math.sign));
    const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
    const [a, b] = [i, j].map((k) => mean(signs.map((s) => s[k])));
    const products = signs.map((s) => (s[i] - a) * (s[j] - b));
    const covariance = mean(products);
    const spread = Math.sqrt(mean(products.map((p) => (p - covariance) ** 2)));
    return ((covariance - expected) / spread) * Math.sqrt(products.length);
  };

  it("correlates signs as the formula says, which independent coordinates do not", () => {
    const [a, b] = [at[0] / 0.5, at[1] / 0.5];
    const expected = sharedSignCovariance(a, b, 1);
    expect(Math.abs(score(true, 0, 1, expected))).toBeLessThan(ERRORS);
    expect(Math.abs(score(true, 0, 1, 1.1 * expected))).toBeGreaterThan(ERRORS);
    expect(Math.abs(score(false, 0, 1, 0))).toBeLessThan(ERRORS);
    expect(Math.abs(score(false, 0, 1, expected))).toBeGreaterThan(ERRORS);
    expect(Math.abs(score(true, 0, 2, 0))).toBeLessThan(ERRORS);
  });

  it("refuses the SDE of signs in more than one dimension, with the reason, and has it in one", () => {
    const noise = studentT({ nu: 1, scale: 0.5, shared: true });
    expect(() => sdeCoefficients(sde(signSgd(), problem({ objective: f, noise, start: at })), { x: at })).toThrow(
      "but it holds for independent coordinates only, and those of multivariate t noise share w",
    );
    const line = problem({ objective: quadratic([1]), noise, start: [0.6] });
    expect(sdeCoefficients(sde(signSgd(), line), { x: [0.6] }).drift.x[0]).toBeCloseTo(-studentCentral(1.2, 1), 13);
  });

  it("has the covariance s² ν/(ν − 2), and drives the SDE of SGD with it", () => {
    const noise = studentT({ nu: 8, scale: [0.5, 1, 2], shared: true });
    const on = problem({ objective: f, noise, start: at });
    const { entries } = sdeCoefficients(sde(sgd({ eta: 0.01 }), on, { substeps: 2 }), { x: at }).diffusion.x;
    const expected = [0.5, 1, 2].map((s) => 0.1 * s * Math.sqrt(8 / 6));
    [0, 4, 8].forEach((index, i) => {
      expect(entries[index]).toBeCloseTo(expected[i], 14);
    });
    expect(entries[1]).toBe(0);
  });

  it.each([
    [3, 0.4279],
    [1, 0.35471],
  ])("has the mean of norm clipping, ν = %d", (nu, expected) => {
    const noise = studentT({ nu, scale: 1, shared: true });
    const x = [0, 0.6, 0.8]; // |∇f| = 1
    const on = problem({ objective: f, noise, start: x });
    const drift = sdeCoefficients(sde(normClippedSgd({ c: 1 }), on), { x }).drift.x;
    // an average over w by 200 Gauss nodes in another program, to the five digits it is good for
    expect(-(drift[1] / 0.6)).toBeCloseTo(expected, 4);
    expect(-(drift[2] / 0.8)).toBeCloseTo(expected, 4);
    const clipped = gradientsAt(f, noise, x, 227, N).map((g) => {
      const size = Math.hypot(...g);
      return (0.6 * g[1] + 0.8 * g[2]) * Math.min(1, 1 / size);
    });
    const mean = clipped.reduce((sum, v) => sum + v, 0) / N;
    const error = Math.sqrt(clipped.reduce((sum, v) => sum + (v - mean) ** 2, 0)) / N;
    expect(Math.abs(mean + drift[1] / 0.6) / error).toBeLessThan(ERRORS);
    expect(Math.abs(mean + (1.1 * drift[1]) / 0.6) / error).toBeGreaterThan(ERRORS);
  });

  it("is drawn alike by both executors, and reaches every coordinate in one step", async () => {
    const noise = studentT({ nu: 1.5, scale: 0.5, shared: true });
    const chain = optimizer(sgd({ eta: 0.1 }), problem({ objective: f, noise, start: [1, 2, 3] }));
    const options = { horizon: 2, paths: 100, record: 4, seed: 5, observables: ["x[1]", "x[3]", "norm(x)"] };
    const [compiled, reference] = await Promise.all(
      (["compiled", "reference"] as const).map((executor) => ensemble(chain, { ...options, executor })),
    );
    for (const name of compiled.observables) {
      compiled.series(name).mean.forEach((value, r) => {
        // 20 steps of some ten roundings, and a table both read alike
        expect(Math.abs(value / reference.series(name).mean[r] - 1)).toBeLessThan(1e-12);
      });
    }
  });

  it("cannot be coupled to a Brownian path", () => {
    const noise = studentT({ nu: 8, shared: true });
    expect(() => coupled(sgd(), problem({ objective: f, noise, start: at }))).toThrow(
      "the gradient's noise is not Gaussian",
    );
    expect(() => studentT({ nu: 8, shared: 1 } as never)).toThrow("studentT: shared must be true or false, got 1");
  });
});
