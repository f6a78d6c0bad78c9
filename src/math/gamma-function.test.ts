import fc from "fast-check";
import { expect, test } from "vitest";
import { gammaRatio, logDeficit, logGamma } from "./gamma-function.js";
import { relativeError } from "./relative-error.js";

// mpmath 1.4.1: mp.dps = 30; [float(loggamma(mpf(x))) for x in xs]; two points stand beside the zeros at 1 and 2
test.each([
  [1e-5, 11.512919692895826],
  [0.3, 1.0957979948180756],
  [1.0001, -5.7713342220477625e-5],
  [1.9999, -4.2275208772158115e-5],
  [3.7, 1.4280723266653879],
  [11.5, 16.292000476567242],
  [150.25, 601.2615040324997],
  [1e6, 12815504.569147611],
])("logGamma(%d)", (x, expected) => {
  // beside a zero the rounding of x itself counts: 10⁻¹⁶/10⁻⁴
  expect(relativeError(logGamma(x), expected)).toBeLessThan(Math.abs(expected) < 1e-3 ? 3e-12 : 2e-15);
});

// mpmath 1.4.1: mp.dps = 30; [float(gamma(mpf(a))/gamma(mpf(b))) for a, b in pairs]
test.each([
  [0.5, 3, 0.886226925452758],
  [7.5, 7, 2.5989643136080396],
  [500.5, 500, 22.355090304698624],
  [100000.5, 100000, 316.2273707323775],
])("gammaRatio(%d, %d)", (a, b, expected) => {
  expect(relativeError(gammaRatio(a, b), expected)).toBeLessThan(5e-15);
});

test("Γ(x+1) = xΓ(x)", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (x) => {
      expect(Math.abs(gammaRatio(x + 1, x, 1) / x - 1)).toBeLessThan(2e-14);
      expect(logGamma(x + 1) - logGamma(x) - Math.log(x)).toBeCloseTo(0, x > 1e3 ? 7 : 11);
    }),
    { seed: 2 },
  );
});

test("logDeficit keeps its digits near 0", () => {
  const μ = 1e-9;
  expect(relativeError(logDeficit(μ), μ ** 2 / 2 - μ ** 3 / 3)).toBeLessThan(1e-15);
  expect(relativeError(logDeficit(0.5), 0.5 - Math.log(1.5))).toBeLessThan(2e-15);
});

test("outside the domain", () => {
  expect([logGamma(0), logGamma(-1), gammaRatio(-1, 2)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});
