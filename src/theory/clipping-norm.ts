import { normClipping, overChiSquare } from "../math/radial-clipping.js";
import { clippedQuadraticForm } from "../math/ruben.js";
import type { Matrix } from "../math/vector.js";
import { requireInteger, requirePositive } from "../validate.js";
import { lossFloor } from "./quadratic.js";
import { requireDegrees, requireNonNegatives, requirePositives, requireSameLength } from "./require.js";

/** A stochastic gradient g = μ + noise that is clipped to the norm c. */
export interface ClippedGradient {
  /** μ = ∇f, of length d. */
  readonly gradient: readonly number[];
  /** Standard deviations σᵢ > 0 of independent Gaussian noise; for nu < ∞ the scales, all equal. */
  readonly sigma: readonly number[];
  /** Threshold c > 0. */
  readonly c: number;
  /** Degrees of freedom of multivariate Student-t noise, one χ² for all coordinates. Default ∞: Gaussian. */
  readonly nu?: number;
}

/** Mean m ∈ ℝᵈ and covariance C of a clipped gradient: the SDE is dX = −m dt + √η C^{1/2} dW. */
export interface ClippedVectorMoments {
  readonly mean: readonly number[];
  readonly covariance: Matrix;
}

/**
 * m = E clip(g), C = Cov clip(g) for clip(g) = g min(1, c/|g|).
 *
 * One σ for all: m = A μ, C = v⊥ (I − μ̂ μ̂ᵀ) + v∥ μ̂ μ̂ᵀ with A, v⊥ and v∥ from noncentral χ² variables, averaged over w for
 * multivariate t. Several σᵢ, with h(Q) = min(1, c/√Q), Q = |g|² and lᵢ = σᵢ²:
 *   mᵢ = μᵢ E h(Q + lᵢ χ²₂),  C_ij = δ_ij lᵢ E h²(Q + lᵢ χ²₂) + μᵢ μⱼ E h²(Q + lᵢ χ²₂ + lⱼ χ²₂) − mᵢ mⱼ
 * by Ruben's series, at a cost of d² (30 max l/min l)². Standing: derived and checked, against quadrature and Monte Carlo.
 *
 * @throws RangeError for scales that differ in multivariate t noise, or by more than Ruben's series can do.
 */
export function normClipMoments({ gradient: μ, sigma: σ, c, nu = Infinity }: ClippedGradient): ClippedVectorMoments {
  requireNoise("normClipMoments", σ, c, nu);
  requireSameLength("normClipMoments", μ, σ);
  const d = μ.length;
  const matrixOf = (entry: (i: number, j: number) => number): Matrix => ({
    rows: d,
    columns: d,
    entries: Float64Array.from({ length: d * d }, (_, k) => entry(Math.floor(k / d), k % d)),
  });
  if (isIsotropic(σ)) {
    const r = Math.hypot(...μ);
    const law = nu === Infinity ? normClipping : overChiSquare(normClipping, nu);
    const { factor, across, along } = law(r, σ[0], c, d);
    const direction = μ.map((value) => (r === 0 ? 0 : value / r));
    return {
      mean: μ.map((value) => factor * value),
      covariance: matrixOf((i, j) => (i === j ? across : 0) + (along - across) * direction[i] * direction[j]),
    };
  }
  const mean = μ.map((value, i) => value * clippedForm(μ, σ, c, [i]).first);
  const covariance = matrixOf((i, j) => {
    const spread = i === j ? σ[i] ** 2 * clippedForm(μ, σ, c, [i]).second : 0;
    return spread + μ[i] * μ[j] * clippedForm(μ, σ, c, [i, j]).second - mean[i] * mean[j];
  });
  return { mean, covariance };
}

/** pᵢ = ∂mᵢ/∂μᵢ and vᵢ = C_ii at μ = 0, where both matrices are diagonal. */
export interface NormClipLinearisation {
  readonly slopes: readonly number[];
  readonly variances: readonly number[];
}

