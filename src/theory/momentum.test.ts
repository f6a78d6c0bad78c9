import fc from "fast-check";
import { expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import {
  type MomentumConvention,
  momentumMoments,
  momentumMomentsDiscrete,
  momentumStationaryCovariance,
  momentumStationaryCovarianceDiscrete,
} from "./momentum.js";
import { sgdMeanDiscrete, sgdStationaryVarianceDiscrete, sgdVarianceDiscrete } from "./sgd.js";

const CONVENTIONS: readonly MomentumConvention[] = ["averaged", "pytorch", "heavy ball", "nesterov"];
const averaged = (eta: number, rho: number) => ({
  convention: "averaged" as const,
  eta,
  beta: 1 - eta * rho,
  h: 1,
  sigma: 1,
});

test("stationary covariance of the optimizer, by an independent solution of its 2 × 2 equation", () => {
  const V = momentumStationaryCovarianceDiscrete(averaged(0.01, 10));
  expect(relativeError(V.x, 0.00500132)).toBeLessThan(1e-6); // six digits
  expect(relativeError(V.memory, 0.0526454)).toBeLessThan(1e-6);
  expect(Math.abs(V.cross + 2.6e-4)).toBeLessThan(5e-6);
  expect(relativeError(momentumStationaryCovarianceDiscrete(averaged(0.01, 1)).x, 0.00500013)).toBeLessThan(1e-6);
  const heavy = { convention: "heavy ball" as const, eta: 1e-4, beta: 0.95, h: 1, sigma: 1 };
  expect(relativeError(momentumStationaryCovarianceDiscrete(heavy).x, 0.00100003)).toBeLessThan(5e-6);
  expect(relativeError(momentumStationaryCovariance(heavy).x, 0.001)).toBeLessThan(1e-12);
});

test("that of the SDE is ησ²/(2h), ηρσ²/2, 0, whatever ρ", () => {
  const positive = fc.double({ min: 0.05, max: 3, noNaN: true });
  fc.assert(
    fc.property(positive, positive, positive, (h, sigma, rho) => {
      const V = momentumStationaryCovariance({ ...averaged(0.01, 10 * rho), h, sigma });
      expect(relativeError(V.x, (0.01 * sigma ** 2) / (2 * h))).toBeLessThan(1e-11);
      expect(relativeError(V.memory, 0.05 * rho * sigma ** 2)).toBeLessThan(1e-11);
      expect(Math.abs(V.cross)).toBeLessThan(1e-11 * Math.sqrt(V.x * V.memory));
    }),
    { seed: 41 },
  );
});

test("the moments of the optimizer are those of its recursion", () => {
  const [eta, beta, h, sigma, x0] = [0.1, 0.8, 2, 0.5, -1.5];
  for (const convention of CONVENTIONS) {
    const { mean, variance } = momentumMomentsDiscrete({ convention, eta, beta, h, sigma, x0 });
    // x as a sum over starts and kicks: its response to x₀ and to a unit of noise at step 0
    const respond = (start: number, noise: number): number[] => {
      let [x, m] = [start, 0];
      return Array.from({ length: 31 }, (_, k) => {
        const at = x;
        const g = h * x + (k === 0 ? noise : 0);
        if (convention === "averaged") {
          m = beta * m + (1 - beta) * g;
          x -= eta * m;
        } else if (convention === "heavy ball") {
          m = beta * m - eta * g;
          x += m;
        } else {
          m = beta * m + g;
          x -= eta * (convention === "nesterov" ? g + beta * m : m);
        }
        return at;
      });
    };
    const [drift, kick] = [respond(x0, 0), respond(0, sigma)];
    for (let k = 0; k <= 30; k++) {
      const spread = kick.slice(1, k + 1).reduce((sum, response) => sum + response ** 2, 0);
      expect(Math.abs(mean(k * eta) - drift[k])).toBeLessThan(1e-13);
      expect(Math.abs(variance(k * eta) - spread)).toBeLessThan(1e-13);
    }
    const V = momentumStationaryCovarianceDiscrete({ convention, eta, beta, h, sigma });
    expect(relativeError(variance(1000), V.x)).toBeLessThan(1e-11);
  }
});

test("the three forms are one optimizer and one SDE", () => {
  const [eta, beta, h, sigma, x0] = [0.02, 0.9, 3, 0.7, 1];
  const forms = [
    { convention: "averaged", eta: eta / (1 - beta) },
    { convention: "pytorch", eta },
    { convention: "heavy ball", eta },
  ] as const;
  const all = forms.map((form) => ({ ...form, beta, h, sigma, x0 }));
  for (const of of [momentumMoments, momentumMomentsDiscrete]) {
    // the same step k, at its time kη in each form
    const [first, ...others] = all.map((form) => [of(form).mean(17 * form.eta), of(form).variance(17 * form.eta)]);
    for (const other of others) {
      other.forEach((value, i) => {
        expect(Math.abs(value - first[i])).toBeLessThan(1e-12);
      });
    }
  }
});

test("optimizer and SDE come together: order 1 in η with ρ fixed, and with β fixed", () => {
  const gapOf =
    (of: (eta: number) => Parameters<typeof momentumMoments>[0], t: (eta: number) => number) => (eta: number) =>
      momentumMomentsDiscrete(of(eta)).mean(t(eta)) - momentumMoments(of(eta)).mean(t(eta));
  const withRate = gapOf(
    (eta) => ({ ...averaged(eta, 2), x0: 1 }),
    () => 2,
  );
  expect(Math.log2(withRate(1 / 64) / withRate(1 / 128))).toBeCloseTo(1, 1);
  for (const convention of ["pytorch", "heavy ball", "nesterov"] as const) {
    const withBeta = gapOf(
      (eta) => ({ convention, eta, beta: 0.6, h: 1, sigma: 1, x0: 1 }),
      () => 1,
    );
    expect(Math.log2(withBeta(1 / 2048) / withBeta(1 / 4096))).toBeCloseTo(1, 1);
  }
});

test("β = 0 is SGD", () => {
  for (const convention of CONVENTIONS) {
    const options = { convention, eta: 0.1, beta: 0, h: 2, sigma: 0.5, x0: 1 };
    const { mean, variance } = momentumMomentsDiscrete(options);
    expect(relativeError(mean(1), sgdMeanDiscrete(options)(1))).toBeLessThan(1e-13);
    expect(relativeError(variance(1), sgdVarianceDiscrete(options)(1))).toBeLessThan(1e-13);
    const V = momentumStationaryCovarianceDiscrete(options);
    expect(relativeError(V.x, sgdStationaryVarianceDiscrete(options))).toBeLessThan(1e-13);
  }
});

test("what is refused", () => {
  expect(() => momentumStationaryCovariance({ ...averaged(0.1, 1), beta: 1 })).toThrow(
    "momentumStationaryCovariance: the memory β must lie in [0, 1), got 1",
  );
  const unknown = { ...averaged(0.1, 1), convention: "polyak" as MomentumConvention };
  expect(() => momentumStationaryCovariance(unknown)).toThrow(
    "convention must be one of averaged, pytorch, heavy ball",
  );
});
