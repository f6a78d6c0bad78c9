/**
 * log x for normal doubles x > 0 to 2⁻⁶⁶, as a head and a tail.
 *
 *   x = 2ᵏ z, 0.706 ≤ z < 1.412, r = z c − 1, c near 1/z from a table by the first bits of z   (1)
 *   log x = k log 2 − log c + r − r²/2 + r³ p(r), |r| < 2⁻⁷                                    (2)
 *
 * c has eight bits after the point, so that the product of c and the upper half of z is exact, and the square of the
 * upper half of r. Around z = 1, c = 1 and −log c = 0: nothing cancels there. Source: Nagy 2018 (ARM optimized routines,
 * pow.c, without fused multiply-add); p by Remez (data/golden/minimax.py).
 */
import type { Graph, Node } from "../graph.js";
import { lanes } from "../lanes.js";
import { fixed, log, toDouble } from "./fixed-point.js";
import { LOG_TWO } from "./log-two.js";
import { tableAddress } from "./table-address.js";

const PIECES = 128;
/** Below it, z is twice as large and k less by one; 1 is inside a piece. */
const LEAST: readonly [high: number, low: number] = [0x3fe69555, 0];
/** c, −log c as head and tail, and an empty place. */
const ROW = 4;

const P = [
  0.3333333333333377, -0.25000000000000905, 0.19999999955055836, -0.1666666660278213, 0.14287004440727333,
  -0.12501413938216124,
];

function rows(): Float64Array {
  const table = new Float64Array(PIECES * ROW);
  const bits = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < PIECES; i++) {
    // the middle of a piece, whose width is 2⁻⁷ of the exponent's range
    bits.setUint32(0, LEAST[0] + i * 2 ** 13 + 2 ** 12);
    const c = Math.round(256 / bits.getFloat64(0)) / 256;
    const [head, tail] = split(-log(fixed(c)));
    table.set([c, head, tail], i * ROW);
  }
  return table;
}

/** A value to the nearest multiple of 2⁻⁴², so that k log 2 may be added exactly, and the rest. */
function split(x: bigint): readonly [number, number] {
  const unit = 1n << BigInt(128 - 42);
  const head = ((x + unit / 2n) / unit) * unit;
  return [toDouble(head), toDouble(x - head)];
}

/** `lift` is taken from the exponent k. (1), (2) */
export function fineLog(graph: Graph, x: Node, lift?: Node): readonly [head: Node, tail: Node] {
  const { add, sub, mul, constant, or, and, polynomial } = lanes(graph, "f64x2");
  const base = tableAddress(graph.home.memory, rows, rows);
  const least = graph.i64(...LEAST);
  // (1)
  const raised = graph.node("i64x2.add", [x, graph.node("i64x2.sub", [constant(1), least])]);
  const exponent = sub(or(graph.shift("i64x2.shr_u", raised, 52), constant(2 ** 52)), constant(2 ** 52 + 1023));
  const k = lift === undefined ? exponent : sub(exponent, lift);
  const z = graph.node("i64x2.add", [and(raised, graph.i64(0x000fffff, 0xffffffff)), least]);
  const piece = graph.shift("i64x2.shr_u", raised, 45);
  const addresses = [0, 2].map((lane) => graph.address(piece, lane, PIECES - 1, 5));
  const [first, second] = addresses.map((address) => graph.fetch(address, base));
  const c = graph.pick(first, second, [0, 1, 4, 5]);
  const logHead = graph.pick(first, second, [2, 3, 6, 7]);
  const tails = addresses.map((address) => graph.fetch(address, base + 16));
  const logTail = graph.pick(tails[0], tails[1], [0, 1, 4, 5]);
  // rounded to the nearest: near z = 1 the square of a larger r would hide r
  const upper = and(graph.node("i64x2.add", [z, graph.i64(0, 0x80000000)]), graph.i64(0xffffffff, 0));
  const rHigh = sub(mul(upper, c), constant(1));
  const rLow = mul(sub(z, upper), c);
  const r = add(rHigh, rLow);
  // (2)
  const start = add(mul(k, constant(LOG_TWO.f64x2.head)), logHead);
  const linear = add(start, r);
  const half = mul(r, constant(-0.5));
  const halfHigh = mul(rHigh, constant(-0.5));
  const square = mul(rHigh, halfHigh);
  const sum = add(linear, square);
  const lost = [
    add(mul(k, constant(LOG_TWO.f64x2.tail)), logTail),
    add(sub(start, linear), r),
    mul(rLow, add(half, halfHigh)),
    add(sub(linear, sum), square),
    mul(mul(r, mul(r, r)), polynomial(r, P)),
  ].reduce((total, term) => add(total, term));
  const head = add(sum, lost);
  return [head, add(sub(sum, head), lost)];
}
