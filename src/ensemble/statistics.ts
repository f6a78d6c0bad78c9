import type { Vec } from "../math/vector.js";
import { requireVector } from "../validate.js";
import type { Moments } from "./accumulator.js";
import type { Distribution, Histogram } from "./distribution.js";

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
  /**
   * A quantile over paths at each time, p in [0, 1], by linear interpolation between order statistics.
   *
   * @throws RangeError where the values were not kept: `quantiles` of the ensemble says how they are.
   */
  readonly quantile: (p: number) => Vec;
  /** How many paths lie between ascending edges at recorded time r (an index, −1 the last). Default 40 bins over the values. */
  readonly histogram: (options?: HistogramOptions) => Histogram;
}

export interface HistogramOptions {
  /** Index of the recorded time. Default −1, the last. */
  readonly at?: number;
  /** A number of bins of equal width from the least to the greatest value, or the edges. Default 40. */
  readonly bins?: number | readonly number[] | Vec;
}

/** One observable of an ensemble as it is accumulated: its cells are `index`, `index + stride`, … */
export interface SeriesSource {
  readonly observable: string;
  readonly moments: Moments;
  readonly index: number;
  readonly stride: number;
  /** One per recorded time; empty when no values were kept. */
  readonly distributions: readonly Distribution[];
}

export function series({ observable, moments, index, stride, distributions }: SeriesSource): Series {
  const times = moments.counts.length / stride;
  const of = (cells: Vec): Vec => Float64Array.from({ length: times }, (_, r) => cells[index + r * stride]);
  const count = of(moments.counts);
  const mean = of(moments.means).map((m, r) => (count[r] > 0 ? m : Number.NaN));
  const variance = of(moments.squares).map((s, r) => (count[r] > 1 ? s / (count[r] - 1) : Number.NaN));
  const requireKept = (what: string): void => {
    if (distributions.length > 0) return;
    throw new RangeError(
      `${what}: the values of ${observable} were not kept; ask the ensemble for quantiles: "approximate", or record fewer times`,
    );
  };
  return {
    observable,
    mean,
    variance,
    count,
    standardError: variance.map((v, r) => Math.sqrt(v / count[r])),
    quantile(p) {
      if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile: p must be in [0, 1], got ${p}`);
      requireKept("quantile");
      return Float64Array.from(distributions, (distribution) => distribution.quantile(p));
    },
    histogram({ at = -1, bins = 40 } = {}) {
      requireKept("histogram");
      const r = at < 0 ? times + at : at;
      if (!Number.isInteger(at) || distributions[r] === undefined) {
        throw new RangeError(`histogram: at must be the index of one of ${times} recorded times, got ${at}`);
      }
      const edges = typeof bins === "number" ? equalEdges(distributions[r], bins) : requireEdges(bins);
      return { edges, counts: distributions[r].histogram(edges) };
    },
  };
}

function equalEdges(distribution: Distribution, bins: number): Vec {
  if (!Number.isInteger(bins) || bins < 1) throw new RangeError(`histogram: bins must be an integer ≥ 1, got ${bins}`);
  const [least, greatest] = [distribution.quantile(0), distribution.quantile(1)];
  return Float64Array.from({ length: bins + 1 }, (_, i) => least + (i / bins) * (greatest - least));
}

function requireEdges(edges: readonly number[] | Vec): Vec {
  const values = requireVector("histogram", "bins", edges);
  const isAscending = values.length > 1 && values.every((edge, i) => i === 0 || edge > values[i - 1]);
  if (isAscending) return values;
  throw new RangeError("histogram: bins must be at least two ascending edges");
}
