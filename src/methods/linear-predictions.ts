/** What theory asserts of methods that are linear in the gradient, on a quadratic: both first moments are known exactly. */
import { cite } from "../references.js";
import { constant, type Prediction, prediction } from "../theory/prediction.js";
import { type CoordinateMoments, type EigenProblem, meanLoss } from "./eigen-problem.js";

const OF_LOSS = { observable: "f", source: cite("li2017"), standing: "derived and checked" } as const;

/** The moments of each coordinate under the SDE and under the recursion of the optimizer. */
export interface LinearMoments {
  /** What the SDE is called. */
  readonly name: string;
  readonly sde: (i: number) => CoordinateMoments;
  readonly recursion: (i: number) => CoordinateMoments;
  readonly assumptions: string;
}

/** E f(X_t) of the SDE and E f(x_k) of the optimizer. */
export function exactLosses(
  quadratic: EigenProblem,
  { name, sde, recursion, assumptions }: LinearMoments,
): readonly Prediction[] {
  const exact = { ...OF_LOSS, kind: "exact", assumptions } as const;
  return [
    prediction({ ...exact, name: `E f(X_t), ${name}`, of: "sde", at: meanLoss(quadratic, sde) }),
    prediction({ ...exact, name: "E f(x_k), linear recursion", of: "optimizer", at: meanLoss(quadratic, recursion) }),
  ];
}

/** ½ Σ hᵢ vᵢ for stationary variances vᵢ. */
export function stationaryLoss({ h }: EigenProblem, variance: (i: number) => number): number {
  return h.reduce((sum, value, i) => sum + (value * variance(i)) / 2, 0);
}

/** The stationary loss of the SDE, of the optimizer, or (where `of` is left out) of both to leading order. */
export function stationaryFloor(
  name: string,
  level: number,
  assumptions: string,
  of?: "sde" | "optimizer",
): Prediction {
  return prediction({
    ...OF_LOSS,
    name,
    kind: "stationary",
    ...(of !== undefined && { of }),
    at: constant(level),
    assumptions,
  });
}

/** The floor of the optimizer's own recursion; none where it is unstable. */
export function recursionFloor(level: number, assumptions: string): readonly Prediction[] {
  return Number.isFinite(level) ? [stationaryFloor("floor of the recursion", level, assumptions, "optimizer")] : [];
}
