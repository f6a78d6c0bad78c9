import type { Graph, Node } from "../graph.js";
import { lanes } from "../lanes.js";
import { normalLog } from "./log.js";

/**
 * log(1 + x) for doubles: with u = 1 + x rounded and c what was lost, log u + c/u. Error: below 1 ulp, all arguments;
 * −∞ at −1, NaN below. Source: Ng 1993 (fdlibm, s_log1p.c).
 */
export function log1p(graph: Graph, x: Node): Node {
  const { sub, abs, constant, compare } = lanes(graph, "f64x2");
  const value = aboveMinusOne(graph, x);
  // log u of what is not a finite u > 0 lies outside (log.ts), or is NaN
  const isUsual = compare("lt", abs(sub(value, constant(0.6931471805))), constant(709.0895));
  return graph.unlessAny(graph.node("v128.not", [isUsual]), value, "log1p", anyLog1p, x);
}

function aboveMinusOne(graph: Graph, x: Node): Node {
  const { add, sub, div, and, or, constant } = lanes(graph, "f64x2");
  const one = constant(1);
  const u = add(one, x);
  const other = sub(u, one);
  const lost = add(sub(one, sub(u, other)), sub(x, other));
  // keeps the sign of −0
  return or(normalLog(graph, "f64x2", u, div(lost, u)), and(x, constant(-0)));
}

function anyLog1p(graph: Graph, x: Node): Node {
  const { constant, compare, select } = lanes(graph, "f64x2");
  const inside = select(compare("lt", x, constant(Infinity)), aboveMinusOne(graph, x), x);
  const outside = select(compare("eq", x, constant(-1)), constant(-Infinity), constant(Number.NaN));
  return select(compare("gt", x, constant(-1)), inside, outside);
}
