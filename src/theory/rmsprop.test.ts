import { expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import {
  rmspropStationaryVariance,
  rmspropStationaryVarianceDiscrete,
  rmspropStationaryVarianceFiniteMemory,
  rmspropStationaryVarianceWithGradient,
} from "./rmsprop.js";

const options = { eta: 0.01, h: 2, sigma: 0.5, lambda: 0.3 };

test("stationary variance, ten digits", () => {
  expect(relativeError(rmspropStationaryVariance(options), 0.001162790698)).toBeLessThan(1e-9);
  // with ε = σ the steps halve and so does the pull: Var = (η/8)/(h/(4σ)) for λ = 0
  expect(relativeError(rmspropStationaryVariance({ eta: 0.01, h: 2, sigma: 0.5, eps: 0.5 }), 0.000625)).toBeLessThan(
    1e-14,
  );
});

// β: formula and simulation (error about 1 %) at η = 5·10⁻⁴, κ = 1; four digits
test.each([
  [0.9, 2.4e-4, 2.429e-4],
  [0.97, 2.471e-4, 2.475e-4],
])("finite memory β = %d", (beta, formula, simulated) => {
  const variance = rmspropStationaryVarianceFiniteMemory({ eta: 5e-4, h: 1, sigma: 1, beta });
  expect(relativeError(variance, formula)).toBeLessThan(3e-4);
  expect(relativeError(variance, simulated)).toBeLessThan(0.015);
});

test("the gradient's share: the fixed point is one, and below the plain value by O(η)", () => {
  const v = rmspropStationaryVarianceWithGradient(options);
  const V = 0.25 + 4 * v;
  expect(relativeError((0.01 * 0.25) / V / (2 * (2 / Math.sqrt(V) + 0.3)), v)).toBeLessThan(1e-14);
  const gap = (eta: number): number =>
    1 - rmspropStationaryVarianceWithGradient({ ...options, eta }) / rmspropStationaryVariance({ ...options, eta });
  expect(gap(0.01)).toBeGreaterThan(0);
  expect(Math.log2(gap(2e-4) / gap(1e-4))).toBeCloseTo(1, 1);
});

test("the discrete law solves its own recursion", () => {
  const v = rmspropStationaryVarianceDiscrete(options);
  const q = 2 / 0.5 + 0.3;
  expect(relativeError((1 - 0.01 * q) ** 2 * v + 1e-4, v)).toBeLessThan(1e-14);
});

test("all corrections vanish together", () => {
  const tiny = { eta: 1e-9, h: 2, sigma: 0.5, lambda: 0.3 };
  const plain = rmspropStationaryVariance(tiny);
  expect(relativeError(rmspropStationaryVarianceDiscrete(tiny), plain)).toBeLessThan(1e-8);
  expect(relativeError(rmspropStationaryVarianceWithGradient(tiny), plain)).toBeLessThan(1e-8);
  expect(relativeError(rmspropStationaryVarianceFiniteMemory({ ...tiny, beta: 1 - 1e-9 }), plain)).toBeLessThan(2e-9);
});
