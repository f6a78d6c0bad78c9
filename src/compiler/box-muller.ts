/**
 * Two standard normals from two words, after Box and Muller 1958, in 32-bit floating point:
 *
 *   u = (⌊a/2⌋ + ½) 2⁻³¹,  R = ±√(−2 ln u), the sign being the lowest bit of a                          (1)
 *   w = b 2⁻³¹ ∈ [−1, 1],  z₀ = R sin(πw/2),  z₁ = R cos(πw/2)                                          (2)
 *   ln u = k ln 2 + ln m,  √½ ≤ m < √2,  k from the exponent's bits                                     (3)
 *   ln m = 2s + s³ L(s²),  s = (m − 1)/(m + 1)                                                          (4)
 *   sin(πw/2) = w S(w²),  cos(πw/2) = C(w²)                                                             (5)
 *
 * The operations and their order are part of the definition: every executor repeats them and so has the same bits. Each
 * is a sum, difference, product, quotient, root or conversion rounded to 32 bits, or an integer operation; none branches.
 * (A double operation rounded once more to 32 bits is the 32-bit operation: Figueroa 1995, «When is double rounding
 * innocuous?».)
 *
 * L, S, C are minimax polynomials, their coefficients rounded to 32 bits from the lowest up and the higher ones fitted
 * again after each rounding. Errors before evaluation: L 1.5·10⁻⁷ of ln m, S 4.4·10⁻⁸, C 6·10⁻⁸; as evaluated, over
 * every 256th word, sine 1.9·10⁻⁷, cosine 1.7·10⁻⁷.
 *
 * The law of the result, summed over all 2³² words a and all 2³² words b (data/randomness/exact-law.mjs): the variance
 * is 1 to 5·10⁻⁹, the moments to order 8 are those of N(0, 1) to 5·10⁻⁷, relative. P(|z| > t) is right to 10⁻⁶ up to
 * t = 4.5, to 7·10⁻⁵ up to 5.5, and to 0.15 % at 6; no |z| exceeds 6.66, beyond which N(0, 1) has 3·10⁻¹¹. A zero, which
 * N(0, 1) does not have, comes with probability 3·10⁻⁸: the radius is then below the step of u at 1.
 */

const { fround } = Math;
const TWO_TO_MINUS_31 = 2 ** -31;
const TWO_TO_MINUS_32 = 2 ** -32;

/** L of (4), S and C of (5): coefficients of s², or w², from the constant up. */
export const LOGARITHM: readonly number[] = [0.666556001, 0.412028939].map(fround);
export const SINE: readonly number[] = [1.57079637, -0.645964444, 0.079692401, -0.00467746984, 0.000153154557].map(
  fround,
);
export const COSINE: readonly number[] = [0.99999994, -1.23369801, 0.25364995, -0.0208095163, 0.000857680338].map(
  fround,
);
export const LN_2: number = fround(Math.LN2);
/** The bits of √½: what is taken off so that m begins there. */
export const BITS_OF_ROOT_HALF = 0x3f3504f3;

const [L0, L1] = LOGARITHM;
const [S0, S1, S2, S3, S4] = SINE;
const [C0, C1, C2, C3, C4] = COSINE;
const real = new Float32Array(1);
const bits = new Int32Array(real.buffer);

/** R of (1), of either sign. */
export function signedRadius(a: number): number {
  real[0] = fround(fround(fround(a >>> 1) * TWO_TO_MINUS_31) + TWO_TO_MINUS_32); // (1)
  const k = (bits[0] - BITS_OF_ROOT_HALF) >> 23; // (3)
  bits[0] -= k << 23;
  const m = real[0];
  const s = fround(fround(m - 1) / fround(m + 1));
  const z = fround(s * s);
  const L = fround(fround(L1 * z) + L0);
  const lnM = fround(fround(fround(L * z) + 2) * s); // (4)
  const lnU = fround(fround(k * LN_2) + lnM);
  const square = fround(lnU * -2);
  const R = fround(Math.sqrt(square > 0 ? square : 0));
  return (a & 1) === 0 ? R : -R;
}

/** sin(πw/2) of (2). */
export function sine(b: number): number {
  const w = fround(fround(b | 0) * TWO_TO_MINUS_31);
  const z = fround(w * w);
  let p = fround(fround(S4 * z) + S3);
  p = fround(fround(p * z) + S2);
  p = fround(fround(p * z) + S1);
  p = fround(fround(p * z) + S0);
  return fround(p * w); // (5)
}

/** cos(πw/2) of (2). */
export function cosine(b: number): number {
  const w = fround(fround(b | 0) * TWO_TO_MINUS_31);
  const z = fround(w * w);
  let p = fround(fround(C4 * z) + C3);
  p = fround(fround(p * z) + C2);
  p = fround(fround(p * z) + C1);
  return fround(fround(p * z) + C0); // (5)
}

/** z₀ of (2). */
export function sineNormal(a: number, b: number): number {
  return fround(sine(b) * signedRadius(a));
}

/** z₁ of (2). */
export function cosineNormal(a: number, b: number): number {
  return fround(cosine(b) * signedRadius(a));
}
