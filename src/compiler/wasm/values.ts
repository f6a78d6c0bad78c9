/**
 * What an expression is while a program is compiled: a number, a constant vector, a matrix, or a node of the graph that
 * stands for one coordinate of every path of a block. Operations on what is known are carried out at once.
 */
import type { Matrix, Vec } from "../../math/vector.js";
import { type Graph, type Node, REACH } from "./graph.js";
import { type Lanes, type LaneType, lanes } from "./lanes.js";

export type Value =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "constants"; readonly values: Vec; readonly over: string }
  | { readonly kind: "matrix"; readonly matrix: Matrix; readonly rows: string; readonly columns: string }
  /** `over` is the range of coordinates, or "" for one number per path. */
  | { readonly kind: "node"; readonly node: Node; readonly over: string };

export const numberValue = (value: number): Value => ({ kind: "number", value });

/** Values as nodes, in the precision of the paths, or in doubles where they are the same for all paths and coordinates. */
export interface Materializer {
  readonly graph: Graph;
  readonly lanesOf: (type: LaneType) => Lanes;
  /** The kind of lanes a combination of values is computed in. */
  readonly lanesFor: (values: readonly Value[]) => Lanes;
  /** The value as a node of that kind. */
  readonly nodeOf: (value: Value, type: LaneType) => Node;
}

export function materializer(graph: Graph, precision: LaneType): Materializer {
  const paths = lanes(graph, precision);
  const uniform = lanes(graph, "f64x2");
  const isUniform = (value: Value): boolean =>
    value.kind === "number" || (value.kind === "node" && value.node.reach <= REACH.step);
  /** A double that is the same in both lanes, as four floats. */
  const narrowed = (node: Node): Node => {
    const low = graph.node("f32x4.demote_f64x2_zero", [node]);
    return graph.pick(low, low, [0, 0, 0, 0]);
  };
  return {
    graph,
    lanesOf: (type) => (type === precision ? paths : uniform),
    lanesFor: (values) => (values.every(isUniform) ? uniform : paths),
    nodeOf(value, type) {
      switch (value.kind) {
        case "number":
          return type === "f64x2" ? graph.f64(value.value) : graph.f32(value.value);
        case "constants": {
          const array = precision === "f64x2" ? value.values : Float32Array.from(value.values);
          const bytes = new Uint8Array(array.buffer.slice(array.byteOffset, array.byteOffset + array.byteLength));
          const address = graph.home.memory.data(bytes);
          // the range is part of the node's identity: two ranges may hold the same bytes
          return graph.node("load:constants", [], { immediate: `${address}@${value.over}`, reach: REACH.row });
        }
        case "node":
          return type === "f32x4" && isUniform(value) ? narrowed(value.node) : value.node;
        case "matrix":
          throw new TypeError("compiler: a matrix stands where a number or vector must");
      }
    },
  };
}

/** The range of a combination of values: that of its vectors. */
export function rangeOf(values: readonly Value[]): string {
  for (const value of values) {
    if (value.kind !== "number" && value.kind !== "matrix" && value.over !== "") return value.over;
  }
  return "";
}

/** Where a constant vector stands, and its range. */
export function constantsAt({ immediate }: Node): { readonly address: number; readonly over: string } {
  const [address, over] = (immediate as string).split("@");
  return { address: Number(address), over };
}
