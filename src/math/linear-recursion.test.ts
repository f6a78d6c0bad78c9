import { expect, test } from "vitest";
import { linearPower } from "./linear-recursion.js";
import { discreteLyapunov } from "./lyapunov.js";
import { relativeError } from "./relative-error.js";
import { matrix } from "./vector.js";

const A = matrix([
  [0.9, -0.2],
  [0.3, 0.8],
]);
const Q = matrix([
  [0.04, -0.02],
  [-0.02, 0.01],
]);

test("k steps are k times one step", () => {
  let [p, q, r, s] = [1, 0, 0, 1];
  let [c11, c12, c22] = [0, 0, 0];
  for (let k = 0; k <= 37; k++) {
    const { power, covariance } = linearPower(A, Q, k);
    // 37 products of numbers below 1
    [p, q, r, s].forEach((entry, at) => {
      expect(Math.abs(power.entries[at] - entry)).toBeLessThan(1e-14);
    });
    [c11, c12, c12, c22].forEach((entry, at) => {
      expect(Math.abs(covariance.entries[at] - entry)).toBeLessThan(1e-14);
    });
    [p, q, r, s] = [0.9 * p - 0.2 * r, 0.9 * q - 0.2 * s, 0.3 * p + 0.8 * r, 0.3 * q + 0.8 * s];
    [c11, c12, c22] = [
      0.81 * c11 - 0.36 * c12 + 0.04 * c22 + 0.04,
      0.27 * c11 + (0.72 - 0.06) * c12 - 0.16 * c22 - 0.02,
      0.09 * c11 + 0.48 * c12 + 0.64 * c22 + 0.01,
    ];
  }
});

test("many steps reach the stationary covariance", () => {
  const { covariance } = linearPower(A, Q, 100_000);
  const V = discreteLyapunov(A, Q);
  covariance.entries.forEach((entry, at) => {
    expect(relativeError(entry, V.entries[at])).toBeLessThan(1e-13);
  });
});

test("what is refused", () => {
  expect(() => linearPower(A, Q, 1.5)).toThrow("linearPower: k must be an integer ≥ 0, got 1.5");
  expect(() => linearPower(A, matrix([[1]]), 1)).toThrow("linearPower: Q must be 2 × 2, got 1 × 1");
});
