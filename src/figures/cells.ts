/** Rectangles in classes of colour: a heat map, drawn with the traces that Plotly and our SVG writer share. */

import { requireOptions, shown } from "../validate.js";
import type { PlacedPanel } from "./grid.js";
import type { Annotation, AxisType, ScatterTrace, Value } from "./plotly-json.js";
import { coordinate, type Range } from "./range.js";
import { ink, sizes } from "./style.js";
import { textWidth } from "./text.js";
import { rounded } from "./thin.js";

/** A colour, and what it means. */
export interface CellClass {
  /** As #rrggbb. */
  readonly color: string;
  /** Its entry in the legend. Default: none. */
  readonly name?: string;
}

/** Touching rectangles, each of one class: the cells of a heat map, or of the bar that explains its colours. */
export interface Cells {
  /** Ascending edges, one more than there are columns. */
  readonly x: readonly number[];
  /** Ascending edges, one more than there are rows. */
  readonly y: readonly number[];
  readonly classes: readonly CellClass[];
  /** The class of each cell, row by row from the lowest y; undefined leaves it empty. */
  readonly of: readonly (number | undefined)[];
  /** What is written in each cell; left out where it does not fit. */
  readonly labels?: readonly string[];
  /** What is shown of each cell where the pointer rests. */
  readonly hover?: readonly string[];
}

export function requireCells(who: string, cells: Cells): void {
  requireOptions(`${who}: cells`, cells, ["x", "y", "classes", "of", "labels", "hover"]);
  const { x, y, of, labels, hover, classes } = cells;
  for (const [name, edges] of Object.entries({ x, y })) {
    const ascend = edges.length > 1 && edges.every((edge, i) => Number.isFinite(edge) && !(edge <= edges[i - 1]));
    if (!ascend)
      throw new RangeError(`${who}: cells: ${name} must be two or more ascending edges, got ${shown(edges)}`);
  }
  const count = (x.length - 1) * (y.length - 1);
  for (const [name, values] of Object.entries({ of, labels, hover })) {
    if (values !== undefined && values.length !== count) {
      throw new RangeError(`${who}: cells: ${name} must have ${count} entries, got ${values.length}`);
    }
  }
  const stray = of.find((index) => index !== undefined && classes[index] === undefined);
  if (stray !== undefined) {
    throw new RangeError(`${who}: cells: of must index one of ${classes.length} classes, got ${stray}`);
  }
}

/** The outermost edges, as an axis range. */
export function edgeRange(type: AxisType, edges: readonly number[]): Range {
  return [coordinate(type, edges[0]), coordinate(type, edges[edges.length - 1])];
}

/** The classes that have a cell and a name, which are those of the legend. */
export function namedClasses({ classes, of }: Cells): readonly { readonly key: string; readonly name: string }[] {
  return classes.flatMap(({ name }, index) =>
    name !== undefined && of.includes(index) ? [{ key: `cells ${name}`, name }] : [],
  );
}

type AxisNames = { readonly xaxis: string; readonly yaxis: string };

/** One trace per class: its cells as closed outlines with gaps between; and unseen points that hold the hover texts. */
export function cellTraces(
  cells: Cells,
  axes: AxisNames,
  types: readonly [AxisType, AxisType],
): readonly ScatterTrace[] {
  const { classes, of, hover } = cells;
  const traces = classes.flatMap(({ color, name }, index): ScatterTrace[] => {
    const own = of.flatMap((one, cell) => (one === index ? [corners(cells, cell)] : []));
    if (own.length === 0) return [];
    const outline = (values: (corner: Corners) => readonly Value[]): readonly Value[] =>
      own.flatMap((corner, i) => (i === 0 ? values(corner) : [null, ...values(corner)]));
    return [
      {
        type: "scatter",
        mode: "lines",
        name: name ?? "",
        ...axes,
        x: outline(({ left, right }) => [left, right, right, left, left]),
        y: outline(({ low, high }) => [low, low, high, high, low]),
        line: { color: "#ffffff", width: 0.5 },
        fill: "toself",
        fillcolor: color,
        showlegend: name !== undefined,
        legendgroup: `cells ${name ?? color}`,
        hoverinfo: "skip",
      },
    ];
  });
  if (hover === undefined) return traces;
  const centers = of.map((_, cell) => center(cells, cell, types));
  return [
    ...traces,
    {
      type: "scatter",
      mode: "markers",
      name: "",
      ...axes,
      x: centers.map(([x]) => rounded(x)),
      y: centers.map(([, y]) => rounded(y)),
      text: hover,
      marker: { color: "#ffffff", size: 12 },
      opacity: 0,
      showlegend: false,
      hovertemplate: "%{text}<extra></extra>",
    },
  ];
}

/** The labels that fit into their cells, in the ink that stands out. */
export function cellLabels(cells: Cells, at: PlacedPanel, names: AxisNames): readonly Annotation[] {
  const { labels = [], of, classes } = cells;
  const types = [at.panel.x.type ?? "linear", at.panel.y.type ?? "linear"] as const;
  const perUnit = [at.width / (at.xRange[1] - at.xRange[0]), at.height / (at.yRange[1] - at.yRange[0])];
  return labels.flatMap((text, cell): Annotation[] => {
    const index = of[cell];
    if (index === undefined || text === "") return [];
    const { left, right, low, high } = corners(cells, cell);
    const width = (coordinate(types[0], right) - coordinate(types[0], left)) * perUnit[0];
    const height = (coordinate(types[1], high) - coordinate(types[1], low)) * perUnit[1];
    if (textWidth(text, sizes.tick) + 4 > width || sizes.tick + 3 > height) return [];
    const [x, y] = center(cells, cell, types).map((value, i) => Number(coordinate(types[i], value).toPrecision(6)));
    return [
      {
        text,
        x,
        y,
        xref: names.xaxis,
        yref: names.yaxis,
        xanchor: "center",
        yanchor: "middle",
        showarrow: false,
        borderpad: 0,
        borderwidth: 0,
        font: { size: sizes.tick, color: isDark(classes[index].color) ? "#ffffff" : ink },
      },
    ];
  });
}

interface Corners {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

function corners({ x, y }: Cells, cell: number): Corners {
  const columns = x.length - 1;
  const [i, j] = [cell % columns, Math.floor(cell / columns)];
  const [left, right, low, high] = [x[i], x[i + 1], y[j], y[j + 1]].map((edge) => Number(edge.toPrecision(6)));
  return { left, right, low, high };
}

/** The middle as it is seen: on a log axis the geometric mean. */
function center(cells: Cells, cell: number, types: readonly [AxisType, AxisType]): readonly [number, number] {
  const { left, right, low, high } = corners(cells, cell);
  const middle = (type: AxisType, a: number, b: number): number => (type === "log" ? Math.sqrt(a * b) : (a + b) / 2);
  return [middle(types[0], left, right), middle(types[1], low, high)];
}

/** Whether white is easier to read on the colour than black, by its relative luminance. */
function isDark(color: string): boolean {
  const [red, green, blue] = [1, 3, 5].map((at) => (Number.parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.2;
}
