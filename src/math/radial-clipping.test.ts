import { describe, expect, it, test } from "vitest";
import { integrate } from "./quadrature.js";
import { normClipping, overChiSquare, type RadialLaw, smoothClipping } from "./radial-clipping.js";
import { relativeError } from "./relative-error.js";

// |μ|, s, c, d: A, v∥, v⊥, ten decimals; in one dimension nothing is across
test.each([
  [1, 1, 1, 2, 0.5353561382, 0.2476341977, 0.3263299771],
  [2, 0.5, 1.5, 5, 0.6607615879, 0.020567133, 0.1135598291],
  [0.3, 1, 2, 10, 0.6126382615, 0.3886200014, 0.3926768144],
  [3, 0.4, 2.5, 50, 0.6071665956, 0.02074490443, 0.05941619189],
  [0, 1, 1.5, 5, 0.6267780455, 0.4213934555, 0.4213934555],
  [0.5, 1, 1, 1, 0.3315102364 / 0.5, 0.4534079902, undefined],
])("norm clipping, |μ| = %d, s = %d, c = %d, d = %d", (r, s, c, d, A, along, across) => {
  const moments = normClipping(r, s, c, d);
  expect(Math.abs(moments.factor - A)).toBeLessThan(1.1e-10);
  expect(Math.abs(moments.along - along)).toBeLessThan(6e-11);
  if (across !== undefined) expect(Math.abs(moments.across - across)).toBeLessThan(6e-11);
});

const laws: readonly (readonly [string, RadialLaw, (R: number, c: number) => number])[] = [
  ["norm", normClipping, (R, c) => Math.min(1, c / R)],
  ["smooth", smoothClipping, (R, c) => 1 / Math.sqrt(1 + (R / c) ** 2)],
];

/** E ψ along μ, E ψ² along and across, for d = 2, in polar coordinates with a panel's end at the kink |g| = c. */
function planar(r: number, s: number, c: number, φ: (R: number, c: number) => number): readonly number[] {
  const around = (R: number, of: (cosine: number, sine: number) => number): number => {
    let sum = 0;
    for (let k = 0; k < 400; k++) {
      const θ = (2 * Math.PI * k) / 400;
      sum += Math.exp(-(R * R - 2 * R * r * Math.cos(θ) + r * r) / (2 * s * s)) * of(Math.cos(θ), Math.sin(θ));
    }
    return (sum * R) / (400 * s * s);
  };
  return [
    (R: number) => around(R, (cosine) => R * φ(R, c) * cosine),
    (R: number) => around(R, (cosine) => (R * φ(R, c) * cosine) ** 2),
    (R: number) => around(R, (_, sine) => (R * φ(R, c) * sine) ** 2),
  ].map((f) => integrate(f, 0, c, 8) + integrate(f, c, Math.max(c, r) + 12 * s, 16));
}

describe.each(laws)("%s clipping", (_, law, φ) => {
  it.each([
    [1, 1, 1],
    [2, 0.7, 1.5],
    [0.2, 1, 4],
  ])("is its integral in the plane, |μ| = %d, s = %d, c = %d", (r, s, c) => {
    const [mean, square, across] = planar(r, s, c, φ);
    const moments = law(r, s, c, 2);
    expect(Math.abs(moments.factor * r - mean)).toBeLessThan(1e-12);
    expect(Math.abs(moments.along - (square - mean * mean))).toBeLessThan(1e-12);
    expect(Math.abs(moments.across - across)).toBeLessThan(1e-12);
  });

  it("goes on smoothly where all is clipped", () => {
    // r⁴ v∥ tends to (d − 1)/2 s⁴ c², r² v⊥ to s² c², A r to c, with a relative error of the order d s²/r²
    const [s, c, d] = [1, 2, 6];
    for (const r of [300, 1e4, 1e5]) {
      const { factor, across, along } = law(r, s, c, d);
      const error = (20 * (d + c * c)) / (r * r);
      expect(Math.abs((factor * r) / c - 1)).toBeLessThan(error + 1e-12);
      expect(Math.abs((across * r * r) / (s * c) ** 2 - 1)).toBeLessThan(error + 1e-12);
      // the smooth one is a difference of terms of the order c²
      if (law === normClipping) expect(Math.abs((along * r ** 4) / (2.5 * c * c) - 1)).toBeLessThan(error + 1e-12);
      else
        expect(Math.abs(along - (2.5 * c * c) / r ** 4)).toBeLessThan(1e-13 * c * c + (error * 2.5 * c * c) / r ** 4);
    }
  });

  it("is the noise itself for c → ∞, and its direction times c for c → 0", () => {
    const wide = law(0.4, 0.7, 1e4, 3);
    expect([wide.factor, wide.along, wide.across]).toEqual([1, 0.49, 0.49].map((v) => expect.closeTo(v, 6) as number));
    // E g/|g| · μ̂/|μ| at |μ| = s = 1, d = 5: ten digits
    expect(relativeError(law(1, 1, 1e-7, 5).factor / 1e-7, 0.3974960862)).toBeLessThan(1e-6);
  });
});

describe("multivariate t", () => {
  // |μ| = s = c = 1, d = 3: |m|, v∥, v⊥, five digits by a rule of 200 nodes
  it.each([
    [3, 0.4279, 0.23993, 0.26411],
    [1, 0.35471, 0.28672, 0.27365],
  ])("ν = %d", (nu, mean, along, across) => {
    const moments = overChiSquare(normClipping, nu)(1, 1, 1, 3);
    expect(moments.factor).toBeCloseTo(mean, 4);
    expect(moments.along).toBeCloseTo(along, 4);
    expect(moments.across).toBeCloseTo(across, 4);
  });

  it.each(laws)("is the average over w by quadrature in another variable, %s", (_, law) => {
    // for ν = 4 the density of w is w e^{−w/2}/4; w = p²
    const [nu, r, s, c, d] = [4, 1.3, 0.6, 0.9, 4];
    const mean = (of: (scale: number) => number): number =>
      integrate((p) => (p ** 3 / 2) * Math.exp((-p * p) / 2) * of((s * Math.sqrt(nu)) / p), 1e-9, 14, 40);
    const A = mean((scale) => law(r, scale, c, d).factor);
    const across = mean((scale) => law(r, scale, c, d).across);
    const along = mean((scale) => law(r, scale, c, d).along + (r * (law(r, scale, c, d).factor - A)) ** 2);
    const moments = overChiSquare(law, nu)(r, s, c, d);
    // the trapezoidal rule in log w has a step of 0.35
    expect(Math.abs(moments.factor - A)).toBeLessThan(1e-8);
    expect(Math.abs(moments.across - across)).toBeLessThan(1e-8);
    expect(Math.abs(moments.along - along)).toBeLessThan(1e-8);
  });

  it("is Gaussian for ν → ∞", () => {
    const [t, gaussian] = [overChiSquare(smoothClipping, 1e6), smoothClipping].map((law) => law(1, 1, 1, 3));
    expect(relativeError(t.factor, gaussian.factor)).toBeLessThan(1e-5);
    expect(relativeError(t.along, gaussian.along)).toBeLessThan(1e-5);
  });
});
