import type { Problem } from "../objectives/problem.js";
import { cite } from "../references.js";
import { constant, type Prediction, prediction } from "../theory/prediction.js";
import { rmspropStationaryVariance } from "../theory/rmsprop.js";
import { quadraticProblem } from "./quadratic-problem.js";

/** The loss floor of RMSprop(W) on a diagonal quadratic: ½ Σ hᵢ Var Xᵢ, V frozen at diag Σ. */
export function rmspropFloor(
  { eta, eps, lambda }: { readonly eta: number; readonly eps: number; readonly lambda: number },
  problem: Problem,
): readonly Prediction[] {
  const quadratic = quadraticProblem(problem);
  if (quadratic === undefined || quadratic.nu <= 2) return [];
  const { h, deviation } = quadratic;
  const floor = h.reduce(
    (sum, value, i) =>
      sum + (value / 2) * rmspropStationaryVariance({ eta, h: value, sigma: deviation[i], eps, lambda }),
    0,
  );
  return [
    prediction({
      name: "floor, V at diag Σ",
      observable: "f",
      kind: "stationary",
      at: constant(floor),
      source: cite("compagnoni2025"),
      standing: "recalled and checked",
      assumptions: "diagonal quadratic, t → ∞; leading order in η and 1 − β",
    }),
  ];
}
