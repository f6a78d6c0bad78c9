/**
 * x mod π/2 for doubles from 2¹⁶ to the largest, by the digits of 2/π that matter.
 *
 *   x = x′ 2^{16g − 36}, 2⁵² ≤ x′ < 2⁶⁸, so x′ is an integer                                   (1)
 *   x (2/π) ≡ x′ C (mod 4), C = 2^{16g − 36} (2/π) mod 4 = Σ cᵢ, cᵢ of 26 bits                 (2)
 *   r = (x (2/π) − k) π/2                                                                      (3)
 *
 * x′ is the sum of two halves, so that each product of (2) is exact; eight cᵢ reach 2⁻²⁰⁶, and r keeps 53 bits for the
 * doubles nearest to multiples of π/2. Source: Payne, Hanek 1983, «Radian reduction for trigonometric functions».
 */
import type { Graph, Node } from "../graph.js";
import { lanes } from "../lanes.js";
import { PI, parts, pi } from "./fixed-point.js";
import { roundingShift } from "./format.js";
import { tableAddress } from "./table-address.js";
import type { Angle } from "./trigonometric.js";

const GROUPS = 63;
const CHUNKS = 8;
const BITS = 26;
const HALF_PI = parts(PI / 2n, [53]);

/** cᵢ of (2), a row of eight for each g; the last of 64 rows is for ∞ and NaN. */
function digits(): Float64Array {
  const rows = new Float64Array((GROUPS + 1) * CHUNKS);
  const places = 1280n;
  const twoOverPi = (2n << (2n * places)) / pi(places);
  for (let g = 0; g < GROUPS; g++) {
    for (let i = 0; i < CHUNKS; i++) {
      // bits 2¹ … 2⁻²⁴ of C, then 26 at a time
      const down = places - BigInt(16 * g - 36) - BigInt(BITS * (i + 1) - 2);
      const chunk = Number((twoOverPi >> down) & ((1n << BigInt(BITS)) - 1n));
      rows[g * CHUNKS + i] = chunk * 2 ** (2 - BITS * (i + 1));
    }
  }
  return rows;
}

/** r and k of (3) for |x| ≥ 2¹⁶; NaN for ±∞ and NaN. */
export function hugeAngle(graph: Graph, x: Node): Angle {
  const { add, sub, mul, constant, abs, and } = lanes(graph, "f64x2");
  const rows = tableAddress(graph.home.memory, digits, digits);
  // (1)
  const exponent = graph.shift("i64x2.shr_u", abs(x), 52);
  const group = and(graph.node("i64x2.sub", [exponent, graph.i64(0, 1023 + 16)]), graph.i64(0, 1008));
  const scale = graph.shift("i64x2.shl", graph.node("i64x2.sub", [graph.i64(0, 1023 + 36), group]), 52);
  const whole = mul(x, scale);
  const high = and(whole, graph.i64(0xffffffff, 0xf8000000));
  const low = sub(whole, high);
  const addresses = [0, 2].map((lane) => graph.address(group, lane, 1008, 2));
  const chunk = (i: number): Node => {
    const [a, b] = addresses.map((address) => graph.fetch(address, rows + 16 * (i >> 1)));
    return graph.pick(a, b, i % 2 === 0 ? [0, 1, 4, 5] : [2, 3, 6, 7]);
  };
  const c = Array.from({ length: CHUNKS }, (_, i) => chunk(i));
  const modFour = (t: Node): Node => sub(t, mul(graph.node("f64x2.nearest", [mul(t, constant(0.25))]), constant(4)));
  // (2), largest first; the multiples of 8 in high·c₀ are left out
  const level = (i: number): readonly Node[] => [mul(low, c[i]), mul(high, c[i + 1])];
  const leading = [...level(0), ...level(1)].map(modFour).reduce((sum, term) => modFour(add(sum, term)));
  const following = [2, 3, 4, 5, 6].flatMap(level);
  const shift = constant(roundingShift("f64x2"));
  const quadrant = add(add(leading, following[0]), shift);
  let head = sub(leading, sub(quadrant, shift));
  let tail = constant(0);
  for (const term of following) {
    const [sum, lost] = exactSum(graph, head, term);
    head = sum;
    tail = add(tail, lost);
  }
  // (3)
  const [turn, rest] = exactSum(graph, head, tail);
  const [product, lost] = exactProduct(graph, turn, constant(HALF_PI[0]));
  const small = add(lost, add(mul(turn, constant(HALF_PI[1])), mul(rest, constant(HALF_PI[0]))));
  const r = add(product, small);
  return { head: r, tail: add(sub(product, r), small), quadrant };
}

/** a + b as a rounded sum and what was lost. */
function exactSum(graph: Graph, a: Node, b: Node): readonly [Node, Node] {
  const { add, sub } = lanes(graph, "f64x2");
  const sum = add(a, b);
  const other = sub(sum, a);
  return [sum, add(sub(a, sub(sum, other)), sub(b, other))];
}

/** a b as a rounded product and what was lost, by halves of 26 bits. */
function exactProduct(graph: Graph, a: Node, b: Node): readonly [Node, Node] {
  const { add, sub, mul, and } = lanes(graph, "f64x2");
  const halves = (x: Node): readonly [Node, Node] => {
    const high = and(x, graph.i64(0xffffffff, 0xf8000000));
    return [high, sub(x, high)];
  };
  const product = mul(a, b);
  const [a1, a2] = halves(a);
  const [b1, b2] = halves(b);
  return [product, add(add(add(sub(mul(a1, b1), product), mul(a1, b2)), mul(a2, b1)), mul(a2, b2))];
}
