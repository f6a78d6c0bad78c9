import { requireInteger } from "../validate.js";
import { type Objective, objective } from "./objective.js";

/**
 * The quartic f(x) = ¼ Σ xᵢ⁴: convex, but neither smooth nor strongly convex, so that no step size is stable everywhere.
 *
 *   ∇f = x³, ∇²f = diag(3x²), min f = f(0) = 0, where the curvature is 0
 * Gradient descent x ← x − η x³ contracts where η x² < 2 and diverges beyond, for every η > 0; the gradient flow from x₀
 * is x₀/√(1 + 2 x₀² t), which never diverges.
 *
 * @param dimension d ≥ 1. Default 1.
 */
export function quartic(dimension: number = 1): Objective {
  const d = requireInteger("quartic", "dimension", dimension);
  return objective({
    name: "quartic",
    dimension: d,
    value: ["f = sum(x^4)/4"],
    gradient: ["G = x^3"],
    minimum: 0,
    description: `quartic f = ¼ Σ xᵢ⁴, d = ${d}`,
  });
}
