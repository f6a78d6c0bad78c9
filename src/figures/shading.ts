/** Phases behind the curves: tinted stretches, with labels in a strip that is kept free above the curves. */

import type { Panel, Shading } from "./panel.js";
import type { Annotation, AxisType, Shape } from "./plotly-json.js";
import { coordinate, type Range } from "./range.js";
import { ink, sizes } from "./style.js";
import { textWidth } from "./text.js";

const rowHeight = 15;
const tints = ["rgba(0,0,0,0.035)", "rgba(0,0,0,0.085)"];

/** A phase cut to its panel: ends in pixels from the panel's left edge, and where its label stands. */
interface PlacedPhase extends Shading {
  readonly left: number;
  readonly right: number;
  readonly center: number;
  readonly row: number;
}

/** The phases in sight; labels that would touch a neighbour go to a further row. */
export function placedPhases(
  shading: readonly Shading[],
  type: AxisType,
  range: Range,
  width: number,
): readonly PlacedPhase[] {
  const rowEnds: number[] = [];
  const phases: PlacedPhase[] = [];
  for (const phase of [...shading].sort((a, b) => a.from - b.from)) {
    const left = pixel(phase.from, -Infinity);
    const right = pixel(phase.to, Infinity);
    if (!(left < right)) continue;
    const half = textWidth(phase.label, sizes.shading) / 2 + 3;
    const center = Math.min(Math.max((left + right) / 2, half), Math.max(half, width - half));
    let row = 0;
    while (row < rowEnds.length && rowEnds[row] > center - half) row++;
    rowEnds[row] = center + half;
    phases.push({ ...phase, left, right, center, row });
  }
  return phases;

  function pixel(value: number, beyond: number): number {
    const c = coordinate(type, value);
    const at = Number.isNaN(c) ? beyond : ((c - range[0]) / (range[1] - range[0])) * width;
    return Math.min(width, Math.max(0, at));
  }
}

/** The height of the strip the labels need, in pixels. */
export function stripHeight(phases: readonly PlacedPhase[]): number {
  return phases.length === 0 ? 0 : rowHeight * (1 + Math.max(...phases.map(({ row }) => row))) + 5;
}

/** The vertical range with room for the strip at its top, in a panel of so many pixels. */
export function withStrip(range: Range, strip: number, height: number): Range {
  const share = Math.min(0.4, strip / height);
  return [range[0], range[1] + ((range[1] - range[0]) * share) / (1 - share)];
}

export function phaseShapes(
  phases: readonly PlacedPhase[],
  at: { readonly panel: Panel; readonly xRange: Range; readonly width: number },
  axes: { readonly xaxis: string; readonly yaxis: string },
): readonly Shape[] {
  const [low, high] = at.xRange;
  const value = (pixels: number) => {
    const c = low + (pixels / at.width) * (high - low);
    return Number((at.panel.x.type === "log" ? 10 ** c : c).toPrecision(7));
  };
  return phases.map((phase, i) => ({
    type: "rect",
    xref: axes.xaxis,
    yref: `${axes.yaxis} domain`,
    x0: value(phase.left),
    x1: value(phase.right),
    y0: 0,
    y1: 1,
    layer: "below",
    fillcolor: tints[i % tints.length],
    line: { width: 0 },
  }));
}

export function phaseLabels(
  phases: readonly PlacedPhase[],
  width: number,
  axes: { readonly xaxis: string; readonly yaxis: string },
): readonly Annotation[] {
  return phases.map((phase) => ({
    text: phase.label,
    xref: `${axes.xaxis} domain`,
    yref: `${axes.yaxis} domain`,
    x: Number((phase.center / width).toFixed(4)),
    y: 1,
    xanchor: "center",
    yanchor: "top",
    yshift: -2 - rowHeight * phase.row,
    showarrow: false,
    borderpad: 0,
    borderwidth: 0,
    font: { size: sizes.shading, color: ink },
  }));
}
