/**
 * The error function and its complement, by rational minimax approximations on three ranges.
 * Source: W. J. Cody, Rational Chebyshev approximations for the error function, Math. Comp. 23 (1969) 631–637.
 */

const A = [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694];
const B = [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];
const C = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const D = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const P = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
  0.0006587491615298378,
];
const Q = [1, 2.568520192289822, 1.8729528499234604, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918];

const INVERSE_SQRT_PI = 0.5641895835477563;
const CENTRE = 0.46875;

/** erf(x) = (2/√π) ∫₀ˣ e^{−t²} dt for every real x; relative error ≤ 4·10⁻¹⁶. Cody 1969. */
export function erf(x: number): number {
  const y = Math.abs(x);
  if (y <= CENTRE) return x * ratio(A, B, x * x);
  const value = 1 - tail(y);
  return x < 0 ? -value : value;
}

/**
 * erfc(x) = 1 − erf(x) = (2/√π) ∫ₓ^∞ e^{−t²} dt for every real x; relative error ≤ 10⁻¹⁵ down to underflow. Cody
 * 1969.
 */
export function erfc(x: number): number {
  const y = Math.abs(x);
  if (y <= CENTRE) return 1 - x * ratio(A, B, x * x);
  return x < 0 ? 2 - tail(y) : tail(y);
}

/** erfc(y) for y > 0.46875. */
function tail(y: number): number {
  if (Number.isNaN(y)) return y;
  if (y > 27) return 0;
  if (y <= 4) return gaussian(y) * ratio(C, D, y);
  const w = 1 / (y * y);
  return (gaussian(y) * (INVERSE_SQRT_PI - w * ratio(P, Q, w))) / y;
}

/** e^{−y²}: the square is split at 1/16 so that its rounding error is not multiplied by y². */
function gaussian(y: number): number {
  const head = Math.trunc(y * 16) / 16;
  return Math.exp(-head * head) * Math.exp(-(y - head) * (y + head));
}

/** Quotient of two polynomials of one degree, coefficients from the highest power down. */
function ratio(numerator: readonly number[], denominator: readonly number[], z: number): number {
  let p = 0;
  let q = 0;
  for (let i = 0; i < denominator.length; i++) {
    p = p * z + numerator[i];
    q = q * z + denominator[i];
  }
  return p / q;
}
