import { type Equation, parseEquation } from "../equations/expression.js";
import { RESERVED } from "../equations/program.js";
import {
  requireSameShape,
  SCALAR,
  type Scope,
  type Shape,
  shapeOf,
  shown as shapeText,
  vectorOver,
} from "../equations/shapes.js";
import { canonical, display } from "../equations/symbols.js";
import { type FunctionNames, tabulatedOperations } from "../equations/tabulated.js";
import type { Tabulated } from "../math/piecewise-table.js";
import type { Matrix, Vec } from "../math/vector.js";
import { requireFinite, requireInteger, requireObject, requireVector, shown, suggestion } from "../validate.js";

/** A loss f: ℝᵈ → ℝ, given by its equations; the gradient is what optimizers and SDEs see, the value what is observed. */
export interface Objective {
  readonly name: string;
  readonly dimension: number;
  /** Lines that end in `f = …`. Names: x, d and the constants. None where the objective is given by functions. */
  readonly value: readonly Equation[];
  /** Lines that end in `G = …`, the gradient ∇f(x). None where the objective is given by functions. */
  readonly gradient: readonly Equation[];
  /** f and ∇f as the user's own functions; they are called as they are, so such an objective is slow. */
  readonly closure?: ObjectiveClosure;
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
  /** What a regression on random examples offers to the noise of their stream. */
  readonly design?: Design;
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

/** Fresh examples (a, a·x* + τ ε) with a ~ N(0, H) and ε ~ N(0, 1); a vector stands for a diagonal matrix. */
export interface Design {
  /** H. */
  readonly covariance: Vec | Matrix;
  /** H^{1/2}. */
  readonly root: Vec | Matrix;
  /** x*. */
  readonly optimum: Vec;
  /** τ. */
  readonly labelNoise: number;
}

/** An objective as functions of x, which they must not change. */
export interface ObjectiveClosure {
  readonly value: (x: Vec) => number;
  /** ∇f(x), of length d. */
  readonly gradient: (x: Vec) => ArrayLike<number>;
}

/** What an objective is built from; texts are equations in the notation of the paper. */
export interface ObjectiveDefinition {
  readonly name: string;
  readonly dimension: number;
  /** Lines that end in `f = …`, or a function of x. */
  readonly value: readonly string[] | ObjectiveClosure["value"];
  /** Lines that end in `G = …`, or a function of x; functions stand for both or for neither. */
  readonly gradient: readonly string[] | ObjectiveClosure["gradient"];
  readonly constants?: Readonly<Record<string, number | Vec | Matrix>>;
  /** Lengths of ranges other than d. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** Functions of one variable given by tables, by the name the equations call them by: see `tabulate`. */
  readonly functions?: Readonly<Record<string, Tabulated>>;
  /** The range a constant vector runs over, or the two of a matrix; d unless said otherwise. */
  readonly ranges?: Readonly<Record<string, string | readonly [string, string]>>;
  readonly minimum?: number;
  readonly hessian?: Matrix;
  readonly examples?: Omit<Examples, "residuals"> & { readonly residuals: readonly string[] };
  readonly design?: Design;
  readonly description: string;
}

const KEYS = [
  ...["name", "dimension", "value", "gradient", "constants", "sizes", "ranges", "minimum", "hessian", "examples"],
  ...["functions", "design", "description"],
];

/**
 * An objective from its equations.
 *
 * @throws SyntaxError with objective and line when a name is unknown or shapes do not fit; TypeError or RangeError when
 *         a constant is not of the length its range says.
 */
export function objective(definition: ObjectiveDefinition): Objective {
  requireObject("objective", definition, KEYS);
  const { name, sizes = {}, ranges = {}, functions, examples, ...rest } = definition;
  if (typeof name !== "string" || name === "")
    throw new TypeError(`objective: name must be a text, got ${shown(name)}`);
  const dimension = requireInteger(name, "dimension", definition.dimension);
  const lengths = { ...sizes, d: dimension };
  for (const [range, length] of Object.entries(lengths)) requireInteger(name, range, length);
  const constants = new Map<string, number | Vec | Matrix>(Object.entries(sizes));
  for (const [id, value] of Object.entries(definition.constants ?? {})) {
    constants.set(canonical(id), constantOf(name, id, value, ranges[id] ?? "d", lengths));
  }
  const scope = scopeOf(constants, ranges);
  const names = tabulatedOperations(name, functions);
  const read = (lines: readonly string[], part: string, target: string, shape: Shape): readonly Equation[] => {
    const where = `${name}, ${part}`;
    if (!Array.isArray(lines) || lines.length === 0) throw new SyntaxError(`${where}: must have at least one line`);
    const { equations, shapes } = checkedLines(lines, `${name}, %s of ${part}`, scope, names);
    const last = equations[equations.length - 1].target;
    if (last !== target) throw new SyntaxError(`${where}: the last line must give ${target}, it gives ${last}`);
    const given = shapes.get(target) ?? shape;
    if (JSON.stringify(given) !== JSON.stringify(shape)) {
      throw new SyntaxError(`${where}: ${target} must be ${shapeText(shape)}, got ${shapeText(given)}`);
    }
    return equations;
  };
  const { value, gradient } = definition;
  if (typeof value === "function" || typeof gradient === "function") {
    if (typeof value !== "function" || typeof gradient !== "function") {
      throw new TypeError(`${name}: value and gradient must both be equations or both be functions`);
    }
    if (examples !== undefined) throw new TypeError(`${name}: examples need value and gradient as equations`);
    const closure = guarded(name, dimension, { value, gradient });
    return { ...rest, name, dimension, sizes, constants, scope, value: [], gradient: [], closure };
  }
  return {
    ...rest,
    name,
    dimension,
    sizes,
    constants,
    scope,
    value: read(value, "value", "f", SCALAR),
    gradient: read(gradient, "gradient", "G", vectorOver()),
    ...(examples && {
      examples: { ...examples, residuals: read(examples.residuals, "residuals", "r", vectorOver("n")) },
    }),
  };
}

/** The functions on a copy of x, so that they cannot change it; what they throw says whose they are. */
function guarded(name: string, dimension: number, { value, gradient }: ObjectiveClosure): ObjectiveClosure {
  const copy = new Float64Array(dimension);
  const called = <T>(what: string, f: (x: Vec) => T, x: Vec): T => {
    copy.set(x);
    try {
      return f(copy);
    } catch (cause) {
      throw new Error(`${name}: ${what} threw ${cause instanceof Error ? cause.message : shown(cause)}`, { cause });
    }
  };
  return {
    value: (x) => called("value", value, x),
    gradient(x) {
      const result = called("gradient", gradient, x);
      if (result?.length === dimension) return result;
      throw new TypeError(`${name}: gradient must return ${dimension} numbers, got ${shown(result)}`);
    },
  };
}

/** A constant, checked against the lengths of its ranges. */
function constantOf(
  owner: string,
  id: string,
  value: unknown,
  range: string | readonly [string, string],
  lengths: Readonly<Record<string, number>>,
): number | Vec | Matrix {
  if (RESERVED.includes(canonical(id))) {
    throw new SyntaxError(`${owner}: ${id} has a meaning of its own, choose another name for the constant`);
  }
  if (typeof value === "number") return requireFinite(owner, id, value);
  const [rows, columns] = typeof range === "string" ? [range, range] : range;
  for (const one of [rows, columns]) {
    if (lengths[one] === undefined)
      throw new SyntaxError(`${owner}: no range ${shown(one)}${suggestion(one, Object.keys(lengths))}`);
  }
  if (value instanceof Float64Array || Array.isArray(value)) return requireVector(owner, id, value, lengths[rows]);
  requireObject(`${owner}, constant ${id}`, value, ["rows", "columns", "entries"]);
  const A = value as Matrix;
  if (A.rows !== lengths[rows] || A.columns !== lengths[columns]) {
    throw new RangeError(
      `${owner}: ${id} must be ${lengths[rows]} × ${lengths[columns]}, got ${A.rows} × ${A.columns}`,
    );
  }
  requireVector(owner, id, A.entries, A.rows * A.columns);
  return A;
}

/** The names an objective's own lines may use. */
function scopeOf(
  constants: ReadonlyMap<string, number | Vec | Matrix>,
  ranges: Readonly<Record<string, string | readonly [string, string]>>,
): Scope {
  const scope = new Map<string, Shape>([
    ["x", vectorOver()],
    ["d", SCALAR],
  ]);
  for (const [name, constant] of constants) {
    const range = ranges[name] ?? "d";
    const [rows, columns] = typeof range === "string" ? [range, range] : range;
    if (typeof constant === "number") scope.set(name, SCALAR);
    else if (constant instanceof Float64Array) scope.set(name, vectorOver(rows));
    else scope.set(name, { kind: "matrix", rows, columns });
  }
  return scope;
}

function checkedLines(
  lines: readonly string[],
  place: string,
  scope: Scope,
  functions: FunctionNames,
): { equations: readonly Equation[]; shapes: Scope } {
  const shapes = new Map(scope);
  const equations = lines.map((text, index) => {
    const where = place.replace("%s", `line ${index + 1}`);
    const equation = parseEquation(text, where, functions);
    const { target } = equation;
    if (scope.has(target) || (RESERVED.includes(target) && target !== "f" && target !== "G")) {
      throw new SyntaxError(`${where}: ${display(target)} cannot be assigned`);
    }
    const shape = shapeOf(equation.expression, shapes, where);
    requireSameShape(target, shape, shapes.get(target), where);
    shapes.set(target, shape);
    return equation;
  });
  return { equations, shapes };
}
