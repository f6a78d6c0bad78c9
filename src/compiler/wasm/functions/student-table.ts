/**
 * The tail of Student's t as a smooth factor, from arithmetic and square roots only.
 *
 *   P(T > a) = (1 + a²/ν)^{−ν/2} B(a), a ≥ 0, with density f(0) = p                            (1)
 *   a = κ (1 − w)/w, 0 ≤ w ≤ 1, κ = min(4, √ν), D = ν w² + κ² (1 − w)²                          (2)
 *   w D B′ + κ² ν (1 − w) B = κ p √(ν D)                                                       (3)
 *
 * (1) differentiated is (3). From a = ∞ to a = 0 other solutions of (3) die out, so B is carried in this direction, by
 * Taylor series from piece to piece; p is what makes B = ½ at a = 0. Where other solutions die out within a piece the
 * recurrence for the Taylor coefficients is unstable, and is solved with the last coefficients set to 0 instead.
 * Relative error of B: 10⁻¹⁵; up to 10⁻¹³ for ν from 10³ to 10⁵ where (1) is below 10⁻¹⁰⁰, as its power is there.
 */

import type { PiecewiseTable } from "../../../math/piecewise-table.js";
import { economiser } from "./economise.js";

const ROWS = 257;
const WIDTH = 1 / 256;
const DEGREE = 5;
const TERMS = 16;
/** Coefficients solved for together; by then they have fallen below a rounding error. */
const TOGETHER = 40;

export interface StudentTable {
  /** B in w. */
  readonly B: PiecewiseTable;
  readonly κ: number;
  /** f(0). */
  readonly peak: number;
}

const kept = new Map<number, StudentTable>();

export function studentTable(nu: number): StudentTable {
  const found = kept.get(nu) ?? buildTable(nu);
  kept.set(nu, found);
  return found;
}

function buildTable(nu: number): StudentTable {
  const κ = Math.min(4, Math.sqrt(nu));
  const series: (readonly number[])[] = [];
  for (let i = 0; i < ROWS; i++) series.push(taylor(nu, κ, i * WIDTH, i === 0 ? [] : series[i - 1]));
  const peak = 0.5 / series[ROWS - 1][0];
  const shortened = economiser(TERMS, DEGREE);
  const coefficients = new Float64Array(ROWS * (DEGREE + 1));
  const scales = Array.from({ length: TERMS }, (_, k) => (WIDTH / 2) ** k);
  series.forEach((b, i) => {
    for (let k = 0; k <= DEGREE; k++) {
      let sum = 0;
      for (let n = TERMS - 1; n >= k; n--) sum += shortened[n][k] * b[n] * scales[n];
      coefficients[i * (DEGREE + 1) + k] = (peak * sum) / scales[k];
    }
  });
  return { B: { from: 0, width: WIDTH, rows: ROWS, degree: DEGREE, coefficients }, κ, peak };
}

/**
 * Taylor coefficients bₙ of B at w for p = 1. With w D = Σ pₙ tⁿ, √D = Σ sₙ tⁿ about w, (3) is
 *
 *   p₀ (n+1) bₙ₊₁ + (p₁ n + κ² ν (1 − w)) bₙ + (p₂ (n − 1) − κ² ν) bₙ₋₁ + p₃ (n − 2) bₙ₋₂ = κ √ν sₙ      (4)
 */
function taylor(nu: number, κ: number, w: number, before: readonly number[]): readonly number[] {
  const κ2 = κ * κ;
  const D = [nu * w * w + κ2 * (1 - w) * (1 - w), 2 * (nu * w - κ2 * (1 - w)), nu + κ2];
  const p = [w * D[0], D[0] + w * D[1], D[1] + w * D[2], D[2]];
  const diagonal = (n: number): number => p[1] * n + κ2 * nu * (1 - w);
  const lower = (n: number): number => p[2] * (n - 1) - κ2 * nu;
  const isStiff = κ2 * nu * (1 - w) * WIDTH > 2 * p[0];
  // B multiplies what is below e⁻⁸⁰⁰, by log(1 + q) ≥ q/(1 + q)
  if (nu * κ2 * (1 - w) * (1 - w) > 1600 * D[0]) return new Array<number>(TERMS).fill(0);
  const isTogether = w === 0 || isStiff;
  const right = squareRoot(D, isTogether ? TOGETHER : TERMS).map((s) => κ * Math.sqrt(nu) * s);
  if (isTogether) return solved(p, right, diagonal, lower);
  const b = [before.reduceRight((sum, c, n) => (n < TERMS ? sum * WIDTH + c : 0), 0)];
  for (let n = 0; n < TERMS - 1; n++) {
    const known = diagonal(n) * b[n] + lower(n) * (b[n - 1] ?? 0) + p[3] * (n - 2) * (b[n - 2] ?? 0);
    b.push((right[n] - known) / (p[0] * (n + 1)));
  }
  return b;
}

/** (4) with b = 0 beyond the last: two diagonals eliminated downward, then bₙ from bₙ₊₁. */
function solved(
  p: readonly number[],
  right: readonly number[],
  diagonal: (n: number) => number,
  lower: (n: number) => number,
): readonly number[] {
  // bₙ = rₙ − uₙ bₙ₊₁
  const u: number[] = [];
  const r: number[] = [];
  for (let n = 0; n < TOGETHER; n++) {
    const second = p[3] * (n - 2);
    const first = n < 2 ? lower(n) : lower(n) - second * u[n - 2];
    const d = n < 1 ? diagonal(n) : diagonal(n) - first * u[n - 1];
    u.push((p[0] * (n + 1)) / d);
    r.push((right[n] - (n < 2 ? 0 : second * r[n - 2]) - (n < 1 ? 0 : first * r[n - 1])) / d);
  }
  const b = [...r];
  for (let n = TOGETHER - 2; n >= 0; n--) b[n] -= u[n] * b[n + 1];
  return b;
}

/** Taylor coefficients of S = √D, D quadratic, from 2 D S′ = D′ S. */
function squareRoot([d0, d1, d2]: readonly number[], terms: number): readonly number[] {
  const s = [Math.sqrt(d0)];
  for (let n = 0; n < terms - 1; n++) {
    s.push(((0.5 - n) * d1 * s[n] + (2 - n) * d2 * (s[n - 1] ?? 0)) / (d0 * (n + 1)));
  }
  return s;
}
