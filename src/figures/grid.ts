/**
 * Where the panels stand, in pixels. Margins come from the widths of the labels themselves, so that nothing overlaps
 * and nothing moves when the figure is drawn.
 */

import { type Cell, cellsOf, footroom, gutter, headroom } from "./cell.js";
import type { Panel } from "./panel.js";
import { verticalRange } from "./panel-range.js";
import type { Range } from "./range.js";
import { placedPhases, stripHeight, withStrip } from "./shading.js";
import { horizontalTickChoice, type TickChoice, verticalTickChoice } from "./ticks.js";

/** A panel in its place; pixels count from the figure's upper left corner. */
export interface PlacedPanel extends Cell {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly yRange: Range;
  readonly xTicks: TickChoice;
  readonly yTicks: TickChoice;
}

/** A rectangle in pixels. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Grid {
  readonly panels: readonly PlacedPanel[];
  /** The rectangle around all panels, without their labels; Plotly's fractions refer to it. */
  readonly area: Area;
  /** The lower edge of the last row, axis titles included. */
  readonly bottom: number;
}

/** Default heights of a row of share 1; a lone column is at most so high for its width. */
const loneColumn = 320;
const loneAspect = 0.65;
const severalColumns = 190;
const lowestRow = 30;
/** Half the last label of a horizontal axis stands beyond its panel. */
const beyond = 24;

/** Lays out the panels between `top` and `bottom`, or in the height they like when that is not given. */
export function grid(panels: readonly Panel[], columns: number, width: number, top: number, bottom?: number): Grid {
  const cells = cellsOf(panels, columns);
  const natural = columns === 1 ? Math.min(loneColumn, Math.round(loneAspect * width)) : severalColumns;
  const rows = rowHeights(cells, natural, top, bottom);
  const roughWidth = width / columns - 90;
  const vertical = cells.map((cell) => {
    const height = rows[cell.row].height;
    const yRange = rangeWithStrip(cell, roughWidth, height);
    return { yRange, yTicks: verticalTickChoice(cell.panel.y.type ?? "linear", yRange, height, cell.panel.y.ticks) };
  });
  const gutters = cells.map((cell, i) => gutter(cell, vertical[i].yRange, vertical[i].yTicks, rows[cell.row].height));
  const lefts = Array.from({ length: columns }, (_, j) => Math.max(...gutters.filter((_, i) => cells[i].column === j)));
  const panelWidth = Math.floor((width - sum(lefts)) / columns - beyond);
  if (panelWidth < lowestRow) {
    throw new RangeError(
      `figure: width must leave ${lowestRow} pixels to each panel, got ${width} for ${columns} columns`,
    );
  }
  const placed = cells.map((cell, i) => ({
    ...cell,
    ...vertical[i],
    left: sum(lefts.slice(0, cell.column + 1)) + cell.column * (panelWidth + beyond),
    top: rows[cell.row].top,
    width: panelWidth,
    height: rows[cell.row].height,
    xTicks: horizontalTickChoice(cell.panel.x.type ?? "linear", cell.xRange, panelWidth, cell.panel.x.ticks),
  }));
  return { panels: placed, area: around(placed), bottom: rows[rows.length - 1].bottom };
}

interface Row {
  readonly top: number;
  readonly height: number;
  readonly bottom: number;
}

function rowHeights(cells: readonly Cell[], natural: number, top: number, bottom: number | undefined): readonly Row[] {
  const count = cells[cells.length - 1].row + 1;
  const largest = (need: (cell: Cell) => number) =>
    Array.from({ length: count }, (_, row) => Math.max(...cells.filter((cell) => cell.row === row).map(need)));
  const [above, below] = [largest(headroom), largest(footroom)];
  const shares = largest(({ panel }) => panel.height ?? 1);
  const free = bottom === undefined ? undefined : bottom - top - sum(above) - sum(below);
  const unit = free === undefined ? natural : free / sum(shares);
  const rows: Row[] = [];
  let y = top;
  for (let row = 0; row < count; row++) {
    const height = Math.floor(unit * shares[row]);
    if (height < lowestRow) {
      throw new RangeError(`figure: height must leave ${lowestRow} pixels to each row, got a row of ${height}`);
    }
    y += above[row];
    rows.push({ top: y, height, bottom: y + height + below[row] });
    y += height + below[row];
  }
  return rows;
}

function rangeWithStrip(cell: Cell, roughWidth: number, height: number): Range {
  const { shading, x, y } = cell.panel;
  const range = verticalRange(cell.panel);
  if (shading === undefined || y.range !== undefined) return range;
  return withStrip(range, stripHeight(placedPhases(shading, x.type ?? "linear", cell.xRange, roughWidth)), height);
}

function around(panels: readonly PlacedPanel[]): Area {
  return {
    left: Math.min(...panels.map((at) => at.left)),
    right: Math.max(...panels.map((at) => at.left + at.width)),
    top: Math.min(...panels.map((at) => at.top)),
    bottom: Math.max(...panels.map((at) => at.top + at.height)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
