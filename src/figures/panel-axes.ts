/** The axes of a panel as Plotly has them, the step axis k = t/η above where one is asked for, and the title. */

import { headroom, verticalTitle } from "./cell.js";
import type { Area, PlacedPanel } from "./grid.js";
import type { Annotation, Axis, Trace } from "./plotly-json.js";
import type { Range } from "./range.js";
import { axisStyle, gaps, gridStyle, ink, labelStyle, sizes } from "./style.js";
import { axisTicks, horizontalTickChoice } from "./ticks.js";

interface AxisNames {
  readonly xaxis: string;
  readonly yaxis: string;
}

/** `stepsName` is the name of the step axis, `followed` that of the axis below whose range this panel shares. */
export function panelAxes(
  at: PlacedPanel,
  area: Area,
  names: AxisNames,
  stepsName: string,
  followed: string | undefined,
): { readonly axes: Readonly<Record<string, Axis>>; readonly traces: readonly Trace[] } {
  const { panel } = at;
  const x: Axis = {
    type: panel.x.type ?? "linear",
    range: shortened(at.xRange),
    domain: fractions(at.left - area.left, at.left + at.width - area.left, area.right - area.left),
    anchor: names.yaxis,
    ...axisStyle,
    ...gridStyle,
    ...at.xTicks,
    ...(at.labelsBelow ? { ...labelStyle, title: axisTitle(panel.x.title) } : { showticklabels: false }),
    ...(followed === undefined ? {} : { matches: followed }),
  };
  const y: Axis = {
    type: panel.y.type ?? "linear",
    range: shortened(at.yRange),
    domain: fractions(area.bottom - at.top - at.height, area.bottom - at.top, area.bottom - area.top),
    anchor: names.xaxis,
    ...axisStyle,
    ...gridStyle,
    ...labelStyle,
    ...at.yTicks,
    title: axisTitle(verticalTitle(panel, at.height)),
  };
  const axes = { [layoutKey(names.xaxis)]: x, [layoutKey(names.yaxis)]: y };
  if (!at.stepsAbove || panel.steps === undefined) return { axes, traces: [] };
  const steps = stepAxis(at, panel.steps, x, names);
  return { axes: { ...axes, [layoutKey(stepsName)]: steps }, traces: [axisHolder(stepsName, names.yaxis)] };
}

/** Plotly draws an axis only where a trace refers to it; this one shows nothing. */
function axisHolder(xaxis: string, yaxis: string): Trace {
  const nothing = { x: [null], y: [null], showlegend: false, hoverinfo: "skip" } as const;
  return { type: "scatter", mode: "lines", name: "k", xaxis, yaxis, ...nothing };
}

/** The axis above follows the one below; its ticks stand at the times t = kη of round numbers of steps k. */
function stepAxis(at: PlacedPanel, eta: number, below: Axis, names: AxisNames): Axis {
  const log = below.type === "log";
  const steps = (c: number) => (log ? c - Math.log10(eta) : c / eta);
  const range: Range = [steps(at.xRange[0]), steps(at.xRange[1])];
  const choice = horizontalTickChoice(below.type, range, at.width);
  const counts = axisTicks({ type: below.type, range, domain: [0, 1], anchor: names.yaxis, ...choice });
  return {
    type: below.type,
    range: below.range,
    domain: below.domain,
    anchor: names.yaxis,
    overlaying: names.xaxis,
    matches: names.xaxis,
    side: "top",
    ...axisStyle,
    showgrid: false,
    tickfont: { size: sizes.tick, color: ink },
    tickangle: 0,
    tickmode: "array",
    tickvals: counts.map((k) => Number(((log ? 10 ** k.at : k.at) * eta).toPrecision(9))),
    ticktext: counts.map((k) => k.label),
    title: axisTitle("k = t/η"),
  };
}

export function panelTitle(at: PlacedPanel, names: AxisNames): readonly Annotation[] {
  if (at.panel.title === undefined) return [];
  return [
    {
      text: at.panel.title,
      xref: `${names.xaxis} domain`,
      yref: `${names.yaxis} domain`,
      x: 0,
      y: 1,
      xanchor: "left",
      yanchor: "bottom",
      yshift: headroom(at) - sizes.panelTitle - 14,
      showarrow: false,
      borderpad: 0,
      borderwidth: 0,
      font: { size: sizes.panelTitle, color: ink },
    },
  ];
}

function axisTitle(text: string): NonNullable<Axis["title"]> {
  return { text, standoff: gaps.axisTitle, font: { size: sizes.axisTitle, color: ink } };
}

function layoutKey(name: string): string {
  return `${name[0]}axis${name.slice(1)}`;
}

function fractions(from: number, to: number, whole: number): readonly [number, number] {
  return [Number((from / whole).toFixed(6)), Math.min(1, Number((to / whole).toFixed(6)))];
}

function shortened(range: Range): Range {
  return [Number(range[0].toPrecision(8)), Number(range[1].toPrecision(8))];
}
