/**
 * erf x = (2/√π) ∫₀ˣ e^{−t²} dt for doubles and for floats.
 *
 *   erf x = x g(|x|), g(y) = erf(y)/y                                                          (1)
 *
 * g as polynomials on pieces (erf-table.ts): a factor keeps the relative accuracy down to the least x, at the cost of
 * one product. Never beyond ±1. Error: below 4 ulp (f64) and 2.5 ulp (f32), all arguments.
 */
import type { Graph, Node } from "../graph.js";
import { type LaneType, lanes } from "../lanes.js";
import { END, END_FLOAT, erfParabolas, erfTable, PARABOLAS, WIDTH } from "./erf-table.js";
import { roundingShift } from "./format.js";
import { piecewise } from "./piecewise.js";
import { tableAddress } from "./table-address.js";

export function erf(type: LaneType): (graph: Graph, x: Node) => Node {
  return (graph, x) => {
    const { mul, constant, lesser, abs, and, or } = lanes(graph, type);
    const y = lesser(abs(x), constant(type === "f64x2" ? END : END_FLOAT));
    const g = type === "f64x2" ? piecewise(graph, erfTable(), y) : parabola(graph, y);
    return or(lesser(mul(y, g), constant(1)), and(x, constant(-0)));
  };
}

/** g(y) for floats: four rows are fetched and transposed. */
function parabola(graph: Graph, y: Node): Node {
  const { add, sub, mul, constant } = lanes(graph, "f32x4");
  const shift = constant(roundingShift("f32x4") * WIDTH);
  const index = add(y, shift);
  const t = sub(y, sub(index, shift));
  const base = tableAddress(graph.home.memory, erfParabolas, erfParabolas);
  const [a, b, c, d] = [0, 1, 2, 3].map((lane) => graph.fetch(graph.address(index, lane, PARABOLAS - 1, 4), base));
  const ab = graph.pick(a, b, [0, 4, 1, 5]);
  const cd = graph.pick(c, d, [0, 4, 1, 5]);
  const c2 = graph.pick(graph.pick(a, b, [2, 6, 2, 6]), graph.pick(c, d, [2, 6, 2, 6]), [0, 1, 4, 5]);
  const c1 = graph.pick(ab, cd, [2, 3, 6, 7]);
  const c0 = graph.pick(ab, cd, [0, 1, 4, 5]);
  return add(mul(add(mul(c2, t), c1), t), c0);
}
