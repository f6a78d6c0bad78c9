import { expect, test } from "vitest";
import { relativeError } from "../math/relative-error.js";
import { studentDistribution } from "../math/student.js";
import { signSgdStationaryVarianceDiscrete } from "./sign-sgd.js";
import { type LatticeLaw, signSgdLatticeLaw } from "./sign-sgd-lattice.js";

// exact stationary variance of the optimizer, ten digits
test.each([
  [0.1, 1, 1, 0.06464824097],
  [0.01, 1, 1, 0.006286225142],
  [0.01, 2, 0.5, 0.001586355007],
])("η = %d, h = %d, σ = %d", (eta, h, sigma, variance) => {
  const law = signSgdLatticeLaw({ eta, h, sigma });
  expect(relativeError(law.variance, variance)).toBeLessThan(1e-9);
  expect(Math.abs(law.mean)).toBeLessThan(1e-15);
});

test("the law is that of one step later, for Gaussian and Cauchy noise and a start off the lattice of 0", () => {
  for (const nu of [1, Infinity]) {
    const [eta, h, sigma] = [0.2, 1.5, 0.7];
    const { points, probabilities } = signSgdLatticeLaw({ eta, h, sigma, nu, x0: 5.03 });
    const up = (i: number): number => studentDistribution((-h * points[i]) / sigma, nu);
    probabilities.forEach((p, i) => {
      const arriving =
        (i > 0 ? probabilities[i - 1] * up(i - 1) : 0) +
        (i + 1 < points.length ? probabilities[i + 1] * (1 - up(i + 1)) : 0);
      // the points left out carry less than 10⁻²⁰
      expect(Math.abs(arriving - p)).toBeLessThan(1e-15);
    });
    expect(probabilities.reduce((s, p) => s + p, 0)).toBeCloseTo(1, 14);
    points.forEach((x) => {
      expect(Math.abs(Math.round((x - 5.03) / eta) - (x - 5.03) / eta)).toBeLessThan(1e-12);
    });
  }
});

test("the expansion v₀ + (π/16) η² leaves a remainder of order η³", () => {
  const rest = (eta: number): number =>
    signSgdLatticeLaw({ eta, h: 1, sigma: 1 }).variance - signSgdStationaryVarianceDiscrete({ eta, h: 1, sigma: 1 });
  expect(Math.log2(rest(0.04) / rest(0.02))).toBeCloseTo(3, 1);
});

test("a law of too many points is not made", () => {
  const law = (sigma: number): LatticeLaw => signSgdLatticeLaw({ eta: 0.02, h: 1, sigma });
  expect(law(8e5).points.length).toBeLessThan(1e5);
  // the SDE's variance to leading order, σ η √(π/8)/h; the lattice differs from it by order ηh/σ
  expect(relativeError(law(8e5).variance, 8e5 * 0.02 * Math.sqrt(Math.PI / 8))).toBeLessThan(1e-6);
  for (const sigma of [1e6, 1e300]) expect(law(sigma)).toMatchObject({ points: [], variance: Number.NaN });
});
