import fc from "fast-check";
import { expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import { sgdMean, sgdVariance } from "./sgd.js";
import {
  signDrift,
  signSgdLossFloor,
  signSgdMean,
  signSgdStationaryVariance,
  signSgdStationaryVarianceDiscrete,
  signSgdStationaryVarianceLinearised,
  signSgdStationaryVarianceSde,
  signSgdVariance,
  signSlope,
  signVariance,
} from "./sign-sgd.js";

// 2Ξ(u) = 2F(u) − 1 at u = 0.1, 0.5, 1, 2, −1.5, and 2f(0); ten digits, checked against the hypergeometric form and 4·10⁶ draws
test.each([
  [1, [0.06345103486, 0.2951672353, 0.5, 0.7048327647, -0.6256659164], 0.6366197724],
  [2, [0.07053456159, 0.3333333333, 0.5773502692, 0.8164965809, -0.7276068751], Math.SQRT1_2],
  [3, [0.0733476512, 0.3485520352, 0.608997781, 0.8606740314, -0.7694161348], 0.7351051939],
  [4, [0.07484415906, 0.3566700368, 0.6260990337, 0.8838834765, -0.792], 0.75],
  [5, [0.07576985885, 0.3617011284, 0.6367825324, 0.8980605212, -0.8060963198], 0.7592133796],
  [10, [0.07767928144, 0.3721063943, 0.6591068677, 0.9266119652, -0.8354926736], 0.7782167679],
  [Infinity, [0.07965567455, 0.3829249225, 0.6826894921, 0.9544997361, -0.8663855975], 0.7978845608],
])("sign drift, nu = %d", (nu, drifts, slope) => {
  [0.1, 0.5, 1, 2, -1.5].forEach((u, i) => {
    expect(relativeError(signDrift(u, nu), drifts[i])).toBeLessThan(1e-9);
    expect(relativeError(signVariance(u, nu), 1 - drifts[i] ** 2)).toBeLessThan(1e-9);
  });
  expect(relativeError(signSlope(nu), slope)).toBeLessThan(1e-9);
});

test("signVariance keeps its digits where 1 − (2Ξ)² has none", () => {
  // mpmath 1.4.1: mp.dps = 20; 4*ncdf(-10)*ncdf(10)
  expect(relativeError(signVariance(10), 3.04794120966421e-23)).toBeLessThan(1e-13);
  expect(signVariance(-10)).toBe(signVariance(10));
});

test("the stationary constants Var·h/(ησ) of Student's t: π/4 for Cauchy, 1/√2 for nu = 2", () => {
  const level = (nu: number): number => signSgdStationaryVariance({ eta: 1, h: 1, sigma: 1, nu });
  expect(relativeError(level(1), Math.PI / 4)).toBeLessThan(1e-14);
  expect(relativeError(level(2), Math.SQRT1_2)).toBeLessThan(1e-14);
  // six digits
  [0.680175, 0.658576, 0.642495, 0.626657].forEach((expected, i) => {
    expect(relativeError(level([3, 5, 10, Infinity][i]), expected)).toBeLessThan(1e-6);
  });
});

// (η, h, σ): leading order and linearised SDE, ten digits
test.each([
  [0.1, 1, 1, 0.06266570687, 0.06026161621],
  [0.01, 1, 1, 0.006266570687, 0.006241670026],
  [0.01, 2, 0.5, 0.001566642672, 0.001542035348],
])("stationary variance at η = %d, h = %d, σ = %d", (eta, h, sigma, leading, linearised) => {
  expect(relativeError(signSgdStationaryVariance({ eta, h, sigma }), leading)).toBeLessThan(1e-9);
  expect(relativeError(signSgdStationaryVarianceLinearised({ eta, h, sigma }), linearised)).toBeLessThan(1e-9);
  const gap = signSgdStationaryVarianceDiscrete({ eta, h, sigma }) - signSgdStationaryVarianceSde({ eta, h, sigma });
  expect(relativeError(gap, eta ** 2 / 4)).toBeLessThan(1e-12);
});

test("weight decay adds to the rate", () => {
  const options = { eta: 0.01, h: 2, sigma: 0.5, lambda: 0.3 };
  expect(relativeError(signSgdStationaryVariance(options), 0.001432033577)).toBeLessThan(1e-9);
});

// t, mean, variance; ten digits
test.each([
  [0.1, 0.07267637468, 0.0006822812314],
  [0.5, 0.02027525272, 0.001461379864],
  [2, 0.0001689915948, 0.001542026492],
])("moments at t = %d from x₀ = 0.1", (t, mean, variance) => {
  const options = { eta: 0.01, h: 2, sigma: 0.5, x0: 0.1 };
  expect(relativeError(signSgdMean(options)(t), mean)).toBeLessThan(1e-9);
  expect(relativeError(signSgdVariance(options)(t), variance)).toBeLessThan(1e-9);
});

test("SGD beside it, x₀ = 1, t = 0.5", () => {
  expect(relativeError(sgdMean({ eta: 0.01, h: 2, x0: 1 })(0.5), 0.3678794412)).toBeLessThan(1e-9);
  expect(relativeError(sgdVariance({ eta: 0.01, h: 2, sigma: 0.5 })(0.5), 0.000540415448)).toBeLessThan(1e-9);
});

test("outside Phase 3 the linearised moments say nothing, where the formula would go negative", () => {
  const options = { eta: 0.01, h: 2, sigma: 0.5, x0: 1 };
  expect(signSgdVariance(options)(0.5)).toBeNaN();
  expect(signSgdMean(options)(0.5)).toBeNaN();
});

test("the variance starts at 0, stays positive and ends at the stationary one", () => {
  const unit = fc.double({ min: 0.05, max: 1, noNaN: true });
  fc.assert(
    fc.property(unit, unit, unit, unit, fc.double({ min: 0, max: 20, noNaN: true }), (h, sigma, start, lambda, t) => {
      const options = { eta: 0.01, h, sigma, lambda, x0: (start * sigma) / h };
      expect(signSgdVariance(options)(0)).toBe(0);
      expect(signSgdVariance(options)(t)).toBeGreaterThanOrEqual(0);
      expect(relativeError(signSgdVariance(options)(1e4), signSgdStationaryVarianceLinearised(options))).toBeLessThan(
        1e-12,
      );
    }),
    { seed: 31 },
  );
});

test("the loss floor without decay does not see the curvature", () => {
  const floor = (h: number[]): number => signSgdLossFloor({ eta: 0.001, h, sigma: [0.1, 0.1] });
  expect(relativeError(floor([1, 2]), 6.266571e-5)).toBeLessThan(1e-6); // seven digits
  expect(relativeError(floor([1, 2]), floor([30, 0.1]))).toBeLessThan(1e-14);
});

test("what is refused", () => {
  expect(() => signSgdStationaryVariance({ eta: -1, h: 1, sigma: 1 })).toThrow(
    "signSgdStationaryVariance: eta must be a positive number, got -1",
  );
  expect(() => signSgdStationaryVariance({ eta: 1, h: 1, sigma: 1, nu: 0 })).toThrow("nu must be positive or Infinity");
  expect(() => signSgdLossFloor({ eta: 1, h: [1], sigma: [1, 2] })).toThrow("equally many entries, got 1 and 2");
});
