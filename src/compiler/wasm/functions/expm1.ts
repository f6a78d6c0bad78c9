/**
 * eˣ − 1 and tanh x for doubles.
 *
 *   eˣ − 1 = 2 (h p + (h − ½)), h = 2^{k−1}, p = eʳ − 1, k and r as in exp.ts                  (1)
 *   tanh y = m/(m + 2) = s/(s + 1), m = e^{2y} − 1 = 2 s                                       (2)
 *
 * p and the sum of (1) are carried as a head and a tail. Error: below 1.2 ulp (expm1) and 1.5 ulp (tanh), all
 * arguments.
 */
import type { Graph, Node } from "../graph.js";
import { lanes } from "../lanes.js";
import { reducedExp } from "./exp.js";

/** (eˣ − 1)/2 as head and tail, for −50 < x < 711. (1) */
function halfExpm1(graph: Graph, x: Node): readonly [head: Node, tail: Node] {
  const { add, sub, mul, constant } = lanes(graph, "f64x2");
  const { head, rest, shifted } = reducedExp(graph, "f64x2", x);
  const p = add(head, rest);
  const pTail = sub(rest, sub(p, head));
  const h = graph.node("i64x2.add", [graph.shift("i64x2.shl", shifted, 52), constant(0.5)]);
  const whole = sub(h, constant(0.5));
  const part = mul(h, p);
  const sum = add(whole, part);
  return [sum, add(sub(part, sub(sum, whole)), mul(h, pTail))];
}

export function expm1(graph: Graph, x: Node): Node {
  const { add, abs, constant, compare, select, lesser, greater } = lanes(graph, "f64x2");
  const [head, tail] = halfExpm1(graph, greater(lesser(x, constant(710)), constant(-50)));
  const half = add(head, tail);
  // halves of subnormal numbers are not exact
  return select(compare("lt", abs(x), constant(2 ** -60)), x, add(half, half));
}

export function tanh(graph: Graph, x: Node): Node {
  const { add, sub, mul, div, abs, and, or, constant, lesser } = lanes(graph, "f64x2");
  const y = lesser(abs(x), constant(20));
  const [s, tail] = halfExpm1(graph, add(y, y));
  // (2): the tails of numerator and denominator change s/(s + 1) by (tail − ratio·tail′)/(s + 1), and 1/(s + 1) = 1 − ratio
  const one = constant(1);
  const denominator = add(s, one);
  const other = sub(denominator, s);
  const lost = add(sub(s, sub(denominator, other)), sub(one, other));
  const ratio = div(s, denominator);
  const correction = mul(sub(tail, mul(ratio, add(lost, tail))), sub(one, ratio));
  return or(add(ratio, correction), and(x, constant(-0)));
}
