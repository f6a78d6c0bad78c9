/**
 * A problem's equations made ready for an executor: names of objective and noise set apart by a prefix.
 */
import { type Equation, substitute } from "../equations/expression.js";
import { SCALAR, type Shape, vectorOver } from "../equations/shapes.js";
import type { Matrix, Vec } from "../math/vector.js";
import { SINGLE } from "../noises/noise.js";
import type { ObjectiveClosure } from "../objectives/objective.js";
import type { Problem } from "../objectives/problem.js";

/** The equations of a problem under names that cannot clash with a method's. */
export interface Binding {
  readonly scope: ReadonlyMap<string, Shape>;
  readonly constants: ReadonlyMap<string, number | Vec | Matrix>;
  readonly sizes: Readonly<Record<string, number>>;
  /** The objective as functions, where it is given so; f and G are then written by the executor. */
  readonly closure?: ObjectiveClosure;
  /** Lines ending in f. */
  readonly value: readonly Equation[];
  /** Lines ending in G. */
  readonly gradient: readonly Equation[];
  /** Lines ending in g, from G and the variates z; empty for a minibatch. */
  readonly oracle: readonly Equation[];
}

/** Names that keep their meaning everywhere. */
export const SHARED: ReadonlySet<string> = new Set(["x", "d", "f", "G", "g", "sigma", "dt", "t", "dW", "dU"]);

export function bind(problem: Problem): Binding {
  const { objective, law } = problem;
  const prefixed = <T>(prefix: string, map: ReadonlyMap<string, T>): [string, T][] =>
    [...map].filter(([id]) => !SHARED.has(id)).map(([id, value]) => [prefix + id, value]);
  return {
    scope: new Map<string, Shape>([
      ["x", vectorOver()],
      ["d", SCALAR],
      ...(objective.closure === undefined ? [] : [["G", vectorOver()] as const]),
      ...prefixed("f.", objective.scope),
      ...prefixed("noise.", law.shapes),
    ]),
    constants: new Map<string, number | Vec | Matrix>([
      ["d", objective.dimension],
      ...prefixed("f.", objective.constants),
      ...prefixed("noise.", law.constants),
    ]),
    sizes: { ...objective.sizes, d: objective.dimension, [SINGLE]: 1 },
    value: renamed(objective.value, "f."),
    gradient: renamed(objective.gradient, "f."),
    ...(objective.closure !== undefined && { closure: objective.closure }),
    oracle: law.oracle.kind === "additive" ? renamed(law.oracle.lines, "noise.") : [],
  };
}

/** Lines with every name of their own under a prefix. */
function renamed(lines: readonly Equation[], prefix: string): readonly Equation[] {
  return relocated(lines, (id) => (SHARED.has(id) ? id : prefix + id));
}

/** Lines with every name, read or written, moved by `place`. */
export function relocated(lines: readonly Equation[], place: (id: string) => string): readonly Equation[] {
  return lines.map(({ target, expression, text }) => ({
    target: place(target),
    expression: substitute(expression, (part) =>
      part.kind === "number" || part.kind === "call" ? undefined : { ...part, name: place(part.name) },
    ),
    text,
  }));
}
