import { logDeficit, logGamma, stirlingRest } from "./gamma-function.js";

/** How far a series or continued fraction of size n may run; both need O(√n) terms near the mean. */
export function termLimit(n: number): number {
  return 200 + 40 * Math.ceil(Math.sqrt(n));
}

/**
 * P(a, x) = (1/Γ(a)) ∫₀ˣ t^{a−1} e^{−t} dt, the cdf of a Gamma(a) variable, for a > 0; 0 for x ≤ 0. Series for x <
 * a + 1 (Abramowitz & Stegun 6.5.29), else 1 − Q; relative error about 10⁻¹⁴ for x < a + 1, absolute above.
 */
export function regularisedGammaP(a: number, x: number): number {
  if (!(a > 0) || Number.isNaN(x)) return Number.NaN;
  if (x <= 0) return 0;
  return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/**
 * Q(a, x) = 1 − P(a, x), for a > 0; 1 for x ≤ 0. Continued fraction for x ≥ a + 1 (6.5.31), there with relative
 * error about 10⁻¹⁴.
 */
export function regularisedGammaQ(a: number, x: number): number {
  if (!(a > 0) || Number.isNaN(x)) return Number.NaN;
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let s = term;
  for (let k = 1; k < termLimit(a) && term > s * 1e-17; k++) {
    term *= x / (a + k);
    s += term;
  }
  return s * gammaKernel(a, x);
}

/** Lentz's evaluation of the continued fraction. */
function upperFraction(a: number, x: number): number {
  if (x === Infinity) return 0;
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < termLimit(a); k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h * gammaKernel(a, x);
}

/** xᵃ e^{−x}/Γ(a); for large a through the deviance, whose terms are small where the value is not. */
function gammaKernel(a: number, x: number): number {
  if (a >= 12) return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-a * logDeficit((x - a) / a) - stirlingRest(a));
  if (x < 700) return x ** a * Math.exp(-x) * Math.exp(-logGamma(a));
  return Math.exp(a * Math.log(x) - x - logGamma(a));
}
