/**
 * log x for doubles and for floats.
 *
 *   x = 2ᵏ m, √½ ≤ m < √2, f = m − 1                                                          (1)
 *   s = f/(2 + f), log m = 2 artanh s = f − (f²/2 − s (f²/2 + s² R(s²)))                      (2)
 *   log x = log m + k log 2                                                                   (3)
 *
 * Source of (2): Ng 1993 (fdlibm, e_log.c); coefficients of R by Remez (data/golden/minimax.py).
 * Error: below 1 ulp, all arguments. log ±0 = −∞, log x = NaN for x < 0.
 */
import type { Graph, Node } from "../graph.js";
import { type LaneType, lanes } from "../lanes.js";
import { evenOdd } from "./even-odd.js";
import { FORMATS } from "./format.js";
import { LOG_TWO } from "./log-two.js";

const R: Readonly<Record<LaneType, readonly number[]>> = {
  f64x2: [
    0.6666666666666731, 0.3999999999943621, 0.2857142873833731, 0.22222198938126433, 0.18183547275541748,
    0.1531444910277424, 0.14792263563327399,
  ],
  f32x4: [0.6666677530586372, 0.39977643678037494, 0.29869471067047576],
};

/**
 * Logarithms of normal numbers lie nearer than `reach` to `centre`. Of 0, subnormal and negative numbers, ∞ and NaN the
 * bits are read as exponents that lead elsewhere; a few numbers at the ends of the range are taken for special too.
 */
const RANGES: Readonly<Record<LaneType, { readonly centre: number; readonly reach: number }>> = {
  f64x2: { centre: 0.6931471805, reach: 709.0895 },
  f32x4: { centre: 0.6931472, reach: 88.0296 },
};

/** What makes subnormal numbers normal: 2⁵⁴. */
const LIFT = 54;

/**
 * log x + low for normal x > 0; `low` is of the order of a rounding error, `lift` is taken from the exponent.
 */
export function normalLog(graph: Graph, type: LaneType, x: Node, low?: Node, lift?: Node): Node {
  const vectors = lanes(graph, type);
  const { add, sub, mul, div, constant } = vectors;
  const [exponent, m] = type === "f64x2" ? splitDouble(graph, x) : splitFloat(graph, x);
  const k = lift === undefined ? exponent : sub(exponent, lift);
  const f = sub(m, constant(1));
  const s = div(f, add(f, constant(2)));
  const s2 = mul(s, s);
  const half = mul(mul(f, f), constant(0.5));
  // (2), (3)
  const small = mul(s, add(half, mul(s2, evenOdd(vectors, s2, mul(s2, s2), R[type]))));
  const tail = mul(k, constant(LOG_TWO[type].tail));
  const rest = sub(half, add(small, low === undefined ? tail : add(tail, low)));
  return sub(mul(k, constant(LOG_TWO[type].head)), sub(rest, f));
}

/** k and m of (1). */
function splitDouble(graph: Graph, x: Node): readonly [Node, Node] {
  const { or, and, sub, constant } = lanes(graph, "f64x2");
  const rootHalf = constant(Math.SQRT1_2);
  const raised = graph.node("i64x2.add", [x, graph.node("i64x2.sub", [constant(1), rootHalf])]);
  // an integer below 2⁵² in the last bits of 2⁵²
  const k = sub(or(graph.shift("i64x2.shr_u", raised, 52), constant(2 ** 52)), constant(2 ** 52 + 1023));
  const m = graph.node("i64x2.add", [and(raised, graph.i64(0x000fffff, 0xffffffff)), rootHalf]);
  return [k, m];
}

function splitFloat(graph: Graph, x: Node): readonly [Node, Node] {
  const raised = graph.node("i32x4.sub", [x, graph.f32(Math.SQRT1_2)]);
  const k = graph.shift("i32x4.shr_s", raised, 23);
  const m = graph.node("i32x4.sub", [x, graph.shift("i32x4.shl", k, 23)]);
  return [graph.node("f32x4.convert_i32x4_s", [k]), m];
}

/** log x for every x. */
function anyLog(type: LaneType): (graph: Graph, x: Node) => Node {
  return (graph, x) => {
    const { mul, constant, select, compare, and } = lanes(graph, type);
    const isSubnormal = compare("lt", x, constant(FORMATS[type].leastNormal));
    const lifted = select(isSubnormal, mul(x, constant(2 ** LIFT)), x);
    const value = normalLog(graph, type, lifted, undefined, and(isSubnormal, constant(LIFT)));
    const outside = select(compare("eq", x, constant(0)), constant(-Infinity), constant(Number.NaN));
    const inside = select(compare("lt", x, constant(Infinity)), value, x);
    return select(compare("gt", x, constant(0)), inside, outside);
  };
}

export function log(type: LaneType): (graph: Graph, x: Node) => Node {
  const special = anyLog(type);
  const { centre, reach } = RANGES[type];
  return (graph, x) => {
    const { sub, abs, constant, compare } = lanes(graph, type);
    const value = normalLog(graph, type, x);
    const isSpecial = compare("ge", abs(sub(value, constant(centre))), constant(reach));
    return graph.unlessAny(isSpecial, value, `log ${type}`, special, x);
  };
}
