/**
 * Moments of clipping for a quadratic form of Gaussian variables, by Ruben's series.
 *
 * Q = Σⱼ lⱼ χ²_{hⱼ}(δⱼ), lⱼ > 0, is a mixture of central χ² variables: with β = min l, γⱼ = 1 − β/lⱼ, n = Σ h,
 *   a₀ = e^{−Σδ/2} Π (β/lⱼ)^{hⱼ/2},  aₖ = (1/k) Σ_{r<k} g_{k−r} a_r                                    (1)
 *   gₖ = ½ Σ hⱼ γⱼᵏ + (k/2) Σ δⱼ γⱼ^{k−1} (1 − γⱼ)                                                    (2)
 *   P(Q ≤ q) = Σ aₖ P(n/2 + k, q/2β), so that with x = q₀/2β                                         (3)
 *   E min(1, √(q₀/Q)) = Σ aₖ [P(κ, x) + √x Γ(κ−½)/Γ(κ) Q(κ−½, x)],  κ = n/2 + k                        (4)
 *   E min(1, q₀/Q)    = Σ aₖ [P(κ, x) + x/(κ−1) Q(κ−1, x)]                                            (5)
 * (1)–(3): Ruben 1962, «Probability content of regions under spherical normal distributions IV»; recalled and checked. (4),
 * (5): derived, and checked by Monte Carlo.
 */
import { gammaRatio } from "./gamma-function.js";
import { regularisedGammaP, regularisedGammaQ } from "./incomplete-gamma.js";
import type { ClippedChi } from "./noncentral-chi-square.js";

/** One term l χ²_h(δ) of Q. */
export interface ChiSquareTerm {
  readonly l: number;
  readonly h: number;
  readonly delta: number;
}

/** The weights left over when the series is cut. */
const REST = 1e-13;

/** Terms taken at most: the series needs about 30 max l/min l, and the work grows with the square. */
const MOST_TERMS = 4000;

/**
 * E min(1, √(q₀/Q)) and E min(1, q₀/Q), n = Σ h > 2.
 *
 * @throws RangeError where the l differ so much that 4000 terms are not enough.
 */
export function clippedQuadraticForm(terms: readonly ChiSquareTerm[], q0: number): ClippedChi {
  const β = Math.min(...terms.map(({ l }) => l));
  const n = terms.reduce((sum, { h }) => sum + h, 0);
  const γ = terms.map(({ l }) => 1 - β / l);
  const x = q0 / (2 * β);
  const logStart = terms.reduce((sum, { l, h, delta }) => sum - delta / 2 + (h / 2) * Math.log(β / l), 0);
  const a = [Math.exp(logStart)]; // (1)
  const g = [0];
  let weight = 0;
  let first = 0;
  let second = 0;
  for (let k = 0; k < MOST_TERMS; k++) {
    if (k > 0) {
      // (2); γ = 0 leaves γ⁰ = 1 in the second sum
      g.push(
        terms.reduce((sum, { h, delta }, j) => sum + (h * γ[j] ** k + k * delta * γ[j] ** (k - 1) * (1 - γ[j])) / 2, 0),
      );
      let s = 0;
      for (let r = 0; r < k; r++) s += g[k - r] * a[r];
      a.push(s / k); // (1)
    }
    const κ = n / 2 + k;
    const inside = regularisedGammaP(κ, x);
    const half = Math.sqrt(x) * gammaRatio(κ - 0.5, κ, -0.5) * regularisedGammaQ(κ - 0.5, x);
    weight += a[k];
    first += a[k] * (inside + half); // (4)
    second += a[k] * (inside + (x / (κ - 1)) * regularisedGammaQ(κ - 1, x)); // (5)
    if (weight > 1 - REST) return { first, second };
  }
  throw new RangeError(
    `clippedQuadraticForm: the scales must be so near each other that ${MOST_TERMS} terms are enough, got weights of ${weight} only`,
  );
}
