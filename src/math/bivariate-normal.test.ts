import { describe, expect, it } from "vitest";
import { bivariateNormalDistribution, signCovariance } from "./bivariate-normal.js";
import { normalDensity, normalDistribution } from "./normal.js";
import { integrate } from "./quadrature.js";

/** ∫ φ(x) Φ((k − rx)/√(1 − r²)) dx up to h. */
function byQuadrature(h: number, k: number, r: number): number {
  const s = Math.sqrt((1 - r) * (1 + r));
  return integrate((x) => normalDensity(x) * normalDistribution((k - r * x) / s), -12, h, Math.ceil(20 / s));
}

describe("bivariateNormalDistribution", () => {
  it.each([-0.999, -0.93, -0.92, -0.6, -0.2, 0, 0.29, 0.31, 0.74, 0.76, 0.924, 0.926, 0.99, 0.9999])(
    "is the integral, r = %f",
    (r) => {
      for (const h of [-4, -1.3, 0, 0.5, 2, 5]) {
        for (const k of [-3, -0.4, 0, 0.7, 2.5, 6]) {
          // the sum of up to 2·10⁴ terms of the quadrature rounds to 10⁻¹⁴
          expect(Math.abs(bivariateNormalDistribution(h, k, r) - byQuadrature(h, k, r))).toBeLessThan(2e-14);
        }
      }
    },
  );

  it("is closed at the origin and at the ends", () => {
    for (const r of [-1, -0.95, -0.5, 0, 0.5, 0.95, 1]) {
      expect(bivariateNormalDistribution(0, 0, r)).toBeCloseTo(0.25 + Math.asin(r) / (2 * Math.PI), 15);
      expect(bivariateNormalDistribution(0.3, Infinity, r)).toBeCloseTo(normalDistribution(0.3), 15);
      expect(bivariateNormalDistribution(-Infinity, 0.3, r)).toBeCloseTo(0, 15);
    }
    expect(bivariateNormalDistribution(0.3, -0.2, 1)).toBeCloseTo(normalDistribution(-0.2), 15);
    expect(bivariateNormalDistribution(0.3, -0.2, -1)).toBeCloseTo(
      normalDistribution(0.3) - normalDistribution(0.2),
      15,
    );
    expect(bivariateNormalDistribution(-0.3, -0.2, -1)).toBe(0);
  });

  it("refuses what is no correlation", () => {
    expect(() => bivariateNormalDistribution(0, 0, 1.1)).toThrow(
      "bivariateNormalDistribution: r must be a number in [−1, 1], got 1.1",
    );
  });
});

describe("signCovariance", () => {
  it("has the values of an independent implementation of Φ₂", () => {
    // computed with another program, to ten digits
    expect(signCovariance(0, 0, 0.6)).toBeCloseTo(0.4096655294, 10);
    expect(signCovariance(0.4, -0.8, 0.6)).toBeCloseTo(0.2293500118, 10);
    expect(signCovariance(1, 1, -0.3)).toBeCloseTo(-0.0594177789, 10);
  });

  it("is (2/π) asin r at the origin, the variance of one sign at r = 1, and 0 at r = 0", () => {
    for (const r of [-1, -0.94, -0.3, 0.1, 0.8, 0.97, 1])
      expect(signCovariance(0, 0, r)).toBeCloseTo((2 / Math.PI) * Math.asin(r), 14);
    const e = 2 * normalDistribution(0.7) - 1;
    expect(signCovariance(0.7, 0.7, 1)).toBeCloseTo(1 - e * e, 14);
    expect(signCovariance(0.7, -0.4, 0)).toBe(0);
  });
});
