/** Coefficients of 1/Γ(1+z) = Σ cₖ zᵏ (Wrench 1968), from mpmath 1.4.1: `mp.dps = 40; taylor(rgamma, 1, 24)`. */
const RECIPROCAL = [
  1, 0.5772156649015329, -0.6558780715202539, -0.04200263503409524, 0.16653861138229148, -0.04219773455554433,
  -0.009621971527876973, 0.0072189432466631, -0.0011651675918590652, -0.00021524167411495098, 0.0001280502823881162,
  -2.013485478078824e-5, -1.2504934821426706e-6, 1.133027231981696e-6, -2.056338416977607e-7, 6.116095104481416e-9,
  5.002007644469223e-9, -1.18127457048702e-9, 1.0434267116911005e-10, 7.782263439905071e-12, -3.696805618642206e-12,
  5.100370287454476e-13, -2.0583260535665066e-14, -5.348122539423018e-15, 1.2267786282382608e-15,
];

/** Coefficients B₂ₖ/(2k(2k−1)) of the Stirling series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/** From here on the seven terms above leave less than 10⁻¹⁷. */
const LARGE = 12;

const HALF_LOG_2_PI = 0.9189385332046728;

/**
 * log Γ(x) for x > 0, NaN elsewhere; relative error about 10⁻¹⁵, also near the zeros at 1 and 2. Taylor series of
 * 1/Γ shifted by the recurrence below 12, Stirling's series above (Abramowitz & Stegun 6.1.34, 6.1.41).
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  if (x >= LARGE) return x === Infinity ? x : (x - 0.5) * Math.log(x) - x + HALF_LOG_2_PI + stirlingRest(x);
  if (x < 0.5) return -Math.log(x) - Math.log1p(reciprocalRest(x));
  let log = 0;
  let shift = 1;
  let y = x;
  for (; y > 2.5; y--) shift *= y - 1;
  if (y > 1.5) {
    y--;
    log = Math.log1p(y - 1);
  }
  return Math.log(shift) + log - Math.log1p(reciprocalRest(y - 1));
}

/**
 * Γ(a)/Γ(b) for a, b > 0 (NaN elsewhere), without the cancellation of log Γ(a) − log Γ(b); relative error about
 * 10⁻¹⁵ (1 + |a − b| |log b|). Both arguments are raised above 12 by the recurrence, then the two Stirling series
 * are subtracted term by term. `difference` is a − b, to be given where the caller knows it better than a − b can
 * say (a = b + δ with δ ≪ b).
 */
export function gammaRatio(a: number, b: number, difference: number = a - b): number {
  if (!(a > 0 && b > 0)) return Number.NaN;
  let factor = 1;
  let p = a;
  let q = b;
  let δ = difference;
  for (; p < LARGE; p++, δ++) factor /= p;
  for (; q < LARGE; q++, δ--) factor *= q;
  return factor * Math.exp((p - 0.5) * Math.log1p(δ / q) + δ * (Math.log(q) - 1) + stirlingRest(p) - stirlingRest(q));
}

/** log Γ(x) − ((x − ½) log x − x + ½ log 2π) for x ≥ 12. */
export function stirlingRest(x: number): number {
  const w = 1 / (x * x);
  let s = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) s = s * w + STIRLING[k];
  return s / x;
}

/** 1/Γ(1+z) − 1 for |z| ≤ ½. */
function reciprocalRest(z: number): number {
  let s = 0;
  for (let k = RECIPROCAL.length - 1; k >= 1; k--) s = (s + RECIPROCAL[k]) * z;
  return s;
}

/**
 * μ − log(1 + μ) for μ > −1, without cancellation near 0.
 * With r = μ/(2 + μ): log(1 + μ) = 2 artanh r, so the difference is μ r − 2 r³ (1/3 + r²/5 + r⁴/7 + …).
 */
export function logDeficit(μ: number): number {
  if (Math.abs(μ) > 0.5) return μ - Math.log1p(μ);
  const r = μ / (2 + μ);
  const w = r * r;
  let s = 0;
  for (let k = 18; k >= 0; k--) s = s * w + 1 / (2 * k + 3);
  return μ * r - 2 * r * w * s;
}
