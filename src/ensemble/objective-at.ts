import { referenceExecutable } from "../compiler/reference.js";
import { vectorOver } from "../equations/shapes.js";
import type { Objective } from "../objectives/objective.js";
import { shown } from "../validate.js";

/**
 * f and ∇f at points, as the objective's own equations give them.
 *
 * @throws TypeError where the objective is given by functions, which can be called as they are.
 */
export function objectiveAt(objective: Objective): (x: readonly number[]) => {
  readonly f: number;
  readonly G: readonly number[];
} {
  const { name, value, gradient, scope, sizes, dimension, constants, closure } = objective;
  if (closure !== undefined) throw new TypeError(`objectiveAt: ${name} must be equations, got ${shown(closure.value)}`);
  const executable = referenceExecutable({
    lines: [...value, ...gradient],
    scope: new Map([...scope, ["G", vectorOver()]]),
    sizes: { ...sizes, d: dimension },
    constants: new Map([...constants, ["d", dimension]]),
    inputs: [],
    outputs: ["f", "G"],
  });
  return (x) => {
    executable.vectors.get("x")?.set(x);
    executable.evaluate();
    return { f: executable.scalars[0], G: Array.from(executable.vectors.get("G") ?? []) };
  };
}
