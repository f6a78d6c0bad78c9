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
  readonly take: (value: number) => void;
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
    take(value) {
      if (count === values.length) {
        const longer = new Float64Array(2 * count);
        longer.set(values);
        values = longer;
      }
      values[count++] = value;
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

/** Bits of a double that name its bin: sign, exponent and eight of the mantissa. */
const KEY_SHIFT = 12;
const KEYS_PER_SIGN = 2 ** (31 - KEY_SHIFT);

/** The relative width of a bin; a quantile is off by half of it at most. */
export const BIN_WIDTH: number = 2 ** -8;

/**
 * Counts in bins that hold eight binary digits of a value, so that counting needs no range known in advance and two counts
 * are added in any order.
 */
export function binnedDistribution(): Distribution {
  return binned(new Float64Array(0), 0, 0);
}

function binned(given: Vec, firstBin: number, size: number): Distribution {
  const real = new Float64Array(1);
  const words = new Int32Array(real.buffer);
  let counts = given;
  let first = firstBin;
  let total = size;

  /** Bins in the order of the values they hold. */
  const binOfValue = (value: number): number => {
    real[0] = value;
    const key = (words[1] & 0x7fffffff) >>> KEY_SHIFT;
    return words[1] < 0 ? KEYS_PER_SIGN - 1 - key : KEYS_PER_SIGN + key;
  };
  /** The bin's value nearest to 0. */
  const magnitude = (key: number): number => {
    words[0] = 0;
    words[1] = key << KEY_SHIFT;
    return real[0];
  };
  const edge = (bin: number): number =>
    bin >= KEYS_PER_SIGN ? magnitude(bin - KEYS_PER_SIGN) : -magnitude(KEYS_PER_SIGN - bin);

  const makeRoom = (bin: number): void => {
    if (total === 0) first = bin;
    const low = Math.min(first, bin);
    const high = Math.max(first + counts.length - 1, bin);
    if (low === first && high < first + counts.length) return;
    const wider = new Float64Array(Math.max(64, Math.ceil((high - low + 1) * 1.25)));
    wider.set(counts, first - low);
    counts = wider;
    first = low;
  };

  return {
    take(value) {
      const bin = binOfValue(value);
      if (bin < first || bin >= first + counts.length) makeRoom(bin);
      counts[bin - first]++;
      total++;
    },
    quantile(p) {
      if (total === 0) return Number.NaN;
      let rank = p * (total - 1) + 0.5;
      for (let i = 0; i < counts.length; i++) {
        if (rank <= counts[i]) {
          const low = edge(first + i);
          return low + (rank / counts[i]) * (edge(first + i + 1) - low);
        }
        rank -= counts[i];
      }
      return Number.NaN;
    },
    histogram(edges) {
      const result = new Float64Array(edges.length - 1);
      counts.forEach((count, i) => {
        const bin = count === 0 ? -1 : binOf((edge(first + i) + edge(first + i + 1)) / 2, edges);
        if (bin >= 0) result[bin] += count;
      });
      return result;
    },
    copy: () => binned(counts.slice(), first, total),
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
