import { describe, expect, it, test } from "vitest";
import { integrate } from "../math/quadrature.js";
import { relativeError } from "../math/relative-error.js";
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

describe("two dimensions by quadrature in polar coordinates", () => {
  it.each([
    [[1, 1], [0.7, 0.7], 1.2],
    [[0.4, -1], [0.5, 1], 1],
    [[0, 0], [1, 0.4], 0.8],
  ])("μ = %j, σ = %j, c = %d", (μ, σ, c) => {
    const mean = (of: (clipped: readonly number[]) => number): number => {
      const around = (R: number): number => {
        let sum = 0;
        for (let k = 0; k < 300; k++) {
          const direction = [Math.cos((2 * Math.PI * k) / 300), Math.sin((2 * Math.PI * k) / 300)];
          const exponent = direction.reduce((s, e, i) => s + ((R * e - μ[i]) / σ[i]) ** 2 / 2, 0);
          sum += Math.exp(-exponent) * of(direction.map((e) => Math.min(R, c) * e));
        }
        return (sum * R) / (300 * σ[0] * σ[1]);
      };
      return integrate(around, 0, c, 8) + integrate(around, c, c + 10, 12);
    };
    const { mean: m, covariance } = normClipMoments({ gradient: μ, sigma: σ, c });
    const exact = [0, 1].map((i) => mean((g) => g[i]));
    [0, 1].forEach((i) => {
      expect(Math.abs(m[i] - exact[i])).toBeLessThan(1e-11);
      for (const j of [0, 1]) {
        const entry = covariance.entries[2 * i + j];
        expect(Math.abs(entry - (mean((g) => g[i] * g[j]) - exact[i] * exact[j]))).toBeLessThan(1e-11);
      }
    });
  });
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
