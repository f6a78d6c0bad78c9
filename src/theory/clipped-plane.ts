/** For tests: what is left of a Gaussian vector in the plane that is clipped by its norm, by quadrature in polar coordinates. */
import { expect } from "vitest";
import { gaussLegendre } from "../math/quadrature.js";
import type { ClippedVectorMoments } from "./clipping-norm.js";

/** g ~ N(gradient, diag sigma²) in two dimensions, and the factor φ(|g|) that clips it, smooth on both sides of |g| = c. */
export interface ClippedInThePlane {
  readonly gradient: readonly number[];
  readonly sigma: readonly number[];
  readonly c: number;
  readonly factor: (norm: number) => number;
}

/** Mean and covariance of φ(|g|) g: Gauss–Legendre in |g| on panels of 3 min σ, split at c, and the trapezoidal rule around. */
export function clippedInThePlane({ gradient: μ, sigma: σ, c, factor }: ClippedInThePlane): ClippedVectorMoments {
  const reach = 10 * Math.max(...σ);
  const least = Math.min(...σ);
  const [first, last] = [Math.max(0, Math.hypot(...μ) - reach), Math.hypot(...μ) + reach];
  const sums = new Float64Array(6);
  const add = (r: number, weight: number, angle: number): void => {
    const e = [Math.cos(angle), Math.sin(angle)];
    const exponent = ((r * e[0] - μ[0]) / σ[0]) ** 2 / 2 + ((r * e[1] - μ[1]) / σ[1]) ** 2 / 2;
    const p = (weight * r * Math.exp(-exponent)) / (2 * Math.PI * σ[0] * σ[1]);
    const [x, y] = e.map((value) => r * factor(r) * value);
    [x, y, x * x, x * y, x * y, y * y].forEach((value, k) => {
      sums[k] += p * value;
    });
  };
  const directions = Math.max(300, Math.ceil((10 * last) / least));
  const { nodes, weights } = gaussLegendre(16);
  for (const [from, to] of [
    [first, Math.min(c, last)],
    [Math.max(c, first), last],
  ]) {
    const panels = Math.max(0, Math.ceil((to - from) / (3 * least) + 4));
    const half = (to - from) / panels / 2;
    for (let panel = 0; to > from && panel < panels; panel++) {
      nodes.forEach((node, q) => {
        const r = from + half * (2 * panel + 1 + node);
        for (let k = 0; k < directions; k++) {
          add(r, (weights[q] * half * 2 * Math.PI) / directions, (2 * Math.PI * k) / directions);
        }
      });
    }
  }
  const mean = [sums[0], sums[1]];
  const entries = sums.slice(2).map((value, k) => value - mean[Math.floor(k / 2)] * mean[k % 2]);
  return { mean, covariance: { rows: 2, columns: 2, entries } };
}

/** That two means, and two covariances, are the same to a tolerance in each entry. */
export function expectMoments(
  { mean, covariance }: ClippedVectorMoments,
  exact: ClippedVectorMoments,
  tolerance: number | { readonly mean: number; readonly covariance: number },
): void {
  const of = typeof tolerance === "number" ? { mean: tolerance, covariance: tolerance } : tolerance;
  expect(mean.length).toBe(exact.mean.length);
  mean.forEach((value, i) => {
    expect(Math.abs(value - exact.mean[i])).toBeLessThan(of.mean);
  });
  covariance.entries.forEach((value, k) => {
    expect(Math.abs(value - exact.covariance.entries[k])).toBeLessThan(of.covariance);
  });
}