/** pᵢ = E h(Q + lᵢ χ²₂), vᵢ = lᵢ E h²(Q + lᵢ χ²₂) at μ = 0. Standing: derived and checked. */
export function normClipLinearisation({
  sigma: σ,
  c,
  nu = Infinity,
}: Omit<ClippedGradient, "gradient">): NormClipLinearisation {
  requireNoise("normClipLinearisation", σ, c, nu);
  if (isIsotropic(σ)) {
    const law = nu === Infinity ? normClipping : overChiSquare(normClipping, nu);
    const { factor, across } = law(0, σ[0], c, σ.length);
    return { slopes: σ.map(() => factor), variances: σ.map(() => across) };
  }
  const zero = σ.map(() => 0);
  const forms = σ.map((_, i) => clippedForm(zero, σ, c, [i]));
  return {
    slopes: forms.map(({ first }) => first),
    variances: forms.map(({ second }, i) => σ[i] ** 2 * second),
  };
}

/** Norm-clipped SGD on f = ½ Σ hᵢ xᵢ². */
export interface NormClippedQuadratic extends Omit<ClippedGradient, "gradient"> {
  /** Learning rate η. */
  readonly eta: number;
  /** Eigenvalues hᵢ > 0 of the Hessian. */
  readonly h: readonly number[];
  /** Number B of clipped gradients that are averaged. Default 1. */
  readonly batch?: number;
  /** Standard deviation of Gaussian noise added to the average, per coordinate. Default 0. */
  readonly added?: number;
}

/**
 * Var Xᵢ = η (vᵢ/B + τ²)/(2 pᵢ hᵢ), τ the noise added after clipping: the linearised stationary variances. Assumes hᵢ √Var
 * small against max(c, σ); relative error O(η h). Standing: derived and checked.
 */
export function normClippedStationaryVariances(options: NormClippedQuadratic): readonly number[] {
  const { eta: η, h, sigma, batch: B = 1, added: τ = 0 } = options;
  requirePositives("normClippedStationaryVariances", { eta: η });
  requireNonNegatives("normClippedStationaryVariances", { added: τ });
  requireInteger("normClippedStationaryVariances", "batch", B);
  requireSameLength("normClippedStationaryVariances", h, sigma);
  const { slopes: p, variances: v } = normClipLinearisation(options);
  return h.map((curvature, i) => {
    requirePositive("normClippedStationaryVariances", `h[${i}]`, curvature);
    return (η * (v[i] / B + τ * τ)) / (2 * p[i] * curvature);
  });
}

/** E f_∞ = ½ Σᵢ hᵢ Var Xᵢ. Standing: derived and checked. */
export function normClippedLossFloor(options: NormClippedQuadratic): number {
  return lossFloor(options.h, normClippedStationaryVariances(options));
}

/** E h and E h² of Q with two more degrees of freedom for each of the named coordinates. */
function clippedForm(
  μ: readonly number[],
  σ: readonly number[],
  c: number,
  more: readonly number[],
): { readonly first: number; readonly second: number } {
  const terms = σ.map((s, j) => ({
    l: s * s,
    h: 1 + 2 * more.filter((i) => i === j).length,
    delta: (μ[j] / s) ** 2,
  }));
  return clippedQuadraticForm(terms, c * c);
}

function isIsotropic(σ: readonly number[]): boolean {
  return new Set(σ).size === 1;
}

function requireNoise(who: string, σ: readonly number[], c: number, nu: number): void {
  requirePositives(who, { c, ...Object.fromEntries(σ.map((value, i) => [`sigma[${i}]`, value])) });
  requireDegrees(who, nu);
  if (nu !== Infinity && !isIsotropic(σ)) {
    throw new RangeError(`${who}: multivariate t noise must have one scale for all coordinates, got ${σ.join(", ")}`);
  }
}
