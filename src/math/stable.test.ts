import { describe, expect, it } from "vitest";
import { logGamma } from "./gamma-function.js";
import { integrate } from "./quadrature.js";
import { symmetricStable } from "./stable.js";

describe("symmetricStable", () => {
  it.each([0.5, 0.8, 0.99, 1.002, 1.1, 1.5, 1.9, 1.999])(
    "is what inverting the characteristic function gives, α = %f",
    (alpha) => {
      const { central, density, peak } = symmetricStable(alpha);
      const last = 40 ** (1 / alpha); // e^{−40} = 4·10⁻¹⁸
      for (const x of [1e-3, 0.1, 0.3, 1, 2, 3.3, 10]) {
        // t = r⁴ smooths t^α at 0; a panel sees at most half a wave
        const inverse = (f: (t: number) => number): number =>
          integrate(
            (r) => 4 * r ** 3 * f(r ** 4) * Math.exp(-(r ** (4 * alpha))),
            1e-12,
            last ** 0.25,
            400 + Math.ceil(2 * last * x),
          ) / Math.PI;
        // sums of 10⁴ to 10⁶ terms
        expect(Math.abs(central(x) - inverse((t) => Math.sin(t * x) / t))).toBeLessThan(1e-13);
        expect(Math.abs(density(x) - inverse((t) => Math.cos(t * x)))).toBeLessThan(1e-12 * peak);
      }
    },
  );

  it("has the tail Γ(α) sin(πα/2)/π x^{−α} and the peak Γ(1 + 1/α)/π", () => {
    for (const alpha of [0.6, 1.4, 1.8]) {
      const { central, density, peak, width } = symmetricStable(alpha);
      const constant = (Math.exp(logGamma(alpha)) * Math.sin((Math.PI * alpha) / 2)) / Math.PI;
      const x = 1e6 ** (1 / alpha);
      // the next term is x^{−α} = 10⁻⁶ of it
      expect(((0.5 - central(x)) * 1e6) / constant).toBeCloseTo(1, 4);
      expect((density(x) * x * 1e6) / (alpha * constant)).toBeCloseTo(1, 4);
      expect(density(0)).toBe(peak);
      // the two formulas of the density meet
      expect(density(1.0001e-4 * width) / density(0.9999e-4 * width)).toBeCloseTo(1, 10);
      expect(central(0)).toBe(0);
    }
  });

  it("refuses the α it cannot do", () => {
    for (const alpha of [0.05, 1, 1.0001, 2, Number.NaN]) {
      expect(() => symmetricStable(alpha)).toThrow(
        `symmetricStable: alpha must be in [0.1, 2) and not within 0.001 of 1, got ${alpha}`,
      );
    }
  });
});
