import { describe, expect, it } from "vitest";
import { sharedSignCovariance } from "./shared-student.js";
import { studentCentral } from "./student.js";

describe("sharedSignCovariance", () => {
  it("is that of the bivariate Cauchy law for ν = 1", () => {
    // P(X ≤ a, Y ≤ b) = ¼ + (atan a + atan b + atan(ab/√(1 + a² + b²)))/2π
    for (const [a, b] of [
      [0.3, 0.5],
      [1, -2],
      [-4, -0.1],
      [10, 3],
    ]) {
      const joint = 0.25 + (Math.atan(a) + Math.atan(b) + Math.atan((a * b) / Math.hypot(1, a, b))) / (2 * Math.PI);
      const [p, q] = [0.5 + Math.atan(a) / Math.PI, 0.5 + Math.atan(b) / Math.PI];
      expect(Math.abs(sharedSignCovariance(a, b, 1) - 4 * (joint - p * q))).toBeLessThan(1e-13);
    }
  });

  it("is 0 at a = 0, and vanishes as 1/ν", () => {
    expect(sharedSignCovariance(0, 1, 2.5)).toBe(0);
    const [near, far] = [1e3, 2e3].map((nu) => sharedSignCovariance(0.8, 1.1, nu));
    expect(near / far).toBeCloseTo(2, 2);
  });

  it("does not exceed what the two variances allow", () => {
    for (const nu of [0.5, 1, 3, 8]) {
      for (const a of [0.1, 1, 5]) {
        const variance = 1 - studentCentral(a, nu) ** 2;
        expect(sharedSignCovariance(a, a, nu)).toBeLessThan(variance);
        expect(sharedSignCovariance(a, a, nu)).toBeGreaterThan(0);
      }
    }
  });
});
