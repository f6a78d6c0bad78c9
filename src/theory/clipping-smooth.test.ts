import { expect, test } from "vitest";
import { smoothClipping } from "../math/radial-clipping.js";
import { relativeError } from "../math/relative-error.js";
import { clippedInThePlane, expectMoments } from "./clipped-plane.js";
import { smoothClipLinearisation, smoothClipMoments, smoothClippedLossFloor } from "./clipping-smooth.js";

test("one σ for all is the radial law", () => {
  const { mean, covariance } = smoothClipMoments({ gradient: [2, 0, 0, 0], sigma: [0.5, 0.5, 0.5, 0.5], c: 1.5 });
  const { factor, across, along } = smoothClipping(2, 0.5, 1.5, 4);
  expect(mean[0]).toBeCloseTo(2 * factor, 12);
  expect(covariance.entries[0]).toBeCloseTo(along, 12);
  expect(covariance.entries[5]).toBeCloseTo(across, 12);
  expect(covariance.entries[1]).toBeCloseTo(0, 12);
});

test.each([
  [[0.4, -1], [0.5, 1], 1],
  [[2, 0.3], [1, 0.6], 0.7],
])("two scales by quadrature: μ = %j, σ = %j, c = %d", (gradient, sigma, c) => {
  const exact = clippedInThePlane({ gradient, sigma, c, factor: (norm) => 1 / Math.sqrt(1 + (norm / c) ** 2) });
  expectMoments(smoothClipMoments({ gradient, sigma, c }), exact, 1e-11);
});

test("the floor is that of SGD for c → ∞, η σ²/4 a coordinate", () => {
  const floor = smoothClippedLossFloor({ eta: 0.01, h: [1, 3], sigma: [0.5, 0.5], c: 1e4 });
  expect(relativeError(floor, 2 * 0.01 * 0.25 * 0.25)).toBeLessThan(1e-6);
});

test("the slope is the derivative of the mean", () => {
  const noise = { sigma: [1, 0.5], c: 1 };
  const { slopes } = smoothClipLinearisation(noise);
  slopes.forEach((slope, i) => {
    const gradient = [0, 1].map((j) => (j === i ? 1e-4 : 0));
    expect(relativeError(smoothClipMoments({ ...noise, gradient }).mean[i] / 1e-4, slope)).toBeLessThan(1e-7);
  });
});
