import { discreteLyapunov, lyapunov } from "../math/lyapunov.js";
import type { Matrix } from "../math/vector.js";
import { requireFinite } from "../validate.js";
import type { Curve } from "./prediction.js";
import { lossFloor, shiftDiagonal } from "./quadratic.js";
import { requireGiven, requireNonNegatives, requireOneOf, requirePositives, requireSameLength } from "./require.js";

/*
 * SGD, xₖ₊₁ = xₖ − ηgₖ − ηλxₖ, and its SDE dX = −(∇f + λX) dt + √η Σ^{1/2} dW, t = kη, on f = h x²/2 with gradient
 * noise of standard deviation σ (any law of finite variance). Write q = h + λ. Its other SDEs keep the noise and change
 * the drift to −(∇f ± (η/2) ∇²f ∇f): on the quadratic each is an Ornstein–Uhlenbeck process of a rate r,
 *   plain: r = q;  second order: r = q (1 + ηq/2);  flipped: r = q (1 − ηq/2).
 * Source: Li, Tai & E, JMLR 20 (2019); the stationary law also Monzio Compagnoni et al., arXiv 2411.15958; the flipped
 * SDE Monzio Compagnoni et al., arXiv 2506.00181.
 */

/** The SDEs of SGD by name. */
export type SgdSde = "plain" | "second order" | "flipped";

const SDES: readonly SgdSde[] = ["plain", "second order", "flipped"];

/** SGD on one coordinate of a quadratic; `lambda` is 0 unless given. */
export interface SgdCoordinate {
  /** Learning rate η. */
  readonly eta: number;
  /** Eigenvalue h of the Hessian. */
  readonly h: number;
  /** Standard deviation σ of the gradient noise. */
  readonly sigma: number;
  /** Decoupled weight decay λ. */
  readonly lambda?: number;
}

/**
 * E X_t = e^{−rt} x₀, exact for the SDE; `sde` is "plain" unless given. Standing: paper (second order, flipped: derived
 * and checked).
 */
export function sgdMean(options: Omit<SgdCoordinate, "sigma"> & { readonly x0: number; readonly sde?: SgdSde }): Curve {
  const r = rate("sgdMean", checked("sgdMean", { ...options, sigma: 1 }), options.sde);
  const x0 = requireFinite("sgdMean", "x0", options.x0);
  return (t) => Math.exp(-r * t) * x0;
}

/**
 * Var X_t = (ησ²/(2r)) (1 − e^{−2rt}), exact for the SDE started at a point, and growing without end where the flipped
 * one has r ≤ 0; `sde` is "plain" unless given. Standing: paper (second order, flipped: derived and checked).
 */
export function sgdVariance(options: SgdCoordinate & { readonly sde?: SgdSde }): Curve {
  const coordinate = checked("sgdVariance", options);
  const { η, σ } = coordinate;
  const r = rate("sgdVariance", coordinate, options.sde);
  return (t) => (r === 0 ? η * σ * σ * t : (-η * σ * σ * Math.expm1(-2 * r * t)) / (2 * r));
}

/** E xₖ = rᵏ x₀, r = 1 − ηq, exact for the optimizer; k is the step nearest to t/η. Standing: derived. */
export function sgdMeanDiscrete(options: Omit<SgdCoordinate, "sigma"> & { readonly x0: number }): Curve {
  const { η, q } = checked("sgdMeanDiscrete", { ...options, sigma: 1 });
  const x0 = requireFinite("sgdMeanDiscrete", "x0", options.x0);
  return (t) => (1 - η * q) ** Math.round(t / η) * x0;
}

/**
 * Var xₖ = η²σ² (1 − r²ᵏ)/(1 − r²), r = 1 − ηq, exact for the optimizer, unstable steps included; k nearest to t/η.
 * Standing: derived.
 */
export function sgdVarianceDiscrete(options: SgdCoordinate): Curve {
  const { η, q, σ } = checked("sgdVarianceDiscrete", options);
  const r = 1 - η * q;
  const gap = η * q * (2 - η * q);
  return (t) => {
    const k = Math.round(t / η);
    return gap === 0 ? k * (η * σ) ** 2 : ((η * σ) ** 2 * (1 - r ** (2 * k))) / gap;
  };
}

/** Var X_∞ = ησ²/(2q) for the SDE. Standing: paper. */
export function sgdStationaryVariance(options: SgdCoordinate): number {
  const { η, q, σ } = checked("sgdStationaryVariance", options);
  return (η * σ * σ) / (2 * q);
}

/**
 * Var x_∞ = ησ²/(q(2 − ηq)) for the optimizer when ηq < 2, Infinity beyond. It is also that of the SDE
 * dX = −(∇f − (η/2) H∇f) dt + √η σ dW, which keeps the stability threshold. Standing: derived and checked.
 */
