import { expect, test } from "vitest";
import { batchEquivalentAdam, batchEquivalentRmsprop } from "./batch-equivalent.js";
import { sgdSvag, svag } from "./svag.js";

// ten digits of (1 ± √(2l² − 1))/2
test.each([
  [2, 1.822875656, -0.8228756555],
  [4, 3.283882181, -2.283882181],
  [8, 6.134713835, -5.134713835],
])("weights at l = %d", (l, first, second) => {
  const { weights, noise, steps } = svag(l);
  expect(weights[0]).toBeCloseTo(first, 9);
  expect(weights[1]).toBeCloseTo(second, 9);
  expect(weights[0] + weights[1]).toBeCloseTo(1, 14);
  expect(Math.hypot(...weights)).toBeCloseTo(noise, 13);
  expect(steps).toBe(l * l);
  const sgd = sgdSvag(l);
  expect(sgd.weights[0] + sgd.weights[1]).toBeCloseTo(1, 14);
  expect(Math.hypot(...sgd.weights)).toBeCloseTo(sgd.noise, 13);
});

test("l = 1 changes nothing", () => {
  const parameters = { eta: 0.001, beta1: 0.9, beta2: 0.999, eps: 1e-8 };
  expect(svag(1).weights).toEqual([1, 0]);
  expect(sgdSvag(1).weights).toEqual([1, 0]);
  const same = svag(1).apply(parameters);
  for (const [name, value] of Object.entries(parameters)) {
    expect(same[name as keyof typeof parameters]).toBeCloseTo(value, 15);
  }
});

test("rates in the time kη² stay: η = 0.001, β = (0.9, 0.999) has 10⁵ and 10³", () => {
  const parameters = { eta: 0.001, beta1: 0.9, beta2: 0.999, eps: 1e-8 };
  for (const l of [1, 2, 4, 8]) {
    const { eta, beta1, beta2, eps } = svag(l).apply(parameters);
    expect((1 - beta1) / eta ** 2).toBeCloseTo(1e5, 6);
    expect((1 - beta2) / eta ** 2).toBeCloseTo(1e3, 6);
    expect(eps * eta).toBeCloseTo(1e-11, 25);
    // the noise of a step: η times the l-fold noise
    expect(eta * svag(l).noise).toBeCloseTo(0.001, 15);
    expect(sgdSvag(l).apply({ eta: 0.001 }).eta * sgdSvag(l).noise ** 2).toBeCloseTo(0.001, 15);
  }
});

test("SVAG walks along the batch-equivalent regime: τ/l² for l", () => {
  const limit = { c1: 1, c2: 0.5, gamma: 0.3, eps: 0.1 };
  const base = batchEquivalentAdam({ ...limit, tau: 0.2 });
  const finer = batchEquivalentAdam({ ...limit, tau: 0.2 / 9 });
  const { sigma, ...parameters } = base;
  const scaled = svag(3).apply(parameters);
  for (const name of ["eta", "beta1", "beta2", "eps"] as const) expect(scaled[name]).toBeCloseTo(finer[name], 14);
  expect(sigma * svag(3).noise).toBeCloseTo(finer.sigma, 14);
});

test("parameters of the batch-equivalent regime", () => {
  expect(batchEquivalentRmsprop({ tau: 0.25, c: 0.5, gamma: 0.3, eps: 0.001 })).toEqual({
    eta: 0.5,
    beta: 0.875,
    eps: 0.002,
    sigma: 0.6,
  });
  expect(() => batchEquivalentRmsprop({ tau: 3, c: 0.5, gamma: 1, eps: 0 })).toThrow("[0, 1), got -0.5");
  expect(() => svag(1.5)).toThrow("svag: l must be an integer ≥ 1, got 1.5");
});
