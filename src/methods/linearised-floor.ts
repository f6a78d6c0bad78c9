import type { Problem } from "../objectives/problem.js";
import { constant, type Prediction, prediction } from "../theory/prediction.js";
import { type QuadraticProblem, quadraticProblem } from "./quadratic-problem.js";

/** The loss that a method ends at on a diagonal quadratic. */
export interface LinearisedFloor {
  readonly floor: (quadratic: QuadraticProblem) => number;
  /** Whether it holds for Student-t noise too. Default false: Gaussian noise only. */
  readonly anyTail?: boolean;
}

/** The stationary E f of the SDE linearised at the minimum, where the problem is a diagonal quadratic of such a noise. */
export function linearisedFloor(problem: Problem, { floor, anyTail = false }: LinearisedFloor): readonly Prediction[] {
  const quadratic = quadraticProblem(problem);
  if (quadratic === undefined || (quadratic.nu !== Infinity && !anyTail)) return [];
  return [
    prediction({
      name: "floor, linearised",
      observable: "f",
      kind: "stationary",
      at: constant(floor(quadratic)),
      source: "derived from the SDE, linearised at the minimum",
      standing: "derived and checked",
      assumptions: `diagonal quadratic, ${anyTail ? "" : "independent Gaussian noise, "}t → ∞; leading order in η`,
    }),
  ];
}
