import type { Executable, LineProgram } from "../compiler/line-program.js";
import { referenceExecutable } from "../compiler/reference.js";
import { type Equation, parseExpression } from "../equations/expression.js";
import { SCALAR, type Shape, shapeOf, vectorOver } from "../equations/shapes.js";
import type { Vec } from "../math/vector.js";
import { shown } from "../validate.js";
import type { BoundChain } from "./bound-chain.js";

/** Numbers read off a path: expressions of the state, f, G, t and k that are scalars. */
export interface Observer {
  readonly names: readonly string[];
  /** The state the caller fills before `read`. */
  readonly vectors: Executable["vectors"];
  /** Evaluates every observable at step k, time t, to `scalars`. */
  readonly read: (k: number, t: number) => Float64Array;
}

/**
 * Observables such as "f", "x[1]", "dot(x, x)", "norm(G)", "mean(v)" as a program whose outputs they are, in their order.
 *
 * @param state the state variables of the chain. @throws SyntaxError when one is no scalar or names something unknown.
 */
export function observablesProgram(
  names: readonly string[],
  state: readonly string[],
  { binding, constants }: BoundChain,
): LineProgram {
  const repeated = names.find((text, index) => names.indexOf(text) !== index);
  if (repeated !== undefined) throw new TypeError(`observables: ${shown(repeated)} is given twice`);
  const scope = new Map<string, Shape>(binding.scope);
  for (const variable of state) scope.set(variable, vectorOver());
  for (const [id, value] of constants) if (typeof value === "number") scope.set(id, SCALAR);
  for (const input of ["k", "t"]) scope.set(input, SCALAR);
  if (binding.closure !== undefined) scope.set("f", SCALAR);
  const known = new Map(scope).set("f", SCALAR).set("G", vectorOver());
  for (const id of known.keys()) if (id.includes(".")) known.delete(id);
  const lines = names.map((text, index): Equation => {
    const where = `observable ${shown(text)}`;
    const expression = parseExpression(text, where);
    const shape = shapeOf(expression, known, where);
    if (shape.kind !== "scalar")
      throw new TypeError(`${where}: must be a number, got a vector; try norm(…), mean(…) or …[1]`);
    return { target: `observable.${index}`, expression, text: where };
  });
  return {
    lines: [...binding.value, ...binding.gradient, ...lines],
    scope,
    sizes: binding.sizes,
    constants,
    inputs: binding.closure === undefined ? ["k", "t"] : ["k", "t", "f"],
    outputs: lines.map((line) => line.target),
  };
}

/** The observables on the reference executor. */
export function observer(names: readonly string[], state: readonly string[], bound: BoundChain): Observer {
  const executable = referenceExecutable(observablesProgram(names, state, bound));
  const { closure } = bound.binding;
  const x = executable.vectors.get("x") as Vec;
  return {
    names,
    vectors: executable.vectors,
    read(k, t) {
      if (closure === undefined) executable.evaluate(k, t);
      else {
        executable.vectors.get("G")?.set(closure.gradient(x));
        executable.evaluate(k, t, closure.value(x));
      }
      return executable.scalars;
    },
  };
}
