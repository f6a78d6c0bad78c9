/** A curve as Plotly traces: the band under it, then the line, the points or the bars. */

import { barWidth, type Curve, drawn, type Panel } from "./panel.js";
import type { BarTrace, ScatterTrace, Trace, Value } from "./plotly-json.js";
import { coordinate, type Range } from "./range.js";
import { type Series, seriesOf } from "./series.js";
import { drawingOrder, hueColor, hueSymbol, roleLine, symbolScale, translucent } from "./style.js";
import { rounded, thinned } from "./thin.js";

/** A trace and the place in the drawing order that it wants. */
interface Layered {
  readonly layer: number;
  readonly trace: Trace;
}

/** How the curves of a figure are drawn, all its panels alike. */
export interface Drawing {
  /** Points of a curve at most. */
  readonly limit: number;
  /** The rhythm of each black line, by the key of its series. */
  readonly rhythms: ReadonlyMap<string, number>;
}

/** The traces of a panel from the bottom up. */
export function panelTraces(
  panel: Panel,
  axes: { readonly xaxis: string; readonly yaxis: string },
  yRange: Range,
  drawing: Drawing,
): readonly Trace[] {
  const series = seriesOf(panel.curves);
  const layered = panel.curves.flatMap((curve, i) => curveTraces(curve, series[i], panel, axes, yRange, drawing));
  return layered.sort((a, b) => a.layer - b.layer).map(({ trace }) => trace);
}

/** What a curve with an interval, or without, costs in characters of JSON per point. */
export function pointCost(curve: Curve): number {
  return curve.low === undefined ? 22 : drawn(curve) === "line" ? 80 : 42;
}

function curveTraces(
  curve: Curve,
  { key, hue }: Series,
  panel: Panel,
  axes: { readonly xaxis: string; readonly yaxis: string },
  yRange: Range,
  { limit, rhythms }: Drawing,
): readonly Layered[] {
  const xType = panel.x.type ?? "linear";
  const yType = panel.y.type ?? "linear";
  const xs = Float64Array.from(curve.x, (value) => coordinate(xType, value));
  const ys = Float64Array.from(curve.y, (value) => coordinate(yType, value));
  const way = drawn(curve);
  const indices = way === "bars" ? Array.from(xs, (_, i) => i) : thinned(xs, ys, limit);
  const visible = (i: number) => !Number.isNaN(xs[i] + ys[i]);
  const common = {
    name: curve.name,
    ...axes,
    showlegend: curve.showLegend ?? true,
    legendgroup: key,
  };
  const x = indices.map((i) => (visible(i) ? rounded(curve.x[i]) : null));
  const y = indices.map((i) => (visible(i) ? rounded(curve.y[i]) : null));
  if (way === "bars") {
    const marker = { color: translucent(hueColor(hue ?? 0), 0.55), line: { color: "#ffffff", width: 0.5 } };
    const trace: BarTrace = { type: "bar", ...common, x, y, width: x.map(() => barWidth(curve.x)), marker };
    return [{ layer: -2, trace }];
  }
  const line = roleLine(curve.role, hue, rhythms.get(key));
  const layer = drawingOrder(curve.role);
  if (way === "points") {
    const symbol = hueSymbol(hue ?? 0);
    const size = Number((symbolScale(symbol) * pointSize(indices.length)).toPrecision(3));
    const marker = { color: line.color, symbol, size };
    const trace: ScatterTrace = { type: "scatter", mode: "markers", ...common, x, y, marker, ...hover(curve) };
    return [{ layer, trace: { ...trace, ...errorBars(curve, indices, visible, line.color) } }];
  }
  const trace: ScatterTrace = { type: "scatter", mode: "lines", ...common, x, y, line, ...hover(curve) };
  const { low, high } = curve;
  if (low === undefined || high === undefined) return [{ layer, trace: curve.role === "path" ? faint(trace) : trace }];
  const floor = yType === "log" ? 10 ** (yRange[0] - 1) : -Infinity;
  const inBand = (i: number) => visible(i) && !Number.isNaN(coordinate(yType, high[i]) + Math.max(low[i], floor));
  const outline = bandOutline(curve.x, (i) => Math.max(low[i], floor), high, indices, inBand);
  const band: ScatterTrace = {
    type: "scatter",
    mode: "none",
    ...common,
    ...outline,
    showlegend: false,
    fill: "toself",
    fillcolor: translucent(line.color, 0.18),
    hoverinfo: "skip",
  };
  const customdata = indices.map((i) => (visible(i) ? [short(low[i]), short(high[i])] : [null, null]));
  return [
    { layer: -1, trace: band },
    { layer, trace: { ...trace, customdata } },
  ];
}

/** Many points are drawn small, so that they stay apart. */
function pointSize(count: number): number {
  return count <= 40 ? 6 : count <= 120 ? 4.5 : 3.5;
}

function faint(trace: ScatterTrace): ScatterTrace {
  return { ...trace, opacity: 0.55 };
}

function hover(curve: Curve): { readonly hovertemplate: string } {
  const interval = curve.low !== undefined && drawn(curve) === "line";
  const range = interval ? "<br>%{customdata[0]:.4~g} … %{customdata[1]:.4~g}" : "";
  return { hovertemplate: `%{x:.5~g}, %{y:.5~g}${range}<extra>%{fullData.name}</extra>` };
}

function errorBars(
  curve: Curve,
  indices: readonly number[],
  visible: (i: number) => boolean,
  color: string,
): Pick<ScatterTrace, "error_y"> {
  const { y, low, high } = curve;
  if (low === undefined || high === undefined) return {};
  const array = indices.map((i) => (visible(i) ? rounded(Math.max(0, high[i] - y[i])) : null));
  const arrayminus = indices.map((i) => (visible(i) ? rounded(Math.max(0, y[i] - low[i])) : null));
  return { error_y: { type: "data", symmetric: false, array, arrayminus, color, thickness: 1.2, width: 3 } };
}

/** Each unbroken stretch as a closed outline, forth along the upper end and back along the lower; gaps between. */
function bandOutline(
  xs: ArrayLike<number>,
  low: (i: number) => number,
  high: ArrayLike<number>,
  indices: readonly number[],
  inBand: (i: number) => boolean,
): { readonly x: readonly Value[]; readonly y: readonly Value[] } {
  const x: Value[] = [];
  const y: Value[] = [];
  let stretch: number[] = [];
  const close = () => {
    if (stretch.length === 0) return;
    if (x.length > 0) {
      x.push(null);
      y.push(null);
    }
    for (const i of stretch) {
      x.push(rounded(xs[i]));
      y.push(rounded(high[i]));
    }
    for (const i of stretch.reverse()) {
      x.push(rounded(xs[i]));
      y.push(rounded(low(i)));
    }
    stretch = [];
  };
  for (const i of indices) {
    if (inBand(i)) stretch.push(i);
    else close();
  }
  close();
  return { x, y };
}

function short(value: number): Value {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : null;
}
