import fc from "fast-check";
import { expect, test } from "vitest";
import { integrate } from "../math/quadrature.js";
import { relativeError } from "../math/relative-error.js";
import { studentDensity, studentDistribution } from "../math/student.js";
import { clipLinearisation, clipMoments, clippedLossFloor, clippedStationaryVariance } from "./clipping.js";
import { signDrift, signVariance } from "./sign-sgd.js";

// μ, s, c, nu: mean and variance, ten digits
test.each([
  [0, 1, 1, Infinity, 0, 0.516058551],
  [0.5, 1, 1, Infinity, 0.3315102364, 0.4534079902],
  [2, 1, 1, Infinity, 0.9170666837, 0.06672979605],
  [-0.3, 0.7, 0.25, Infinity, -0.08131269819, 0.04516837063],
  [1, 2, 10, Infinity, 0.9999986181, 3.999973766],
  [0.1, 3, 0.5, Infinity, 0.01323433828, 0.2277349822],
  [0.5, 1, 1, 1, 0.2433832588, 0.6195809843],
  [0.5, 1, 1, 2, 0.2807764064, 0.5509730395],
  [0.5, 1, 1, 3, 0.296050195, 0.5221403462],
  [-0.3, 0.7, 0.25, 5, -0.07673173121, 0.04657949624],
  [2, 1, 1, 1.5, 0.7540309731, 0.3322408747],
  [0, 1, 1, 2, 0, 0.5849070894],
])("clip moments at μ = %d, s = %d, c = %d, nu = %d", (μ, s, c, nu, mean, variance) => {
  const moments = clipMoments(μ, s, c, nu);
  expect(relativeError(moments.mean, mean)).toBeLessThan(1e-9);
  expect(relativeError(moments.variance, variance)).toBeLessThan(1e-9);
});

// c, nu: p, v₀, v₀/(2p), v₀/p² at s = 1, ten digits
test.each([
  [0.5, Infinity, 0.3829249225, 0.1851283651, 0.2417293237, 1.262541608],
  [0.5, 1, 0.2951672353, 0.1993508421, 0.3376913462, 2.288135713],
  [1, Infinity, 0.6826894921, 0.516058551, 0.3779599341, 1.107267472],
  [1, 1, 0.5, 0.6366197724, 0.6366197724, 2.546479089],
  [1, 2, 0.5773502692, 0.5849070894, 0.5065443982, 1.754721268],
  [1, 3, 0.608997781, 0.5640088758, 0.4630631616, 1.52073842],
  [2, Infinity, 0.9544997361, 0.9205369256, 0.4822091043, 1.010391278],
  [2, 1, 0.7048327647, 1.749075721, 1.240773563, 3.520760172],
])("linearisation at c = %d, nu = %d", (c, nu, p, v0, floor, huber) => {
  const { slope, variance } = clipLinearisation(1, c, nu);
  expect(relativeError(slope, p)).toBeLessThan(1e-9);
  expect(relativeError(variance, v0)).toBeLessThan(1e-9);
  expect(relativeError(clippedStationaryVariance({ eta: 1, h: 1, sigma: 1, c, nu }), floor)).toBeLessThan(1e-9);
  expect(relativeError(variance / slope ** 2, huber)).toBeLessThan(1e-9);
});

test("against quadrature of the definition", () => {
  const nus = fc.constantFrom(0.6, 1, 1.0001, 1.7, 2, 2.0001, 2.5, 4, 30, Infinity);
  fc.assert(
    fc.property(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 0.3, max: 2, noNaN: true }),
      fc.double({ min: 0.05, max: 4, noNaN: true }),
      nus,
      (μ, s, c, nu) => {
        const { mean, variance, unclipped } = clipMoments(μ, s, c, nu);
        const inside = (moment: (g: number) => number): number =>
          integrate((g) => (moment(g) * studentDensity((g - μ) / s, nu)) / s, -c, c, 40);
        const below = studentDistribution((-c - μ) / s, nu);
        const above = studentDistribution((μ - c) / s, nu);
        const m = c * (above - below) + inside((g) => g);
        const C = (c + m) ** 2 * below + (c - m) ** 2 * above + inside((g) => (g - m) ** 2);
        expect(Math.abs(unclipped - inside(() => 1))).toBeLessThan(1e-13);
        expect(Math.abs(mean - m)).toBeLessThan(1e-13);
        expect(Math.abs(variance - C)).toBeLessThan(1e-12);
        const nudge = 1e-4 * s;
        const slope = (clipMoments(μ + nudge, s, c, nu).mean - clipMoments(μ - nudge, s, c, nu).mean) / (2 * nudge);
        expect(Math.abs(slope - unclipped)).toBeLessThan(1e-7);
      },
    ),
    { seed: 35 },
  );
});

// nu: threshold c/s and least v₀/p², six digits: the asymptotic variance of Huber's M-estimator at its best
test.each([
  [1, 0.39479, 2.277645],
  [1.5, 0.55662, 1.913097],
  [2, 0.69155, 1.721851],
  [3, 0.90546, 1.518632],
  [5, 1.20309, 1.339712],
])("heavy tails, nu = %d, have a best threshold inside", (nu, best, least) => {
  const huber = (c: number): number => {
    const { slope, variance } = clipLinearisation(1, c, nu);
    return variance / slope ** 2;
  };
  expect(relativeError(huber(best), least)).toBeLessThan(5e-7);
  for (const factor of [0.9, 0.99, 1.01, 1.1]) expect(huber(factor * best)).toBeGreaterThan(huber(best));
});

test("c → ∞ is SGD, c → 0 SignSGD with learning rate ηc, s = 0 the clipped gradient", () => {
  const wide = clipMoments(0.4, 0.7, 1e3);
  expect(relativeError(wide.mean, 0.4)).toBeLessThan(1e-12);
  expect(relativeError(wide.variance, 0.49)).toBeLessThan(1e-12);
  const narrow = clipMoments(0.4, 0.7, 1e-5, 3);
  expect(relativeError(narrow.mean / 1e-5, signDrift(0.4 / 0.7, 3))).toBeLessThan(1e-9);
  expect(relativeError(narrow.variance / 1e-10, signVariance(0.4 / 0.7, 3))).toBeLessThan(1e-4);
  expect(clipMoments(-3, 0, 2)).toEqual({ mean: -2, variance: 0, unclipped: 0 });
});

test("no digit of a small variance is lost far above the threshold", () => {
  // mpmath 1.4.1: mp.dps = 40; e(k) = quad(lambda g: (1-g)**k*npdf(g-9), [-1, 0, 1]) + 2**k*ncdf(-10); e(2) - e(1)**2
  expect(relativeError(clipMoments(9, 1, 1).variance, 1.8075061336341622e-17)).toBeLessThan(1e-11);
});

// η = 0.01, h = s = 1: simulated variance (error about 1 %), c, nu, N
test.each([
  [2.427e-3, 0.5, Infinity, 1],
  [4.876e-3, 2, Infinity, 1],
  [3.034e-4, 0.5, Infinity, 8],
  [1.599e-3, 1, 1, 4],
  [1.273e-3, 1, 2, 4],
])("simulated %d at c = %d, nu = %d, N = %d", (simulated, c, nu, workers) => {
  const variance = clippedStationaryVariance({ eta: 0.01, h: 1, sigma: 1, c, nu, workers });
  expect(relativeError(variance, simulated)).toBeLessThan(0.015);
  const floor = clippedLossFloor({ eta: 0.01, h: [1, 5], sigma: [1, 1], c, nu, workers });
  expect(relativeError(floor, variance)).toBeLessThan(1e-14);
});
