import { expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import { clipMoments, clippedStationaryVariance } from "./clipping.js";
import {
  clippedFixedPoint,
  distributedClippingLossFloor,
  distributedClippingStationaryVariance,
  localStepsDriftCorrection,
} from "./distributed-clipping.js";

test("equal workers: the variance of one over N", () => {
  for (const nu of [1, 2, Infinity]) {
    const one = { eta: 0.01, h: 2, c: 0.8, nu, lambda: 0.1 };
    const four = distributedClippingStationaryVariance({ ...one, sigma: [0.5, 0.5, 0.5, 0.5] });
    expect(relativeError(four, clippedStationaryVariance({ ...one, sigma: 0.5 }) / 4)).toBeLessThan(1e-14);
    expect(relativeError(four, clippedStationaryVariance({ ...one, sigma: 0.5, workers: 4 }))).toBeLessThan(1e-14);
  }
});

test("unequal workers: the exact variance of the linear recursion with averaged slope and noise, to O(η)", () => {
  const [eta, h, c, sigma] = [1e-4, 1, 1, [0.2, 1, 3]];
  const p = sigma.reduce((s, scale) => s + clipMoments(0, scale, c).unclipped / 3, 0);
  const v = sigma.reduce((s, scale) => s + clipMoments(0, scale, c).variance / 9, 0);
  const exact = (eta * v) / (p * (2 - eta * p));
  expect(relativeError(distributedClippingStationaryVariance({ eta, h, c, sigma }), exact)).toBeLessThan(eta);
});

test("the loss floor without decay does not see the curvature", () => {
  const floor = (h: number[]): number => distributedClippingLossFloor({ eta: 0.01, h, c: 1, sigma: [1, 2] });
  expect(relativeError(floor([1, 2]), floor([0.1, 30]))).toBeLessThan(1e-14);
});

/** X(1) from x₀ = 2 under dX = (−m(X) + extra(X)) dt, h = σ = c = 1, by Heun's method. */
function meanPath(extra: (x: number) => number): number {
  const drift = (x: number): number => -clipMoments(x, 1, 1).mean + extra(x);
  let x = 2;
  for (let k = 0; k < 400; k++) {
    const b = drift(x);
    x += (0.5 / 400) * (b + drift(x + b / 400));
  }
  return x;
}

test("local steps shift the mean of four workers as simulated, η = 0.05, t = 1", () => {
  const shift = (localSteps: number): number =>
    meanPath(localStepsDriftCorrection({ eta: 0.05, h: 1, sigma: 1, c: 1, workers: 4, localSteps })) -
    meanPath(() => 0);
  expect(shift(1)).toBe(0);
  // coupled simulation of 1.6·10⁶ runs: (7.28 ± 0.08)·10⁻⁵ and (1.524 ± 0.012)·10⁻⁴; the correction is the leading order in ηI
  expect(relativeError(shift(5), 7.28e-5)).toBeLessThan(0.15);
  expect(relativeError(shift(10), 1.524e-4)).toBeLessThan(0.25);
});

test("one worker, or linear clipping, needs no correction", () => {
  const options = { eta: 0.05, h: 1, sigma: 1, c: 1, localSteps: 10 };
  expect(Math.abs(localStepsDriftCorrection({ ...options, workers: 1 })(1.3))).toBe(0);
  expect(Math.abs(localStepsDriftCorrection({ ...options, workers: 4, c: 40 })(1.3))).toBeLessThan(1e-15);
});

test("clipping moves the fixed point of unequal optima, ten digits", () => {
  const options = { h: 1, optima: [-3, -1, 1, 6], sigma: 1 };
  expect(Math.abs(clippedFixedPoint({ ...options, c: 1 }) - 0.008683366)).toBeLessThan(5e-10);
  expect(clippedFixedPoint({ ...options, c: 100 })).toBeCloseTo(0.75, 10);
});

test("what is refused", () => {
  const options = { eta: 0.01, h: 1, c: 1 };
  expect(() => distributedClippingStationaryVariance({ ...options, sigma: [] })).toThrow("sigma must not be empty");
  expect(() => distributedClippingStationaryVariance({ ...options, sigma: [1, -1] })).toThrow(
    "sigma must be a positive",
  );
});
