import { studentCentral, studentDensity, studentDistribution } from "../math/student.js";
import { requireFinite } from "../validate.js";
import type { Curve } from "./prediction.js";
import { lossFloor } from "./quadratic.js";
import {
  requireDegrees,
  requireGiven,
  requireNonNegatives,
  requireNumber,
  requirePositives,
  requireSameLength,
} from "./require.js";

/*
 * SignSGD, xₖ₊₁ = xₖ − η sign(gₖ) − ηλ xₖ, and its SDE
 *   dX = −2Ξ(u) dt − λX dt + √η (1 − 4Ξ(u)²)^{1/2} dW,  u = ∂f/σ, coordinatewise, t = kη.
 * Source: Monzio Compagnoni, Liu, Islamov, Proske, Orvieto & Lucchi, arXiv 2411.15958. σ is the scale of the noise
 * law (for Student's t not its standard deviation). On a quadratic f = h x²/2 the drift near 0 is −a X with a =
 * 2f(0) h/σ.
 */

/**
 * 2Ξ(u) = 2F(u) − 1 = E sign(u + T), the drift of the SignSGD SDE up to its sign: Gaussian erf(u/√2), Student-t for
 * finite nu. Standing: recalled and checked.
 */
export function signDrift(u: number, nu: number = Infinity): number {
  requireNumber("signDrift", "u", u);
  requireDegrees("signDrift", nu);
  return studentCentral(u, nu);
}

/**
 * 1 − 4Ξ(u)² = 4F(u)F(−u) = Var sign(u + T), the squared diffusion over η; accurate in both tails. Standing:
 * recalled and checked.
 */
export function signVariance(u: number, nu: number = Infinity): number {
  requireNumber("signVariance", "u", u);
  requireDegrees("signVariance", nu);
  return 4 * studentDistribution(u, nu) * studentDistribution(-u, nu);
}

/**
 * 2f(0), the slope of 2Ξ at 0: √(2/π) Gaussian, 2Γ((nu+1)/2)/(√(π nu) Γ(nu/2)) Student-t. Standing: derived and
 * checked.
 */
export function signSlope(nu: number = Infinity): number {
  requireDegrees("signSlope", nu);
  return 2 * studentDensity(0, nu);
}

/** SignSGD on one coordinate of a quadratic; `nu` is Infinity and `lambda` 0 unless given. */
export interface SignCoordinate {
  /** Learning rate η. */
  readonly eta: number;
  /** Eigenvalue h of the Hessian. */
  readonly h: number;
  /** Scale σ of the noise. */
  readonly sigma: number;
  /** Degrees of freedom of the noise. */
  readonly nu?: number;
  /** Decoupled weight decay λ. */
  readonly lambda?: number;
}

/**
 * Var X_∞ = η/(2(a + λ)) to leading order in η; without decay and with Gaussian noise (η/2) √(π/2) σ/h. Finite for
 * every nu, Cauchy included. Assumes aη ≪ 1. Standing: recalled and checked (Student-t: derived and checked; λ:
 * derived).
 */
export function signSgdStationaryVariance(options: SignCoordinate): number {
  const { eta: η, rate, decay } = coordinate("signSgdStationaryVariance", options);
  return η / (2 * (rate + decay));
}

/**
 * Var X_∞ = η/(2(a + λ) + ηa²): the stationary variance of the SDE linearised around the optimum (drift −aX,
 * squared diffusion η(1 − a²X²)). The optimizer itself has η/(2a) + O(η²), since sign² = 1. Standing: recalled and
 * checked (λ: derived).
 */
export function signSgdStationaryVarianceLinearised(options: SignCoordinate): number {
  const { eta: η, rate: a, decay } = coordinate("signSgdStationaryVarianceLinearised", options);
  return η / (2 * (a + decay) + η * a * a);
}

/**
 * Var x_∞ = (η/2) √(π/2) σ/h + (π/16) η² + O(η³) for the optimizer; Gaussian noise, no decay. Standing: derived and
 * checked.
 */
