import { expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import { clippedInThePlane, expectMoments } from "./clipped-plane.js";
import { clipMoments } from "./clipping.js";
import {
  normClipLinearisation,
  normClipMoments,
  normClippedLossFloor,
  normClippedStationaryVariances,
} from "./clipping-norm.js";

test("scales 1, ½, 2: ten digits", () => {
  const { mean, covariance } = normClipMoments({ gradient: [1, 0.5, 0], sigma: [1, 0.5, 2], c: 1.5 });
  const C = [...covariance.entries];
  const expected = [0.3545466762, -0.01738299526, 0, -0.01738299526, 0.1312373671, 0, 0, 0, 1.030103693];
  [0.6107744993, 0.3409583426, 0].forEach((value, i) => {
    expect(mean[i]).toBeCloseTo(value, 9);
  });
  expected.forEach((value, k) => {
    expect(C[k]).toBeCloseTo(value, 9);
  });
});

test.each([
  [[1, 1], [0.7, 0.7], 1.2],
  [[0.4, -1], [0.5, 1], 1],
  [[0, 0], [1, 0.4], 0.8],
])("two dimensions by quadrature: μ = %j, σ = %j, c = %d", (gradient, sigma, c) => {
  const exact = clippedInThePlane({ gradient, sigma, c, factor: (norm) => Math.min(1, c / norm) });
  expectMoments(normClipMoments({ gradient, sigma, c }), exact, 1e-11);
});

test("one dimension is clipping by coordinates", () => {
  const norm = normClipMoments({ gradient: [0.5], sigma: [1.3], c: 0.8 });
  const coordinate = clipMoments(0.5, 1.3, 0.8);
  expect(norm.mean[0]).toBeCloseTo(coordinate.mean, 13);
  expect(norm.covariance.entries[0]).toBeCloseTo(coordinate.variance, 13);
});

test("the slope is the derivative of the mean, by central differences", () => {
  const noise = { sigma: [0.5, 1, 0.8], c: 0.9 };
  const { slopes, variances } = normClipLinearisation(noise);
  const ε = 1e-4;
  slopes.forEach((slope, i) => {
    const gradient = [0, 1, 2].map((j) => (j === i ? ε : 0));
    const { mean, covariance } = normClipMoments({ ...noise, gradient });
    // m is odd, so the error is of the order ε²
    expect(relativeError(mean[i] / ε, slope)).toBeLessThan(1e-7);
    expect(relativeError(covariance.entries[4 * i], variances[i])).toBeLessThan(1e-7);
  });
});

test("floors: five coordinates, an average of B, noise added", () => {
  const quadratic = { eta: 0.01, h: [1, 1, 1, 1, 1], sigma: [1, 1, 1, 1, 1], c: 1.5 };
  const variances = normClippedStationaryVariances(quadratic);
  // four digits, η v₀/2p
  for (const variance of variances) expect(relativeError(variance, 3.362e-3)).toBeLessThan(2e-4);
  expect(normClippedLossFloor(quadratic)).toBeCloseTo(2.5 * variances[0], 14);
  expect(normClippedLossFloor({ ...quadratic, batch: 4 })).toBeCloseTo(2.5 * 0.25 * variances[0], 14);
  const { slopes, variances: v } = normClipLinearisation(quadratic);
  expect(normClippedLossFloor({ ...quadratic, batch: 4, added: 0.3 })).toBeCloseTo(
    (2.5 * 0.01 * (v[0] / 4 + 0.09)) / (2 * slopes[0]),
    14,
  );
  // several scales: as the scales come together, Ruben's series and the noncentral χ² do
  const near = normClippedLossFloor({ ...quadratic, sigma: [1, 1 + 1e-9, 1, 1, 1] });
  expect(relativeError(near, normClippedLossFloor(quadratic))).toBeLessThan(1e-8);
});

test("refuses what it cannot do", () => {
  expect(() => normClipMoments({ gradient: [1, 2], sigma: [1, 2], c: 1, nu: 3 })).toThrow(
    "normClipMoments: multivariate t noise must have one scale for all coordinates, got 1, 2",
  );
  expect(() => normClipLinearisation({ sigma: [1, 0], c: 1 })).toThrow("normClipLinearisation: sigma[1]");
  expect(() => normClippedLossFloor({ eta: 0.1, h: [1, -1], sigma: [1, 1], c: 1 })).toThrow("h[1]");
});
