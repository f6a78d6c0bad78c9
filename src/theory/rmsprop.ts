import { requireFinite } from "../validate.js";
import type { Curve } from "./prediction.js";
import { requireGiven, requireMemory, requireNonNegatives, requireOneOf, requirePositives } from "./require.js";

/*
 * RMSprop and RMSpropW, xₖ₊₁ = xₖ − η gₖ/(√v + ε) − ηλ xₖ with v an average of g² of memory β, on f = h x²/2 with
 * gradient noise of standard deviation σ, t = kη. Near the optimum v ≈ σ²; κ = h/σ.
 * Source: Monzio Compagnoni, Liu, Islamov, Proske, Orvieto & Lucchi, arXiv 2411.15958; the corrections are our own.
 * Noise of infinite variance (Student's t, nu ≤ 2) has no such law.
 */

/** RMSprop on one coordinate of a quadratic; `eps` and `lambda` are 0 unless given. */
export interface RmspropCoordinate {
  /** Learning rate η. */
  readonly eta: number;
  /** Eigenvalue h of the Hessian. */
  readonly h: number;
  /** Standard deviation σ of the gradient noise. */
  readonly sigma: number;
  /** The ε added to √v. */
  readonly eps?: number;
  /** Decoupled weight decay λ. */
  readonly lambda?: number;
}

/**
 * Var X_∞ = η/(2(κ + λ)) for ε = 0; with ε it is ησ²p²/(2(hp + λ)), p = 1/(σ + ε).
 * Assumes η(κ+λ) ≪ 1, 1 − β ≪ 1 and h² Var X ≪ σ². Standing: recalled and checked (ε: derived).
 */
export function rmspropStationaryVariance(options: RmspropCoordinate): number {
  const { η, h, σ, ε, λ } = checked("rmspropStationaryVariance", options);
  const p = 1 / (σ + ε);
  return (η * (σ * p) ** 2) / (2 * (h * p + λ));
}

/**
 * The fixed point of v = ησ²P²/(2(hP + λ)), P = 1/(√V + ε), V = σ² + h²v: the gradient's own share of V, which
 * matters when the stationary gradients are not small against the noise. Standing: derived and checked (ε:
 * derived).
 */
export function rmspropStationaryVarianceWithGradient(options: RmspropCoordinate): number {
  const { η, h, σ, ε, λ } = checked("rmspropStationaryVarianceWithGradient", options);
  return fixedPoint((v) => {
    const P = 1 / (Math.sqrt(σ * σ + h * h * v) + ε);
    return (η * (σ * P) ** 2) / (2 * (h * P + λ));
  });
}

/** A memory 1/(1 − β) steps long, and which v the update divides by: "new" unless given, as in PyTorch. */
export interface RmspropMemory {
  readonly beta: number;
  readonly denominator?: "new" | "old";
}

/**
 * Var X_∞ = η(1−e)/(2(κ(1 − 5e/8) + λ)) + O(e²), e = 1 − β, for ε = 0: v fluctuates over its finite memory, with relative
 * variance e, and the new v with the gradient it divides. With ε, s = σ/(σ + ε), p = 1/(σ + ε):
 *   ηs²(1 − e(7s − 3s²)/4)/(2(hp(1 − e(7s − 2s²)/8) + λ)),
 * and where the update divides by the old v, ηs²(1 + e(s + 3s²)/4)/(2(hp(1 + e(s + 2s²)/8) + λ)). Gaussian noise.
 * Standing: derived and checked, for e ≤ 0.1.
 */
export function rmspropStationaryVarianceFiniteMemory(options: RmspropCoordinate & RmspropMemory): number {
  const { η, h, σ, ε, λ } = checked("rmspropStationaryVarianceFiniteMemory", options);
  const s = σ / (σ + ε);
  const { noise, pull } = memoryFactors("rmspropStationaryVarianceFiniteMemory", s, options);
  return (η * s * s * noise) / (2 * ((h * pull) / (σ + ε) + λ));
}

/** By how much a finite memory multiplies the variance of a step and its pull towards the minimum; s = √V/(√V + ε). */
function memoryFactors(who: string, s: number, options: RmspropMemory): { noise: number; pull: number } {
  const { beta, denominator = "new" } = options;
  requireMemory(who, beta);
  requireOneOf(who, "denominator", denominator, ["new", "old"]);
  const e = 1 - beta;
  return denominator === "new"
    ? { noise: 1 - (e * (7 * s - 3 * s * s)) / 4, pull: 1 - (e * (7 * s - 2 * s * s)) / 8 }
    : { noise: 1 + (e * (s + 3 * s * s)) / 4, pull: 1 + (e * (s + 2 * s * s)) / 8 };
}

