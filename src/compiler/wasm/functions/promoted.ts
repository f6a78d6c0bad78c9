import type { Graph, Node } from "../graph.js";
import type { LaneType } from "../lanes.js";

export type VectorFunction = (graph: Graph, ...args: readonly Node[]) => Node;

/** A function of doubles on vectors of one kind: floats are computed in doubles, two and two, and rounded once more. */
export function promoted(type: LaneType, f: VectorFunction): VectorFunction {
  if (type === "f64x2") return f;
  return (graph, ...args) => {
    const half = (lanes: readonly [number, number, number, number]): Node => {
      const doubles = args.map((x) => graph.node("f64x2.promote_low_f32x4", [graph.pick(x, x, lanes)]));
      return graph.node("f32x4.demote_f64x2_zero", [f(graph, ...doubles)]);
    };
    return graph.pick(half([0, 1, 2, 3]), half([2, 3, 2, 3]), [0, 1, 4, 5]);
  };
}
