import { linearPower } from "../math/linear-recursion.js";
import { linearTransition } from "../math/linear-transition.js";
import { discreteLyapunov, lyapunov } from "../math/lyapunov.js";
import { type Matrix, matrix } from "../math/vector.js";
import type { Curve } from "./prediction.js";
import { requireMemory, requirePositives } from "./require.js";

/*
 * SGD with momentum on f = h x²/2, gradient noise of standard deviation σ, t = kη with the η of the form at hand. Each
 * form is linear in (x, memory):
 *   averaged:    m ← βm + (1−β)g,  x ← x − ηm;         dX = −M dt,  dM = ρ(∇f − M) dt + √η ρσ dW,  ρ = (1−β)/η    (1)
 *   pytorch:     b ← βb + g,  x ← x − ηb;              dX = −B dt,  dB = ((∇f − (1−β)B) dt + √η σ dW)/η           (2)
 *   heavy ball:  v ← βv − ηg,  x ← x + v;              dX = V/η dt,  dV = −((1−β)V/η + ∇f) dt − √η σ dW           (3)
 *   nesterov:    b ← βb + g,  x ← x − η(g + βb);       dX = −((1+β)∇f + β²B) dt − (1+β)√η σ dW,  dB as in (2)     (4)
 * (1), (2), (3) are one optimizer, m = (1−β)b and v = −ηb, with η of (1) equal to η/(1−β) of the others, and one SDE.
 */

/** The forms in which momentum is written. */
export type MomentumConvention = "averaged" | "pytorch" | "heavy ball" | "nesterov";

/** Momentum on one coordinate of a quadratic. */
export interface MomentumCoordinate {
  readonly convention: MomentumConvention;
  /** Learning rate η of this form. */
  readonly eta: number;
  /** β; PyTorch writes μ. */
  readonly beta: number;
  /** Eigenvalue h of the Hessian. */
  readonly h: number;
  /** Standard deviation σ of the gradient noise. */
  readonly sigma: number;
}

/** Covariance of x and the memory of the form. */
export interface MomentumCovariance {
  readonly x: number;
  readonly memory: number;
  readonly cross: number;
}

/** Mean and variance of x started at a point x₀ with memory 0. */
export interface MomentumMoments {
  readonly mean: Curve;
  readonly variance: Curve;
}

/**
 * The stationary covariance of the SDE. Averaged form: Var X = ησ²/(2h), Var M = ηρσ²/2, Cov = 0, whatever ρ: momentum
 * does not move the floor. Standing: derived and checked.
 */
export function momentumStationaryCovariance(options: MomentumCoordinate): MomentumCovariance {
  const { drift, noise } = system("momentumStationaryCovariance", options);
  return covarianceOf(lyapunov(scaled(drift, -1), outer(noise)));
}

/**
 * The stationary covariance of the optimizer, the V with V = A V Aᵀ + k kᵀ for one step y ← A y + k z; Infinity, with
 * cross NaN, where the step is unstable. Standing: derived and checked.
 */
export function momentumStationaryCovarianceDiscrete(options: MomentumCoordinate): MomentumCovariance {
  const { step, kick } = system("momentumStationaryCovarianceDiscrete", options);
  const [a, b, c, d] = step.entries;
  const [trace, determinant] = [a + d, a * d - b * c];
  // Jury: both eigenvalues lie inside the unit circle
  const isStable = Math.abs(trace) < 1 + determinant && determinant < 1;
  if (!isStable) return { x: Infinity, memory: Infinity, cross: Number.NaN };
  return covarianceOf(discreteLyapunov(step, outer(kick)));
}

/** E X_t and Var X_t of the SDE, exact. Standing: derived and checked. */
export function momentumMoments(options: MomentumCoordinate & { readonly x0: number }): MomentumMoments {
  const { drift, noise } = system("momentumMoments", options);
  const C = outer(noise);
  return {
    mean: (t) => linearTransition(drift, C, t).propagator.entries[0] * options.x0,
    variance: (t) => linearTransition(drift, C, t).covariance.entries[0],
  };
}

/** E xₖ and Var xₖ of the optimizer, exact, unstable steps included; k is the step nearest to t/η. Standing: derived. */
export function momentumMomentsDiscrete(options: MomentumCoordinate & { readonly x0: number }): MomentumMoments {
  const { step, kick } = system("momentumMomentsDiscrete", options);
  const Q = outer(kick);
  const after = (t: number) => linearPower(step, Q, Math.round(t / options.eta));
  return {
    mean: (t) => after(t).power.entries[0] * options.x0,
    variance: (t) => after(t).covariance.entries[0],
  };
}

/** One step y ← A y + k z of the optimizer, z ~ N(0, 1), and dY = D Y dt + n dW of the SDE, y = (x, memory). */
interface System {
  readonly step: Matrix;
  readonly kick: readonly [number, number];
  readonly drift: Matrix;
  readonly noise: readonly [number, number];
}

function system(who: string, { convention, eta: η, beta: β, h, sigma: σ }: MomentumCoordinate): System {
  requirePositives(who, { eta: η, h, sigma: σ });
  requireMemory(who, β);
  const of = (
    step: readonly (readonly number[])[],
    kick: readonly [number, number],
    drift: readonly (readonly number[])[],
    noise: readonly [number, number],
  ): System => ({ step: matrix(step), kick, drift: matrix(drift), noise });
  const α = 1 - β;
  const ρ = α / η;
  const s = Math.sqrt(η) * σ;
  switch (convention) {
    case "averaged":
      return of(
        [
          [1 - η * α * h, -η * β],
          [α * h, β],
        ],
        [-η * α * σ, α * σ],
        [
          [0, -1],
          [ρ * h, -ρ],
        ],
        [0, ρ * s],
      ); // (1)
    case "pytorch":
      return of(
        [
          [1 - η * h, -η * β],
          [h, β],
        ],
        [-η * σ, σ],
        [
          [0, -1],
          [h / η, -ρ],
        ],
        [0, s / η],
      ); // (2)
    case "heavy ball":
      return of(
        [
          [1 - η * h, β],
          [-η * h, β],
        ],
        [-η * σ, -η * σ],
        [
          [0, 1 / η],
          [-h, -ρ],
        ],
        [0, -s],
      ); // (3)
    case "nesterov":
      return of(
        [
          [1 - η * (1 + β) * h, -η * β * β],
          [h, β],
        ],
        [-η * (1 + β) * σ, σ],
        [
          [-(1 + β) * h, -β * β],
          [h / η, -ρ],
        ],
        [-(1 + β) * s, s / η],
      ); // (4)
    default:
      throw new RangeError(
        `${who}: convention must be one of averaged, pytorch, heavy ball, nesterov, got ${JSON.stringify(convention)}`,
      );
  }
}

function outer([a, b]: readonly [number, number]): Matrix {
  return matrix([
    [a * a, a * b],
    [a * b, b * b],
  ]);
}

function scaled(A: Matrix, factor: number): Matrix {
  return { ...A, entries: A.entries.map((entry) => factor * entry) };
}

function covarianceOf({ entries }: Matrix): MomentumCovariance {
  return { x: entries[0], memory: entries[3], cross: entries[1] };
}
