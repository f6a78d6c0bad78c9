import { lyapunov } from "../math/lyapunov.js";
import { matrix } from "../math/vector.js";
import { requireMemory, requireNonNegatives, requirePositives } from "./require.js";

/*
 * Lion, x ← x − η sign(β₁m + (1−β₁)g) − ηλx, m ← β₂m + (1−β₂)g, on f = h x²/2 with Gaussian noise of standard deviation
 * σ, t = kη, ρ = (1−β₂)/η, κ = β₁/(1−β₁). Its SDE, u = (∇f + κM)/σ:
 *   dX = −(erf(u/√2) + λX) dt − √η ( ω dW + (1 − erf²(u/√2) − ω²)^{1/2} dU ),  ω = √(2/π) e^{−u²/2}        (1)
 *   dM = ρ(∇f − M) dt + √η ρσ dW                                                                       (2)
 * ω is the correlation of the sign with the noise that goes into M. Everything here is derived.
 */

/** Lion on one coordinate of a quadratic; `lambda` is 0 unless given. */
export interface LionCoordinate {
  /** Learning rate η. */
  readonly eta: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Eigenvalue h of the Hessian. */
  readonly h: number;
  /** Standard deviation σ of the Gaussian noise. */
  readonly sigma: number;
  /** Decoupled weight decay λ. */
  readonly lambda?: number;
}

/** Covariance of x and m. */
export interface LionCovariance {
  readonly x: number;
  readonly memory: number;
  readonly cross: number;
}

/** Rounds of the fixed point; each brings about one digit. */
const ROUNDS = 60;

/**
 * The stationary covariance of the SDE, by statistical linearisation: with r² = Var u, taken as Gaussian,
 *   E u erf(u/√2)/r² = √(2/π)/√(1 + r²),  E erf² = (2/π) asin( r²/(1 + r²) ),  E ω = √(2/π)/√(1 + r²),
 * a Lyapunov equation for (X, M) whose r² is that of its own solution. To leading order in η, and to a few per cent for
 * the usual β₁, β₂, where r² ≈ κ²(1−β₂)/2 is not small. Standing: derived and checked.
 */
export function lionStationaryCovariance(options: LionCoordinate): LionCovariance {
  const { eta: η, beta1: β1, beta2: β2, h, sigma: σ, lambda: λ = 0 } = options;
  const who = "lionStationaryCovariance";
  requirePositives(who, { eta: η, h, sigma: σ });
  requireMemory(who, β1);
  requireMemory(who, β2);
  requireNonNegatives(who, { lambda: λ });
  const ρ = (1 - β2) / η;
  const κ = β1 / (1 - β1);
  const solution = (r2: number): LionCovariance => {
    const ω = Math.sqrt(2 / Math.PI / (1 + r2));
    const sign = 1 - (2 / Math.PI) * Math.asin(r2 / (1 + r2));
    const A = matrix([
      [(ω * h) / σ + λ, (ω * κ) / σ],
      [-ρ * h, ρ],
    ]);
    const C = matrix([
      [η * sign, -η * ρ * σ * ω],
      [-η * ρ * σ * ω, η * (ρ * σ) ** 2],
    ]);
    const { entries } = lyapunov(A, C); // (1), (2)
    return { x: entries[0], memory: entries[3], cross: entries[1] };
  };
  let V = solution(0);
  for (let k = 0; k < ROUNDS; k++) {
    const r2 = (h * h * V.x + 2 * h * κ * V.cross + κ * κ * V.memory) / (σ * σ);
    V = solution(Math.max(0, r2));
  }
  return V;
}
