import { requireOptions, requirePositive, requireVector } from "../validate.js";
import { type Objective, objective } from "./objective.js";

/** Coefficients of {@link doubleWell}. */
export interface DoubleWellOptions {
  /** Δ > 0, the height of the barrier above the minima. Default 0.25. */
  readonly barrier?: number;
  /** a > 0: the minima are at x₁ = ±a. Default 1. */
  readonly width?: number;
  /** h₂, …, h_d > 0, the curvatures across the path from well to well. Default none: d = 1. */
  readonly across?: readonly number[];
}

/**
 * The double well f(x) = Δ (x₁²/a² − 1)² + ½ Σ_{i ≥ 2} hᵢ xᵢ²: two minima and a pass between them; to see escapes.
 *
 * Minima (±a, 0, …), f = 0, of curvature 8Δ/a² along x₁; pass at 0, f = Δ, of curvature −4Δ/a². A diffusion
 * dX = −∇f dt + √(2D) dW, as SGD's with noise of variance σ² at D = ησ²/2, leaves a well over the pass after a mean time
 * of about (2π a²/(√32 Δ)) e^{Δ/D} for D ≪ Δ. Source: Kramers 1940. Standing: recalled.
 */
export function doubleWell(options: DoubleWellOptions = {}): Objective {
  requireOptions("doubleWell", options, ["barrier", "width", "across"]);
  const barrier = requirePositive("doubleWell", "barrier", options.barrier ?? 0.25);
  const a = requirePositive("doubleWell", "width", options.width ?? 1);
  const given = options.across ?? [];
  const across = given.length === 0 ? [] : [...requireVector("doubleWell", "across", given)];
  across.forEach((value, i) => {
    requirePositive("doubleWell", `across[${i}]`, value);
  });
  return objective({
    name: "double well",
    dimension: 1 + across.length,
    value: ["f = Δ*(x[1]^2/a^2 - 1)^2 + sum(h*x^2)/2"],
    gradient: ["G = 4*Δ/a^2*(x[1]^2/a^2 - 1)*along*x + h*x"],
    constants: {
      Delta: barrier,
      a,
      h: Float64Array.of(0, ...across),
      along: Float64Array.of(1, ...across.map(() => 0)),
    },
    minimum: 0,
    description: `double well, Δ = ${barrier}, a = ${a}${across.length === 0 ? "" : `, h = (${across.join(", ")})`}`,
  });
}
