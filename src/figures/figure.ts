/**
 * A figure is data: plain Plotly JSON, laid out to the pixel, and the caption that belongs under it.
 * Notebooks and pages draw it with Plotly; papers with our own SVG writer, which reads the same JSON.
 */

import { requireInteger, requireObject, requirePositive, shown } from "../validate.js";
import { cellLabels, cellTraces } from "./cells.js";
import { panelTraces, pointCost } from "./curve-traces.js";
import { grid } from "./grid.js";
import { legendHeight, legendLayout, legendPlan, withLegendEntries } from "./legend.js";
import { type Panel, requirePanel } from "./panel.js";
import { panelAxes, panelTitle } from "./panel-axes.js";
import type { Annotation, Axis, Layout, Shape, Trace } from "./plotly-json.js";
import { rhythmsOf } from "./series.js";
import { phaseLabels, phaseShapes, placedPhases } from "./shading.js";
import { font, ink, sizes } from "./style.js";
import { plainText, wrapped } from "./text.js";

/** What a figure is, as JSON keeps it. */
export interface FigureData {
  readonly data: readonly Trace[];
  readonly layout: Layout;
  readonly caption: string;
  /** What the figure shows, for those who do not see it. */
  readonly alt: string;
}

/** Whether something is a figure, also one that JSON has kept. */
export function isFigure(thing: unknown): thing is FigureData {
  const { data, layout, caption, alt } = (thing ?? {}) as Partial<FigureData>;
  const isDrawable = Number.isFinite(layout?.width) && Number.isFinite(layout?.height);
  return Array.isArray(data) && isDrawable && typeof caption === "string" && typeof alt === "string";
}

export interface Figure extends FigureData {
  /**
   * Writes the figure to a file as the end of its name asks: .pdf, .svg, .png, .json or .html. Not enumerable, so that the
   * figure stays plain data: JSON, copies and comparisons leave it out.
   */
  readonly save: (path: string) => void;
}

export interface FigureSpec {
  readonly title?: string;
  readonly panels: readonly Panel[];
  /** Panels per row, filled row by row. Default 1. */
  readonly columns?: number;
  readonly caption: string;
  /** Default: the caption without markup. */
  readonly alt?: string;
  /** Pixels, 96 to the inch on paper: 317 for a column of 3.3 inches, 672 for a page of 7. Default 720. */
  readonly width?: number;
  /** Pixels, without the caption. Default: what the panels need. */
  readonly height?: number;
}

/** Characters of JSON the curves may fill; with axes and labels a figure stays below 200 kB. */
const jsonBudget = 165_000;
const mostPoints = 400;
/** Pixels that a line of the title leaves free: the labels of the first panel, to whose right it stands, and the edge. */
const titleEdge = 84;

/** Lays out a figure; each curve keeps the points that are seen, at most 400. */
export function figure(spec: FigureSpec): Figure {
  const { title, panels, caption, columns, width } = required(spec);
  const titleLines = title === undefined ? [] : wrapped(title, width - titleEdge, sizes.title);
  const top = title === undefined ? 2 : 4 + 1.3 * sizes.title * titleLines.length;
  const natural = grid(panels, columns, width, top);
  const given = spec.height && spec.height - legendHeight(legendPlan(panels, natural.area));
  const { panels: placed, area, bottom } = given === undefined ? natural : grid(panels, columns, width, top, given);
  const legend = legendPlan(panels, area);
  const height = Math.max(spec.height ?? 0, Math.ceil(bottom + legendHeight(legend)));

  const curves = panels.flatMap((panel) => panel.curves);
  const cost = curves.reduce((total, curve) => total + pointCost(curve), 0);
  const limit = Math.max(16, Math.min(mostPoints, Math.floor(jsonBudget / cost)));
  const drawing = { limit, rhythms: rhythmsOf(curves) };
  const data: Trace[] = [];
  const axes: Record<string, Axis> = {};
  const annotations: Annotation[] = [];
  const shapes: Shape[] = [];
  for (const [i, at] of placed.entries()) {
    const names = axisNames(i);
    const followed = at.labelsBelow ? undefined : axisNames(i + columns).xaxis;
    const own = panelAxes(at, area, names, axisNames(panels.length + i).xaxis, followed);
    Object.assign(axes, own.axes);
    const { cells, x, y } = at.panel;
    const heat = cells && cellTraces(cells, names, [x.type ?? "linear", y.type ?? "linear"]);
    data.push(...own.traces, ...(heat ?? []), ...panelTraces(at.panel, names, at.yRange, drawing));
    const phases = placedPhases(at.panel.shading ?? [], at.panel.x.type ?? "linear", at.xRange, at.width);
    shapes.push(...phaseShapes(phases, at, names));
    annotations.push(...panelTitle(at, names), ...phaseLabels(phases, at.width, names));
    if (cells !== undefined) annotations.push(...cellLabels(cells, at, names));
  }
  const layout: Layout = {
    width,
    height,
    margin: { l: area.left, r: width - area.right, t: area.top, b: height - area.bottom, pad: 0, autoexpand: false },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    font,
    hovermode: "closest",
    separators: ".",
    ...(data.some((trace) => trace.type === "bar") ? { barmode: "overlay" } : {}),
    ...legendLayout(legend, area, bottom),
    ...(title === undefined ? {} : { title: figureTitle(titleLines.join("<br>"), height) }),
    annotations,
    shapes,
    ...axes,
  };
  return savable({ data: withLegendEntries(data, legend), layout, caption, alt: spec.alt ?? plainText(caption) });
}

let writer: ((figure: FigureData, path: string) => void) | undefined;

/** Says how figures are written to files. That needs Node, so a page that only draws them leaves it out. */
export function writeFiguresWith(write: (figure: FigureData, path: string) => void): void {
  writer = write;
}

function savable(figure: FigureData): Figure {
  const save = (path: string): void => {
    if (writer === undefined) throw new Error("figure: save needs Node, to write files");
    writer(figure, path);
  };
  return Object.defineProperty({ ...figure, save }, "save", { enumerable: false });
}

function required(spec: FigureSpec): FigureSpec & { readonly columns: number; readonly width: number } {
  requireObject("figure", spec, ["title", "panels", "columns", "caption", "alt", "width", "height"]);
  const { panels, caption, height } = spec;
  if (!Array.isArray(panels) || panels.length === 0) {
    throw new RangeError(`figure: panels must hold at least one panel, got ${shown(panels)}`);
  }
  for (const [i, panel] of panels.entries()) requirePanel(`figure: panel ${i + 1}`, panel);
  if (typeof caption !== "string") throw new TypeError(`figure: caption must be a text, got ${shown(caption)}`);
  if (height !== undefined) requirePositive("figure", "height", height);
  const columns = Math.min(requireInteger("figure", "columns", spec.columns ?? 1), panels.length);
  return { ...spec, columns, width: requirePositive("figure", "width", spec.width ?? 720) };
}

function axisNames(i: number): { readonly xaxis: string; readonly yaxis: string } {
  const suffix = i === 0 ? "" : String(i + 1);
  return { xaxis: `x${suffix}`, yaxis: `y${suffix}` };
}

function figureTitle(text: string, height: number): NonNullable<Layout["title"]> {
  const y = Number((1 - 6 / height).toFixed(5));
  const titleFont = { size: sizes.title, color: ink };
  return { text, font: titleFont, x: 0, xref: "paper", xanchor: "left", y, yref: "container", yanchor: "top" };
}
