/**
 * g(y) = erf(y)/y on 0 ≤ y ≤ 6 as polynomials of degree 5 on pieces of width 1/64.
 *
 * Taylor coefficients at the centre c of a piece, from u″ = −2 y u′ for u = erf y − erf c, and from y g = erf y:
 *
 *   (k+2)(k+1) aₖ₊₂ = −2c (k+1) aₖ₊₁ − 2k aₖ, a₀ = 0, a₁ = (2/√π) e^{−c²}                      (1)
 *   c gₖ = aₖ − gₖ₋₁, g₀ = erf(c)/c                                                            (2)
 *
 * erf c itself is carried from centre to centre in 106 bits. Relative error of g: 2·10⁻¹⁶ and its rounding.
 */

import type { PiecewiseTable } from "../../../math/piecewise-table.js";
import { type DoubleDouble, fromFixed, multiple, plus, product, quotient } from "./double-double.js";
import { economiser } from "./economise.js";
import { exp, ONE, over, PI, sqrt } from "./fixed-point.js";

const SCALE = 6;
export const WIDTH: number = 2 ** -SCALE;
const DEGREE = 5;
/** Terms of Taylor series; what they leave is below 2⁻⁸⁰ half a width away from c. */
const TERMS = 14;

/** Beyond it, erf y rounds to 1. */
export const END = 6;

let kept: PiecewiseTable | undefined;

export function erfTable(): PiecewiseTable {
  kept ??= buildTable();
  return kept;
}

function buildTable(): PiecewiseTable {
  const rows = END / WIDTH + 1;
  const coefficients = new Float64Array(rows * (DEGREE + 1));
  const shortened = economiser(TERMS, DEGREE);
  const scales = Array.from({ length: TERMS }, (_, k) => (WIDTH / 2) ** k);
  let value: DoubleDouble = [0, 0];
  // a₁ from centre to centre: times e^{−2cw − w²}, which in turn is multiplied by e^{−2w²}
  let slope = fromFixed(over(2n * ONE, sqrt(PI)));
  let factor = fromFixed(exp(-(ONE >> BigInt(2 * SCALE))));
  const step = product(factor, factor);
  for (let i = 0; i < rows; i++) {
    const c = i * WIDTH;
    const a = taylor(slope[0], c);
    const [head, tail] = i === 0 ? slope : quotient(value, c);
    const g = factored(head, a, c);
    // in s = t / (half a width), where the powers beyond the degree only correct those below
    for (let k = 0; k <= DEGREE; k++) {
      let correction = k === 0 ? tail : 0;
      for (let n = TERMS - 1; n > DEGREE; n--) correction += shortened[n][k] * g[n] * scales[n];
      coefficients[i * (DEGREE + 1) + k] = g[k] + correction / scales[k];
    }
    // erf(c + w) = erf c + a₁ w (1 + ε): only the 1 needs more than a double
    let ε = 0;
    for (let k = TERMS - 1; k > 1; k--) ε = (ε + a[k]) * WIDTH;
    value = plus(value, multiple(plus(slope, [ε, 0]), WIDTH));
    slope = product(slope, factor);
    factor = product(factor, step);
  }
  return { from: 0, width: WIDTH, rows, degree: DEGREE, coefficients };
}

/** (1); three times as many terms where `factored` goes downward. */
function taylor(slope: number, c: number): readonly number[] {
  const a = [0, slope];
  const last = c < 0.5 ? 3 * TERMS : TERMS;
  for (let k = 0; k < last - 2; k++) a.push((-2 * c * (k + 1) * a[k + 1] - 2 * k * a[k]) / ((k + 2) * (k + 1)));
  return a;
}

/** (2), upward or downward, as errors shrink. */
function factored(value: number, a: readonly number[], c: number): readonly number[] {
  const g = a.map(() => 0);
  g[0] = value;
  if (c >= 0.5) for (let k = 1; k < g.length; k++) g[k] = (a[k] - g[k - 1]) / c;
  else for (let k = g.length - 1; k > 1; k--) g[k - 1] = a[k] - c * g[k];
  return g;
}

/** Beyond it, erf y rounds to 1 in floats. */
export const END_FLOAT = 4;

/** Rows of the table for floats, a power of two: the row of a NaN is any. */
export const PARABOLAS = 512;

/** The pieces up to 4 shortened to parabolas, in floats: c₀, c₁, c₂ and an empty place each. */
export function erfParabolas(): Float32Array {
  const { coefficients } = erfTable();
  const shortened = economiser(DEGREE + 1, 2);
  const rows = END_FLOAT / WIDTH + 1;
  const parabolas = new Float32Array(4 * PARABOLAS);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k <= 2; k++) {
      let sum = 0;
      for (let n = DEGREE; n >= k; n--) sum += shortened[n][k] * coefficients[i * (DEGREE + 1) + n] * (WIDTH / 2) ** n;
      parabolas[4 * i + k] = sum / (WIDTH / 2) ** k;
    }
  }
  return parabolas;
}
