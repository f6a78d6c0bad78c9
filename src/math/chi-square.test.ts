import { describe, expect, it } from "vitest";
import { logChiSquareRatio } from "./chi-square.js";
import { regularisedGammaP, regularisedGammaQ } from "./incomplete-gamma.js";
import { normalDistribution, normalQuantile } from "./normal.js";

const points = Array.from({ length: 29 }, (_, i) => (i - 14) / 2);

describe("logChiSquareRatio", () => {
  it.each([0.2, 0.7, 1, 2, 3.5, 10, 100])("inverts the cdf of χ², ν = %f", (nu) => {
    for (const v of points) {
      const x = (Math.exp(logChiSquareRatio(v, nu)) * nu) / 2;
      const [here, there] =
        v <= 0
          ? [regularisedGammaP(nu / 2, x), normalDistribution(v)]
          : [regularisedGammaQ(nu / 2, x), normalDistribution(-v)];
      // the incomplete gammas are good to 10⁻¹⁴, and x to 10⁻¹⁵ in its logarithm, which the slope (at most 50) multiplies
      expect(Math.abs(here / there - 1)).toBeLessThan(1e-13);
    }
  });

  it("is closed for two degrees of freedom, and the square of a normal for one", () => {
    for (const v of points) {
      // w/2 is exponential
      const w = v > 0 ? -Math.log(normalDistribution(-v)) : -Math.log1p(-normalDistribution(v));
      expect(logChiSquareRatio(v, 2)).toBeCloseTo(Math.log(w), 13);
      // below, ½ − Φ(z) would be lost in ½
      if (v < -1) continue;
      const z = normalQuantile(normalDistribution(-v) / 2);
      expect(logChiSquareRatio(v, 1)).toBeCloseTo(2 * Math.log(-z), 13);
    }
  });

  it("is exact where χ² itself is below the smallest number", () => {
    // P(a, x) = xᵃ/Γ(a + 1): halving a doubles log x, but for Γ and ν
    const nu = 0.01;
    const expected = (2 * Math.log(normalDistribution(-6))) / nu;
    expect(logChiSquareRatio(-6, nu) / expected).toBeCloseTo(1, 2);
    expect(Number.isFinite(logChiSquareRatio(-6.7, 0.002))).toBe(true);
  });

  it("passes into the expansion at ν = 10⁶ without a step", () => {
    for (const v of points) {
      expect(Math.abs(logChiSquareRatio(v, 1e6) - logChiSquareRatio(v, 1e6 * (1 - 1e-15)))).toBeLessThan(2e-14);
    }
  });
});
