import { logGamma } from "./gamma-function.js";
import { regularisedGammaP, regularisedGammaQ } from "./incomplete-gamma.js";
import { normalDistribution } from "./normal.js";

/** From here on the terms of (2) leave less than 10⁻¹⁵ for |v| ≤ 8. */
const LARGE = 1e6;

/**
 * log(w/nu), w the quantile of χ² with nu > 0 degrees of freedom at the probability Φ(v): the increasing map that makes
 * χ² of a standard normal v, |v| ≤ 37. With a = nu/2, w = 2x, it is the root y = log x of
 *   log P(a, x) = log Φ(v) for v ≤ 0,  log Q(a, x) = log Φ(−v) for v > 0                                (1)
 * Both are concave in y, so that Newton's method ends from any start. For nu ≥ 10⁶, with ε = √(2/nu),
 *   w/nu = 1 + ε v + ε² (v² − 1)/3 + ε³ (v³ − 7v)/36 − ε⁴ (3v⁴ + 7v² − 16)/810
 *            + ε⁵ (9v⁵ + 256v³ − 433v)/38880                                                          (2)
 * Absolute error about 10⁻¹⁴ (1 + 1/nu). Source of (2): Cornish, Fisher 1938; Goldberg, Levine 1946.
 */
export function logChiSquareRatio(v: number, nu: number): number {
  if (nu >= LARGE) return expansion(v, Math.sqrt(2 / nu));
  const a = nu / 2;
  const isLower = v <= 0;
  const p = Math.log(normalDistribution(-Math.abs(v)));
  let y = start(v, a, p);
  // here P(a, x) = xᵃ/Γ(a + 1) to the last bit, while x itself may be below the smallest number
  if (y < -40) return y - Math.log(a);
  for (let k = 0; k < 100; k++) {
    const x = Math.exp(y);
    const value = isLower ? regularisedGammaP(a, x) : regularisedGammaQ(a, x);
    // d log P/dy = xᵃ e^{−x}/(Γ(a) P)
    const slope = Math.exp(a * y - x - logGamma(a)) / value;
    const step = ((isLower ? p : -p) - (isLower ? 1 : -1) * Math.log(value)) / slope;
    y += step;
    if (Math.abs(step) < 1e-15 * (1 + Math.abs(y))) break;
  }
  return y - Math.log(a);
}

/** y by Wilson and Hilferty's cube or, where that is not positive enough, by P(a, x) ≈ xᵃ/Γ(a + 1). */
function start(v: number, a: number, p: number): number {
  const root = 1 - 1 / (9 * a) + v / (3 * Math.sqrt(a));
  if (root > 0.3) return Math.log(a) + 3 * Math.log(root);
  return ((v <= 0 ? p : Math.log1p(-Math.exp(p))) + logGamma(a + 1)) / a;
}

/** The logarithm of (2). */
function expansion(v: number, ε: number): number {
  const v2 = v * v;
  const fourth = -(3 * v2 * v2 + 7 * v2 - 16) / 810;
  const fifth = (v * (9 * v2 * v2 + 256 * v2 - 433)) / 38880;
  const sum = v + ε * ((v2 - 1) / 3 + ε * ((v * (v2 - 7)) / 36 + ε * (fourth + ε * fifth)));
  return Math.log1p(ε * sum);
}
