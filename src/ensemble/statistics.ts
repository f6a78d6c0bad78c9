import type { Vec } from "../math/vector.js";

/** Statistics over paths of one observable at each recorded time; NaN where no path is left. */
export interface Series {
  readonly observable: string;
  readonly mean: Vec;
  /** Of the mean: √(variance/count). NaN for fewer than two paths. */
  readonly standardError: Vec;
  /** Unbiased. */
  readonly variance: Vec;
  /** Paths counted at each time. */
  readonly count: Vec;
  /** A quantile over paths at each time, p in [0, 1], by linear interpolation between order statistics. */
  readonly quantile: (p: number) => Vec;
}

/** The statistics of one observable; `columns[r]` holds the values of the counted paths at recorded time r. */
export function series(observable: string, columns: readonly Vec[]): Series {
  const moments = columns.map(momentsOf);
  const of = (pick: (m: Moments) => number): Vec => Float64Array.from(moments, pick);
  return {
    observable,
    mean: of((m) => m.mean),
    standardError: of((m) => Math.sqrt(m.variance / m.count)),
    variance: of((m) => m.variance),
    count: of((m) => m.count),
    quantile(p) {
      if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile: p must be in [0, 1], got ${p}`);
      return Float64Array.from(columns, (column) => quantileOf(column, p));
    },
  };
}

interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly variance: number;
}

/** Mean and unbiased variance in two passes, in the order of the paths. */
function momentsOf(values: Vec): Moments {
  const count = values.length;
  if (count === 0) return { count, mean: Number.NaN, variance: Number.NaN };
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / count;
  let squares = 0;
  let drift = 0;
  for (const value of values) {
    squares += (value - mean) ** 2;
    drift += value - mean;
  }
  // The second term removes the rounding of the mean (Chan, Golub, LeVeque 1983).
  const variance = count > 1 ? (squares - (drift * drift) / count) / (count - 1) : Number.NaN;
  return { count, mean, variance };
}

function quantileOf(values: Vec, p: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
