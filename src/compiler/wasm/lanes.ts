import type { Graph, Node } from "./graph.js";

/** The two kinds of vectors numbers are computed in: two doubles, or four floats. */
export type LaneType = "f64x2" | "f32x4";

/** Arithmetic on vectors of one kind, as nodes of a graph. */
export interface Lanes {
  readonly type: LaneType;
  readonly graph: Graph;
  readonly constant: (value: number) => Node;
  readonly add: (a: Node, b: Node) => Node;
  readonly sub: (a: Node, b: Node) => Node;
  readonly mul: (a: Node, b: Node) => Node;
  readonly div: (a: Node, b: Node) => Node;
  readonly sqrt: (a: Node) => Node;
  readonly abs: (a: Node) => Node;
  readonly neg: (a: Node) => Node;
  /** min and max of a and b in one instruction; where either is NaN the result is a, so a NaN in a survives. */
  readonly lesser: (a: Node, b: Node) => Node;
  readonly greater: (a: Node, b: Node) => Node;
  /** A mask, all bits of a lane set where the comparison holds. */
  readonly compare: (how: "eq" | "ne" | "lt" | "gt" | "le" | "ge", a: Node, b: Node) => Node;
  readonly select: (mask: Node, yes: Node, no: Node) => Node;
  readonly and: (a: Node, b: Node) => Node;
  readonly or: (a: Node, b: Node) => Node;
  readonly xor: (a: Node, b: Node) => Node;
  /** c₀ + x (c₁ + x (c₂ + …)). */
  readonly polynomial: (x: Node, coefficients: readonly number[]) => Node;
}

export function lanes(graph: Graph, type: LaneType): Lanes {
  const named =
    (operation: string) =>
    (...args: readonly Node[]): Node =>
      graph.node(operation, args);
  const op = (name: string) => named(`${type}.${name}`);
  const bits = (name: string) => named(`v128.${name}`);
  const constant = (value: number): Node => (type === "f64x2" ? graph.f64(value) : graph.f32(value));
  const add = op("add");
  const mul = op("mul");
  return {
    type,
    graph,
    constant,
    add,
    sub: op("sub"),
    mul,
    div: op("div"),
    sqrt: op("sqrt"),
    abs: op("abs"),
    neg: op("neg"),
    // pmin(a, b) is b < a ? b : a, so a stays where either is NaN
    lesser: op("pmin"),
    greater: op("pmax"),
    compare: (how, a, b) => graph.node(`${type}.${how}`, [a, b]),
    select: (mask, yes, no) => graph.node("v128.bitselect", [yes, no, mask]),
    and: bits("and"),
    or: bits("or"),
    xor: bits("xor"),
    polynomial(x, coefficients) {
      const [last, ...rest] = [...coefficients].reverse();
      return rest.reduce<Node>((sum, c) => add(mul(sum, x), constant(c)), constant(last));
    },
  };
}
