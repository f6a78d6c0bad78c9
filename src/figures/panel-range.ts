/** The ranges of a panel's axes, from its curves; neighbours in a column that show the same interval share it. */

import { edgeRange } from "./cells.js";
import { barWidth, drawn, type Panel, type PanelAxis } from "./panel.js";
import type { AxisType } from "./plotly-json.js";
import { coordinate, extent, padded, type Range, union, withBounds } from "./range.js";

/** On a log axis, an interval's lower end widens the axis by at most this much below the curves, in decades. */
const mostBelow = 0.5;

/** The vertical range that shows the curves and their intervals. */
export function verticalRange(panel: Panel): Range {
  const type = panel.y.type ?? "linear";
  const given = givenRange(panel.y, type) ?? (panel.cells && edgeRange(type, panel.cells.y));
  if (given !== undefined) return given;
  let main: Range | undefined;
  let bounds: Range | undefined;
  for (const curve of panel.curves) {
    const curveRange = extent(type, curve.y);
    if (curve.role === "bound") {
      bounds = union(bounds, curveRange);
      continue;
    }
    main = union(main, curveRange);
    if (curve.low !== undefined && curve.high !== undefined) {
      main = union(main, extent(type, curve.high));
      const lowest = type === "log" && curveRange !== undefined ? curveRange[0] - mostBelow : -Infinity;
      main = union(main, extent(type, curve.low, lowest));
    }
    if (drawn(curve) === "bars" && type === "linear") main = union(main, [0, 0]);
  }
  const range = withBounds(main, bounds);
  const [low, high] = padded(range, 0.05, type);
  const standing = range !== undefined && range[0] === 0 && panel.curves.some((curve) => drawn(curve) === "bars");
  return [standing ? 0 : low, high];
}

/** The horizontal range of each panel of a column, from top to bottom, and whether it is shared with the one below. */
export function horizontalRanges(column: readonly Panel[]): readonly { range: Range; sharedBelow: boolean }[] {
  const own = column.map(horizontalRange);
  const shared = column.map((panel, i) => i + 1 < column.length && shares(panel, own[i], column[i + 1], own[i + 1]));
  const ranges = [...own];
  for (let i = 1; i < column.length; i++) if (shared[i - 1]) ranges[i] = union(ranges[i - 1], ranges[i]) ?? ranges[i];
  for (let i = column.length - 2; i >= 0; i--) if (shared[i]) ranges[i] = ranges[i + 1];
  return ranges.map((range, i) => ({ range, sharedBelow: shared[i] }));
}

function shares(above: Panel, a: Range, below: Panel, b: Range): boolean {
  const tolerance = 0.05 * Math.max(a[1] - a[0], b[1] - b[0]);
  const near = Math.abs(a[0] - b[0]) <= tolerance && Math.abs(a[1] - b[1]) <= tolerance;
  return near && above.x.title === below.x.title && (above.x.type ?? "linear") === (below.x.type ?? "linear");
}

function horizontalRange(panel: Panel): Range {
  const type = panel.x.type ?? "linear";
  const given = givenRange(panel.x, type) ?? (panel.cells && edgeRange(type, panel.cells.x));
  if (given !== undefined) return given;
  let range: Range | undefined;
  for (const curve of panel.curves) {
    const own = extent(type, curve.x);
    const room = drawn(curve) === "bars" && type === "linear" ? barWidth(curve.x) / 2 : 0;
    range = union(range, own && [own[0] - room, own[1] + room]);
  }
  return padded(range, panel.curves.some((curve) => drawn(curve) !== "line") ? 0.03 : 0, type);
}

function givenRange(axis: PanelAxis, type: AxisType): Range | undefined {
  return axis.range && [coordinate(type, axis.range[0]), coordinate(type, axis.range[1])];
}
