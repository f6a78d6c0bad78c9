/**
 * What a quantity that was measured at several step sizes says of step size zero.
 *
 *   e(η) = a + b η + c η² + …,  a ≈ Σ w_l e(η_l),  w_l = Π_{m≠l} η_m/(η_m − η_l)                        (1)
 */
import { normalQuantile } from "../math/normal.js";

/** An estimate with its standard error. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

/** The weights of (1): a polynomial through all values, at 0. */
export function weightsAtZero(etas: readonly number[]): readonly number[] {
  return etas.map((own, l) =>
    etas.reduce((product, other, m) => (m === l ? product : (product * other) / (other - own)), 1),
  );
}

/** The value at η = 0, and what the last two orders of the extrapolation differ by. (1) */
export interface AtZero extends Estimate {
  readonly remainder: number;
}

/**
 * Extrapolates values at descending step sizes to η = 0. The remainder is the difference to the extrapolation without the
 * largest step size: what is left of the series is no larger, as long as the series behaves.
 */
export function atZero(etas: readonly number[], values: readonly Estimate[]): AtZero {
  const combine = (from: number): Estimate => {
    const weights = weightsAtZero(etas.slice(from));
    return {
      value: weights.reduce((sum, w, l) => sum + w * values[from + l].value, 0),
      standardError: Math.sqrt(weights.reduce((sum, w, l) => sum + (w * values[from + l].standardError) ** 2, 0)),
    };
  };
  const all = combine(0);
  return { ...all, remainder: Math.abs(all.value - combine(1).value) };
}

/** So many standard errors are exceeded by chance once in 16 000: in one of 2000 reports of eight values. */
export const BEYOND = 4;

/** With fewer draws that carry it, an error bar is not that of a normal law: what it rests on is rare, or has heavy tails. */
export const LEAST_EFFECTIVE = 30;

/** So many draws carry a mean, (Σ w)²/Σ w² with w the squared deviations; of draws that are all alike, none. */
export function effectiveDraws(deviations: Iterable<number>): number {
  let [squares, fourths] = [0, 0];
  for (const deviation of deviations) {
    squares += deviation ** 2;
    fourths += deviation ** 4;
  }
  return fourths === 0 ? 0 : squares ** 2 / fourths;
}

/** How many standard errors a value must be from 0 to count as seen. */
export const VISIBLE = 3;

/** Whether a value is seen. */
export function isVisible({ value, standardError }: Estimate): boolean {
  return value !== 0 && Math.abs(value) > VISIBLE * standardError;
}

export interface Slope extends Estimate {
  /** Step sizes at which the error was seen. */
  readonly visible: number;
}

/**
 * The slope of log |e| against log η by weighted least squares, over the step sizes at which |e| exceeds three standard
 * errors: the error of log |e| is that of e over |e|. NaN where fewer than two are left.
 */
export function slopeOf(etas: readonly number[], errors: readonly Estimate[]): Slope {
  const points = errors.flatMap(({ value, standardError }, l) => {
    const size = Math.abs(value);
    if (!isVisible({ value, standardError })) return [];
    // an error bar of zero would take all the weight: no point is known better than to 1e-6
    return [{ x: Math.log(etas[l]), y: Math.log(size), weight: (size / Math.max(standardError, 1e-6 * size)) ** 2 }];
  });
  const visible = points.length;
  if (visible < 2) return { value: Number.NaN, standardError: Number.NaN, visible };
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const meanX = points.reduce((sum, { x, weight }) => sum + weight * x, 0) / total;
  const meanY = points.reduce((sum, { y, weight }) => sum + weight * y, 0) / total;
  const spread = points.reduce((sum, { x, weight }) => sum + weight * (x - meanX) ** 2, 0);
  const value = points.reduce((sum, { x, y, weight }) => sum + weight * (x - meanX) * (y - meanY), 0) / spread;
  return { value, standardError: 1 / Math.sqrt(spread), visible };
}

/** So many standard errors are exceeded by one of n independent true values once in ten thousand reports. */
export function thresholdFor(n: number): number {
  return -normalQuantile(1e-4 / (2 * Math.max(1, n)));
}