/**
 * Var x_∞ = ησ²p²/(2q − ηq²), q = hp + λ, p = 1/(σ + ε): the optimizer itself with v frozen at σ², no expansion in η.
 * Standing: derived and checked (ε: derived).
 */
export function rmspropStationaryVarianceDiscrete(options: RmspropCoordinate): number {
  const { η, h, σ, ε, λ } = checked("rmspropStationaryVarianceDiscrete", options);
  const p = 1 / (σ + ε);
  const q = h * p + λ;
  return (η * (σ * p) ** 2) / (2 * q - η * q * q);
}

/**
 * Var x_∞ of the optimizer with the three corrections together: the fixed point of
 *   v = ησ²P²·noise/(2q − ηq²),  q = hP·pull + λ,  P = 1/(√V + ε),  V = σ² + h²v,
 * with the factors of a finite memory as in `rmspropStationaryVarianceFiniteMemory`. Of first order in 1 − β and in η, each
 * taken alone, so NaN for η(h/(σ + ε) + λ) ≥ 1; Gaussian noise. Standing: derived and checked.
 */
export function rmspropStationaryVarianceCorrected(options: RmspropCoordinate & RmspropMemory): number {
  const who = "rmspropStationaryVarianceCorrected";
  const { η, h, σ, ε, λ } = checked(who, options);
  if (η * (h / (σ + ε) + λ) >= 1) return Number.NaN;
  return fixedPoint((v) => {
    const root = Math.sqrt(σ * σ + h * h * v);
    const P = 1 / (root + ε);
    const { noise, pull } = memoryFactors(who, root * P, options);
    const q = h * P * pull + λ;
    return (η * (σ * P) ** 2 * noise) / (2 * q - η * q * q);
  });
}

/**
 * E X_t = e^{−qt} x₀, q = hp + λ, p = 1/(σ + ε), exact for the SDE with V frozen at σ²: gradients far below the noise.
 * Standing: derived.
 */
export function rmspropMean(options: RmspropCoordinate & { readonly x0: number }): Curve {
  const { h, σ, ε, λ } = checked("rmspropMean", options);
  const q = h / (σ + ε) + λ;
  const x0 = requireFinite("rmspropMean", "x0", options.x0);
  return (t) => Math.exp(-q * t) * x0;
}

/** Var X_t = (ησ²p²/(2q)) (1 − e^{−2qt}), exact for the SDE with V frozen at σ². Standing: derived. */
export function rmspropVariance(options: RmspropCoordinate): Curve {
  const { h, σ, ε, λ } = checked("rmspropVariance", options);
  const q = h / (σ + ε) + λ;
  const level = rmspropStationaryVariance(options);
  return (t) => -level * Math.expm1(-2 * q * t);
}

/**
 * The law of x_k − x₀ after k steps in which the gradient ∇f hardly changes and the noise dominates it, t = kη:
 * N( −t ∇f/σ, ηt ) in each coordinate; RMSprop, and Adam once its averages have filled.
 * Source: Malladi et al., arXiv 2205.10287, 4.1. Standing: paper.
 */
export function noiseDominatedDisplacement(options: {
  readonly eta: number;
  readonly gradient: number;
  readonly sigma: number;
}): { readonly mean: Curve; readonly variance: Curve } {
  const { eta: η, gradient: G, sigma: σ } = options;
  requirePositives("noiseDominatedDisplacement", { eta: η, sigma: σ });
  return { mean: (t) => (-t * G) / σ, variance: (t) => η * t };
}

/** The fixed point of a decreasing map of v > 0: it lies between 0 and map(0), and bisection cannot miss it. */
function fixedPoint(map: (v: number) => number): number {
  let low = 0;
  let high = map(0);
  for (let k = 0; k < 200 && high - low > 1e-16 * high; k++) {
    const middle = 0.5 * (low + high);
    if (map(middle) > middle) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

function checked(who: string, options: RmspropCoordinate): { η: number; h: number; σ: number; ε: number; λ: number } {
  requireGiven(who, options);
  const { eta: η, h, sigma: σ, eps: ε = 0, lambda: λ = 0 } = options;
  requirePositives(who, { eta: η, h, sigma: σ });
  requireNonNegatives(who, { eps: ε, lambda: λ });
  return { η, h, σ, ε, λ };
}
