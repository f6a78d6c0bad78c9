import { expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import { matrix } from "../math/vector.js";
import { signSgdStationaryVariance, signVariance } from "./sign-sgd.js";
import { signCovariance } from "./sign-sgd-covariance.js";
import {
  signumDiffusion,
  signumLossFloor,
  signumNoise,
  signumStationaryCovariance,
  signumStationaryVariance,
  signumStationaryVarianceMemory,
} from "./signum.js";

test("S(β) = D²(0) is the sum of arcsines, ten digits", () => {
  // Σ (2/π) asin β^|j| over all lags, summed term by term
  [
    [0, 1],
    [0.5, 2.307175757],
    [0.9, 13.2788687],
    [0.99, 137.9726469],
  ].forEach(([beta, expected]) => {
    expect(relativeError(signumDiffusion(beta)(0), expected)).toBeLessThan(1e-9);
  });
});

// six digits, by quadrature of the bivariate normal law at every lag
test.each([
  [0.5, [2.307176, 1.906511, 1.08674, 0.133409]],
  [0.9, [13.27887, 10.86959, 6.006778, 0.629356]],
])("D²(u) at u = 0, ½, 1, 2 for β = %d", (beta, values) => {
  const D2 = signumDiffusion(beta);
  values.forEach((value, i) => {
    expect(relativeError(D2([0, 0.5, 1, 2][i]), value)).toBeLessThan(4e-6);
  });
});

test("D² is the sum of the covariances of signs over all lags, far out too", () => {
  for (const beta of [0.3, 0.8, 0.95, 0.99]) {
    const D2 = signumDiffusion(beta);
    for (const u of [0, 0.7, -1.9, 4, 6]) {
      let sum = signVariance(u);
      for (let r = beta; r > 1e-17; r *= beta) sum += 2 * signCovariance(u, u, r);
      expect(Math.abs(D2(u) - sum)).toBeLessThan(1e-11 * (1 + sum));
    }
  }
});

test("without memory it is SignSGD", () => {
  const options = { eta: 0.01, beta: 0, h: 2, sigma: 0.5 };
  expect(relativeError(signumStationaryVariance(options), signSgdStationaryVariance(options))).toBeLessThan(1e-14);
  for (const u of [0, 0.5, 3]) expect(Math.abs(signumDiffusion(0)(u) - signVariance(u))).toBeLessThan(1e-15);
  expect(signumNoise(2, 0)).toBe(2);
});

// simulated variances with an error of about 1 % beside them: 8.322e-4, 1.921e-3, 1.926e-4, 6.057e-3
test.each([
  [0.001, 0.5, 8.347e-4],
  [0.001, 0.9, 1.909e-3],
  [1e-4, 0.9, 1.909e-4],
  [0.001, 0.99, 6.129e-3],
])("stationary variance at η = %d, β = %d, four digits", (eta, beta, expected) => {
  expect(relativeError(signumStationaryVariance({ eta, beta, h: 1, sigma: 1 }), expected)).toBeLessThan(3e-4);
});

test("the SDE with memory has the limits β → 1 of the same", () => {
  const at = (beta: number) => ({ eta: 1e-3, beta, h: 1, sigma: 1 });
  expect(relativeError(signumStationaryVarianceMemory(at(0.9)), 1.943e-3)).toBeLessThan(3e-4);
  const ratio = (beta: number): number => signumStationaryVarianceMemory(at(beta)) / signumStationaryVariance(at(beta));
  expect(Math.abs(ratio(0.999) - 1)).toBeLessThan(Math.abs(ratio(0.99) - 1));
  expect(Math.abs(ratio(0.9999) - 1)).toBeLessThan(0.002);
});

test("covariance and loss floor of a diagonal problem are the scalar ones", () => {
  const shared = { eta: 1e-3, beta: 0.9 };
  const V = signumStationaryCovariance({
    ...shared,
    H: matrix([
      [2, 0],
      [0, 3],
    ]),
    sigma: [0.5, 1],
  });
  const scalar = [
    signumStationaryVariance({ ...shared, h: 2, sigma: 0.5 }),
    signumStationaryVariance({ ...shared, h: 3, sigma: 1 }),
  ];
  expect(relativeError(V.entries[0], scalar[0])).toBeLessThan(1e-14);
  expect(relativeError(V.entries[3], scalar[1])).toBeLessThan(1e-14);
  expect(
    relativeError(signumLossFloor({ ...shared, h: [2, 3], sigma: [0.5, 1] }), scalar[0] + 1.5 * scalar[1]),
  ).toBeLessThan(1e-14);
});

test("what is refused", () => {
  expect(() => signumDiffusion(1)).toThrow("signumDiffusion: the memory β must lie in [0, 1), got 1");
  expect(() => signumStationaryVariance({ eta: 1, beta: 0.9, h: 0, sigma: 1 })).toThrow("h must be a positive number");
});
