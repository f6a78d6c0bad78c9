import { suggestion } from "../validate.js";
import { type Expression, equationError, isReduction } from "./expression.js";
import { ruleOf } from "./functions.js";
import { display } from "./symbols.js";

/** What a name or an expression is: a number, a vector over a named range of coordinates, or a constant matrix. */
export type Shape =
  | { readonly kind: "scalar" }
  | { readonly kind: "vector"; readonly over: string }
  | { readonly kind: "matrix"; readonly rows: string; readonly columns: string };

export const SCALAR: Shape = { kind: "scalar" };

/** A vector with one entry per coordinate of x, unless another range is named. */
export const vectorOver = (over: string = "d"): Shape => ({ kind: "vector", over });

/** The names an expression may use, by canonical spelling. */
export type Scope = ReadonlyMap<string, Shape>;

export function shown(shape: Shape): string {
  if (shape.kind === "scalar") return "a scalar";
  return shape.kind === "vector" ? `a vector over ${shape.over}` : `a ${shape.rows} × ${shape.columns} matrix`;
}

/**
 * The shape of an expression.
 *
 * @throws SyntaxError on an unknown name (with the nearest known one) or shapes that do not fit.
 */
export function shapeOf(expression: Expression, scope: Scope, where: string): Shape {
  switch (expression.kind) {
    case "number":
      return SCALAR;
    case "name":
      return lookUp(expression.name, scope, where);
    case "entry": {
      const shape = lookUp(expression.name, scope, where);
      if (shape.kind === "vector") return SCALAR;
      throw equationError(
        where,
        `${display(expression.name)}[${expression.index}] needs a vector, got ${shown(shape)}`,
      );
    }
    case "transpose": {
      const shape = lookUp(expression.name, scope, where);
      if (shape.kind === "matrix") return { kind: "matrix", rows: shape.columns, columns: shape.rows };
      throw equationError(where, `${display(expression.name)}' needs a matrix, got ${shown(shape)}`);
    }
    case "call":
      return shapeOfCall(expression.operation, expression.arguments, scope, where);
  }
}

function lookUp(name: string, scope: Scope, where: string): Shape {
  const shape = scope.get(name);
  if (shape !== undefined) return shape;
  throw equationError(where, `unknown name "${display(name)}"${suggestion(name, [...scope.keys()], display)}`);
}

function shapeOfCall(operation: string, args: readonly Expression[], scope: Scope, where: string): Shape {
  const shapes = args.map((argument) => shapeOf(argument, scope, where));
  if (operation === "multiply" && shapes[0].kind === "matrix") return shapeOfProduct(shapes[0], shapes[1], where);
  const matrix = shapes.find((shape) => shape.kind === "matrix");
  if (matrix !== undefined) {
    throw equationError(
      where,
      `a matrix may only stand on the left of a product with a vector, got it in ${operation}`,
    );
  }
  if (isReduction(operation, args.length)) {
    if (operation === "dot") combined(operation, shapes, where);
    if (shapes.some((shape) => shape.kind === "scalar")) {
      throw equationError(where, `${operation} needs a vector, got a scalar`);
    }
    return SCALAR;
  }
  if (ruleOf(operation)?.shape === "vector") {
    if (shapes[0].kind === "vector" && shapes[1].kind === "scalar") return shapes[0];
    throw equationError(where, `${operation} needs a vector and a scalar, got ${shapes.map(shown).join(" and ")}`);
  }
  return combined(operation, shapes, where);
}

function shapeOfProduct(matrix: Shape & { kind: "matrix" }, factor: Shape, where: string): Shape {
  if (factor.kind === "vector" && factor.over === matrix.columns) return vectorOver(matrix.rows);
  throw equationError(where, `${shown(matrix)} needs a vector over ${matrix.columns}, got ${shown(factor)}`);
}

function combined(operation: string, shapes: readonly Shape[], where: string): Shape {
  let result: Shape = SCALAR;
  for (const shape of shapes) {
    if (shape.kind !== "vector") continue;
    if (result.kind === "vector" && result.over !== shape.over) {
      throw equationError(where, `${operation} needs vectors of one length, got ${shown(result)} and ${shown(shape)}`);
    }
    result = shape;
  }
  return result;
}

/** A name keeps its shape: what stood before may be read by lines already compiled for it. */
export function requireSameShape(name: string, shape: Shape, before: Shape | undefined, where: string): void {
  if (before === undefined || JSON.stringify(before) === JSON.stringify(shape)) return;
  throw equationError(where, `${display(name)} was ${shown(before)} and cannot become ${shown(shape)}`);
}
