/**
 * Distribution and density of Student's t with a constant number ν of degrees of freedom, for doubles.
 *
 *   L = log(1 + u²/ν); 2 log(|u|/√ν) where the 1 is lost                                       (1)
 *   F(u) = e^{−νL/2} B(w) for u < 0, 1 − F(−u) for u ≥ 0                                       (2)
 *   f(u) = f(0) e^{−(ν+1)L/2}                                                                  (3)
 *
 * B in student-table.ts. Relative error of (2) for u < 0 and of (3): 10⁻¹⁵ and the rounding of the exponent, together
 * below 2·10⁻¹³ down to the least numbers, for every ν > 0. Beyond |u| = 10³⁰⁷ √ν, F and f are 0.
 */
import type { Graph, Node } from "../graph.js";
import { lanes } from "../lanes.js";
import { exp } from "./exp.js";
import { normalLog } from "./log.js";
import { piecewise } from "./piecewise.js";
import { studentTable } from "./student-table.js";

/** From here on the normal distribution is the same in doubles. */
const NORMAL = 1e20;

/** (1), ∞ for |u| = ∞ and NaN for NaN. */
function logarithm(graph: Graph, a: Node, nu: number): Node {
  const { add, sub, mul, div, constant, compare, select } = lanes(graph, "f64x2");
  const one = constant(1);
  const v = mul(a, constant(1 / Math.sqrt(nu)));
  const isFar = compare("gt", v, constant(2 ** 30));
  const q = mul(mul(a, a), constant(1 / nu));
  const sum = add(one, q);
  // what the sum lost, whichever term is the larger
  const other = sub(sum, one);
  const lost = add(sub(one, sub(sum, other)), sub(q, other));
  const small = select(isFar, constant(0), div(lost, sum));
  const value = normalLog(graph, "f64x2", select(isFar, v, sum), small);
  const scaled = mul(value, select(isFar, constant(2), one));
  return select(compare("lt", v, constant(1e307)), scaled, mul(v, constant(1e307)));
}

/** F(u) = P(T ≤ u). (2) */
export function studentCdf(graph: Graph, u: Node, nu: number): Node {
  const { add, sub, mul, div, abs, constant, compare, select } = lanes(graph, "f64x2");
  const finite = Math.min(nu, NORMAL);
  const { B, κ } = studentTable(finite);
  const a = abs(u);
  const w = div(constant(κ), add(a, constant(κ)));
  const power = exp("f64x2")(graph, mul(logarithm(graph, a, finite), constant(-finite / 2)));
  const tail = mul(power, piecewise(graph, B, w));
  return select(compare("lt", u, constant(0)), tail, sub(constant(1), tail));
}

/** f(u). (3) */
export function studentPdf(graph: Graph, u: Node, nu: number): Node {
  const { mul, abs, constant } = lanes(graph, "f64x2");
  const finite = Math.min(nu, NORMAL);
  const power = exp("f64x2")(graph, mul(logarithm(graph, abs(u), finite), constant(-(finite + 1) / 2)));
  return mul(power, constant(studentTable(finite).peak));
}
