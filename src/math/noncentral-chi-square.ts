/**
 * Moments of clipping the square root of a noncentral χ² variable, n degrees of freedom, noncentrality λ:
 *   A_n = E min(1, √(a/χ²)),  B_n = E min(1, a/χ²),  n > 2                                              (1)
 *
 * A Poisson mixture of central χ² variables of k = n/2 + j halves, wⱼ = e^{−λ/2} (λ/2)ʲ/j!, x = a/2:
 *   A_n = Σⱼ wⱼ [P(k, x) + √x Γ(k−½)/Γ(k) Q(k−½, x)]                                                  (2)
 *   B_n = Σⱼ wⱼ [P(k, x) + x/(k−1) Q(k−1, x)]                                                         (3)
 * Where all is clipped, P(χ² < a) ≈ 0, and λ is large, the confluent hypergeometric function's expansion in y = 2/λ:
 *   A_n = √(a/λ) Σₖ (½)ₖ (3/2 − n/2)ₖ yᵏ/k!,  B_n = (a/λ) Σₖ (2 − n/2)ₖ yᵏ                            (4)
 * Standing of (2), (3): derived, and checked by quadrature; of (4): Abramowitz & Stegun 13.5.1, checked against (2), (3).
 */
import { gammaRatio, logGamma } from "./gamma-function.js";
import { regularisedGammaP, regularisedGammaQ } from "./incomplete-gamma.js";

/** A_n and B_n. */
export interface ClippedChi {
  readonly first: number;
  readonly second: number;
}

/** A_n and B_n of (1) for n > 2, λ ≥ 0, a > 0, to about 10⁻¹⁴ absolute. (2), (3) */
export function clippedNoncentralChi(n: number, λ: number, a: number): ClippedChi {
  const x = a / 2;
  const spread = 12 * Math.sqrt(λ / 2 + 1);
  const from = Math.max(0, Math.floor(λ / 2 - spread));
  const to = Math.ceil(λ / 2 + spread + 40);
  let k = n / 2 + from;
  let P = regularisedGammaP(k, x);
  let Qhalf = regularisedGammaQ(k - 0.5, x);
  let Qone = regularisedGammaQ(k - 1, x);
  let ratio = gammaRatio(k - 0.5, k, -0.5);
  // xᵏ e^{−x}/Γ(k + 1), by which P(k) falls and Q(k) rises from k to k + 1
  const rise = (order: number): number => Math.exp(order * Math.log(x) - x - logGamma(order + 1));
  let fall = rise(k);
  let riseHalf = rise(k - 0.5);
  let riseOne = rise(k - 1);
  // weights relative to the first, and divided by their sum: no digit is lost in e^{−λ/2}
  let w = 1;
  let total = 0;
  let first = 0;
  let second = 0;
  for (let j = from; j <= to; j++, k++) {
    total += w;
    first += w * (P + Math.sqrt(x) * ratio * Qhalf); // (2)
    second += w * (P + (x / (k - 1)) * Qone); // (3)
    P = Math.max(0, P - fall);
    Qhalf = Math.min(1, Qhalf + riseHalf);
    Qone = Math.min(1, Qone + riseOne);
    fall *= x / (k + 1);
    riseHalf *= x / (k + 0.5);
    riseOne *= x / k;
    ratio *= (k - 0.5) / k;
    w *= λ / 2 / (j + 1);
  }
  return { first: first / total, second: second / total };
}

/** Whether (4) holds to double precision for n and its neighbours: √χ² is farther from √a than ten standard deviations. */
export function isFarOutside(n: number, λ: number, a: number): boolean {
  return λ / 2 >= Math.max(60, 2 * n) && Math.sqrt(λ) - Math.sqrt(a) >= 10;
}

/** The terms of (4): (p)ₖ (q)ₖ yᵏ/k! for k = 0, 1, …, as long as they count; five at least, as the first may cancel. */
export function farTerms(p: number, q: number, y: number): readonly number[] {
  const terms = [1];
  for (let k = 0; k < 100; k++) {
    const next = (terms[k] * (p + k) * (q + k) * y) / (k + 1);
    if (k >= 4 && (Math.abs(next) < 1e-18 || Math.abs(next) > Math.abs(terms[k]))) break;
    terms.push(next);
  }
  return terms;
}
