import { discreteLyapunov } from "../math/lyapunov.js";
import { matrix } from "../math/vector.js";
import { lossFloor } from "./quadratic.js";
import { requireMemory, requireNonNegatives, requirePositives, requireSameLength } from "./require.js";

/*
 * Adam and AdamW, xₖ₊₁ = xₖ − η m̂/(√v̂ + ε) − ηλ xₖ, on f = h x²/2 with gradient noise of standard deviation σ, t
 * = kη, ρ₁ = (1−β₁)/η. Near the optimum v̂ ≈ σ², so the preconditioned curvature is κ = h/(σ + ε).
 * Source: Monzio Compagnoni, Liu, Islamov, Proske, Orvieto & Lucchi, arXiv 2411.15958.
 * All assume ηκ ≪ 1, 1 − β₂ ≪ 1 and a noise of finite variance (for Student's t nu > 2, σ its standard deviation).
 */

/** Adam on one coordinate of a quadratic; `eps` is 0 unless given. */
export interface AdamCoordinate {
  /** Learning rate η. */
  readonly eta: number;
  /** Eigenvalue h of the Hessian. */
  readonly h: number;
  /** Standard deviation σ of the gradient noise. */
  readonly sigma: number;
  /** The ε added to √v̂. */
  readonly eps?: number;
}

/** AdamW on one coordinate of a quadratic. */
export interface AdamWCoordinate extends AdamCoordinate {
  /** Decoupled weight decay λ. */
  readonly lambda: number;
}

/**
 * Var X_∞ = ησ/(2h) for ε = 0, whatever β₁ and β₂; with ε it is (η/2) σ²/((σ + ε) h). Standing: recalled and
 * checked (ε: derived).
 */
export function adamStationaryVariance(options: AdamCoordinate): number {
  return adamWStationaryVariance({ ...options, lambda: 0 });
}

/**
 * Var X_∞ = η/(2(κ + λ)) for ε = 0, κ = h/σ; with ε it is (η/2) (σ/(σ+ε))²/(h/(σ+ε) + λ).
 * Bounded as σ → ∞, where Adam's grows like σ. Holds for λ ≪ ρ₁; beyond, see `adamWStationaryVarianceWithMomentum`.
 * Standing: recalled and checked (ε: derived).
 */
export function adamWStationaryVariance(options: AdamWCoordinate): number {
  const { eta: η, h, sigma: σ, eps: ε = 0, lambda: λ } = options;
  requirePositives("adamWStationaryVariance", { eta: η, h, sigma: σ });
  requireNonNegatives("adamWStationaryVariance", { eps: ε, lambda: λ });
  const p = 1 / (σ + ε);
  return (η * (σ * p) ** 2) / (2 * (h * p + λ));
}

/**
 * Var X_∞ = η/(2(κ + λ)) · ρ₁/(ρ₁ + λ), exact for the (X, M) system dX = −(M/(σ+ε) + λX) dt, dM = ρ₁(hX − M) dt +
 * √η ρ₁ σ dW. The factor is the decay acting during the memory 1/ρ₁ of the momentum. Standing: derived and checked.
 */
export function adamWStationaryVarianceWithMomentum(options: AdamWCoordinate & { readonly beta1: number }): number {
  const { eta: η, beta1: β1, lambda: λ } = options;
  requireMemory("adamWStationaryVarianceWithMomentum", β1);
  const ρ1 = (1 - β1) / η;
  return (adamWStationaryVariance(options) * ρ1) / (ρ1 + λ);
}

/**
 * Var x_∞ of the optimizer itself with v̂ frozen at σ²: the (1,1) entry of P = A P Aᵀ + B Bᵀ,
 *   A = [[1 − ηλ − η(1−β₁)κ, −ηβ₁], [(1−β₁)κ, β₁]],  B = σ/(σ+ε) · (−η(1−β₁), 1−β₁).
 * No expansion in η. Standing: derived and checked.
 */
export function adamWStationaryVarianceDiscrete(options: AdamWCoordinate & { readonly beta1: number }): number {
  const { eta: η, h, sigma: σ, eps: ε = 0, lambda: λ, beta1: β1 } = options;
  const who = "adamWStationaryVarianceDiscrete";
  requirePositives(who, { eta: η, h, sigma: σ });
  requireNonNegatives(who, { eps: ε, lambda: λ });
  requireMemory(who, β1);
  const κ = h / (σ + ε);
  const α = 1 - β1;
  const s = (α * σ) / (σ + ε);
  const A = matrix([
    [1 - η * λ - η * α * κ, -η * β1],
    [α * κ, β1],
  ]);
  const Q = matrix([
    [η * η * s * s, -η * s * s],
    [-η * s * s, s * s],
  ]);
  return discreteLyapunov(A, Q).entries[0];
}

/**
 * Var X_∞ = ησ/(2(h + ℓ)) for Adam with ℓx added to the gradient (L2 regularisation): grows with σ, where AdamW
 * saturates.
 * Standing: derived and checked (ε: derived).
 */
export function adamL2StationaryVariance(options: AdamCoordinate & { readonly l2: number }): number {
  const { h, l2 } = options;
  requireNonNegatives("adamL2StationaryVariance", { l2 });
  requirePositives("adamL2StationaryVariance", { h });
  return adamStationaryVariance({ ...options, h: h + l2 });
}

/**
 * E f_∞ = ½ Σᵢ hᵢ Var Xᵢ = (η/4) Σᵢ hᵢ σᵢ/(hᵢ + λσᵢ) · ρ₁/(ρ₁ + λ) for f = ½ Σ hᵢ xᵢ² and ε = 0; the limit σ → ∞ is
 * η tr H/(4λ).
 * Standing: derived and checked.
 */
export function adamWLossFloor(options: {
  readonly eta: number;
  readonly h: readonly number[];
  readonly sigma: readonly number[];
  readonly eps?: number;
  readonly lambda: number;
  readonly beta1: number;
}): number {
  const { h, sigma: σ } = options;
  requireSameLength("adamWLossFloor", h, σ);
  const variance = (curvature: number, i: number): number =>
    adamWStationaryVarianceWithMomentum({ ...options, h: curvature, sigma: σ[i] });
  return lossFloor(h, h.map(variance));
}

/**
 * limsup E f(X_t) − f* ≤ (η τ σ/2) · L/(2μL + λσ(L + μ)), for f μ-strongly convex and L-smooth with tr ∇²f ≤ τ,
 * noise σ²I, ε = 0 and squared gradients of order η; minimum at 0. AdamW and RMSpropW alike.
 * Source: arXiv 2411.15958. Standing: recalled, and derived again.
 */
export function adamWLossBound(options: {
  readonly eta: number;
  readonly mu: number;
  /** Smoothness L. */
  readonly smoothness: number;
  /** Upper bound τ of the trace of the Hessian. */
  readonly trace: number;
  readonly sigma: number;
  readonly lambda: number;
}): number {
  const { eta: η, mu: μ, smoothness: L, trace: τ, sigma: σ, lambda: λ } = options;
  requirePositives("adamWLossBound", { eta: η, mu: μ, smoothness: L, trace: τ, sigma: σ });
  requireNonNegatives("adamWLossBound", { lambda: λ });
  return ((η * τ * σ) / 2) * (L / (2 * μ * L + λ * σ * (L + μ)));
}
