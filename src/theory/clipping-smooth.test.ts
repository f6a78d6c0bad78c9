import { describe, expect, it, test } from "vitest";
import { integrate } from "../math/quadrature.js";
import { smoothClipping } from "../math/radial-clipping.js";
import { relativeError } from "../math/relative-error.js";
import { smoothClipLinearisation, smoothClipMoments, smoothClippedLossFloor } from "./clipping-smooth.js";

test("one σ for all is the radial law", () => {
  const { mean, covariance } = smoothClipMoments({ gradient: [2, 0, 0, 0], sigma: [0.5, 0.5, 0.5, 0.5], c: 1.5 });
  const { factor, across, along } = smoothClipping(2, 0.5, 1.5, 4);
  expect(mean[0]).toBeCloseTo(2 * factor, 12);
  expect(covariance.entries[0]).toBeCloseTo(along, 12);
  expect(covariance.entries[5]).toBeCloseTo(across, 12);
  expect(covariance.entries[1]).toBeCloseTo(0, 12);
});

describe("two scales by quadrature in the plane", () => {
  it.each([
    [[0.4, -1], [0.5, 1], 1],
    [[2, 0.3], [1, 0.6], 0.7],
  ])("μ = %j, σ = %j, c = %d", (μ, σ, c) => {
    const φ = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const mean = (of: (clipped: readonly number[]) => number): number =>
      integrate(
        (z) =>
          integrate(
            (w) => {
              const g = [μ[0] + σ[0] * z, μ[1] + σ[1] * w];
              const shrink = 1 / Math.sqrt(1 + (g[0] ** 2 + g[1] ** 2) / c ** 2);
              return φ(z) * φ(w) * of(g.map((value) => shrink * value));
            },
            -9,
            9,
            10,
          ),
        -9,
        9,
        10,
      );
    const { mean: m, covariance } = smoothClipMoments({ gradient: μ, sigma: σ, c });
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
