/** cdf, pdf and moments of clipping of the laws that jump or have no closed form. */
import { describe, expect, it } from "vitest";
import { sde } from "../ensemble/chain.js";
import { sdeCoefficients } from "../ensemble/coefficients.js";
import { gradientsAt, lawFunctions } from "../ensemble/law-samples.js";
import { normalDensity, normalDistribution } from "../math/normal.js";
import { integrate } from "../math/quadrature.js";
import { studentDensity, studentDistribution } from "../math/student.js";
import { clippedSgd } from "../methods/clipped-sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { alphaStable } from "./alpha-stable.js";
import { discrete, rademacher } from "./discrete.js";
import type { Noise } from "./noise.js";

const on = (noise: Noise) => problem({ objective: quadratic([1]), noise, start: [1] });

describe("α-stable", () => {
  it.each([0.5, 1.2, 1.9])("has the cdf and density its characteristic function gives, α = %f", (alpha) => {
    const s = 0.7;
    const at = lawFunctions(alphaStable({ alpha, scale: s }));
    const last = 36 ** (1 / alpha);
    const peak = at("pdf", 0);
    for (const u of [-7, -0.4, -1e-3, 0, 0.02, 0.5, 2]) {
      const x = u / s;
      // t = r⁴ smooths t^α at 0; a panel sees at most half a wave
      const inverse = (f: (t: number) => number): number =>
        integrate(
          (r) => 4 * r ** 3 * f(r ** 4) * Math.exp(-(r ** (4 * alpha))),
          1e-12,
          last ** 0.25,
          400 + Math.ceil(2 * last * Math.abs(x)),
        ) / Math.PI;
      // what the tables promise
      expect(Math.abs(at("cdf", u) - 0.5 - inverse((t) => Math.sin(t * x) / t))).toBeLessThan(1e-10);
      expect(Math.abs(at("pdf", u) - inverse((t) => Math.cos(t * x)) / s)).toBeLessThan(1e-9 * peak);
    }
    expect(at("cdf", 1e300)).toBeCloseTo(1, 9);
    expect(at("cdf", -1e300)).toBeCloseTo(0, 9);
  });

  it("is Cauchy's law for α = 1 and Gauss's for α = 2", () => {
    const [cauchy, gauss] = [1, 2].map((alpha) => lawFunctions(alphaStable({ alpha, scale: 0.7 })));
    for (const u of [-3, -0.2, 0, 1]) {
      expect(cauchy("cdf", u)).toBeCloseTo(studentDistribution(u / 0.7, 1), 14);
      expect(cauchy("pdf", u)).toBeCloseTo(studentDensity(u / 0.7, 1) / 0.7, 14);
      const σ = Math.SQRT2 * 0.7;
      expect(gauss("cdf", u)).toBeCloseTo(normalDistribution(u / σ), 14);
      expect(gauss("pdf", u)).toBeCloseTo(normalDensity(u / σ) / σ, 14);
    }
  });

  it("gives SignSGD an SDE whose drift is that of the draws, and refuses clipping with the reason", () => {
    const noise = alphaStable({ alpha: 1.5, scale: 0.7 });
    const n = 100_000;
    const signs = gradientsAt(quadratic([1]), noise, [0.6], 401, n).map(([g]) => Math.sign(g));
    const mean = signs.reduce((sum, sign) => sum + sign, 0) / n;
    const drift = sdeCoefficients(sde(signSgd(), on(noise)), { x: [0.6] }).drift.x[0];
    const error = Math.sqrt((1 - mean * mean) / n);
    expect(Math.abs(mean + drift) / error).toBeLessThan(4);
    expect(Math.abs(mean + 1.1 * drift) / error).toBeGreaterThan(4);
    expect(() => sdeCoefficients(sde(clippedSgd(), on(noise)), { x: [1] })).toThrow(
      "needs clipMean() of the α-stable noise, but its moments need the integral of the cdf, which is not tabulated",
    );
  });

  it.each([0.3, 1.0005])("refuses α = %f with the reason", (alpha) => {
    expect(() => sdeCoefficients(sde(signSgd(), on(alphaStable({ alpha }))), { x: [1] })).toThrow(
      `its cdf is tabulated for α ≥ 0.5 that is 1 or not within 0.001 of 1, got α = ${alpha}`,
    );
  });
});

describe("discrete", () => {
  const values = [-2, 0.5, 1];
  const probabilities = [0.3, 0.4, 0.4 - 0.1];
  const mean = values.reduce((sum, v, i) => sum + v * probabilities[i], 0);
  const centred = values.map((v) => v - mean);
  const s = 0.7;
  const at = lawFunctions(discrete({ values: centred, probabilities, scale: s }));

  it("has the cdf that jumps at its values, by their probabilities", () => {
    let below = 0;
    centred.forEach((v, i) => {
      expect(at("cdf", s * v - 1e-9)).toBeCloseTo(below, 14);
      below += probabilities[i];
      expect(at("cdf", s * v + 1e-9)).toBeCloseTo(below, 14);
    });
    const coin = lawFunctions(rademacher(0.5));
    expect([-0.6, -0.5, 0.4, 0.5].map((u) => coin("cdf", u))).toEqual([0, 0.5, 0.5, 1]);
  });

  it("has the moments of its clipped values", () => {
    for (const G of [-1.5, -0.2, 0, 0.9]) {
      for (const c of [0.1, 0.8, 3]) {
        const clipped = centred.map((v) => Math.max(-c, Math.min(c, G + s * v)));
        const first = clipped.reduce((sum, g, i) => sum + probabilities[i] * g, 0);
        const second = clipped.reduce((sum, g, i) => sum + probabilities[i] * g * g, 0);
        expect(at("clipMean", G, c)).toBeCloseTo(first, 14);
        expect(at("clipVar", G, c)).toBeCloseTo(second - first * first, 14);
      }
    }
    // within the clip, the variance is the law's own
    expect(lawFunctions(rademacher(0.5))("clipVar", 0.1, 2)).toBeCloseTo(0.25, 15);
  });

  it("has no density", () => {
    expect(() => at("pdf", 0)).toThrow("its cdf jumps from value to value, so it has no density");
  });
});
