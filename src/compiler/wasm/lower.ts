/**
 * Lines of the equation language as nodes of a graph.
 *
 * Three operations cannot be computed coordinate by coordinate: a reduction over coordinates, a matrix times a vector,
 * and one entry of a vector. Each is a barrier: a node whose value stands in memory, finished before it is read.
 */
import type { Equation, Expression } from "../../equations/expression.js";
import type { Scope } from "../../equations/shapes.js";
import { type Matrix, multiply as times, type Vec } from "../../math/vector.js";
import { ELEMENTARY } from "../elementary.js";
import { type Graph, type Node, REACH } from "./graph.js";
import type { LaneType } from "./lanes.js";
import { operations } from "./operations.js";
import { constantsAt, materializer, numberValue, rangeOf, type Value } from "./values.js";

/** How a name is read that no line has assigned. */
export type Source =
  | { readonly kind: "value"; readonly value: number | Vec | Matrix }
  /** A number that is the same for all paths, at an address: k, t. */
  | { readonly kind: "uniform"; readonly address: number }
  /** A vector in memory, or a draw: read by the operation `load:state` or `load:draw` with the name. */
  | { readonly kind: "state" | "draw" };

export interface MatrixProduct {
  readonly matrix: Matrix;
  readonly isTransposed: boolean;
  /** Ranges of the factor and of the result. */
  readonly from: string;
  readonly to: string;
}

/** A value that the program leaves behind. */
export interface Result {
  readonly name: string;
  readonly node: Node;
  /** Its range, or "" for one number per path. */
  readonly over: string;
}

export interface Lowered {
  readonly graph: Graph;
  readonly results: readonly Result[];
  /** The range of each node that has one; barriers and loads included. */
  readonly rangeOf: (node: Node) => string;
  readonly products: ReadonlyMap<Node, MatrixProduct>;
}

export interface LowerOptions {
  readonly graph: Graph;
  readonly precision: LaneType;
  readonly lines: readonly Equation[];
  readonly scope: Scope;
  readonly sources: ReadonlyMap<string, Source>;
  readonly sizes: Readonly<Record<string, number>>;
  /** Names whose last values are wanted. */
  readonly outputs: readonly string[];
}

