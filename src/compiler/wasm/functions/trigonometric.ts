/**
 * sin x and cos x for doubles.
 *
 *   k = round(x/(π/2)), r = x − k π/2 as head and tail, |r| ≤ π/4                              (1)
 *   sin r = r + r³ S(r²), cos r = 1 − r²/2 + r⁴ C(r²)                                          (2)
 *   sin x = sin r, cos r, −sin r, −cos r for k mod 4 = 0, 1, 2, 3; cos x the same with k + 1   (3)
 *
 * π/2 is a sum of three parts; products of k < 2¹⁶ with the first two are exact, the third ends at 2⁻¹²⁷. Beyond
 * |x| = 2¹⁶, huge-angle.ts. Source of (2) with a tail: Ng 1993 (fdlibm, k_sin.c, k_cos.c); coefficients by Remez
 * (data/golden/minimax.py). Error: below 1 ulp, all arguments; NaN for ±∞.
 */
import type { Graph, Node } from "../graph.js";
import { lanes } from "../lanes.js";
import { ONE, over, PI, parts, toDouble } from "./fixed-point.js";
import { roundingShift } from "./format.js";
import { hugeAngle } from "./huge-angle.js";

/** k in the last bits of `quadrant`. */
export interface Angle {
  readonly head: Node;
  readonly tail: Node;
  readonly quadrant: Node;
}

const LIMIT = 2 ** 16;
const HALF_PI = parts(PI / 2n, [37, 37]);
const TWO_OVER_PI = toDouble(over(2n * ONE, PI));

const S = [
  -0.16666666666666632, 0.008333333333322427, -0.00019841269829816956, 2.7557313694620144e-6, -2.5050758486444705e-8,
  1.589681492774315e-10,
];
const C = [
  0.041666666666666616, -0.0013888888888876133, 2.4801587290576087e-5, -2.755731463434373e-7, 2.0875758060487945e-9,
  -1.1361303104774584e-11,
];

/** (1) for |x| ≤ 2¹⁶. */
function usualAngle(graph: Graph, x: Node): Angle {
  const { add, sub, mul, constant } = lanes(graph, "f64x2");
  const shift = constant(roundingShift("f64x2"));
  const quadrant = add(mul(x, constant(TWO_OVER_PI)), shift);
  const k = sub(quadrant, shift);
  const first = sub(x, mul(k, constant(HALF_PI[0])));
  const second = mul(k, constant(HALF_PI[1]));
  const difference = sub(first, second);
  const lost = sub(sub(first, difference), second);
  // subtracted, so that −0 stays
  const small = sub(mul(k, constant(HALF_PI[2])), lost);
  const head = sub(difference, small);
  return { head, tail: sub(sub(difference, head), small), quadrant };
}

/** (2), (3); `turn` quarter turns on. */
function sine(graph: Graph, { head: r, tail, quadrant }: Angle, turn: number): Node {
  const { add, sub, mul, constant, polynomial, select, and, xor } = lanes(graph, "f64x2");
  const r2 = mul(r, r);
  const r3 = mul(r2, r);
  const half = mul(r2, constant(0.5));
  const correction = mul(r2, sub(mul(tail, constant(0.5)), mul(r3, polynomial(r2, S.slice(1)))));
  const sin = sub(r, sub(sub(correction, tail), mul(r3, constant(S[0]))));
  const head = sub(constant(1), half);
  const cos = add(head, add(sub(sub(constant(1), head), half), sub(mul(mul(r2, r2), polynomial(r2, C)), mul(r, tail))));
  const k = turn === 0 ? quadrant : graph.node("i64x2.add", [quadrant, graph.i64(0, turn)]);
  const one = graph.i64(0, 1);
  const isOdd = graph.node("i64x2.eq", [and(k, one), one]);
  return xor(select(isOdd, cos, sin), and(graph.shift("i64x2.shl", k, 62), constant(-0)));
}

/** The angle of every x. */
function anyAngle(graph: Graph, x: Node): Angle {
  const { abs, compare, constant, select } = lanes(graph, "f64x2");
  const isUsual = compare("le", abs(x), constant(LIMIT));
  const usual = usualAngle(graph, x);
  const huge = hugeAngle(graph, x);
  return {
    head: select(isUsual, usual.head, huge.head),
    tail: select(isUsual, usual.tail, huge.tail),
    quadrant: select(isUsual, usual.quadrant, huge.quadrant),
  };
}

function trigonometric(name: string, turn: number): (graph: Graph, x: Node) => Node {
  return (graph, x) => {
    const { abs, compare, constant, greater } = lanes(graph, "f64x2");
    const value = sine(graph, usualAngle(graph, x), turn);
    // the value, at most 1 where x is usual, changes nothing; but it is computed before the branch then (emit.ts)
    const isUsual = compare("le", greater(abs(x), value), constant(LIMIT));
    const isHuge = graph.node("v128.not", [isUsual]);
    return graph.unlessAny(isHuge, value, name, (inner, y) => sine(inner, anyAngle(inner, y), turn), x);
  };
}

export const sin: (graph: Graph, x: Node) => Node = trigonometric("sin", 0);

export const cos: (graph: Graph, x: Node) => Node = trigonometric("cos", 1);
