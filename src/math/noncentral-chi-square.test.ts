import { expect, test } from "vitest";
import { clippedNoncentralChi, farTerms, isFarOutside } from "./noncentral-chi-square.js";
import { integrate } from "./quadrature.js";
import { relativeError } from "./relative-error.js";

// n, λ, a: A_n, B_n, ten digits
test.each([
  [3, 1, 1, 0.6095484222, 0.422336715],
  [7, 0, 2.25, 0.6267780455, 0.4213934555],
  [7, 16, 9, 0.6607615879, 0.4542393163],
  [12, 0.09, 4, 0.6126382615, 0.3926768144],
])("clipped noncentral χ², n = %d, λ = %d, a = %d", (n, λ, a, A, B) => {
  const { first, second } = clippedNoncentralChi(n, λ, a);
  expect(relativeError(first, A)).toBeLessThan(2e-10);
  expect(relativeError(second, B)).toBeLessThan(2e-10);
});

// χ'_3² = (z + √λ)² + χ_2²; in polar coordinates R of it has the density R/√λ (φ(R − √λ) − φ(R + √λ))
test.each([
  [0.3, 0.2],
  [4, 9],
  [100, 81],
  [2500, 2601],
])("three degrees of freedom by quadrature, λ = %d, a = %d", (λ, a) => {
  const [m, c] = [Math.sqrt(λ), Math.sqrt(a)];
  const φ = (u: number): number => Math.exp((-u * u) / 2) / Math.sqrt(2 * Math.PI);
  const mean = (h: (R: number) => number): number => {
    const density = (R: number): number => (R / m) * (φ(R - m) - φ(R + m)) * h(R);
    return integrate(density, 0, c, 200) + integrate(density, c, Math.max(c, m) + 15, 200);
  };
  const { first, second } = clippedNoncentralChi(3, λ, a);
  expect(Math.abs(first - mean((R) => Math.min(1, c / R)))).toBeLessThan(1e-12);
  expect(Math.abs(second - mean((R) => Math.min(1, a / (R * R))))).toBeLessThan(1e-12);
});

test.each([
  [3, 400, 25],
  [24, 1e4, 6400],
  [54, 3600, 1],
])("the expansion for large λ, n = %d, λ = %d, a = %d", (n, λ, a) => {
  expect(isFarOutside(n, λ, a)).toBe(true);
  const sum = (terms: readonly number[]): number => terms.reduce((s, term) => s + term, 0);
  const { first, second } = clippedNoncentralChi(n, λ, a);
  expect(relativeError(Math.sqrt(a / λ) * sum(farTerms(0.5, 1.5 - n / 2, 2 / λ)), first)).toBeLessThan(1e-12);
  expect(relativeError((a / λ) * sum(farTerms(1, 2 - n / 2, 2 / λ)), second)).toBeLessThan(1e-12);
});