export function lower({ graph, precision, lines, scope, sources, sizes, outputs }: LowerOptions): Lowered {
  const make = materializer(graph, precision);
  const { apply } = operations(make);
  const values = new Map<string, Value>();
  const ranges = new Map<Node, string>();
  const products = new Map<Node, MatrixProduct>();

  const node = (result: Node, over: string): Value => {
    ranges.set(result, over);
    return { kind: "node", node: result, over };
  };

  const nodeOf = (value: Value): Node => {
    const result = make.nodeOf(value, precision);
    if (value.kind === "node") ranges.set(result, value.over);
    return result;
  };

  function source(name: string): Value {
    const given = sources.get(name);
    const shape = scope.get(name);
    if (given === undefined || shape === undefined) throw new TypeError(`compiler: nothing is known of ${name}`);
    const over = shape.kind === "vector" ? shape.over : "";
    if (given.kind === "uniform") {
      return node(graph.node("load:uniform", [], { immediate: given.address, reach: REACH.step }), "");
    }
    if (given.kind !== "value")
      return node(graph.node(`load:${given.kind}`, [], { immediate: name, reach: REACH.path }), over);
    const { value } = given;
    if (typeof value === "number") return numberValue(value);
    if (value instanceof Float64Array) return { kind: "constants", values: value, over };
    if (shape.kind !== "matrix") throw new TypeError(`compiler: ${name} is a matrix`);
    return { kind: "matrix", matrix: value, rows: shape.rows, columns: shape.columns };
  }

  function valueOf(name: string): Value {
    const value = values.get(name) ?? source(name);
    values.set(name, value);
    return value;
  }

  function evaluate(expression: Expression): Value {
    switch (expression.kind) {
      case "number":
        return numberValue(expression.value);
      case "name":
        return valueOf(expression.name);
      case "entry": {
        const value = valueOf(expression.name);
        const n = value.kind === "matrix" || value.kind === "number" ? 0 : sizes[value.over];
        if (expression.index > n) {
          throw new RangeError(
            `${expression.name} has ${n} entries, so there is no ${expression.name}[${expression.index}]`,
          );
        }
        if (value.kind === "constants") return numberValue(value.values[expression.index - 1]);
        const entry = graph.node("entry", [nodeOf(value)], { immediate: expression.index - 1, reach: REACH.path });
        return node(entry, "");
      }
      case "transpose":
        throw new TypeError("compiler: a matrix stands where a number or vector must");
      case "call":
        return call(expression);
    }
  }

  function call({ operation, arguments: args }: Expression & { kind: "call" }): Value {
    const [first] = args;
    if (operation === "multiply" && (first.kind === "transpose" || isMatrix(first)))
      return product(first, evaluate(args[1]));
    const known = args.map(evaluate);
    switch (operation) {
      case "sum":
      case "mean": {
        const total = reduce("sum", known[0]);
        return operation === "sum" ? total : apply("divide", [total, numberValue(sizes[rangeOf(known)])]);
      }
      case "dot":
        return reduce("sum", apply("multiply", known));
      case "norm":
        return norm(known[0]);
      case "clipNorm": {
        const factor = apply("min", [numberValue(1), apply("divide", [known[1], norm(known[0])])]);
        return apply("multiply", [factor, known[0]]);
      }
      case "max":
        if (known.length === 1) return reduce("max", known[0]);
        return ranged(apply("max", known), known);
      default:
        return ranged(apply(operation, known), known);
    }
  }

  /** A number that is assigned to a vector stands in every coordinate. */
  function spread(value: Value, target: string): Value {
    const shape = scope.get(target);
    if (shape?.kind !== "vector" || value.kind === "matrix" || value.kind === "constants") return value;
    const { over } = shape;
    if (value.kind === "number")
      return { kind: "constants", values: new Float64Array(sizes[over]).fill(value.value), over };
    if (value.over !== "") return value;
    const wide = graph.node("broadcast", [nodeOf(value)], { immediate: over, reach: REACH.path });
    return node(wide, over);
  }

  /** Notes the ranges of new nodes. */
  function ranged(value: Value, args: readonly Value[]): Value {
    if (value.kind === "node") ranges.set(value.node, rangeOf(args));
    return value;
  }

  const norm = (value: Value): Value => apply("sqrt", [reduce("sum", apply("power", [value, numberValue(2)]))]);

  function reduce(how: "sum" | "max", value: Value): Value {
    if (value.kind === "constants") {
      return numberValue(
        how === "sum"
          ? value.values.reduce((sum, x) => sum + x, 0)
          : value.values.reduce((most, x) => Math.max(most, x), -Infinity),
      );
    }
    return node(graph.node(`reduce:${how}`, [nodeOf(value)], { reach: REACH.path }), "");
  }

  function isMatrix(expression: Expression): boolean {
    return expression.kind === "name" && scope.get(expression.name)?.kind === "matrix";
  }

  function product(left: Expression, right: Value): Value {
    const isTransposed = left.kind === "transpose";
    const value = valueOf((left as { name: string }).name);
    if (value.kind !== "matrix") throw new TypeError("compiler: a product needs a constant matrix");
    const { matrix } = value;
    const to = isTransposed ? value.columns : value.rows;
    if (right.kind === "constants") {
      const result = new Float64Array(sizes[to]);
      (isTransposed ? ELEMENTARY.transposeTimes : times)(matrix, right.values, result);
      return { kind: "constants", values: result, over: to };
    }
    const name = `${(left as { name: string }).name}${isTransposed ? "'" : ""}`;
    const result = graph.node("product", [nodeOf(right)], { immediate: name, reach: REACH.path });
    products.set(result, { matrix, isTransposed, from: isTransposed ? value.rows : value.columns, to });
    return node(result, to);
  }

  for (const { target, expression, text } of lines) {
    try {
      values.set(target, spread(evaluate(expression), target));
    } catch (cause) {
      if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
      throw new (cause instanceof RangeError ? RangeError : TypeError)(`${text}: ${cause.message}`, { cause });
    }
  }
  const results = outputs.flatMap((name): Result[] => {
    const value = values.get(name);
    if (value === undefined) return [];
    const shape = scope.get(name);
    const over = shape?.kind === "vector" ? shape.over : rangeOf([value]);
    return [{ name, node: nodeOf(value), over }];
  });
  return { graph, results, rangeOf: rangesOf(graph, ranges), products };
}

/** A node's range: noted where it is a load or barrier, else that of its arguments. */
function rangesOf(graph: Graph, noted: Map<Node, string>): (node: Node) => string {
  const complete = new Map(noted);
  for (const node of graph.nodes) {
    if (node.operation === "load:constants") complete.set(node, constantsAt(node).over);
    if (isBarrier(node) || node.operation.startsWith("load:") || node.operation === "broadcast") continue;
    const over = node.arguments.map((argument) => complete.get(argument) ?? "").find((range) => range !== "");
    complete.set(node, over ?? "");
  }
  return (node) => complete.get(node) ?? "";
}

/** Whether a node's value is complete only when all coordinates of its argument have been computed. */
export function isBarrier({ operation }: Node): boolean {
  return operation.startsWith("reduce:") || operation === "product" || operation === "entry";
}
