import { requireFinite, requireOptions, requirePositive, requireVector } from "../validate.js";
import { type Objective, objective } from "./objective.js";

/** Coefficients of {@link saddle}. */
export interface SaddleOptions {
  /** Diagonal of H. Default [−1, 2]. */
  readonly h?: readonly number[];
  /** λ, the quartic coefficient. Default 1. */
  readonly lambda?: number;
  /** ξ, the cubic coefficient. Default 0.1. */
  readonly xi?: number;
}

/**
 * The embedded saddle f(x) = ½ xᵀHx + (λ/4) Σ xᵢ⁴ − (ξ/3) Σ xᵢ³: a strict saddle at 0 between two minima.
 *
 * With the defaults the minima are at (1.05124922, 0), f = −0.2859625781, and (−0.9512492197, 0), f = −0.2190457552.
 * Source: the test problem of Monzio Compagnoni et al. 2025 (SDEs of adaptive methods). Standing: recalled.
 */
export function saddle(options: SaddleOptions = {}): Objective {
  requireOptions("saddle", options, ["h", "lambda", "xi"]);
  const h = requireVector("saddle", "h", options.h ?? [-1, 2]);
  const lambda = requirePositive("saddle", "lambda", options.lambda ?? 1);
  const xi = requireFinite("saddle", "xi", options.xi ?? 0.1);
  return objective({
    name: "saddle",
    dimension: h.length,
    value: ["f = sum(h*x^2/2 + λ/4*x^4 - ξ/3*x^3)"],
    gradient: ["G = h*x + λ*x^3 - ξ*x^2"],
    constants: { h, lambda, xi },
    description: `embedded saddle, H = diag(${[...h].join(", ")}), λ = ${lambda}, ξ = ${xi}`,
  });
}
