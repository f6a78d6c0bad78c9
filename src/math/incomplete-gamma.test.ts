import fc from "fast-check";
import { expect, test } from "vitest";
import { regularisedGammaP, regularisedGammaQ } from "./incomplete-gamma.js";
import { relativeError } from "./relative-error.js";

// mpmath 1.4.1: mp.dps = 30; gammainc(mpf(a), 0, mpf(x), regularized=True) and gammainc(mpf(a), mpf(x), inf, regularized=True)
test.each([
  [0.5, 0.1, 0.34527915398142295, 0.654720846018577],
  [2.25, 5, 0.9439279147584024, 0.05607208524159753],
  [10, 3, 0.0011024881301154798, 0.9988975118698845],
  [100, 130, 0.9972495916326934, 0.002750408367306526],
  [5000, 4900, 0.07794495622651391, 0.9220550437734861],
])("P and Q at (%d, %d)", (a, x, P, Q) => {
  expect(relativeError(regularisedGammaP(a, x), P)).toBeLessThan(1e-14);
  expect(relativeError(regularisedGammaQ(a, x), Q)).toBeLessThan(1e-14);
});

test("P is a cdf and Q its complement", () => {
  const positive = fc.double({ min: 1e-2, max: 300, noNaN: true });
  fc.assert(
    fc.property(positive, positive, positive, (a, x, step) => {
      expect(regularisedGammaP(a, x + step)).toBeGreaterThanOrEqual(regularisedGammaP(a, x) - 1e-14);
      expect(Math.abs(regularisedGammaP(a, x) + regularisedGammaQ(a, x) - 1)).toBeLessThan(1e-15);
    }),
    { seed: 3 },
  );
});

test("the ends", () => {
  expect([regularisedGammaP(2, 0), regularisedGammaP(2, Infinity), regularisedGammaQ(2, -1)]).toEqual([0, 1, 1]);
  expect(regularisedGammaP(0, 1)).toBeNaN();
});
