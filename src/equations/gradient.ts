/**
 * The gradient of a number that is computed from a vector, by reverse accumulation: with ū = ∂f/∂u,
 *   w = φ(u, v, …), coordinate by coordinate:  ū += w̄ ∂φ/∂u,  summed where u is a number and w a vector     (1)
 *   w = Σ uᵢ:  ū += w̄;   w = u·v:  ū += w̄ v,  v̄ += w̄ u;   w = |u|:  ū += w̄ u/|u|                          (2)
 *   w = A u:  ū += Aᵀ w̄                                                                                (3)
 */
import { derivative } from "./derivative.js";
import { call, type Expression, name, namesIn, substitute } from "./expression.js";
import { type Scope, type Shape, shapeOf } from "./shapes.js";
import { ONE, over, plus, times, ZERO } from "./simplify.js";

/** The derivatives of f in a vector x that stands in it as a whole, and by its entries. */
export interface Gradient {
  /** A vector, or a number that stands for every coordinate. */
  readonly whole: Expression;
  /** By the number of the entry, from 1. */
  readonly entries: ReadonlyMap<number, Expression>;
}

/**
 * The gradient of a scalar expression in the vector `variable`. At a kink it is what {@link derivative} says.
 *
 * @throws TypeError where the variable passes through a function that has no derivative here.
 */
export function gradientOf(expression: Expression, variable: string, scope: Scope): Gradient {
  let whole = ZERO;
  const entries = new Map<number, Expression>();
  const shape = (part: Expression): Shape => shapeOf(part, scope, "gradient");

  /** An adjoint with one entry per coordinate of `part`. */
  const spread = (adjoint: Expression, part: Expression): Expression =>
    shape(adjoint).kind === "vector" ? adjoint : call("add", adjoint, call("multiply", ZERO, part));

  const total = (adjoint: Expression, range: string): Expression =>
    shape(adjoint).kind === "vector" ? call("sum", adjoint) : times(name(range), adjoint);

  function accumulate(part: Expression, adjoint: Expression): void {
    if (!namesIn(part).has(variable)) return;
    if (part.kind === "name") whole = plus(whole, adjoint);
    else if (part.kind === "entry") entries.set(part.index, plus(entries.get(part.index) ?? ZERO, adjoint));
    else if (part.kind === "call") throughCall(part, adjoint);
  }

  function throughCall(part: Expression & { kind: "call" }, adjoint: Expression): void {
    const { operation, arguments: args } = part;
    const [u, v] = args;
    if (operation === "sum") return accumulate(u, adjoint); // (2)
    if (operation === "mean") return accumulate(u, over(adjoint, name(rangeOf(shape(u)))));
    if (operation === "dot") {
      accumulate(u, times(adjoint, v));
      return accumulate(v, times(adjoint, u));
    }
    if (operation === "norm") return accumulate(u, over(times(adjoint, u), part));
    if (operation === "multiply" && isMatrix(u))
      return accumulate(v, call("multiply", transposed(u), spread(adjoint, part))); // (3)
    const to = shape(part);
    args.forEach((argument, j) => {
      if (!namesIn(argument).has(variable)) return;
      const rate = times(adjoint, slope(part, j)); // (1)
      accumulate(argument, to.kind === "vector" && shape(argument).kind === "scalar" ? total(rate, to.over) : rate);
    });
  }

  const isMatrix = (part: Expression): boolean =>
    part.kind === "transpose" || (part.kind === "name" && scope.get(part.name)?.kind === "matrix");

  accumulate(expression, ONE);
  return { whole, entries };
}

function rangeOf(shape: Shape): string {
  return shape.kind === "vector" ? shape.over : "d";
}

function transposed(matrix: Expression): Expression {
  if (matrix.kind === "transpose") return name(matrix.name);
  return { kind: "transpose", name: (matrix as Expression & { kind: "name" }).name };
}

/** ∂φ/∂(argument j) of a call φ. */
function slope({ operation, arguments: args }: Expression & { kind: "call" }, j: number): Expression {
  const place = "the argument";
  const probed = call(operation, ...args.map((argument, i) => (i === j ? name(place) : argument)));
  return substitute(derivative(probed, new Map([[place, ONE]])), (part) =>
    part.kind === "name" && part.name === place ? args[j] : undefined,
  );
}
