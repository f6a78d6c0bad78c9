import { integrate } from "../math/quadrature.js";
import { shown } from "../validate.js";
import type { Curve } from "./prediction.js";
import { requireNonNegatives, requirePositives, requireSameLength } from "./require.js";
import { signSlope } from "./sign-sgd.js";

/*
 * A learning rate η s(t) with s(t) = (1 + t)^{−p}, 0 ≤ p ≤ 1: drift and noise of the SDE are both multiplied by s. Near an
 * optimum every method here is linear, dX = −a s X dt + √η s D dW, so that v = Var X obeys
 *   v′ = −2a s v + ηD² s²                                                                              (1)
 * with a = h, D = σ for SGD, and a = 2f(0) h/σ, D = 1 for SignSGD, f the density of the noise. v → 0 needs ∫ s = ∞ and
 * s → 0, hence 0 < p ≤ 1.
 * Source: Monzio Compagnoni, Liu, Islamov, Proske, Orvieto & Lucchi, arXiv 2411.15958; the constants are our own.
 */

/** S(t) = ∫₀ᵗ (1 + τ)^{−p} dτ: the time a constant learning rate would have taken. Standing: derived. */
export function scheduledTime(p: number): Curve {
  requirePower("scheduledTime", p);
  return (t) => (p === 1 ? Math.log1p(t) : Math.expm1((1 - p) * Math.log1p(t)) / (1 - p));
}

/** The linear method of (1). */
export interface ScheduledCoordinate {
  /** Learning rate η at t = 0. */
  readonly eta: number;
  /** The rate a at which the mean decays where s = 1. */
  readonly rate: number;
  /** D, the noise over √η; 1 unless given. */
  readonly noise?: number;
  /** p of s(t) = (1 + t)^{−p}. */
  readonly p: number;
}

/** A memory of e^{−45} counts for nothing. */
const MEMORY = 45;

/**
 * The solution v of (1) from v(0) = `start` (0 unless given), exact:
 *   v(t) = v(0) e^{−2aS(t)} + ηD² ∫₀^{S(t)} s e^{−2a(S(t) − y)} dy,  s = (1 + (1−p)y)^{−p/(1−p)}, e^{−y} for p = 1.
 * Standing: derived and checked.
 */
export function scheduledVariance(options: ScheduledCoordinate & { readonly start?: number }): Curve {
  const { η, a, D, p } = checked("scheduledVariance", options);
  const { start = 0 } = options;
  requireNonNegatives("scheduledVariance", { start });
  const S = scheduledTime(p);
  const s = (y: number): number => (p === 1 ? Math.exp(-y) : Math.exp((-p / (1 - p)) * Math.log1p((1 - p) * y)));
  return (t) => {
    const end = S(t);
    const from = Math.max(0, end - MEMORY / (2 * a));
    // panels on which both factors change by no more than a factor of about e²
    const panels = 1 + Math.ceil((end - from) * Math.max(a, 1));
    const noise = integrate((y) => s(y) * Math.exp(-2 * a * (end - y)), from, end, panels);
    return start * Math.exp(-2 * a * end) + η * D * D * noise;
  };
}

/**
 * v(t) as t → ∞: ηD² s(t)/(2a) for p < 1, as if s had always been what it is; ηD² s(t)/(2a − 1) for p = 1 and 2a > 1. For
 * p = 1 and 2a ≤ 1 the start is never forgotten: NaN. Standing: recalled and checked.
 */
export function scheduledVarianceLimit(options: ScheduledCoordinate): Curve {
  const { η, a, D, p } = checked("scheduledVarianceLimit", options);
  const rate = p === 1 ? 2 * a - 1 : 2 * a;
  return (t) => (rate > 0 ? (η * D * D * (1 + t) ** -p) / rate : Number.NaN);
}

/**
 * E f(X_t) of SignSGD as t → ∞ on f = ½ Σ hᵢ xᵢ²: for p < 1 (η s(t)/4) √(π/2) Σᵢ σᵢ under Gaussian noise, whatever the
 * curvatures; Student-t for finite nu. Standing: recalled and checked.
 */
export function scheduledSignSgdLoss(options: {
  readonly eta: number;
  readonly h: readonly number[];
  readonly sigma: readonly number[];
  readonly p: number;
  readonly nu?: number;
}): Curve {
  const { eta, h, sigma: σ, p, nu = Infinity } = options;
  requireSameLength("scheduledSignSgdLoss", h, σ);
  const limits = h.map((curvature, i) => scheduledVarianceLimit({ eta, p, rate: (signSlope(nu) * curvature) / σ[i] }));
  return (t) => limits.reduce((sum, v, i) => sum + (h[i] * v(t)) / 2, 0);
}

function checked(
  who: string,
  { eta: η, rate: a, noise: D = 1, p }: ScheduledCoordinate,
): { readonly η: number; readonly a: number; readonly D: number; readonly p: number } {
  requirePositives(who, { eta: η, rate: a, noise: D });
  requirePower(who, p);
  return { η, a, D, p };
}

function requirePower(who: string, p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${who}: p must be a number in [0, 1], got ${shown(p)}`);
}
