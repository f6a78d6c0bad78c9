import { describe, expect, it, test } from "vitest";
import { normClipping } from "../math/radial-clipping.js";
import { relativeError } from "../math/relative-error.js";
import { clipLinearisation } from "./clipping.js";
import { highDimensionalClipFactor, huberOptimum, streamingClipFactors } from "./clipping-robust.js";

describe("Huber's optimum", () => {
  // ν: threshold (five digits), least v₀/p² (seven digits)
  it.each([
    [1, 0.39479, 2.277645],
    [1.5, 0.55662, 1.913097],
    [2, 0.69155, 1.721851],
    [3, 0.90546, 1.518632],
    [5, 1.20309, 1.339712],
  ])("ν = %d", (nu, threshold, variance) => {
    const best = huberOptimum(nu);
    expect(best.threshold).toBeCloseTo(threshold, 4);
    expect(best.variance).toBeCloseTo(variance, 6);
  });

  it("is never below the sign's or SGD's, and clipping never helps Gaussian noise", () => {
    // 1/(4 f(0)²), and the variance of t_ν
    expect(huberOptimum(3).variance).toBeLessThan(1.850551);
    expect(huberOptimum(3).variance).toBeLessThan(3);
    expect(huberOptimum(Infinity)).toEqual({ threshold: Infinity, variance: 1 });
    const costs = [0.5, 1, 2, 4].map((c) => {
      const { slope, variance } = clipLinearisation(1, c);
      return variance / slope ** 2;
    });
    costs.forEach((cost, i) => {
      expect(cost).toBeLessThan(i === 0 ? Infinity : costs[i - 1]);
      expect(cost).toBeGreaterThan(1);
    });
  });

  it("refuses ν ≤ 0", () => {
    expect(() => huberOptimum(0)).toThrow("huberOptimum: nu must be positive or Infinity, got 0");
  });
});

test("the high-dimensional factor is the limit of the exact one, with an error of the order 1/d", () => {
  // |μ|² = d/4, tr Σ = d, c = 0.8 √d
  const errors = [50, 100, 200].map((d) => {
    const limit = highDimensionalClipFactor({ gradientNorm: Math.sqrt(d) / 2, noiseTrace: d, c: 0.8 * Math.sqrt(d) });
    return d * Math.abs(normClipping(Math.sqrt(d) / 2, 1, 0.8 * Math.sqrt(d), d).factor - limit);
  });
  expect(Math.max(...errors)).toBeLessThan(1);
  expect(relativeError(errors[2], errors[1])).toBeLessThan(0.1);
  expect(highDimensionalClipFactor({ gradientNorm: 1, noiseTrace: 1, c: 2 })).toBe(1);
});

test("streaming factors: 1 without clipping; as published, P(|ℓ| ≤ c) and E clip²/E ℓ²", () => {
  expect(streamingClipFactors({ residual: 0.5, c: 50 }).descent).toBeCloseTo(1, 14);
  const { descent, variance } = streamingClipFactors({ residual: 2, c: 2 });
  expect(descent).toBeCloseTo(0.6826894921, 9);
  expect(variance).toBeCloseTo(0.516058551, 9);
});
