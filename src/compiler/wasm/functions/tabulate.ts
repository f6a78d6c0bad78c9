/**
 * The value of a tabulated function on vectors, bit for bit what math/tabulate.ts gives.
 *
 *   u = (x − from)/width − ½, held to −½ ≤ u < n − ½, row round(u), t = u − row                (1)
 */
import type { Tabulated } from "../../../math/piecewise-table.js";
import { lastPlace } from "../../../math/tabulate.js";
import type { Graph, Node } from "../graph.js";
import { type LaneType, lanes } from "../lanes.js";
import { piecewise } from "./piecewise.js";
import { promoted } from "./promoted.js";

/** f(x) on vectors. (1) */
export function lookUp(graph: Graph, table: Tabulated, x: Node, type: LaneType = "f64x2"): Node {
  return promoted(type, (inner, y) => {
    const { sub, mul, constant, lesser, greater } = lanes(inner, "f64x2");
    const u = sub(mul(sub(y, constant(table.from)), constant(table.scale)), constant(0.5));
    const held = greater(lesser(u, constant(lastPlace(table.pieces))), constant(-0.5));
    return piecewise(inner, table.pieces, held);
  })(graph, x);
}
