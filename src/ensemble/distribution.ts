/**
 * The values of an observable over paths at one recorded time: kept one by one, or counted in bins of a relative width.
 */
import type { Vec } from "../math/vector.js";

/** Counts of values in [from, to): the edges are one more than the counts. */
export interface Histogram {
  readonly edges: Vec;
  readonly counts: Vec;
}

/** What is known of the distribution at one time. */
export interface Distribution {
  /** Takes in values; NaN counts for nothing. */
  readonly take: (values: Vec) => void;
  /** By linear interpolation between order statistics, or within a bin; NaN where there is no value. */
  readonly quantile: (p: number) => number;
  readonly histogram: (edges: Vec) => Vec;
  /** An equal one that no longer follows this one. */
  readonly copy: () => Distribution;
}

/** Every value, in the order of the paths. */
export function exactDistribution(): Distribution {
  return exact(new Float64Array(64), 0);
}

function exact(given: Vec, size: number): Distribution {
  let values = given;
  let count = size;
  let sorted: Vec | undefined;
  const inOrder = (): Vec => {
    sorted ??= values.slice(0, count).sort();
    return sorted;
  };
  return {
    take(more) {
      if (count + more.length > values.length) {
        const longer = new Float64Array(2 * count + more.length);
        longer.set(values);
        values = longer;
      }
      for (const value of more) if (!Number.isNaN(value)) values[count++] = value;
      sorted = undefined;
    },
    quantile(p) {
      if (count === 0) return Number.NaN;
      const order = inOrder();
      const position = p * (count - 1);
      const below = Math.floor(position);
      const above = Math.min(below + 1, count - 1);
      return order[below] + (position - below) * (order[above] - order[below]);
    },
    histogram(edges) {
      const counts = new Float64Array(edges.length - 1);
      for (let i = 0; i < count; i++) {
        const bin = binOf(values[i], edges);
        if (bin >= 0) counts[bin]++;
      }
      return counts;
    },
    copy: () => exact(values.slice(), count),
  };
}

/** Bits of a double that name its bin: exponent and eight of the mantissa. */
const KEY_SHIFT = 12;

/** The relative width of a bin; a quantile is off by half of it at most. */
export const BIN_WIDTH: number = 2 ** -8;

const real = new Float64Array(1);
const words = new Int32Array(real.buffer);

/** The bin of a modulus, and the least modulus of a bin. */
function keyOf(value: number): number {
  real[0] = value;
  return (words[1] & 0x7fffffff) >>> KEY_SHIFT;
}

function leastOf(key: number): number {
  words[0] = 0;
  words[1] = key << KEY_SHIFT;
  return real[0];
}

/** Counts of moduli in bins; only the bins from the least to the greatest that occur are there. */
interface Bins {
  readonly first: number;
  readonly counts: Vec;
}

const NO_BINS: Bins = { first: 0, counts: new Float64Array(0) };

/** The bins with room for one more key; spare room on the side that grew makes growing rare. */
function widened({ first, counts }: Bins, key: number): Bins {
  const isEmpty = counts.length === 0;
  const low = isEmpty ? key : Math.min(first, key);
  const high = isEmpty ? key : Math.max(first + counts.length - 1, key);
  const spare = Math.ceil((high - low + 1) / 4);
  const start = isEmpty || key < first ? Math.max(0, low - spare) : low;
  const wider = new Float64Array((isEmpty || key > first ? high + spare : high) - start + 1);
  if (!isEmpty) wider.set(counts, first - start);
  return { first: start, counts: wider };
}

/**
 * Counts in bins that hold eight binary digits of a value, so that counting needs no range known in advance and two counts
 * are added in any order.
 */
export function binnedDistribution(): Distribution {
  return binned(NO_BINS, NO_BINS);
}

function binned(givenNegative: Bins, givenPositive: Bins): Distribution {
  let negative = givenNegative;
  let positive = givenPositive;

  /** The bins that hold something, from the least value up. */
  function* inOrder(): Generator<{ readonly low: number; readonly high: number; readonly count: number }> {
    for (let i = negative.counts.length - 1; i >= 0; i--) {
      const key = negative.first + i;
      const count = negative.counts[i];
      if (count > 0) yield { low: -leastOf(key + 1), high: -leastOf(key), count };
    }
    for (let i = 0; i < positive.counts.length; i++) {
      const key = positive.first + i;
      const count = positive.counts[i];
      if (count > 0) yield { low: leastOf(key), high: leastOf(key + 1), count };
    }
  }

  return {
    take(values) {
      for (const value of values) {
        if (Number.isNaN(value)) continue;
        const key = keyOf(value);
        let bins = value < 0 ? negative : positive;
        if (key < bins.first || key >= bins.first + bins.counts.length) {
          bins = widened(bins, key);
          if (value < 0) negative = bins;
          else positive = bins;
        }
        bins.counts[key - bins.first]++;
      }
    },
    quantile(p) {
      const total = [...negative.counts, ...positive.counts].reduce((sum, count) => sum + count, 0);
      if (total === 0) return Number.NaN;
      let rank = p * (total - 1) + 0.5;
      for (const { low, high, count } of inOrder()) {
        if (rank <= count) return low + (rank / count) * (high - low);
        rank -= count;
      }
      return Number.NaN;
    },
    histogram(edges) {
      const result = new Float64Array(edges.length - 1);
      for (const { low, high, count } of inOrder()) {
        const bin = binOf((low + high) / 2, edges);
        if (bin >= 0) result[bin] += count;
      }
      return result;
    },
    copy: () =>
      binned(
        { first: negative.first, counts: negative.counts.slice() },
        { first: positive.first, counts: positive.counts.slice() },
      ),
  };
}

/** The bin of ascending edges that holds a value, the last one closed; −1 where none does. */
function binOf(value: number, edges: Vec): number {
  const last = edges.length - 1;
  if (!(value >= edges[0] && value <= edges[last])) return -1;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (value >= edges[middle]) low = middle;
    else high = middle;
  }
  return low;
}
