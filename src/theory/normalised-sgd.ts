import { gammaRatio } from "../math/gamma-function.js";
import { integrate } from "../math/quadrature.js";
import { requireInteger } from "../validate.js";
import { lossFloor } from "./quadratic.js";
import { requireNonNegatives, requirePositives } from "./require.js";

/*
 * Normalised SGD, x ← x − η g/|g|, under isotropic Gaussian noise of standard deviation σ in d dimensions, t = kη. With
 * λ = |∇f|²/σ² and χ′_n the noncentral χ of n degrees of freedom, E g/|g| = (∇f/σ) E 1/χ′_{d+2}(λ): the limit c → 0 of
 * clipping by the norm, over c. At ∇f = 0 the covariance of g/|g| is I/d. Everything here is derived.
 */

/**
 * A = E 1/χ′_{d+2}(u²) = √(2/π) ∫₀¹ (1 − s²)^{(d−1)/2} e^{−u²s²/2} ds, so that E g/|g| = A ∇f/σ with u = |∇f|/σ ≥ 0. For
 * d = 1 it is erf(u/√2)/u: SignSGD. To about 10⁻¹³. Standing: derived and checked.
 */
export function normalisedDrift(u: number, d: number): number {
  requireNonNegatives("normalisedDrift", { u });
  requireInteger("normalisedDrift", "d", d);
  // beyond nine widths of the integrand nothing counts
  const end = Math.min(1, 9 / Math.sqrt(u * u + d));
  // s = sin a takes the root at s = 1 away
  const f = (a: number): number => Math.cos(a) ** d * Math.exp(-0.5 * (u * Math.sin(a)) ** 2);
  return Math.sqrt(2 / Math.PI) * integrate(f, 0, Math.asin(end), 4);
}

/** A at ∇f = 0: E 1/χ_{d+2} = Γ((d+1)/2)/(√2 Γ((d+2)/2)), near 1/√d for large d. Standing: derived and checked. */
export function normalisedSlope(d: number): number {
  requireInteger("normalisedSlope", "d", d);
  return gammaRatio((d + 1) / 2, (d + 2) / 2, -0.5) * Math.SQRT1_2;
}

/**
 * Var Xᵢ = ησ/(2d A hᵢ) on f = ½ Σ hᵢ xᵢ², A as at ∇f = 0, to leading order in η: needs η Σ hᵢ A/σ ≪ 1. Standing: derived
 * and checked.
 */
export function normalisedSgdStationaryVariance(options: {
  readonly eta: number;
  /** Eigenvalue h of the Hessian. */
  readonly h: number;
  /** Standard deviation σ of the noise in every coordinate. */
  readonly sigma: number;
  /** Dimension. */
  readonly d: number;
}): number {
  const { eta: η, h, sigma: σ, d } = options;
  requirePositives("normalisedSgdStationaryVariance", { eta: η, h, sigma: σ });
  return (η * σ) / (2 * d * normalisedSlope(d) * h);
}

/** E f_∞ = ησ/(4A) on f = ½ Σ hᵢ xᵢ², whatever the curvatures; linear in σ, and near ησ√d/4 for large d. Standing: derived. */
export function normalisedSgdLossFloor(options: {
  readonly eta: number;
  readonly h: readonly number[];
  readonly sigma: number;
}): number {
  const { h } = options;
  const variances = h.map((curvature) => normalisedSgdStationaryVariance({ ...options, h: curvature, d: h.length }));
  return lossFloor(h, variances);
}
