/**
 * Sums of two doubles, head + tail with |tail| ≤ ½ ulp(head): about 106 bits, faster than integers of that size.
 * Only sums and products of doubles are used, so results are the same on every engine. Source: Dekker 1971, «A
 * floating-point technique for extending the available precision».
 */
import { type Fixed, parts } from "./fixed-point.js";

export type DoubleDouble = readonly [head: number, tail: number];

export function fromFixed(x: Fixed): DoubleDouble {
  const [head, tail] = parts(x, [53]);
  return [head, tail];
}

/** a + b exactly. */
export function exactSum(a: number, b: number): DoubleDouble {
  const head = a + b;
  const other = head - a;
  return [head, a - (head - other) + (b - other)];
}

/** a b exactly, barring overflow. */
export function exactProduct(a: number, b: number): DoubleDouble {
  const head = a * b;
  const [a1, a2] = halves(a);
  const [b1, b2] = halves(b);
  return [head, a2 * b2 - (head - a1 * b1 - a2 * b1 - a1 * b2)];
}

/** A double as a sum of two of 26 bits. */
function halves(a: number): DoubleDouble {
  const scaled = a * (2 ** 27 + 1);
  const head = scaled - (scaled - a);
  return [head, a - head];
}

export function plus(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const [head, tail] = exactSum(a[0], b[0]);
  return exactSum(head, tail + (a[1] + b[1]));
}

export function product(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const [head, tail] = exactProduct(a[0], b[0]);
  return exactSum(head, tail + (a[0] * b[1] + a[1] * b[0]));
}

export function multiple(a: DoubleDouble, factor: number): DoubleDouble {
  return product(a, [factor, 0]);
}

export function quotient(a: DoubleDouble, divisor: number): DoubleDouble {
  const head = a[0] / divisor;
  const [p, e] = exactProduct(head, divisor);
  return exactSum(head, (a[0] - p - e + a[1]) / divisor);
}
