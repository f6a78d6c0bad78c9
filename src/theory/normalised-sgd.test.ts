import { expect, test } from "vitest";
import { erf } from "../math/error-function.js";
import { relativeError } from "../math/relative-error.js";
import {
  normalisedDrift,
  normalisedSgdLossFloor,
  normalisedSgdStationaryVariance,
  normalisedSlope,
} from "./normalised-sgd.js";
import { signSgdStationaryVariance } from "./sign-sgd.js";

test("the drift is the limit of norm clipping, ten digits", () => {
  // A/c of clipping at c → 0, from Poisson mixtures of incomplete gamma functions, d = 5, |∇f| = σ = 1
  expect(relativeError(normalisedDrift(1, 5), 0.3974960862)).toBeLessThan(1e-9);
});

test("in one dimension it is SignSGD", () => {
  for (const u of [0.1, 1, 3, 20])
    expect(relativeError(normalisedDrift(u, 1), erf(u / Math.SQRT2) / u)).toBeLessThan(1e-12);
  const options = { eta: 0.01, h: 2, sigma: 0.5 };
  expect(
    relativeError(normalisedSgdStationaryVariance({ ...options, d: 1 }), signSgdStationaryVariance(options)),
  ).toBeLessThan(1e-14);
});

test("at a vanishing gradient it is the slope, far from it a unit vector", () => {
  for (const d of [1, 2, 3, 10, 1000]) {
    expect(relativeError(normalisedDrift(0, d), normalisedSlope(d))).toBeLessThan(1e-12);
    // E g/|g| = μ̂ (1 − (d − 1)/(2u²) + O(u⁻⁴))
    const u = 100 * Math.sqrt(d);
    expect(Math.abs(normalisedDrift(u, d) * u - 1 + (d - 1) / (2 * u * u))).toBeLessThan(1e-8);
  }
  expect(relativeError(normalisedSlope(2), Math.sqrt(Math.PI / 8))).toBeLessThan(1e-14);
});

test("the loss floor does not see the curvature", () => {
  const floor = (h: number[]): number => normalisedSgdLossFloor({ eta: 0.01, h, sigma: 0.5 });
  expect(relativeError(floor([1, 2, 3]), floor([7, 0.1, 1]))).toBeLessThan(1e-14);
  expect(relativeError(floor([1, 1]), 0.005 / (4 * normalisedSlope(2)))).toBeLessThan(1e-14);
});

test("what is refused", () => {
  expect(() => normalisedSlope(1.5)).toThrow("normalisedSlope: d must be an integer ≥ 1, got 1.5");
});
