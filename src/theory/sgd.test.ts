import fc from "fast-check";
import { expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import { diagonal, matrix } from "../math/vector.js";
import {
  sgdLossBound,
  sgdLossFloor,
  sgdMean,
  sgdMeanDiscrete,
  sgdStationaryCovariance,
  sgdStationaryCovarianceDiscrete,
  sgdStationaryVariance,
  sgdStationaryVarianceDiscrete,
  sgdStationaryVarianceSecondOrder,
  sgdVariance,
  sgdVarianceDiscrete,
} from "./sgd.js";

test("stationary variances, ten digits", () => {
  const fine = { eta: 0.01, h: 2, sigma: 0.5 };
  expect(relativeError(sgdStationaryVariance(fine), 0.000625)).toBeLessThan(1e-14);
  expect(relativeError(sgdStationaryVarianceDiscrete(fine), 0.0006313131313)).toBeLessThan(1e-9);
  const coarse = { eta: 0.1, h: 1, sigma: 1 };
  expect(relativeError(sgdStationaryVariance(coarse), 0.05)).toBeLessThan(1e-14);
  expect(relativeError(sgdStationaryVarianceDiscrete(coarse), 0.05263157895)).toBeLessThan(1e-9);
  expect(relativeError(sgdStationaryVarianceSecondOrder(coarse), 0.04761904762)).toBeLessThan(1e-9);
  expect(sgdStationaryVarianceDiscrete({ eta: 2, h: 1, sigma: 1 })).toBe(Infinity);
});

// E x² at t = 1 for h = σ = x₀ = 1: optimizer and SDE, ten digits
test.each([
  [2, 0.2286682129, 0.2434183728],
  [4, 0.15495689, 0.1623560556],
  [6, 0.1400402403, 0.1420904763],
  [8, 0.136499424, 0.1370240815],
])("transient second moments at η = 2^−%d", (j, discrete, sde) => {
  const options = { eta: 2 ** -j, h: 1, sigma: 1, x0: 1 };
  const steps = sgdMeanDiscrete(options)(1) ** 2 + sgdVarianceDiscrete(options)(1);
  const flow = sgdMean(options)(1) ** 2 + sgdVariance(options)(1);
  expect(relativeError(steps, discrete)).toBeLessThan(1e-9);
  expect(relativeError(flow, sde)).toBeLessThan(1e-9);
});

// E x² at t = 1 of the other two SDEs, and E x, whose errors have the orders 2 and 1
test.each([
  [2, 0.2047993107, 0.2918062372],
  [4, 0.1535861653, 0.1716745088],
  [6, 0.1399561964, 0.1442581062],
  [8, 0.1364941957, 0.1375560372],
])("transient second moments of the second-order and the flipped SDE at η = 2^−%d", (j, secondOrder, flipped) => {
  const moment = (sde: "second order" | "flipped"): number => {
    const options = { eta: 2 ** -j, h: 1, sigma: 1, x0: 1, sde };
    return sgdMean(options)(1) ** 2 + sgdVariance(options)(1);
  };
  expect(relativeError(moment("second order"), secondOrder)).toBeLessThan(1e-9);
  expect(relativeError(moment("flipped"), flipped)).toBeLessThan(1e-9);
});

test.each([
  ["plain", 1],
  ["second order", 2],
  ["flipped", 1],
] as const)("weak order of the %s SDE is %d", (sde, order) => {
  const error = (j: number, of: (eta: number) => number): number => Math.abs(of(2 ** -j));
  const first = (eta: number) => sgdMean({ eta, h: 1, x0: 1, sde })(1) - sgdMeanDiscrete({ eta, h: 1, x0: 1 })(1);
  const second = (eta: number): number => {
    const options = { eta, h: 1, sigma: 1, x0: 1 };
    const discrete = sgdMeanDiscrete(options)(1) ** 2 + sgdVarianceDiscrete(options)(1);
    return sgdMean({ ...options, sde })(1) ** 2 + sgdVariance({ ...options, sde })(1) - discrete;
  };
  // the next term of the error is a share η of it
  for (const of of [first, second]) expect(Math.log2(error(9, of) / error(10, of))).toBeCloseTo(order, 2);
});

test("the flipped SDE ends at the optimizer's variance, and diverges where the optimizer does", () => {
  const options = { eta: 0.1, h: 1, sigma: 1 };
  const end = sgdVariance({ ...options, sde: "flipped" })(400);
  expect(relativeError(end, sgdStationaryVarianceDiscrete(options))).toBeLessThan(1e-14);
  const secondOrder = sgdVariance({ ...options, sde: "second order" })(400);
  expect(relativeError(secondOrder, sgdStationaryVarianceSecondOrder(options))).toBeLessThan(1e-14);
  const beyond = sgdVariance({ eta: 2.2, h: 1, sigma: 1, sde: "flipped" });
  expect(beyond(50)).toBeGreaterThan(100 * beyond(5));
  expect(sgdVariance({ eta: 2, h: 1, sigma: 3, sde: "flipped" })(7)).toBe(126);
});

test("the discrete moments are those of the recursion, at unstable steps too", () => {
  const positive = fc.double({ min: 0.05, max: 1.6, noNaN: true });
  fc.assert(
    fc.property(positive, positive, fc.double({ min: 0, max: 0.5, noNaN: true }), (eta, h, lambda) => {
      const options = { eta, h, sigma: 0.7, lambda, x0: -2 };
      let mean = -2;
      let variance = 0;
      for (let k = 1; k <= 12; k++) {
        mean *= 1 - eta * (h + lambda);
        variance = (1 - eta * (h + lambda)) ** 2 * variance + (eta * 0.7) ** 2;
        expect(Math.abs(sgdMeanDiscrete(options)(k * eta) - mean)).toBeLessThan(1e-12 * (1 + Math.abs(mean)));
        expect(relativeError(sgdVarianceDiscrete(options)(k * eta), variance)).toBeLessThan(1e-11);
      }
    }),
    { seed: 33 },
  );
  // ηh = 2: the sign alternates and the variance grows by η²σ² a step
  expect(sgdVarianceDiscrete({ eta: 2, h: 1, sigma: 3 })(10)).toBe(5 * 36);
});

test("the covariances of a diagonal problem are the scalar variances", () => {
  const [eta, lambda] = [0.1, 0.2];
  const problem = { eta, H: diagonal([1, 3]), covariance: diagonal([0.25, 4]), lambda };
  const scalar = [
    { eta, h: 1, sigma: 0.5, lambda },
    { eta, h: 3, sigma: 2, lambda },
  ];
  const sde = sgdStationaryCovariance(problem).entries;
  const discrete = sgdStationaryCovarianceDiscrete(problem).entries;
  scalar.forEach((options, i) => {
    expect(relativeError(sde[3 * i], sgdStationaryVariance(options))).toBeLessThan(1e-14);
    expect(relativeError(discrete[3 * i], sgdStationaryVarianceDiscrete(options))).toBeLessThan(1e-13);
  });
});

test("the discrete covariance solves A V + V A − ηA V A = ηΣ for a full Hessian", () => {
  // by hand for H = [[2, 1], [1, 2]], Σ = I, η = 0.1: eigenvalues 1 and 3 with v = η/(h(2 − ηh)) along (1, ∓1)/√2
  const H = matrix([
    [2, 1],
    [1, 2],
  ]);
  const V = sgdStationaryCovarianceDiscrete({ eta: 0.1, H, covariance: diagonal([1, 1]) }).entries;
  const [v1, v3] = [0.1 / 1.9, 0.1 / 5.1];
  expect(V[0]).toBeCloseTo((v1 + v3) / 2, 14);
  expect(V[1]).toBeCloseTo((v3 - v1) / 2, 14);
});

test("loss floor and bound", () => {
  expect(relativeError(sgdLossFloor({ eta: 0.01, h: [1, 7], sigma: [2, 3] }), 0.0325)).toBeLessThan(1e-14);
  const bound = sgdLossBound({ eta: 0.01, mu: 2, trace: 2, sigma: 0.5, gap: 1 });
  expect(bound(0)).toBe(1);
  // in one dimension with μ = h = τ the bound is an equality: E f = ½ h (E x)² + ½ h Var x, f(x₀) = 1 at x₀ = 1
  const options = { eta: 0.01, h: 2, sigma: 0.5, x0: 1 };
  for (const t of [0.1, 1, 5]) {
    expect(relativeError(bound(t), sgdMean(options)(t) ** 2 + sgdVariance(options)(t))).toBeLessThan(1e-14);
  }
});
