/**
 * Fewer points, same picture. Of each stretch of a curve the point is kept that spans the largest triangle with the
 * one before and the mean of the stretch after it, so that spikes and corners survive
 * (S. Steinarsson, Downsampling Time Series for Visual Representation, 2013, algorithm LTTB).
 */

/** The indices of at most `limit` points of the curve, in order, both ends among them. NaN marks a gap. */
export function thinned(x: ArrayLike<number>, y: ArrayLike<number>, limit: number): readonly number[] {
  const n = x.length;
  if (n <= limit) return Array.from({ length: n }, (_, i) => i);
  const [xs, ys] = [unitScale(x), unitScale(y)];
  const kept = [0];
  const stretches = limit - 2;
  const edge = (stretch: number) => 1 + Math.floor(((n - 2) * stretch) / stretches);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const [from, to] = [edge(stretch), edge(stretch + 1)];
    const after = stretch + 1 < stretches ? mean(xs, ys, to, edge(stretch + 2)) : [xs[n - 1], ys[n - 1]];
    kept.push(largestTriangle(xs, ys, kept[kept.length - 1], after, from, to));
  }
  kept.push(n - 1);
  return kept;
}

/** A number as the figure's JSON keeps it: six significant digits, null for a gap. */
export function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
}

function largestTriangle(
  x: Float64Array,
  y: Float64Array,
  before: number,
  after: readonly number[],
  from: number,
  to: number,
): number {
  let best = -1;
  let largest = -1;
  let gaps = 0;
  let gap = -1;
  for (let i = from; i < to; i++) {
    if (Number.isNaN(x[i] + y[i])) {
      gaps++;
      gap = i;
      continue;
    }
    const area = Math.abs((x[before] - after[0]) * (y[i] - y[before]) - (x[before] - x[i]) * (after[1] - y[before]));
    const comparable = Number.isNaN(area) ? 0 : area;
    if (comparable > largest) {
      largest = comparable;
      best = i;
    }
  }
  return 2 * gaps > to - from || best < 0 ? gap : best;
}

function mean(x: Float64Array, y: Float64Array, from: number, to: number): readonly number[] {
  let [sumX, sumY, count] = [0, 0, 0];
  for (let i = from; i < to; i++) {
    if (Number.isNaN(x[i] + y[i])) continue;
    sumX += x[i];
    sumY += y[i];
    count++;
  }
  return [sumX / count, sumY / count];
}

/** The finite values mapped to 0..1, so that triangles are measured as they are seen; others are NaN. */
function unitScale(values: ArrayLike<number>): Float64Array {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  const length = high > low ? high - low : 1;
  return Float64Array.from(values, (value) => (Number.isFinite(value) ? (value - low) / length : Number.NaN));
}
