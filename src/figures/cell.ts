/** A panel in its row and column, and the room it needs around it, in pixels. */

import type { Panel } from "./panel.js";
import { horizontalRanges } from "./panel-range.js";
import type { Axis } from "./plotly-json.js";
import type { Range } from "./range.js";
import { gaps, sizes } from "./style.js";
import { textWidth, wrapped } from "./text.js";
import { axisTicks, type TickChoice } from "./ticks.js";

export interface Cell {
  readonly panel: Panel;
  readonly row: number;
  readonly column: number;
  readonly xRange: Range;
  /** Whether this panel labels its horizontal axis, or leaves that to the one below. */
  readonly labelsBelow: boolean;
  readonly stepsAbove: boolean;
}

/** The panels in rows of `columns`, filled row by row. */
export function cellsOf(panels: readonly Panel[], columns: number): readonly Cell[] {
  const byColumn = Array.from({ length: columns }, (_, column) =>
    horizontalRanges(panels.filter((_, i) => i % columns === column)),
  );
  // the panels of a row leave their labels to those below all together, or not at all
  const leaves = panels.map((_, i) => {
    const row = Math.floor(i / columns);
    return panels.every((_, j) => {
      return Math.floor(j / columns) !== row || j + columns >= panels.length || byColumn[j % columns][row].sharedBelow;
    });
  });
  return panels.map((panel, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const { range, sharedBelow: isShared } = byColumn[column][row];
    const sharedBelow = isShared && leaves[i];
    const sharedAbove = row > 0 && leaves[i - columns] && byColumn[column][row - 1].sharedBelow;
    const stepsAbove = panel.steps !== undefined && !(sharedAbove && panels[i - columns].steps === panel.steps);
    return { panel, row, column, xRange: range, labelsBelow: !sharedBelow, stepsAbove };
  });
}

/** Ticks, their labels and the axis title, on the horizontal axis. */
const labelsHeight = gaps.ticks + gaps.tickLabel + sizes.tick + gaps.axisTitle + sizes.axisTitle;

/** Room above a panel for its step axis and its title. */
export function headroom(cell: Cell): number {
  const title = cell.panel.title === undefined ? 0 : sizes.panelTitle + 9;
  return (cell.stepsAbove ? labelsHeight + 2 : 0) + title + 8;
}

/** Room below a panel for the labels of its horizontal axis. */
export function footroom(cell: Cell): number {
  return cell.labelsBelow ? labelsHeight + 7 : 4;
}

/** The title of a vertical axis, broken into lines no longer than the panel is high. */
export function verticalTitle(panel: Panel, height: number): string {
  return wrapped(panel.y.title, height + 16, sizes.axisTitle).join("<br>");
}

/** Room to the left of a panel of some height for the labels of its vertical axis. */
export function gutter(cell: Cell, yRange: Range, ticks: TickChoice, height: number): number {
  const axis: Axis = { type: cell.panel.y.type ?? "linear", range: yRange, domain: [0, 1], anchor: "x", ...ticks };
  // Plotly writes powers of ten a quarter larger
  const size = sizes.tick * (axis.type === "log" && axis.tickmode === undefined ? 1.25 : 1);
  const widest = Math.max(0, ...axisTicks(axis).map(({ label }) => textWidth(label, size)));
  const lines = verticalTitle(cell.panel, height).split("<br>").length;
  return Math.ceil(4 + 1.3 * lines * sizes.axisTitle + gaps.axisTitle + widest + gaps.tickLabel + gaps.ticks);
}
