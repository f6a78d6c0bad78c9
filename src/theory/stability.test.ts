import { expect, test } from "vitest";
import { type MomentumConvention, momentumStationaryCovarianceDiscrete } from "./momentum.js";
import { momentumStabilityThreshold, sgdQuarticEscape, sgdStabilityThreshold } from "./stability.js";

const CONVENTIONS: readonly MomentumConvention[] = ["averaged", "pytorch", "heavy ball", "nesterov"];

test("the stability thresholds are where the recursion begins to grow", () => {
  for (const convention of CONVENTIONS) {
    for (const beta of [0, 0.5, 0.9, 0.99]) {
      const threshold = momentumStabilityThreshold({ convention, h: 2, beta });
      const at = (factor: number) =>
        momentumStationaryCovarianceDiscrete({ convention, eta: factor * threshold, beta, h: 2, sigma: 1 }).x;
      expect(at(0.999)).toBeGreaterThan(0);
      expect(at(0.999)).toBeLessThan(Infinity);
      expect(at(1.001)).toBe(Infinity);
    }
  }
  expect(sgdStabilityThreshold(2)).toBe(1);
  expect(sgdStabilityThreshold(2, "flipped")).toBe(1);
  expect(sgdStabilityThreshold(2, "second order")).toBe(Infinity);
});

test("on x⁴/4 a start inside comes to rest and one outside runs away", () => {
  const η = 0.1;
  const run = (x0: number, slope: (x: number) => number, dt: number): number => {
    let x = x0;
    for (let k = 0; k < 3000 && Math.abs(x) < 1e3; k++) x += dt * slope(x);
    return Math.abs(x);
  };
  const discrete = (x: number): number => -(x ** 3);
  const flipped = (x: number): number => -(x ** 3) * (1 - 1.5 * η * x * x);
  for (const [of, slope, dt] of [
    ["optimizer", discrete, η],
    ["flipped", flipped, η / 64],
  ] as const) {
    const edge = sgdQuarticEscape(η, of);
    expect(run(0.99 * edge, slope, dt)).toBeLessThan(0.99 * edge);
    expect(run(1.01 * edge, slope, dt)).toBeGreaterThan(1e3);
  }
  expect(sgdQuarticEscape(η, "plain")).toBe(Infinity);
});

test("what is refused", () => {
  expect(() => sgdStabilityThreshold(0)).toThrow("sgdStabilityThreshold: h must be a positive number, got 0");
  expect(() => momentumStabilityThreshold({ convention: "pytorch", h: 1, beta: 1 })).toThrow(
    "must lie in [0, 1), got 1",
  );
});