export function signSgdStationaryVarianceDiscrete({ eta: η, h, sigma: σ }: GaussianCoordinate): number {
  return signSgdStationaryVariance({ eta: η, h, sigma: σ }) + (Math.PI / 16) * η * η;
}

/**
 * Var X_∞ = (η/2) √(π/2) σ/h + (π/16 − ¼) η² + O(η³) for the SDE with its full erf; Gaussian noise, no decay.
 * It differs from the optimizer by η²/4 whatever h and σ: weak order 1, seen. Standing: derived and checked.
 */
export function signSgdStationaryVarianceSde({ eta: η, h, sigma: σ }: GaussianCoordinate): number {
  return signSgdStationaryVariance({ eta: η, h, sigma: σ }) + (Math.PI / 16 - 0.25) * η * η;
}

/** SignSGD with Gaussian noise and no decay on one coordinate of a quadratic. */
export type GaussianCoordinate = Pick<SignCoordinate, "eta" | "h" | "sigma">;

/**
 * E X_t = e^{−(a+λ)t} x₀, the mean of the SDE linearised around the optimum (Phase 3 of SignSGD). NaN when a|x₀| >
 * 1, where the start is outside the phase and the formula says nothing. Standing: recalled and checked (λ:
 * derived).
 */
export function signSgdMean(options: SignCoordinate & { readonly x0: number }): Curve {
  const { rate: a, decay: λ } = coordinate("signSgdMean", options);
  const x0 = requireFinite("signSgdMean", "x0", options.x0);
  if (a * Math.abs(x0) > 1) return () => Number.NaN;
  return (t) => Math.exp(-(a + λ) * t) * x0;
}

/**
 * Var X_t = (M_t − e^{−2(a+λ)t}) x₀² + η/(2(a+λ) + ηa²) (1 − M_t), M_t = e^{−(2(a+λ) + ηa²)t}, for the linearised SDE.
 * NaN when a|x₀| > 1: from there the formula would go negative. Standing: recalled and checked (λ: derived).
 */
export function signSgdVariance(options: SignCoordinate & { readonly x0: number }): Curve {
  const { eta: η, rate: a, decay: λ } = coordinate("signSgdVariance", options);
  const x0 = requireFinite("signSgdVariance", "x0", options.x0);
  if (a * Math.abs(x0) > 1) return () => Number.NaN;
  const μ = 2 * (a + λ) + η * a * a;
  return (t) => x0 * x0 * Math.exp(-2 * (a + λ) * t) * Math.expm1(-η * a * a * t) - (η / μ) * Math.expm1(-μ * t);
}

/**
 * E f_∞ = ½ Σᵢ hᵢ Var Xᵢ for f = ½ Σ hᵢ xᵢ², to leading order in η; without decay (η/4) √(π/2) Σᵢ σᵢ whatever the
 * curvatures: the floor of SignSGD grows linearly in σ, that of SGD quadratically. Standing: recalled and checked.
 */
export function signSgdLossFloor(options: {
  readonly eta: number;
  readonly h: readonly number[];
  readonly sigma: readonly number[];
  readonly nu?: number;
  readonly lambda?: number;
}): number {
  const { h, sigma: σ } = options;
  requireSameLength("signSgdLossFloor", h, σ);
  const variances = h.map((curvature, i) => signSgdStationaryVariance({ ...options, h: curvature, sigma: σ[i] }));
  return lossFloor(h, variances);
}

/** η, the rate a = 2f(0) h/σ and λ, checked. */
function coordinate(who: string, options: SignCoordinate): { eta: number; rate: number; decay: number } {
  requireGiven(who, options);
  const { eta: η, h, sigma: σ, nu = Infinity, lambda: λ = 0 } = options;
  requirePositives(who, { eta: η, h, sigma: σ });
  requireNonNegatives(who, { lambda: λ });
  requireDegrees(who, nu);
  return { eta: η, rate: (signSlope(nu) * h) / σ, decay: λ };
}
