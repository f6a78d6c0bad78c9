import fc from "fast-check";
import { expect, test } from "vitest";
import { normalDensity, normalDistribution, normalQuantile } from "./normal.js";
import { relativeError } from "./relative-error.js";

// mpmath 1.4.1: mp.dps = 30; [float(erfc(-mpf(u)/sqrt(2))/2) for u in us]
test.each([
  [-30, 4.906713927148187e-198],
  [-5, 2.866515718791939e-7],
  [-1, 0.15865525393145705],
  [0.5, 0.6914624612740131],
  [3, 0.9986501019683699],
])("Φ(%d)", (u, expected) => {
  expect(relativeError(normalDistribution(u), expected)).toBeLessThan(1e-15 * (1 + u * u));
});

// mpmath 1.4.1: mp.dps = 30; findroot(lambda z: log(erfc(-z/sqrt(2))/2) - log(mpf(p)), start)
test.each([
  [1e-300, -37.0470962993612],
  [1e-10, -6.361340902404057],
  [0.025, -1.9599639845400543],
  [0.3, -0.5244005127080408],
  [0.99, 2.326347874040841],
])("Φ⁻¹(%d)", (p, expected) => {
  expect(relativeError(normalQuantile(p), expected)).toBeLessThan(5e-15);
});

test("the quantile inverts the distribution, close to ½ too", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1 - 1e-12, noNaN: true }), (p) => {
      expect(relativeError(normalDistribution(normalQuantile(p)), p)).toBeLessThan(1e-12);
    }),
    { seed: 5 },
  );
  // near ½: Φ⁻¹(½ + ε) = ε√(2π); ½ + 10⁻⁷ is off by one rounding, 10⁻¹⁶/10⁻⁷
  expect(relativeError(normalQuantile(0.5000001), 1e-7 * Math.sqrt(2 * Math.PI))).toBeLessThan(1e-9);
});

test("symmetry and ends", () => {
  expect(normalDensity(1.3)).toBe(normalDensity(-1.3));
  expect(normalDistribution(0)).toBe(0.5);
  expect([normalQuantile(0), normalQuantile(1), normalQuantile(2)]).toEqual([-Infinity, Infinity, Number.NaN]);
});
