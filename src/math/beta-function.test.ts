import fc from "fast-check";
import { expect, test } from "vitest";
import { regularisedBeta } from "./beta-function.js";
import { relativeError } from "./relative-error.js";

// mpmath 1.4.1: mp.dps = 30; [float(betainc(mpf(a), mpf(b), 0, mpf(x), regularized=True)) for x, a, b in points]
test.each([
  [0.1, 0.5, 3, 0.5545844446520295],
  [0.7, 2, 5, 0.989065],
  [0.999, 12, 0.5, 0.878119975562482],
  [0.3, 40, 60, 0.017592508468930085],
  [0.02, 0.5, 500, 0.9999929977642102],
])("I at x = %d, a = %d, b = %d", (x, a, b, expected) => {
  expect(relativeError(regularisedBeta(x, a, b), expected)).toBeLessThan(1e-13);
});

test("Iₓ(a, b) = 1 − I₁₋ₓ(b, a), and it rises", () => {
  const shape = fc.double({ min: 0.05, max: 200, noNaN: true });
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(shape, shape, unit, unit, (a, b, u, v) => {
      const [x, y] = u < v ? [u, v] : [v, u];
      expect(Math.abs(regularisedBeta(x, a, b) + regularisedBeta(1 - x, b, a, x) - 1)).toBeLessThan(1e-12);
      expect(regularisedBeta(y, a, b)).toBeGreaterThanOrEqual(regularisedBeta(x, a, b) - 1e-12);
    }),
    { seed: 4 },
  );
});

test("the complement keeps the digits of x near 1", () => {
  // I₁₋ᵧ(1, ½) = 1 − √y
  expect(1 - regularisedBeta(1, 1, 0.5, 1e-20)).toBeCloseTo(1e-10, 15);
});

test("outside the domain", () => {
  expect(regularisedBeta(-0.1, 1, 1)).toBeNaN();
  expect(regularisedBeta(0.5, 0, 1)).toBeNaN();
});
