import type { Graph, Node } from "../graph.js";
import { type LaneType, lanes } from "../lanes.js";

/** Twice multiplied by this, the least subnormal number is above 1. */
const HUGE: Readonly<Record<LaneType, number>> = { f64x2: 2 ** 600, f32x4: 2 ** 100 };

/** sign x as Math.sign gives it, exactly: ±1, ±0 and NaN. x magnified beyond ±1, then clipped. */
export function sign(type: LaneType): (graph: Graph, x: Node) => Node {
  return (graph, x) => {
    const { mul, constant, lesser, greater } = lanes(graph, type);
    const huge = constant(HUGE[type]);
    return greater(lesser(mul(mul(x, huge), huge), constant(1)), constant(-1));
  };
}
