import { erf } from "../math/error-function.js";
import type { Curve } from "./prediction.js";
import { requireNonNegatives, requirePositives } from "./require.js";

/*
 * The three phases of SignSGD under Gaussian noise, told apart by the signal-to-noise ratio Y = Σ^{−1/2}∇f/√2 of a
 * coordinate, and the loss bounds that hold while every coordinate is in one phase. A Phase-3 curve started in
 * Phase 1 or 2 is not a bound.
 * Source: Monzio Compagnoni, Liu, Islamov, Proske, Orvieto & Lucchi, arXiv 2411.15958.
 */

/** |Y| at the borders: Phase 3 below the first, Phase 2 between, Phase 1 above the second. */
export const phaseBoundaries: { readonly inner: number; readonly outer: number } = { inner: 1, outer: 1.5 };

/** The phase of a coordinate whose signal-to-noise ratio is Y = ∂f/(√2 σ). */
export function signPhase(Y: number): 1 | 2 | 3 {
  const y = Math.abs(Y);
  if (y > phaseBoundaries.outer) return 1;
  return y > phaseBoundaries.inner ? 2 : 3;
}

/** The lines m y + q₁ ≤ erf(y) ≤ m y + q₂ between which erf lies on Phase 2. */
export interface PhaseConstants {
  readonly slope: number;
  /** q₁ of the secant through the borders of the phase. */
  readonly lower: number;
  /** q₂ of the tangent of the same slope. */
  readonly upper: number;
  /** Where that tangent touches: (2/√π) e^{−y²} = m. */
  readonly tangency: number;
}

/** m, q₁, q₂ from their definition. Standing: recalled and checked. */
export const phaseConstants: PhaseConstants = secantAndTangent();

function secantAndTangent(): PhaseConstants {
  const { inner, outer } = phaseBoundaries;
  const slope = (erf(outer) - erf(inner)) / (outer - inner);
  const tangency = Math.sqrt(-Math.log((slope * Math.sqrt(Math.PI)) / 2));
  return { slope, lower: erf(inner) - slope * inner, upper: erf(tangency) - slope * tangency, tangency };
}

/** What a bound needs of the problem: f is μ-strongly convex with tr ∇²f ≤ τ. */
export interface PhaseProblem {
  /** Learning rate η. */
  readonly eta: number;
  /** Strong convexity μ. */
  readonly mu: number;
  /** Upper bound τ of the trace of the Hessian. */
  readonly trace: number;
  /** Largest noise scale σ. */
  readonly sigma: number;
  /** S₀ = f(x₀) − f*. */
  readonly gap: number;
}

type Descent = Pick<PhaseProblem, "mu" | "gap">;
type RateOptions = Pick<PhaseProblem, "eta" | "mu" | "sigma">;

/** t* = 2√(S₀/μ), by when the Phase 1 bound is 0. Standing: recalled. */
export function phase1EndTime(options: Descent): number {
  const { mu: μ, gap: S0 } = checkedDescent("phase1EndTime", options);
  return 2 * Math.sqrt(S0 / μ);
}

/** S_t ≤ ¼ (√μ t − 2√S₀)² for t ≤ t*, 0 after. Phase 1, where dX = −sign(∇f) dt. Standing: recalled. */
export function phase1Bound(options: Descent): Curve {
  const { mu: μ, gap: S0 } = checkedDescent("phase1Bound", options);
  return (t) => Math.max(0, Math.sqrt(S0) - 0.5 * Math.sqrt(μ) * t) ** 2;
}

/**
 * S_t ≤ (√S₀ − √(μ/2) t)², 0 after t = √(2S₀/μ): the Polyak–Łojasiewicz inequality used without loss. Standing:
 * derived.
 */
export function phase1BoundTight(options: Descent): Curve {
  const { mu: μ, gap: S0 } = checkedDescent("phase1BoundTight", options);
  return (t) => Math.max(0, Math.sqrt(S0) - Math.sqrt(μ / 2) * t) ** 2;
}

/** Δ₂ = m/(√2 σ) + ημm²/(4σ²): the loss decays at rate 2μΔ₂ in Phase 2. Standing: recalled. */
export function phase2Rate(options: RateOptions): number {
  const { eta: η, mu: μ, sigma: σ } = options;
  requirePositives("phase2Rate", { eta: η, mu: μ, sigma: σ });
  const m = phaseConstants.slope;
  return m / (Math.SQRT2 * σ) + (η * μ * m * m) / (4 * σ * σ);
}

/** Δ₃ = √(2/π)/σ + ημ/(πσ²): the loss decays at rate 2μΔ₃ in Phase 3. Standing: recalled. */
export function phase3Rate(options: RateOptions): number {
  const { eta: η, mu: μ, sigma: σ } = options;
  requirePositives("phase3Rate", { eta: η, mu: μ, sigma: σ });
  return Math.sqrt(2 / Math.PI) / σ + (η * μ) / (Math.PI * σ * σ);
}

/**
 * E S_t ≤ S₀ e^{−2μΔ₂t} + (η/2) (τ − μ d q₁²)/(2μΔ₂) (1 − e^{−2μΔ₂t}), while every coordinate is in Phase 2; d the
 * dimension.
 * Standing: recalled.
 */
export function phase2Bound(options: PhaseProblem & { readonly d: number }): Curve {
  const { mu: μ, trace: τ, d } = options;
  requirePositives("phase2Bound", { d });
  return relaxation("phase2Bound", options, phase2Rate(options), τ - μ * d * phaseConstants.lower ** 2);
}

/**
 * E S_t ≤ S₀ e^{−2μΔ₃t} + (η/2) τ/(2μΔ₃) (1 − e^{−2μΔ₃t}), while every coordinate is in Phase 3; the limit is
 * linear in σ. Rests on erf(y) ≈ 2y/√π, which is 1 % high at y = 0.17 and 34 % high at y = 1, so it is a bound only
 * well inside the phase.
 * Standing: recalled.
 */
export function phase3Bound(options: PhaseProblem): Curve {
  return relaxation("phase3Bound", options, phase3Rate(options), options.trace);
}

/** S₀ e^{−2μΔt} + (η/2) n/(2μΔ) (1 − e^{−2μΔt}), Δ the rate and n the noise of the phase. */
function relaxation(
  who: string,
  { eta: η, mu: μ, trace: τ, gap: S0 }: PhaseProblem,
  rate: number,
  noise: number,
): Curve {
  requirePositives(who, { trace: τ });
  requireNonNegatives(who, { gap: S0 });
  const level = (η * noise) / (4 * μ * rate);
  return (t) => S0 * Math.exp(-2 * μ * rate * t) - level * Math.expm1(-2 * μ * rate * t);
}

function checkedDescent(who: string, { mu, gap }: Descent): Descent {
  requirePositives(who, { mu });
  requireNonNegatives(who, { gap });
  return { mu, gap };
}
