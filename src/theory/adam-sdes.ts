import { lyapunov } from "../math/lyapunov.js";
import { matrix } from "../math/vector.js";
import type { AdamWCoordinate } from "./adam.js";
import { requireMemory, requireNonNegatives, requireOneOf, requirePositives } from "./require.js";

/*
 * The stationary law of the SDEs of Adam and AdamW on f = h x²/2 with V frozen at σ²: (X, M) is linear then. With
 * p = 1/(σ + ε), ρ₁ = (1 − β₁)/η, c = ρ₁(hX − M), b = −p(M + ηαc) − λX, where α = 0 for "plain", 1 for "paper", "consistent"
 * and "look-ahead", ½ for "second order":
 *   dX = b dt − p ηα̃ρ₁ √η σ dW,  dM = c dt + √η ρ₁ σ dW,  α̃ = 0 for "paper", else α;
 * "second order" adds (η/2)λb dt to dX, (η/2)ρ₁(c − hb) dt to dM and ηρ₁/2 times its noise to dM.
 */

/** The SDEs of Adam(W) that differ in this law; "malladi" has that of "plain". */
export type AdamSde = "plain" | "paper" | "consistent" | "look-ahead" | "second order";

const AHEAD: Readonly<Record<AdamSde, { readonly drift: number; readonly noise: number }>> = {
  plain: { drift: 0, noise: 0 },
  paper: { drift: 1, noise: 0 },
  consistent: { drift: 1, noise: 1 },
  "look-ahead": { drift: 1, noise: 1 },
  "second order": { drift: 1 / 2, noise: 1 / 2 },
};

/**
 * Var X_∞ of an SDE of Adam(W), V frozen at σ²; `adamWStationaryVarianceDiscrete` is that of the optimizer. For "plain" it is
 * η/(2(κ + λ)) · ρ₁/(ρ₁ + λ); "paper" is low by about β₁², which is its drift without the noise that belongs to it.
 * Standing: derived and checked.
 */
export function adamStationaryVarianceOfSde(
  options: AdamWCoordinate & { readonly beta1: number; readonly sde: AdamSde },
): number {
  const { eta: η, h, sigma: σ, eps: ε = 0, lambda: λ, beta1: β1, sde } = options;
  const who = "adamStationaryVarianceOfSde";
  requirePositives(who, { eta: η, h, sigma: σ });
  requireNonNegatives(who, { eps: ε, lambda: λ });
  requireMemory(who, β1);
  requireOneOf(who, "sde", sde, Object.keys(AHEAD));
  const p = 1 / (σ + ε);
  const ρ1 = (1 - β1) / η;
  const ahead = AHEAD[sde];
  const half = sde === "second order" ? η / 2 : 0;
  // coefficients of X and M
  const c = [ρ1 * h, -ρ1];
  const b = [-p * η * ahead.drift * c[0] - λ, -p * (1 + η * ahead.drift * c[1])];
  const x = b.map((value) => value * (1 + half * λ));
  const m = c.map((value, j) => value + half * ρ1 * (value - h * b[j]));
  const S = [-p * η * ahead.noise * ρ1, ρ1 * (1 + half * ρ1)].map((value) => value * Math.sqrt(η) * σ);
  const A = matrix([x, m].map((row) => row.map((value) => -value)));
  return lyapunov(A, matrix(S.map((s) => S.map((r) => s * r)))).entries[0];
}
