import { studentDensity } from "../math/student.js";
import { requireInteger, requirePositive, requireVector } from "../validate.js";
import { clipLinearisation, clipMoments } from "./clipping.js";
import { lossFloor } from "./quadratic.js";
import { requireDegrees, requireNonNegatives, requirePositives } from "./require.js";

/*
 * Distributed SGD with clipping at the workers, xₖ₊₁ = xₖ − (η/N) Σⱼ clip(g⁽ʲ⁾) − ηλ xₖ, coordinatewise, and its SDE
 *   dX = −(1/N) Σⱼ mⱼ dt − λX dt + √(η/N) ((1/N) Σⱼ Cⱼ)^{1/2} dW,  mⱼ, Cⱼ the clipped moments at worker j.
 * One clip after averaging is another method: single-worker clipping of a gradient with noise σ/√N (Gaussian).
 * Derived here; the algorithm with local steps is that of Liu, Zhuang, Lei & Liao, arXiv 2205.05040.
 */

/** Clipped distributed SGD on one coordinate of a quadratic; `nu` is Infinity and `lambda` 0 unless given. */
export interface DistributedCoordinate {
  /** Learning rate η. */
  readonly eta: number;
  /** Eigenvalue h of the Hessian, the same at every worker. */
  readonly h: number;
  /** Noise scale of each worker; its length is N. */
  readonly sigma: readonly number[];
  /** Clipping threshold c. */
  readonly c: number;
  /** Degrees of freedom of the noise. */
  readonly nu?: number;
  /** Decoupled weight decay λ. */
  readonly lambda?: number;
}

/**
 * Var X_∞ = η v̄ / (2N (p̄ h + λ)), p̄ and v̄ the means over workers of p and v₀: the linearised stationary
 * variance with one optimum common to all workers. Same validity as for one worker; falls as 1/N. Standing: derived
 * and checked (λ and unequal scales: derived).
 */
export function distributedClippingStationaryVariance(options: DistributedCoordinate): number {
  const { eta: η, h, sigma: σ, c, nu = Infinity, lambda: λ = 0 } = options;
  requirePositives("distributedClippingStationaryVariance", { eta: η, h });
  requireNonNegatives("distributedClippingStationaryVariance", { lambda: λ });
  const N = requireVector("distributedClippingStationaryVariance", "sigma", σ).length;
  let slopes = 0;
  let variances = 0;
  for (const scale of σ) {
    const { slope, variance } = clipLinearisation(scale, c, nu);
    slopes += slope;
    variances += variance;
  }
  return (η * (variances / N)) / (2 * N * ((slopes / N) * h + λ));
}

/**
 * E f_∞ = ½ Σᵢ hᵢ Var Xᵢ for f = ½ Σ hᵢ xᵢ², worker j having noise of scale σⱼ in every coordinate. Standing:
 * derived and checked.
 */
export function distributedClippingLossFloor(
  options: Omit<DistributedCoordinate, "h"> & { readonly h: readonly number[] },
): number {
  const { h } = options;
  requireVector("distributedClippingLossFloor", "h", h);
  return lossFloor(
    h,
    h.map((curvature) => distributedClippingStationaryVariance({ ...options, h: curvature })),
  );
}

/**
 * The term that I local steps between averagings add to the drift of the average X of N workers with the same data,
 * at x:
 *   −¼ (1 − 1/N) η² (I − 1) h² m″(hx) C(hx),  m″(μ) = (f(α) − f(β))/σ,
 * from the spread of the workers, (1 − 1/N) η² C (I − 1)/2 on average over a round. One coordinate of a quadratic;
 * for η → 0 at fixed I, so that the average obeys the SDE of I = 1 to first order. Standing: derived and checked.
 */
export function localStepsDriftCorrection(options: {
  readonly eta: number;
  readonly h: number;
  readonly sigma: number;
  readonly c: number;
  readonly nu?: number;
  readonly workers: number;
  /** Steps I of each worker between two averagings. */
  readonly localSteps: number;
}): (x: number) => number {
  const { eta: η, h, sigma: σ, c, nu = Infinity, workers: N, localSteps: I } = options;
  const who = "localStepsDriftCorrection";
  requirePositives(who, { eta: η, h, sigma: σ, c });
  requireDegrees(who, nu);
  requireInteger(who, "workers", N);
  requireInteger(who, "localSteps", I);
  return (x) => {
    const μ = h * x;
    const bend = (studentDensity((-c - μ) / σ, nu) - studentDensity((c - μ) / σ, nu)) / σ;
    return -0.25 * (1 - 1 / N) * η * η * (I - 1) * h * h * bend * clipMoments(μ, σ, c, nu).variance;
  };
}

/**
 * The x with Σⱼ m(h (x − x*ⱼ)) = 0: where clipped distributed SGD settles when worker j has its optimum at x*ⱼ.
 * Clipping moves it away from the mean of the optima, towards their median as c → 0. Absolute error 10⁻¹⁵ of the
 * spread. Standing: derived and checked.
 */
export function clippedFixedPoint(options: {
  readonly h: number;
  readonly optima: readonly number[];
  readonly sigma: number;
  readonly c: number;
  readonly nu?: number;
}): number {
  const { h, optima, sigma: σ, c, nu = Infinity } = options;
  requirePositives("clippedFixedPoint", { h, c });
  requirePositive("clippedFixedPoint", "sigma", σ);
  requireDegrees("clippedFixedPoint", nu);
  requireVector("clippedFixedPoint", "optima", optima);
  const pull = (x: number): number =>
    optima.reduce((s, optimum) => s + clipMoments(h * (x - optimum), σ, c, nu).mean, 0);
  let low = Math.min(...optima);
  let high = Math.max(...optima);
  for (let k = 0; k < 60; k++) {
    const middle = 0.5 * (low + high);
    if (pull(middle) > 0) high = middle;
    else low = middle;
  }
  return 0.5 * (low + high);
}
