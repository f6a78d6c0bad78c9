import { lyapunov } from "../math/lyapunov.js";
import { studentCentral, studentDistribution } from "../math/student.js";
import { truncatedMoments } from "../math/truncated-moments.js";
import { diagonal, type Matrix } from "../math/vector.js";
import { requireFinite, requireInteger } from "../validate.js";
import { lossFloor, scaleRows } from "./quadratic.js";
import { requireDegrees, requireNonNegatives, requirePositives, requireSameLength } from "./require.js";

/** Moments of one clipped coordinate. */
export interface ClipMoments {
  /** m = E clip(g): the drift of clipped SGD is −m. */
  readonly mean: number;
  /** C = Var clip(g): its squared diffusion is ηC. */
  readonly variance: number;
  /** I₀ = P(|g| < c), which is also ∂m/∂μ. */
  readonly unclipped: number;
}

/**
 * Mean and variance of clip(g) = max(−c, min(c, g)), g = μ + s T, T Student-t with nu > 0 degrees of freedom, nu =
 * ∞ Gaussian. With α = (−c−μ)/s, β = (c−μ)/s, Iₖ = ∫_α^β uᵏ f(u) du and F̄ = 1 − F:
 *   m = c (F̄(β) − F(α)) + μ I₀ + s I₁
 *   C = (c+m)² F(α) + (c−m)² F̄(β) + s² (I₂ + 2δ I₁ + δ² I₀),  δ = (μ−m)/s  (centred at m, so that nothing cancels)
 * Finite for every nu, since clipping makes all moments finite; nu = 1 and 2 are the limits. s is the scale, not
 * the standard deviation; s = 0 gives the clipped μ itself. Relative error of C about 10⁻¹² for c/s ≥ 10⁻³.
 * Standing: derived and checked, against quadrature and Monte Carlo.
 */
export function clipMoments(gradient: number, s: number, c: number, nu: number = Infinity): ClipMoments {
  requireFinite("clipMoments", "gradient", gradient);
  requireNonNegatives("clipMoments", { s, c });
  requireDegrees("clipMoments", nu);
  const μ = gradient;
  if (s === 0) return { mean: Math.max(-c, Math.min(c, μ)), variance: 0, unclipped: Math.abs(μ) < c ? 1 : 0 };
  const α = (-c - μ) / s;
  const β = (c - μ) / s;
  const below = studentDistribution(α, nu);
  const above = studentDistribution(-β, nu);
  const { zeroth, first, second } = truncatedMoments(α, β, nu);
  const mean = c * (above - below) + μ * zeroth + s * first;
  const δ = (μ - mean) / s;
  const inside = s * s * (second + δ * (2 * first + δ * zeroth));
  return { mean, variance: (c + mean) ** 2 * below + (c - mean) ** 2 * above + inside, unclipped: zeroth };
}

/** p = ∂m/∂μ and v₀ = C at μ = 0: clipped SGD near an optimum drifts by −p ∇f with noise √(η v₀) dW. */
export interface ClipLinearisation {
  readonly slope: number;
  readonly variance: number;
}

/** p = 2F(c/s) − 1 (Gaussian: erf(c/(s√2))) and v₀ = Var clip(s T). Standing: derived and checked. */
export function clipLinearisation(sigma: number, c: number, nu: number = Infinity): ClipLinearisation {
  requirePositives("clipLinearisation", { sigma, c });
  requireDegrees("clipLinearisation", nu);
  return { slope: studentCentral(c / sigma, nu), variance: clipMoments(0, sigma, c, nu).variance };
}

/** Clipped SGD on one coordinate of a quadratic; `nu` is Infinity, `workers` 1 and `lambda` 0 unless given. */
export interface ClippedCoordinate {
  /** Learning rate η. */
  readonly eta: number;
  /** Eigenvalue h of the Hessian. */
  readonly h: number;
  /** Scale σ of the noise of one worker. */
  readonly sigma: number;
  /** Clipping threshold c. */
  readonly c: number;
  /** Degrees of freedom of the noise. */
  readonly nu?: number;
  /** Number N of workers whose clipped gradients are averaged. */
  readonly workers?: number;
  /** Decoupled weight decay λ. */
  readonly lambda?: number;
}

/**
 * Var X_∞ = η v₀ / (2N (p h + λ)), the linearised stationary variance of coordinatewise clipped SGD, xₖ₊₁ = xₖ − η
 * clip(gₖ) − ηλ xₖ. Assumes f = h x²/2 and h √Var ≪ max(c, σ), that is ηh small; relative error O(η). Finite for
 * every nu, Cauchy included.
 * Standing: derived and checked (λ > 0: derived).
 */
export function clippedStationaryVariance(options: ClippedCoordinate): number {
  const { eta: η, h, sigma: σ, c, nu = Infinity, workers: N = 1, lambda: λ = 0 } = options;
  requirePositives("clippedStationaryVariance", { eta: η, h });
  requireNonNegatives("clippedStationaryVariance", { lambda: λ });
  requireInteger("clippedStationaryVariance", "workers", N);
  const { slope: p, variance: v0 } = clipLinearisation(σ, c, nu);
  return (η * v0) / (2 * N * (p * h + λ));
}

/**
 * The V with A V + V Aᵀ = (η/N) diag(v₀), A = diag(p) H: the linearised stationary covariance for a Hessian H that
 * is not diagonal and independent noise of scales σᵢ. Same assumptions as `clippedStationaryVariance`. Standing:
 * derived and checked.
 */
export function clippedStationaryCovariance(options: {
  readonly eta: number;
  readonly H: Matrix;
  readonly sigma: readonly number[];
  readonly c: number;
  readonly nu?: number;
  readonly workers?: number;
}): Matrix {
  const { eta: η, H, sigma: σ, c, nu = Infinity, workers: N = 1 } = options;
  requirePositives("clippedStationaryCovariance", { eta: η });
  requireInteger("clippedStationaryCovariance", "workers", N);
  const linear = σ.map((scale) => clipLinearisation(scale, c, nu));
  const p = linear.map(({ slope }) => slope);
  return lyapunov(scaleRows(p, H), diagonal(linear.map(({ variance }) => (η / N) * variance)));
}

/**
 * E f_∞ = ½ Σᵢ hᵢ Var Xᵢ for f = ½ Σ hᵢ xᵢ², noise of scale σᵢ in coordinate i.
 * With λ = 0 each term is η v₀(σᵢ)/(4N p(σᵢ)), whatever hᵢ. Standing: derived and checked.
 */
export function clippedLossFloor(options: {
  readonly eta: number;
  readonly h: readonly number[];
  readonly sigma: readonly number[];
  readonly c: number;
  readonly nu?: number;
  readonly workers?: number;
  readonly lambda?: number;
}): number {
  const { h, sigma: σ } = options;
  requireSameLength("clippedLossFloor", h, σ);
  return lossFloor(
    h,
    h.map((curvature, i) => clippedStationaryVariance({ ...options, h: curvature, sigma: σ[i] })),
  );
}
