/**
 * eˣ for doubles and for floats.
 *
 *   k = round(x/log 2), r = x − k log 2, |r| ≤ ½ log 2                                        (1)
 *   eʳ = 1 + r + r² q(r)                                                                      (2)
 *   eˣ = (eʳ 2^h) 2^{k−h}, h = ⌊k/2⌋                                                          (3)
 *
 * Two factors of (3) let results overflow to ∞ and fade through the subnormal numbers as they should; a subnormal
 * result is rounded twice. Error: below 1 ulp, all arguments.
 */
import type { Graph, Node } from "../graph.js";
import { type LaneType, lanes } from "../lanes.js";
import { evenOdd } from "./even-odd.js";
import { FORMATS, roundingShift } from "./format.js";
import { LOG_TWO } from "./log-two.js";

/** q of (2), Remez (data/golden/minimax.py), and arguments beyond which eˣ is 0 and ∞. */
const SHAPES: Readonly<
  Record<LaneType, { readonly q: readonly number[]; readonly least: number; readonly most: number }>
> = {
  f64x2: {
    q: [
      0.5000000000000012, 0.166666666666667, 0.04166666666652186, 0.008333333333307838, 0.0013888888945573484,
      0.00019841269916229002, 2.480149126076214e-5, 2.7557217193403186e-6, 2.7630856151527586e-7, 2.5117611447925934e-8,
    ],
    least: -746,
    most: 710,
  },
  f32x4: {
    q: [0.5000000093721707, 0.16666519566664761, 0.04166620886059405, 0.00836882192845754, 0.0013950337976445769],
    least: -104,
    most: 89,
  },
};

/** eʳ − 1 = head + rest, and k as the last bits of `shifted`. (1), (2) */
export interface Reduced {
  readonly head: Node;
  readonly rest: Node;
  readonly shifted: Node;
}

/** `low` is added to x, which it is a rounding error of. */
export function reducedExp(graph: Graph, type: LaneType, x: Node, low?: Node): Reduced {
  const vectors = lanes(graph, type);
  const { add, sub, mul, constant } = vectors;
  const log2 = LOG_TWO[type];
  const shift = constant(roundingShift(type));
  const shifted = add(mul(x, constant(log2.inverse)), shift);
  const k = sub(shifted, shift);
  // (1)
  const head = sub(x, mul(k, constant(log2.head)));
  const tail = low === undefined ? mul(k, constant(log2.tail)) : sub(mul(k, constant(log2.tail)), low);
  const r = sub(head, tail);
  // (2)
  const r2 = mul(r, r);
  return { head, rest: sub(mul(r2, evenOdd(vectors, r, r2, SHAPES[type].q)), tail), shifted };
}

/** value · 2ᵏ, k the last bits of `shifted`. (3) */
export function scaled(graph: Graph, type: LaneType, value: Node, shifted: Node): Node {
  const { mul, constant } = lanes(graph, type);
  const { integers, mantissa } = FORMATS[type];
  const power = (exponent: Node): Node =>
    graph.node(`${integers}.add`, [graph.shift(`${integers}.shl`, exponent, mantissa), constant(1)]);
  // of a double only the low word is halved as it should; the high one is shifted out
  const h = graph.shift("i32x4.shr_s", shifted, 1);
  return mul(mul(value, power(h)), power(graph.node("i32x4.sub", [shifted, h])));
}

export function exp(type: LaneType): (graph: Graph, x: Node) => Node {
  return (graph, x) => {
    const { add, constant, lesser, greater } = lanes(graph, type);
    const { least, most } = SHAPES[type];
    const { head, rest, shifted } = reducedExp(graph, type, greater(lesser(x, constant(most)), constant(least)));
    return scaled(graph, type, add(add(head, rest), constant(1)), shifted);
  };
}
