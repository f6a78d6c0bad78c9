import fc from "fast-check";
import { expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import {
  adamL2StationaryVariance,
  adamStationaryVariance,
  adamWLossBound,
  adamWLossFloor,
  adamWStationaryVariance,
  adamWStationaryVarianceDiscrete,
  adamWStationaryVarianceWithMomentum,
} from "./adam.js";

test("stationary variances at η = 0.01, h = 2, σ = 0.5, λ = 0.3, ten digits", () => {
  const options = { eta: 0.01, h: 2, sigma: 0.5, lambda: 0.3, beta1: 0.9 };
  expect(relativeError(adamStationaryVariance(options), 0.00125)).toBeLessThan(1e-14);
  expect(relativeError(adamWStationaryVariance(options), 0.001162790698)).toBeLessThan(1e-9);
  expect(relativeError(adamWStationaryVarianceWithMomentum(options), 0.001128923007)).toBeLessThan(1e-9);
});

// β₁, λ; the exact variance with v̂ frozen, four to seven digits, and a simulation of AdamW with β₂ = 0.999 beside it (error about 1 %)
test.each([
  [0.9, 1, 2.294792e-3, 2.286e-3],
  [0.9, 5, 5.756e-4, 5.742e-4],
  [0.99, 1, 1.256345e-3, 1.2527e-3],
])("frozen second moment, β₁ = %d, λ = %d", (beta1, lambda, exact, simulated) => {
  const variance = adamWStationaryVarianceDiscrete({ eta: 0.01, h: 1, sigma: 1, lambda, beta1 });
  expect(relativeError(variance, exact)).toBeLessThan(exact === 5.756e-4 ? 1e-4 : 3e-7);
  expect(relativeError(variance, simulated)).toBeLessThan(0.01);
});

test("the frozen law is that of its own recursion", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.95, noNaN: true }),
      fc.double({ min: 0, max: 3, noNaN: true }),
      fc.double({ min: 0, max: 0.5, noNaN: true }),
      (beta1, lambda, eps) => {
        const [eta, h, sigma] = [0.05, 1.5, 0.8];
        const [κ, s, α] = [h / (sigma + eps), sigma / (sigma + eps), 1 - beta1];
        let [xx, xm, mm] = [0, 0, 0];
        for (let k = 0; k < 4000; k++) {
          // m′ = β₁ m + α (κ x + s z), x′ = x − η m′ − ηλ x
          const mm2 = beta1 ** 2 * mm + 2 * beta1 * α * κ * xm + α ** 2 * (κ ** 2 * xx + s ** 2);
          const xm2 = (1 - eta * lambda) * (beta1 * xm + α * κ * xx) - eta * mm2;
          const cross = beta1 * xm + α * κ * xx;
          xx = (1 - eta * lambda) ** 2 * xx - 2 * eta * (1 - eta * lambda) * cross + eta ** 2 * mm2;
          [xm, mm] = [xm2, mm2];
        }
        const variance = adamWStationaryVarianceDiscrete({ eta, h, sigma, eps, lambda, beta1 });
        expect(relativeError(variance, xx)).toBeLessThan(1e-10);
      },
    ),
    { seed: 34, numRuns: 20 },
  );
});

test("the momentum factor is what the frozen law tends to as η → 0 at fixed ρ₁", () => {
  const gap = (eta: number): number => {
    const options = { eta, h: 2, sigma: 0.5, lambda: 0.7, beta1: 1 - 5 * eta };
    return adamWStationaryVarianceDiscrete(options) / adamWStationaryVarianceWithMomentum(options) - 1;
  };
  expect(Math.log2(gap(2e-3) / gap(1e-3))).toBeCloseTo(1, 1);
});

test("L2 regularisation grows with σ, decoupled decay saturates", () => {
  // E f, η = 0.001, h = λ = ℓ = 1, σ = 0.1, 1, 10: four digits
  [0.1, 1, 10].forEach((sigma, i) => {
    const floor = adamWLossFloor({ eta: 0.001, h: [1], sigma: [sigma], lambda: 1, beta1: 0.9 });
    expect(relativeError(floor, [2.25e-5, 1.238e-4, 2.25e-4][i])).toBeLessThan(5e-4);
    const l2 = 0.5 * adamL2StationaryVariance({ eta: 0.001, h: 1, sigma, l2: 1 });
    expect(relativeError(l2, 1.25e-4 * sigma)).toBeLessThan(1e-13);
  });
});

test("the asymptotic bound, ten digits, lies above the floor", () => {
  const bound = adamWLossBound({ eta: 0.01, mu: 1, smoothness: 10, trace: 20, sigma: 0.5, lambda: 0.3 });
  expect(relativeError(bound, 0.02309468822)).toBeLessThan(1e-9);
  expect(adamWLossFloor({ eta: 0.01, h: [1, 9, 10], sigma: [0.5, 0.5, 0.5], lambda: 0.3, beta1: 0.9 })).toBeLessThan(
    bound,
  );
});

test("β₁ outside [0, 1) is refused", () => {
  const options = { eta: 0.01, h: 1, sigma: 1, lambda: 0, beta1: 1 };
  expect(() => adamWStationaryVarianceDiscrete(options)).toThrow("β must lie in [0, 1), got 1");
});
