import { expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import { signSgdStationaryVarianceSde } from "./sign-sgd.js";
import { signSgdLatticeLaw } from "./sign-sgd-lattice.js";
import { signSgdStationaryVarianceOfSde } from "./sign-sgd-stationary-law.js";

// (η, h, σ), seven to eight digits, by integration of the density on a uniform grid
test.each([
  [0.1, 1, 1, 0.06207849, 1e-7],
  [0.01, 1, 1, 0.0062611437, 1e-8],
  [0.01, 2, 0.5, 0.0015610466, 4e-8],
])("η = %d, h = %d, σ = %d", (eta, h, sigma, expected, tolerance) => {
  expect(relativeError(signSgdStationaryVarianceOfSde({ eta, h, sigma }), expected)).toBeLessThan(tolerance);
});

test("the expansion v₀ + (π/16 − ¼) η² leaves a remainder of order η³", () => {
  const rest = (eta: number): number =>
    signSgdStationaryVarianceOfSde({ eta, h: 1, sigma: 1 }) - signSgdStationaryVarianceSde({ eta, h: 1, sigma: 1 });
  expect(Math.log2(rest(0.02) / rest(0.01))).toBeCloseTo(3, 1);
});

test("optimizer minus SDE is η²/4 to leading order, Cauchy noise included", () => {
  for (const nu of [1, 3, Infinity]) {
    const gap = (eta: number): number => {
      const options = { eta, h: 1.5, sigma: 0.7, nu };
      return (signSgdLatticeLaw(options).variance - signSgdStationaryVarianceOfSde(options)) / eta ** 2;
    };
    // the next term is of order η: it halves
    expect(Math.abs(gap(0.005) - 0.25)).toBeLessThan(0.01);
    expect(Math.abs(2 * gap(0.005) - gap(0.01) - 0.25)).toBeLessThan(Math.abs(gap(0.005) - 0.25));
  }
});

test("what is refused", () => {
  expect(() => signSgdStationaryVarianceOfSde({ eta: 0, h: 1, sigma: 1 })).toThrow("eta must be a positive number");
});

test("a law that is a point to numbers has no variance, and takes no time", () => {
  expect(signSgdStationaryVarianceOfSde({ eta: 0.02, h: 2, sigma: 1e300 })).toBeNaN();
});
