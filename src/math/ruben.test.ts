import { expect, test } from "vitest";
import { clippedNoncentralChi } from "./noncentral-chi-square.js";
import { relativeError } from "./relative-error.js";
import { clippedQuadraticForm } from "./ruben.js";

test("ten digits of E min(1, √(q₀/Q)) and E min(1, q₀/Q)", () => {
  const terms = [
    { l: 1, h: 3, delta: 1 },
    { l: 0.25, h: 1, delta: 1 },
    { l: 4, h: 1, delta: 0 },
  ];
  const { first, second } = clippedQuadraticForm(terms, 2.25);
  expect(relativeError(first, 0.6107744993)).toBeLessThan(2e-10);
  expect(relativeError(second, 0.4151345873)).toBeLessThan(2e-10);
});

test("equal coefficients are one noncentral χ², however they are split", () => {
  const whole = clippedNoncentralChi(6, 3, 2 / 0.7);
  const split = clippedQuadraticForm(
    [
      { l: 0.7, h: 1, delta: 0.5 },
      { l: 0.7, h: 3, delta: 2.5 },
      { l: 0.7, h: 2, delta: 0 },
    ],
    2,
  );
  expect(relativeError(split.first, whole.first)).toBeLessThan(1e-12);
  expect(relativeError(split.second, whole.second)).toBeLessThan(1e-12);
});

test("refuses scales that are too far apart", () => {
  const terms = [
    { l: 1e-4, h: 3, delta: 1 },
    { l: 1, h: 1, delta: 1 },
  ];
  expect(() => clippedQuadraticForm(terms, 1)).toThrow("clippedQuadraticForm: the scales must be so near each other");
});
