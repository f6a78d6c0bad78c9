import fc from "fast-check";
import { expect, test } from "vitest";
import { normalDensity, normalDistribution } from "./normal.js";
import { relativeError } from "./relative-error.js";
import { studentCentral, studentDensity, studentDistribution, studentVariance } from "./student.js";

// mpmath 1.4.1: mp.dps = 30; F = lower tail betainc(nu/2, ½, 0, nu/(nu+u²), regularized=True)/2, reflected for u > 0;
// f = gamma((nu+1)/2)/sqrt(pi*nu)/gamma(nu/2)*(1+u*u/nu)**(-(nu+1)/2)
test.each([
  [-3, 0.5, 0.18365407799297173, 0.029633133748884072],
  [-100, 1, 0.003182992764908255, 3.182780583779529e-5],
  [-100, 2, 4.999250124978129e-5, 9.99700074982504e-7],
  [0.7, 3, 0.7328365008476182, 0.2715883590882466],
  [-8, 3, 0.002038288793892734, 0.0007369065209469263],
  [-2, 7.5, 0.041448497649083156, 0.06273648094096242],
  [1.5, 1000, 0.933034980588957, 0.12950334867626564],
])("F and f at u = %d, nu = %d", (u, nu, F, f) => {
  expect(relativeError(studentDistribution(u, nu), F)).toBeLessThan(1e-14);
  expect(relativeError(studentDensity(u, nu), f)).toBeLessThan(1e-14);
});

// mpmath 1.4.1: mp.dps = 30; 2F(u) − 1 with the F above
test.each([
  [1e-8, 5, 7.592133796449894e-9],
  [0.3, 0.5, 0.15514084786950919],
  [-1.5, 4, -0.792],
  [2, 1e6, 0.9544994661486808],
])("2F − 1 at u = %d, nu = %d", (u, nu, expected) => {
  expect(relativeError(studentCentral(u, nu), expected)).toBeLessThan(1e-14);
});

const anyNu = fc.oneof(fc.double({ min: 0.2, max: 1e4, noNaN: true }), fc.constantFrom(1, 2, 3, Infinity));
const anyU = fc.double({ min: -50, max: 50, noNaN: true });

test("the cdf rises, is symmetric, and agrees with 2F − 1", () => {
  fc.assert(
    fc.property(anyU, fc.double({ min: 0, max: 5, noNaN: true }), anyNu, (u, step, nu) => {
      const F = studentDistribution(u, nu);
      expect(studentDistribution(u + step, nu)).toBeGreaterThanOrEqual(F - 1e-14);
      expect(Math.abs(F + studentDistribution(-u, nu) - 1)).toBeLessThan(1e-15);
      expect(studentCentral(-u, nu)).toBe(-studentCentral(u, nu));
      expect(Math.abs(2 * F - 1 - studentCentral(u, nu))).toBeLessThan(2e-14);
    }),
    { seed: 6 },
  );
});

test("nu = 1, 2, 3 continue their neighbours", () => {
  for (const nu of [1, 2, 3]) {
    for (const u of [-40, -1, -1e-6, 0.3, 7]) {
      expect(relativeError(studentDistribution(u, nu), studentDistribution(u, nu * (1 + 1e-13)))).toBeLessThan(2e-12);
      expect(relativeError(studentCentral(u, nu), studentCentral(u, nu * (1 + 1e-13)))).toBeLessThan(2e-12);
    }
  }
});

test("nu → ∞ is the normal law, the gap falling as 1/nu", () => {
  for (const u of [-3, -0.5, 1, 2.5]) {
    const gap = (nu: number): number => studentDistribution(u, nu) - normalDistribution(u);
    expect(gap(1e4) / gap(1e5)).toBeCloseTo(10, 1);
    expect(studentDensity(u, Infinity)).toBe(normalDensity(u));
  }
});

test("variance and ends", () => {
  expect([studentVariance(4), studentVariance(2), studentVariance(Infinity)]).toEqual([2, Infinity, 1]);
  for (const nu of [0.5, 1, 2, 3, 4, Infinity]) {
    expect(studentCentral(Infinity, nu)).toBe(1);
    expect(studentDistribution(0, nu)).toBeCloseTo(0.5, 15);
  }
});