export function sgdStationaryVarianceDiscrete(options: SgdCoordinate): number {
  const { η, q, σ } = checked("sgdStationaryVarianceDiscrete", options);
  return η * q < 2 ? (η * σ * σ) / (q * (2 - η * q)) : Infinity;
}

/**
 * Var X_∞ = ησ²/(q(2 + ηq)) for the second-order SDE dX = −∇(f + (η/4)|∇f|²) dt + √η σ dW: its correction has the
 * sign opposite to the optimizer's, although it is of weak order 2. Standing: derived and checked.
 */
export function sgdStationaryVarianceSecondOrder(options: SgdCoordinate): number {
  const { η, q, σ } = checked("sgdStationaryVarianceSecondOrder", options);
  return (η * σ * σ) / (q * (2 + η * q));
}

/** SGD on a quadratic with any Hessian H and noise covariance; `lambda` is 0 unless given. */
export interface SgdQuadratic {
  readonly eta: number;
  readonly H: Matrix;
  /** Noise covariance Σ. */
  readonly covariance: Matrix;
  readonly lambda?: number;
}

/** The V with A V + V Aᵀ = ηΣ, A = H + λI: the stationary covariance of the SDE. Standing: derived. */
export function sgdStationaryCovariance({ eta: η, H, covariance: Σ, lambda: λ = 0 }: SgdQuadratic): Matrix {
  requirePositives("sgdStationaryCovariance", { eta: η });
  requireNonNegatives("sgdStationaryCovariance", { lambda: λ });
  return lyapunov(shiftDiagonal(H, λ), { ...Σ, entries: Σ.entries.map((c) => η * c) });
}

/**
 * The V with A V + V Aᵀ − ηA V Aᵀ = ηΣ, A = H + λI: the stationary covariance of the optimizer, when ηA has its
 * spectrum in (0, 2). Standing: derived.
 */
export function sgdStationaryCovarianceDiscrete({ eta: η, H, covariance: Σ, lambda: λ = 0 }: SgdQuadratic): Matrix {
  requirePositives("sgdStationaryCovarianceDiscrete", { eta: η });
  requireNonNegatives("sgdStationaryCovarianceDiscrete", { lambda: λ });
  const A = shiftDiagonal(H, λ);
  const step = shiftDiagonal({ ...A, entries: A.entries.map((a) => -η * a) }, 1);
  return discreteLyapunov(step, { ...Σ, entries: Σ.entries.map((c) => η * η * c) });
}

/**
 * E f_∞ = ½ Σᵢ hᵢ Var Xᵢ for f = ½ Σ hᵢ xᵢ² and the SDE; without decay (η/4) Σᵢ σᵢ² whatever the curvatures.
 * Standing: derived.
 */
export function sgdLossFloor(options: {
  readonly eta: number;
  readonly h: readonly number[];
  readonly sigma: readonly number[];
  readonly lambda?: number;
}): number {
  const { h, sigma: σ } = options;
  requireSameLength("sgdLossFloor", h, σ);
  return lossFloor(
    h,
    h.map((curvature, i) => sgdStationaryVariance({ ...options, h: curvature, sigma: σ[i] })),
  );
}

/**
 * E f(X_t) − f* ≤ S₀ e^{−2μt} + (η/2) τ σ²/(2μ) (1 − e^{−2μt}) for f μ-strongly convex (or μ-PL) with tr ∇²f ≤ τ, Σ
 * ≤ σ²I, S₀ = f(x₀) − f*.
 * Standing: recalled and checked.
 */
export function sgdLossBound(options: {
  readonly eta: number;
  readonly mu: number;
  /** Upper bound τ of the trace of the Hessian. */
  readonly trace: number;
  /** Largest standard deviation σ of the noise. */
  readonly sigma: number;
  /** S₀ = f(x₀) − f*. */
  readonly gap: number;
}): Curve {
  const { eta: η, mu: μ, trace: τ, sigma: σ, gap: S0 } = options;
  requirePositives("sgdLossBound", { eta: η, mu: μ, trace: τ, sigma: σ });
  requireNonNegatives("sgdLossBound", { gap: S0 });
  const floor = (η * τ * σ * σ) / (4 * μ);
  return (t) => S0 * Math.exp(-2 * μ * t) - floor * Math.expm1(-2 * μ * t);
}

/** r of the SDE of the given name. */
function rate(who: string, { η, q }: { readonly η: number; readonly q: number }, sde: SgdSde = "plain"): number {
  requireOneOf(who, "sde", sde, SDES);
  if (sde === "plain") return q;
  return sde === "second order" ? q * (1 + (η * q) / 2) : q * (1 - (η * q) / 2);
}

function checked(who: string, options: SgdCoordinate): { η: number; q: number; σ: number } {
  requireGiven(who, options);
  const { eta: η, h, sigma: σ, lambda: λ = 0 } = options;
  requirePositives(who, { eta: η, h, sigma: σ });
  requireNonNegatives(who, { lambda: λ });
  return { η, q: h + λ, σ };
}
