import type { Problem } from "../objectives/problem.js";
import { cite } from "../references.js";
import { adamWLossFloor } from "../theory/adam.js";
import { constant, type Prediction, prediction } from "../theory/prediction.js";
import { quadraticProblem } from "./quadratic-problem.js";

/** The loss floor of Adam(W) on a diagonal quadratic; λ = 0 for Adam. */
export function adamFloor(
  parameters: { readonly eta: number; readonly beta1: number; readonly eps: number; readonly lambda: number },
  problem: Problem,
): readonly Prediction[] {
  const quadratic = quadraticProblem(problem);
  if (quadratic === undefined || quadratic.nu <= 2) return [];
  const { eta, beta1, eps, lambda } = parameters;
  return [
    prediction({
      name: "floor, V at diag Σ",
      observable: "f",
      kind: "stationary",
      at: constant(adamWLossFloor({ eta, h: quadratic.h, sigma: quadratic.deviation, eps, lambda, beta1 })),
      source: cite("compagnoni2025"),
      standing: "derived and checked",
      assumptions: "diagonal quadratic, t → ∞; leading order in η and 1 − β₂",
    }),
  ];
}
