/**
 * What clipping a Gaussian vector by its norm leaves of it. For g ~ N(μ, s² I_d), r = |μ|, and ψ(g) = φ(|g|²) g,
 *   E ψ = A μ,  Cov ψ = v⊥ (I − μ̂ μ̂ᵀ) + v∥ μ̂ μ̂ᵀ                                                    (1)
 *   A = E φ(s² χ²_{d+2}),  v⊥ = s² E φ²(s² χ²_{d+2}),  v∥ = v⊥ + r² (E φ²(s² χ²_{d+4}) − A²)            (2)
 * with noncentral χ² of λ = r²/s², since E g φ(|g|²) = μ E φ(s² χ²_{d+2}) and so on (Stein). a = c²/s².
 *
 * Norm clipping, φ = min(1, c/|g|): the A_n and B_n of noncentral-chi-square.ts.
 * Smooth clipping, φ = (1 + |g|²/c²)^{−1/2}: by q^{−1/2} = π^{−1/2} ∫ t^{−1/2} e^{−tq} dt, t = y²,
 *   E φ(s² χ²_n)  = (2/√π) ∫ e^{−y²} L_n(y) dy,  E φ² = 2 ∫ y e^{−y²} L_n(y) dy                         (3)
 *   L_n(y) = (1 + 2y²/a)^{−n/2} exp(−λ y²/(a + 2y²))                                                  (4)
 *   y = α exp(u − e^{−u}),  dy = y (1 + e^{−u}) du,  α² = a/(a + λ + d)                                (5)
 * by the trapezoidal rule in u, where both ends fall off doubly exponentially.
 * Standing: derived, and checked by quadrature and Monte Carlo.
 */

import { logGamma } from "./gamma-function.js";
import { clippedNoncentralChi, farTerms, isFarOutside } from "./noncentral-chi-square.js";

/** A, v⊥ and v∥ of (1). */
export interface RadialMoments {
  readonly factor: number;
  readonly across: number;
  readonly along: number;
}

/** The moments of one clipping at |μ| = r, for noise of standard deviation s, threshold c, in d dimensions. */
export type RadialLaw = (r: number, s: number, c: number, d: number) => RadialMoments;

/** Moments of g min(1, c/|g|). (2) */
export const normClipping: RadialLaw = (r, s, c, d) => {
  const λ = (r / s) ** 2;
  const a = (c / s) ** 2;
  if (isFarOutside(d + 4, λ, a)) return farNormClipping(r, s, c, d);
  const { first, second } = clippedNoncentralChi(d + 2, λ, a);
  const fourth = clippedNoncentralChi(d + 4, λ, a).second;
  return fromMeans(first, second, fourth, r, s);
};

/** The same where every gradient is clipped, in powers of y = 2/λ; those of v∥ begin with y², as 1 and y cancel. */
function farNormClipping(r: number, s: number, c: number, d: number): RadialMoments {
  const y = 2 * (s / r) ** 2;
  const α = farTerms(0.5, 0.5 - d / 2, y);
  const β = farTerms(1, -d / 2, y);
  const γ = farTerms(1, 1 - d / 2, y);
  const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0);
  let along = 0;
  for (let k = 2; k < Math.max(β.length, γ.length + 1, 2 * α.length - 1); k++) {
    let square = 0;
    for (let i = 0; i <= k; i++) square += (α[i] ?? 0) * (α[k - i] ?? 0);
    along += (y / 2) * (γ[k - 1] ?? 0) + (β[k] ?? 0) - square;
  }
  const across = c * c * (s / r) ** 2 * sum(γ);
  return { factor: (c / r) * sum(α), across, along: Math.max(0, c * c * along) };
}

/** The step of the trapezoidal rule in u and where it begins; beyond y = 6.2 nothing is left. The error is below 10⁻¹⁴. */
const STEP = 1 / 8;
const FIRST = -3.625;
const LAST = 6.2;

/** Moments of g/√(1 + |g|²/c²). (2)–(5) */
export const smoothClipping: RadialLaw = (r, s, c, d) => {
  const λ = (r / s) ** 2;
  const a = (c / s) ** 2;
  const α = Math.sqrt(a / (a + λ + d));
  let first = 0;
  let second = 0;
  let fourth = 0;
  for (let u = FIRST, y = 0; y < LAST; u += STEP) {
    const e = Math.exp(-u);
    y = α * Math.exp(u - e); // (5)
    const z = y * y;
    const shrink = 1 / (1 + (2 * z) / a);
    const L = y * (1 + e) * Math.exp(-z - (λ * z) / (a + 2 * z)) * shrink ** (d / 2 + 1); // (4)
    first += L;
    second += y * L;
    fourth += y * L * shrink;
  }
  return fromMeans((2 / Math.sqrt(Math.PI)) * STEP * first, 2 * STEP * second, 2 * STEP * fourth, r, s);
};

function fromMeans(A: number, B: number, fourth: number, r: number, s: number): RadialMoments {
  const across = s * s * B; // (2)
  return { factor: A, across, along: Math.max(0, across + r * r * (fourth - A * A)) };
}

/**
 * The law for multivariate Student-t noise, s z/√(w/ν) with one w ~ χ²_ν for all coordinates: (1) averaged over s_w =
 * s √(ν/w) by the trapezoidal rule in log w, v∥ with the variance of A over w.
 */
export function overChiSquare(law: RadialLaw, nu: number): RadialLaw {
  const step = Math.min(0.4, 0.5 * Math.sqrt(2 / nu));
  const weight = (y: number): number =>
    Math.exp((nu / 2) * y - Math.exp(y) / 2 - (nu / 2) * Math.log(2) - logGamma(nu / 2)) * step;
  const nodes: { readonly stretch: number; readonly weight: number }[] = [];
  const mode = Math.log(nu);
  const least = 1e-14 * weight(mode);
  for (let y = mode; weight(y) > least; y += step)
    nodes.push({ stretch: Math.sqrt(nu * Math.exp(-y)), weight: weight(y) });
  for (let y = mode - step; weight(y) > least; y -= step) {
    nodes.push({ stretch: Math.sqrt(nu * Math.exp(-y)), weight: weight(y) });
  }
  return (r, s, c, d) => {
    const parts = nodes.map((node) => ({ weight: node.weight, ...law(r, s * node.stretch, c, d) }));
    const mean = (of: (part: RadialMoments) => number): number =>
      parts.reduce((total, part) => total + part.weight * of(part), 0);
    const factor = mean((part) => part.factor);
    return {
      factor,
      across: mean((part) => part.across),
      along: mean((part) => part.along + (r * (part.factor - factor)) ** 2),
    };
  };
}
