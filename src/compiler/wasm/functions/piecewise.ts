/**
 * A function as polynomials on equal pieces: rows of coefficients fetched lane by lane.
 *
 *   i = round(y/width), t = y − i·width, |t| ≤ width/2                                        (1)
 *   f(y) = (c₀ + c₂ t² + c₄ t⁴ + …) + t (c₁ + c₃ t² + c₅ t⁴ + …), c of row i                  (2)
 *
 * Both sums of (2) run side by side in the two halves of a vector, so that one fetch brings two coefficients; each pair
 * of coefficients has an array of its own.
 */
import { type PiecewiseTable, rowShift } from "../../../math/piecewise-table.js";
import type { Graph, Node } from "../graph.js";
import { lanes } from "../lanes.js";
import { tableAddress } from "./table-address.js";

/** Bytes of two coefficients. */
const PAIR = 16;

/** Coefficients in arrays of pairs; the last array is as long as its mask allows, since the row of a NaN is any. */
function pairs(table: PiecewiseTable): Float64Array {
  const { rows, degree, coefficients } = table;
  const data = new Float64Array(2 * (((degree - 1) / 2) * rows + rowMask(table) + 1));
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k <= degree; k++) data[2 * ((k >> 1) * rows + i) + (k & 1)] = coefficients[i * (degree + 1) + k];
  }
  return data;
}

/** The number of rows, rounded up to a power of two, less 1. */
export function rowMask({ rows }: { readonly rows: number }): number {
  let mask = 1;
  while (mask < rows) mask *= 2;
  return mask - 1;
}

/** f(y) for two doubles within half a width of the table's centres, or NaN. (1), (2) */
export function piecewise(graph: Graph, table: PiecewiseTable, y: Node): Node {
  const { add, sub, mul, constant } = lanes(graph, "f64x2");
  const { rows, degree } = table;
  const base = tableAddress(graph.home.memory, table, () => pairs(table));
  const shift = constant(rowShift(table));
  const index = add(y, shift);
  const t = sub(y, sub(index, shift));
  const t2 = mul(t, t);
  const sums = [0, 1].map((lane) => {
    const row = graph.address(index, 2 * lane, rowMask(table), 4);
    const pair = (k: number): Node => graph.fetch(row, base + k * rows * PAIR);
    const square = graph.pick(t2, t2, lane === 0 ? [0, 1, 0, 1] : [2, 3, 2, 3]);
    let sum = pair((degree - 1) / 2);
    for (let k = (degree - 3) / 2; k >= 0; k--) sum = add(mul(sum, square), pair(k));
    return sum;
  });
  const even = graph.pick(sums[0], sums[1], [0, 1, 4, 5]);
  const odd = graph.pick(sums[0], sums[1], [2, 3, 6, 7]);
  return add(mul(t, odd), even);
}
