import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearTransition } from "./linear-transition.js";
import { lyapunov } from "./lyapunov.js";
import { relativeError } from "./relative-error.js";
import { diagonal, matrix } from "./vector.js";

/** 20 terms and up to 12 doublings, each rounding to 1e-16 of the norm. */
const ROUNDING = 1e-14;

describe("the transition of a linear SDE", () => {
  it.each([
    [0.3, 2, 0.1],
    [-4, 1, 0.5],
    [-1000, 3, 1],
    [-1e-9, 1, 0.01],
  ])("in one dimension, a = %f, c = %f, h = %f", (a, c, h) => {
    const { propagator, response, covariance } = linearTransition(diagonal([a]), diagonal([c]), h);
    // e^x loses |x| roundings; compared where that matters
    expect(relativeError(propagator.entries[0], Math.exp(a * h))).toBeLessThan(ROUNDING * (1 + Math.abs(a * h)));
    expect(relativeError(response.entries[0], Math.expm1(a * h) / a)).toBeLessThan(ROUNDING);
    expect(relativeError(covariance.entries[0], (c * Math.expm1(2 * a * h)) / (2 * a))).toBeLessThan(ROUNDING);
  });

  it("of integrated Brownian motion: every entry keeps its digits, though they differ by h²", () => {
    const h = 1e-6;
    const { covariance } = linearTransition(
      matrix([
        [0, 1],
        [0, 0],
      ]),
      diagonal([0, 1]),
      h,
    );
    [h ** 3 / 3, h ** 2 / 2, h ** 2 / 2, h].forEach((expected, k) => {
      expect(relativeError(covariance.entries[k], expected)).toBeLessThan(ROUNDING);
    });
  });

  it("of a rotation", () => {
    const rotation = matrix([
      [0, -1],
      [1, 0],
    ]);
    const { propagator, response } = linearTransition(rotation, diagonal([0, 0]), 2);
    [Math.cos(2), -Math.sin(2), Math.sin(2), Math.cos(2)].forEach((expected, k) => {
      expect(Math.abs(propagator.entries[k] - expected)).toBeLessThan(ROUNDING);
    });
    [Math.sin(2), Math.cos(2) - 1, 1 - Math.cos(2), Math.sin(2)].forEach((expected, k) => {
      expect(Math.abs(response.entries[k] - expected)).toBeLessThan(ROUNDING);
    });
  });

  it("of any A over h + h is that over h twice", () => {
    const entry = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 9, maxLength: 9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, h) => {
          const A = matrix([0, 3, 6].map((i) => a.slice(i, i + 3)));
          const C = matrix([
            [2, 1, 0],
            [1, 2, 0],
            [0, 0, 0],
          ]);
          const [once, twice] = [linearTransition(A, C, h), linearTransition(A, C, 2 * h)];
          const at = (entries: Float64Array, i: number, j: number): number => entries[3 * i + j];
          const { propagator: E, covariance: Q } = once;
          const scale = Math.max(...twice.covariance.entries.map(Math.abs), ...twice.propagator.entries.map(Math.abs));
          for (let i = 0; i < 3; i++) {
            for (let j = 0; j < 3; j++) {
              let e = 0;
              let q = at(Q.entries, i, j);
              for (let k = 0; k < 3; k++) {
                e += at(E.entries, i, k) * at(E.entries, k, j);
                for (let l = 0; l < 3; l++) q += at(E.entries, i, k) * at(Q.entries, k, l) * at(E.entries, j, l);
              }
              expect(Math.abs(at(twice.propagator.entries, i, j) - e)).toBeLessThan(ROUNDING * scale);
              expect(Math.abs(at(twice.covariance.entries, i, j) - q)).toBeLessThan(ROUNDING * scale);
            }
          }
        },
      ),
      { seed: 17 },
    );
  });

  it("over a long time ends in the stationary covariance, stiff as A may be", () => {
    const [A, minus] = [1, -1].map((sign) =>
      matrix([
        [sign * 500, sign * 3],
        [sign * -2, sign * 1],
      ]),
    );
    const C = matrix([
      [1, 0.5],
      [0.5, 2],
    ]);
    const { covariance, propagator } = linearTransition(minus, C, 100);
    lyapunov(A, C).entries.forEach((expected, k) => {
      expect(relativeError(covariance.entries[k], expected)).toBeLessThan(1e-12);
      expect(Math.abs(propagator.entries[k])).toBeLessThan(1e-40);
    });
  });

  it("refuses what has no transition", () => {
    expect(() => linearTransition(matrix([[1, 2]]), diagonal([1]), 1)).toThrow("A must be square");
    expect(() => linearTransition(diagonal([1]), diagonal([1, 1]), 1)).toThrow("C must be 1 × 1, got 2 × 2");
    expect(() => linearTransition(diagonal([1]), diagonal([1]), -1)).toThrow("h must be a number ≥ 0, got -1");
  });
});
