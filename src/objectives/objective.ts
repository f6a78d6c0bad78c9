import { type Equation, parseEquation } from "../equations/expression.js";
import { SCALAR, type Scope, type Shape, shapeOf, vectorOver } from "../equations/shapes.js";
import type { Matrix, Vec } from "../math/vector.js";

/** A loss f: ℝᵈ → ℝ, given by its equations; the gradient is what optimizers and SDEs see, the value what is observed. */
export interface Objective {
  readonly name: string;
  readonly dimension: number;
  /** Lines that end in `f = …`. Names: x, d and the constants. */
  readonly value: readonly Equation[];
  /** Lines that end in `G = …`, the gradient ∇f(x). */
  readonly gradient: readonly Equation[];
  readonly constants: ReadonlyMap<string, number | Vec | Matrix>;
  /** The shapes of x, d and the constants. */
  readonly scope: Scope;
  /** The lengths of ranges other than d: n for a data set of n examples. */
  readonly sizes: Readonly<Record<string, number>>;
  /** min f where it is known in closed form. */
  readonly minimum?: number;
  /** The Hessian where it is constant. */
  readonly hessian?: Matrix;
  /** What a finite sum f = (1/n) Σ fᵢ offers to minibatch noise. */
  readonly examples?: Examples;
  /** The formula and data in one line, for captions and messages. */
  readonly description: string;
}

/**
 * The part of a finite sum that minibatches sample: ∇fᵢ(x) = r·aᵢ + common(x), with aᵢ the rows of the features and r a
 * number computed from the score aᵢ·x and the label.
 */
export interface Examples {
  readonly features: Matrix;
  /** Lines that end in `r = …`, over n: the derivative of each example's loss in its score. */
  readonly residuals: readonly Equation[];
  /** The same derivative of one example. */
  readonly residual: (score: number, label: number) => number;
  readonly labels: Vec;
  /** Coefficient of x in the part of the gradient that is not sampled (l2 regularisation). */
  readonly ridge: number;
}

/** What an objective is built from; texts are equations in the notation of the paper. */
export interface ObjectiveDefinition {
  readonly name: string;
  readonly dimension: number;
  readonly value: readonly string[];
  readonly gradient: readonly string[];
  readonly constants?: Readonly<Record<string, number | Vec | Matrix>>;
  /** Lengths of ranges other than d. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** The range a constant vector runs over, or the two of a matrix; d unless said otherwise. */
  readonly ranges?: Readonly<Record<string, string | readonly [string, string]>>;
  readonly minimum?: number;
  readonly hessian?: Matrix;
  readonly examples?: Omit<Examples, "residuals"> & { readonly residuals: readonly string[] };
  readonly description: string;
}

/**
 * An objective from its equations.
 *
 * @throws SyntaxError with objective and line when a name is unknown or shapes do not fit.
 */
export function objective(definition: ObjectiveDefinition): Objective {
  const { name, dimension, sizes = {}, ranges = {}, examples, ...rest } = definition;
  const constants = new Map(Object.entries(definition.constants ?? {}));
  const scope = scopeOf(constants, ranges, Object.keys(sizes));
  const read = (lines: readonly string[], part: string, target: string): readonly Equation[] => {
    const equations = checkedLines(lines, `${name}, %s of ${part}`, scope);
    if (equations.at(-1)?.target !== target)
      throw new SyntaxError(`${name}, ${part}: the last line must give ${target}`);
    return equations;
  };
  return {
    ...rest,
    name,
    dimension,
    sizes,
    constants,
    scope,
    value: read(definition.value, "value", "f"),
    gradient: read(definition.gradient, "gradient", "G"),
    ...(examples && { examples: { ...examples, residuals: read(examples.residuals, "residuals", "r") } }),
  };
}

/** The names an objective's own lines may use. */
function scopeOf(
  constants: ReadonlyMap<string, number | Vec | Matrix>,
  ranges: Readonly<Record<string, string | readonly [string, string]>>,
  sizes: readonly string[],
): Scope {
  const scope = new Map<string, Shape>([["x", vectorOver()]]);
  for (const size of ["d", ...sizes]) scope.set(size, SCALAR);
  for (const [name, constant] of constants) {
    const range = ranges[name] ?? "d";
    const [rows, columns] = typeof range === "string" ? [range, range] : range;
    if (typeof constant === "number") scope.set(name, SCALAR);
    else if (constant instanceof Float64Array) scope.set(name, vectorOver(rows));
    else scope.set(name, { kind: "matrix", rows, columns });
  }
  return scope;
}

function checkedLines(lines: readonly string[], place: string, scope: Scope): readonly Equation[] {
  const seen = new Map(scope);
  return lines.map((text, index) => {
    const where = place.replace("%s", `line ${index + 1}`);
    const equation = parseEquation(text, where);
    seen.set(equation.target, shapeOf(equation.expression, seen, where));
    return equation;
  });
}
