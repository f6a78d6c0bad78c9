import { expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import {
  rmspropMean,
  rmspropStationaryVariance,
  rmspropStationaryVarianceCorrected,
  rmspropStationaryVarianceDiscrete,
  rmspropStationaryVarianceFiniteMemory,
  rmspropStationaryVarianceWithGradient,
  rmspropVariance,
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
  for (const denominator of ["new", "old"] as const) {
    const memory = { ...tiny, beta: 1 - 1e-9, denominator };
    expect(relativeError(rmspropStationaryVarianceFiniteMemory(memory), plain)).toBeLessThan(2e-9);
    expect(relativeError(rmspropStationaryVarianceCorrected(memory), plain)).toBeLessThan(2e-8);
  }
});

test("the corrections together are each of them where the others are small", () => {
  const long = { ...options, beta: 1 - 1e-12 };
  // at λ = 0 and a long memory E g²/V = 1, so that v = η/(2h) √(σ² + h²v) exactly
  const v = rmspropStationaryVarianceCorrected({ ...long, lambda: 0 });
  expect(relativeError((0.01 / 4) * Math.sqrt(0.25 + 4 * v), v)).toBeLessThan(1e-11);
  for (const denominator of ["new", "old"] as const) {
    const short = { eta: 1e-9, h: 2, sigma: 0.5, lambda: 0.3, eps: 0.2, beta: 0.9, denominator };
    const memory = rmspropStationaryVarianceFiniteMemory(short);
    expect(relativeError(rmspropStationaryVarianceCorrected(short), memory)).toBeLessThan(1e-8);
  }
  expect(rmspropStationaryVarianceCorrected({ ...long, eta: 0.3 })).toBeNaN();
});

test("the old v adds to the variance what the new v takes away", () => {
  const short = { eta: 1e-3, h: 1, sigma: 1, beta: 0.9 };
  const [fresh, old] = (["new", "old"] as const).map((denominator) =>
    rmspropStationaryVarianceFiniteMemory({ ...short, denominator }),
  );
  // (1 + e)/(1 + 3e/8) and (1 − e)/(1 − 5e/8) at e = 0.1
  expect(relativeError(old, (5e-4 * 1.1) / 1.0375)).toBeLessThan(1e-13);
  expect(relativeError(fresh, (5e-4 * 0.9) / 0.9375)).toBeLessThan(1e-13);
});

test("with V frozen the mean decays and the variance rises to its level", () => {
  const mean = rmspropMean({ ...options, x0: 2 });
  const variance = rmspropVariance(options);
  const q = 4.3;
  for (const t of [0, 0.1, 1]) {
    expect(mean(t)).toBeCloseTo(2 * Math.exp(-q * t), 13);
    // dVar/dt = η s² − 2q Var
    const slope = (variance(t + 1e-5) - variance(Math.max(0, t - 1e-5))) / (t === 0 ? 1e-5 : 2e-5);
    expect(slope).toBeCloseTo(0.01 - 2 * q * variance(t), 6);
  }
  expect(variance(100)).toBeCloseTo(rmspropStationaryVariance(options), 15);
});
