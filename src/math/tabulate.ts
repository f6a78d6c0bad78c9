/**
 * A function of one variable without an elementary form, as polynomials on equal pieces of its range.
 *
 *   u = (x − from)/width − ½, held to −½ ≤ u < n − ½, row round(u), t = u − row                (1)
 *
 * Beyond the ends the value at the end continues; NaN gives NaN.
 */
import { requireObject, shown } from "../validate.js";
import { type PiecewiseTable, piecewiseValue, type Tabulated } from "./piecewise-table.js";

export interface TabulateOptions {
  /** The range; from < to. */
  readonly from: number;
  readonly to: number;
  /** The largest error |table − f| on the range; above 0. */
  readonly tolerance: number;
}

/** Bytes of coefficients: a table of a low degree is quicker as long as it stays in the first cache beside the paths. */
const SMALL = 2 ** 14;
const LARGE = 2 ** 18;

/** Errors of degree d have d + 2 extremes a piece; 4(d + 1) + 1 points come within 4 % of them. */
const MARGIN = 1.1;

/** The positive zeros of Chebyshev polynomials, for each degree tried. */
const NODES: readonly (readonly number[])[] = [
  [0.38268343236508977, 0.9238795325112867],
  [0.25881904510252074, 0.7071067811865476, 0.9659258262890683],
  [0.19509032201612825, 0.5555702330196022, 0.8314696123025452, 0.9807852804032304],
];

/**
 * The table of f with an error of at most `tolerance`, as small as a power of two of pieces allows: of degree 3, 5 or 7,
 * the first that stays within 16 kB. The same on every engine if f is, which Math.exp and its kin are not.
 *
 * @throws RangeError if 256 kB are not enough, or f is not finite somewhere in the range.
 */
export function tabulate(options: TabulateOptions, f: (x: number) => number): Tabulated {
  requireObject("tabulate", options, ["from", "to", "tolerance"]);
  const { from, to, tolerance } = options;
  if (typeof f !== "function") throw new TypeError(`tabulate: f must be a function of x, got ${shown(f)}`);
  if (!(Number.isFinite(from) && Number.isFinite(to) && from < to)) {
    throw new RangeError(`tabulate: from and to must be finite and from < to, got ${from} and ${to}`);
  }
  if (!(tolerance > 0)) throw new RangeError(`tabulate: tolerance must be above 0, got ${tolerance}`);
  let least = Infinity;
  for (const size of [SMALL, LARGE]) {
    for (const nodes of NODES) {
      for (let rows = 1; rows * nodes.length * 16 <= size; rows *= 2) {
        const table = tableOf(from, to, rows, nodes, f);
        if (table.error <= tolerance) return table;
        least = Math.min(least, table.error);
      }
    }
  }
  throw new RangeError(
    `tabulate: an error of at most ${tolerance} must be possible in ${LARGE / 1024} kB, got ${least}`,
  );
}

function tableOf(
  from: number,
  to: number,
  rows: number,
  nodes: readonly number[],
  f: (x: number) => number,
): Tabulated {
  const width = (to - from) / rows;
  const degree = 2 * nodes.length - 1;
  const at = (u: number): number => {
    const x = Math.min(to, Math.max(from, from + (u + 0.5) * width));
    const value = f(x);
    if (!Number.isFinite(value)) throw new RangeError(`tabulate: f must be finite on the range, got ${value} at ${x}`);
    return value;
  };
  const coefficients = new Float64Array(rows * (degree + 1));
  for (let i = 0; i < rows; i++)
    coefficients.set(
      interpolated(nodes, (s) => at(i + s / 2)),
      i * (degree + 1),
    );
  const pieces = { from: 0, width: 1, rows, degree, coefficients };
  let error = 0;
  const points = 4 * (degree + 1);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k <= points; k++) {
      // a hair inside the piece: its end belongs to a neighbour
      const u = i + (k / points - 0.5) * (1 - 1e-9);
      error = Math.max(error, MARGIN * Math.abs(piecewiseValue(pieces, u) - at(u)));
    }
  }
  return { from, scale: 1 / width, pieces, error };
}

/** Coefficients in t = s/2 of the polynomial through f at ±nodes: its even and odd parts are polynomials in s². */
function interpolated(nodes: readonly number[], f: (s: number) => number): readonly number[] {
  const pairs = nodes.map((s) => [f(s), f(-s)]);
  const squares = nodes.map((s) => s * s);
  const even = throughPoints(
    squares,
    pairs.map(([a, b]) => (a + b) / 2),
  );
  const odd = throughPoints(
    squares,
    pairs.map(([a, b], j) => (a - b) / (2 * nodes[j])),
  );
  return even.flatMap((c, j) => [c * 4 ** j, odd[j] * 2 * 4 ** j]);
}

/** Coefficients of the polynomial through (zⱼ, yⱼ), by Newton's divided differences. */
function throughPoints(z: readonly number[], y: readonly number[]): readonly number[] {
  const d = [...y];
  for (let k = 1; k < z.length; k++) {
    for (let j = z.length - 1; j >= k; j--) d[j] = (d[j] - d[j - 1]) / (z[j] - z[j - k]);
  }
  const c = new Array<number>(z.length).fill(0);
  for (let j = z.length - 1; j >= 0; j--) {
    for (let k = z.length - 1; k >= 1; k--) c[k] = c[k - 1] - z[j] * c[k];
    c[0] = d[j] - z[j] * c[0];
  }
  return c;
}

/** The double below n − ½, the last u whose row is n − 1. */
export function lastPlace({ rows }: PiecewiseTable): number {
  return (rows - 0.5) * (1 - 2 ** -53);
}

/** f(x) from its table. (1) */
export function valueOf(table: Tabulated, x: number): number {
  const u = (x - table.from) * table.scale - 0.5;
  if (Number.isNaN(u)) return u;
  return piecewiseValue(table.pieces, Math.max(Math.min(u, lastPlace(table.pieces)), -0.5));
}
