import fc from "fast-check";
import { expect, test } from "vitest";
import { normalDistribution } from "../math/normal.js";
import { relativeError } from "../math/relative-error.js";
import { matrix } from "../math/vector.js";
import { clippedStationaryCovariance } from "./clipping.js";
import { signSgdStationaryVariance, signVariance } from "./sign-sgd.js";
import { signCovariance, signSgdStationaryCovariance } from "./sign-sgd-covariance.js";

// ten digits, from the bivariate normal cdf
test.each([
  [0, 0, 0.6, 0.4096655294],
  [0.4, -0.8, 0.6, 0.2293500118],
  [1, 1, -0.3, -0.0594177789],
])("Cov(sign, sign) at u = %d, w = %d, r = %d", (u, w, r, expected) => {
  // the last has nine digits
  expect(relativeError(signCovariance(u, w, r), expected)).toBeLessThan(2e-9);
});

test("signs that agree but for a narrow band, r = 1: 4 (F(min) − F(u)F(w))", () => {
  const F = normalDistribution;
  for (const [u, w] of [
    [0.1, 0.11],
    [0.3, 0.3001],
    [1, -1],
    [0, 0.5],
    [2, 1],
    [1e-3, -1e-3],
  ]) {
    expect(Math.abs(signCovariance(u, w, 1) - 4 * (F(Math.min(u, w)) - F(u) * F(w)))).toBeLessThan(1e-13);
  }
});

test("symmetric, bounded by the variances, and the variance itself at r = 1", () => {
  const u = fc.double({ min: -4, max: 4, noNaN: true });
  fc.assert(
    fc.property(u, u, fc.double({ min: -1, max: 1, noNaN: true }), (a, b, r) => {
      expect(Math.abs(signCovariance(a, b, r) - signCovariance(b, a, r))).toBeLessThan(1e-15);
      expect(Math.abs(signCovariance(a, b, r) + signCovariance(-a, b, -r))).toBeLessThan(1e-15);
      expect(signCovariance(a, b, r) ** 2).toBeLessThanOrEqual(signVariance(a) * signVariance(b) + 1e-13);
      expect(Math.abs(signCovariance(a, a, 1) - signVariance(a))).toBeLessThan(1e-13);
    }),
    { seed: 32 },
  );
});

const H = matrix([
  [2, 0.8],
  [0.8, 1],
]);
const sigma = [1, 0.5];
const eta = 0.005;

/** Entries 11, 12, 22 to the eight decimals printed. */
function expectEntries(V: { entries: Float64Array }, expected: number[]): void {
  [V.entries[0], V.entries[1], V.entries[3]].forEach((entry, i) => {
    expect(Math.abs(entry - expected[i])).toBeLessThan(5.1e-9);
  });
  expect(V.entries[1]).toBeCloseTo(V.entries[2], 15);
}

test("stationary covariance for a full Hessian, independent and correlated noise", () => {
  const correlation = matrix([
    [1, 0.7],
    [0.7, 1],
  ]);
  expectEntries(signSgdStationaryCovariance({ eta, H, sigma }), [0.00211958, -0.00138233, 0.00267251]);
  expectEntries(signSgdStationaryCovariance({ eta, H, sigma, correlation }), [0.00166467, -0.00024506, 0.00176269]);
});

test("the same for clipping at c = 0.7", () => {
  expectEntries(clippedStationaryCovariance({ eta, H, sigma, c: 0.7 }), [0.00099817, -0.00058169, 0.00101382]);
});

test("a diagonal Hessian gives the scalar formula, Student-t too", () => {
  for (const nu of [1, 3, Infinity]) {
    const V = signSgdStationaryCovariance({ eta, H: matrix([[2]]), sigma: [0.5], nu });
    expect(relativeError(V.entries[0], signSgdStationaryVariance({ eta, h: 2, sigma: 0.5, nu }))).toBeLessThan(1e-14);
  }
});

test("what is refused", () => {
  const correlation = matrix([
    [1, 0],
    [0, 1],
  ]);
  expect(() => signSgdStationaryCovariance({ eta, H, sigma, correlation, nu: 3 })).toThrow(
    "correlation needs Gaussian",
  );
  expect(() => signSgdStationaryCovariance({ eta, H, sigma: [1] })).toThrow("must have 2 entries");
});
