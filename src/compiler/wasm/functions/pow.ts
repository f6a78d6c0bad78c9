/**
 * xʸ for doubles as Math.pow defines it.
 *
 *   xʸ = e^{y log x}, log x = l + l′ (fine-log.ts), y l exactly as head and tail               (1)
 *
 * Error: below 1.5 ulp, all arguments.
 */
import type { Graph, Node } from "../graph.js";
import { lanes } from "../lanes.js";
import { reducedExp, scaled } from "./exp.js";
import { fineLog } from "./fine-log.js";

/** What makes subnormal numbers normal: 2⁵⁴. */
const LIFT = 54;

/** e^{y (l + l′)}; 0 and ∞ where it is out of range. */
function expOfProduct(graph: Graph, y: Node, [l, lTail]: readonly [Node, Node]): Node {
  const { add, sub, mul, abs, and, constant, compare, lesser, greater } = lanes(graph, "f64x2");
  const upper = graph.i64(0xffffffff, 0xf8000000);
  const yHigh = and(y, upper);
  const lHigh = and(l, upper);
  const exponent = mul(yHigh, lHigh);
  const tail = add(mul(sub(y, yHigh), lHigh), mul(y, add(sub(l, lHigh), lTail)));
  const isInRange = compare("lt", abs(exponent), constant(800));
  const clipped = greater(lesser(exponent, constant(710)), constant(-746));
  const { head, rest, shifted } = reducedExp(graph, "f64x2", clipped, and(tail, isInRange));
  return scaled(graph, "f64x2", add(add(head, rest), constant(1)), shifted);
}

export function pow(graph: Graph, x: Node, y: Node): Node {
  const { add, sub, abs, and, constant, compare, lesser } = lanes(graph, "f64x2");
  const logarithm = fineLog(graph, x);
  const value = expOfProduct(graph, y, logarithm);
  // the value, never below 0, changes nothing; but it is computed before the branch then (emit.ts)
  const nothing = lesser(constant(0), value);
  // log x of what is not a normal x > 0 lies outside (log.ts)
  const isUsual = and(
    compare("lt", abs(sub(logarithm[0], constant(0.6931471805))), constant(709.0895)),
    compare("lt", add(abs(y), nothing), constant(Infinity)),
  );
  return graph.unlessAny(graph.node("v128.not", [isUsual]), value, "pow", anyPow, x, y);
}

function anyPow(graph: Graph, x: Node, y: Node): Node {
  const { mul, abs, and, or, xor, constant, compare, select } = lanes(graph, "f64x2");
  const not = (mask: Node): Node => graph.node("v128.not", [mask]);
  const zero = constant(0);
  const one = constant(1);
  const infinity = constant(Infinity);
  const magnitude = abs(x);
  const isSubnormal = compare("lt", magnitude, constant(2 ** -1022));
  const lifted = select(isSubnormal, mul(magnitude, constant(2 ** LIFT)), magnitude);
  const finite = expOfProduct(graph, y, fineLog(graph, lifted, and(isSubnormal, constant(LIFT))));

  // 0, ∞ and infinite y lead to ∞ where |x| > 1 and y > 0 or neither holds, else to 0
  const hasInfiniteY = compare("eq", abs(y), infinity);
  const isLimit = or(or(compare("eq", x, zero), compare("eq", magnitude, infinity)), hasInfiniteY);
  const limit = select(xor(compare("gt", magnitude, one), compare("gt", y, zero)), zero, infinity);
  const value = select(isLimit, limit, finite);

  // a negative x: the sign of an odd power, NaN for a broken one
  const truncated = (v: Node): Node => graph.node("f64x2.trunc", [v]);
  const isInteger = compare("eq", truncated(y), y);
  const half = mul(y, constant(0.5));
  const isOdd = and(isInteger, compare("ne", truncated(half), half));
  const signed = or(value, and(and(x, constant(-0)), isOdd));
  const isBroken = and(and(compare("lt", x, zero), not(isInteger)), not(isLimit));

  const isUndefined = or(
    or(isBroken, and(hasInfiniteY, compare("eq", magnitude, one))),
    or(compare("ne", x, x), compare("ne", y, y)),
  );
  return select(compare("eq", y, zero), one, select(isUndefined, constant(Number.NaN), signed));
}
