/** The ranges of axes: from the data, padded, in the axis's own coordinate (base-10 logarithms on a log axis). */

import type { AxisType } from "./plotly-json.js";

export type Range = readonly [number, number];

/** Values beyond this draw as gaps: their differences would overflow; on a log axis, so do values below its inverse. */
const largest = 1e300;

/** The axis coordinate of a value, or NaN where the axis has none: a gap. */
export function coordinate(type: AxisType, value: number): number {
  if (!(Math.abs(value) < largest)) return Number.NaN;
  if (type === "linear") return value;
  return value > 1 / largest ? Math.log10(value) : Number.NaN;
}

/** Lowest and highest coordinate of the values, or undefined when none can be drawn; coordinates below `floor` count as it. */
export function extent(type: AxisType, values: ArrayLike<number>, floor: number = -Infinity): Range | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const c = coordinate(type, values[i]);
    if (c < low) low = c;
    if (c > high) high = c;
  }
  return low <= high ? [Math.max(low, floor), Math.max(high, floor)] : undefined;
}

/** The smallest range that holds both. */
export function union(a: Range | undefined, b: Range | undefined): Range | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

/** The range with a share of its length added at each end; a single point gets room around it. */
export function padded(range: Range | undefined, share: number, type: AxisType): Range {
  if (range === undefined) return [0, 1];
  const [low, high] = range;
  const smallest = Math.max(1e-9 * Math.max(Math.abs(low), Math.abs(high)), 1e-300);
  if (high - low > smallest) return [low - share * (high - low), high + share * (high - low)];
  const room = type === "log" ? 0.5 : Math.max(0.1 * Math.abs(low), low === 0 ? 1 : smallest);
  return [low - room, high + room];
}

/** The range of the main curves, widened by that of bounds, which may at most double it at each end. */
export function withBounds(main: Range | undefined, bounds: Range | undefined): Range | undefined {
  if (main === undefined || bounds === undefined) return main ?? bounds;
  const length = Math.max(main[1] - main[0], 1e-9 * Math.abs(main[1]));
  return [
    Math.min(main[0], Math.max(bounds[0], main[0] - length)),
    Math.max(main[1], Math.min(bounds[1], main[1] + length)),
  ];
}
