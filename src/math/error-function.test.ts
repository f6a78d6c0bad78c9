import fc from "fast-check";
import { expect, test } from "vitest";
import { erf, erfc } from "./error-function.js";
import { relativeError } from "./relative-error.js";

// mpmath 1.4.1: mp.dps = 30; [float(erf(mpf(x))) for x in xs]
test.each([
  [1e-10, 1.1283791670955126e-10],
  [0.25, 0.27632639016823696],
  [0.5, 0.5204998778130465],
  [1.5, 0.9661051464753108],
  [-3, -0.9999779095030014],
])("erf(%d)", (x, expected) => {
  expect(relativeError(erf(x), expected)).toBeLessThan(1e-15);
});

// mpmath 1.4.1: mp.dps = 30; [float(erfc(mpf(x))) for x in xs]
test.each([
  [-2, 1.9953222650189528],
  [0.25, 0.7236736098317631],
  [0.5, 0.4795001221869535],
  [3, 2.209049699858544e-5],
  [10, 2.088487583762545e-45],
  [26, 5.663192408856143e-296],
])("erfc(%d)", (x, expected) => {
  expect(relativeError(erfc(x), expected)).toBeLessThan(1e-15);
});

test("erf is odd, and erf + erfc = 1", () => {
  fc.assert(
    fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => {
      expect(erf(-x)).toBe(-erf(x));
      expect(Math.abs(erf(x) + erfc(x) - 1)).toBeLessThan(4e-16);
    }),
    { seed: 1 },
  );
});

test("the ends", () => {
  expect([erf(Infinity), erf(-Infinity), erfc(Infinity), erfc(-Infinity)]).toEqual([1, -1, 0, 2]);
  expect(erf(Number.NaN)).toBeNaN();
});
