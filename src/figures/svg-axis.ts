/** One axis in SVG: grid, line, ticks, labels, title. */

import type { Axis } from "./plotly-json.js";
import { axisInk, gaps, gridInk, ink, sizes } from "./style.js";
import { across, down, type Frame } from "./svg-scale.js";
import { short, svgText } from "./svg-text.js";
import { textWidth } from "./text.js";
import { axisTicks, minorTicks } from "./ticks.js";

/** The grid lines of a frame, behind everything else. */
export function svgGrid(frame: Frame): string {
  const { left, top, width, height } = frame;
  const lines: string[] = [];
  if (frame.x.showgrid !== false) {
    for (const { at } of axisTicks(frame.x)) {
      const x = left + across(frame, at);
      lines.push(segment(x, top, x, top + height));
    }
  }
  if (frame.y.showgrid !== false) {
    for (const { at } of axisTicks(frame.y)) {
      const y = top + down(frame, at);
      lines.push(segment(left, y, left + width, y));
    }
  }
  return `<path d="${lines.join("")}" stroke="${frame.x.gridcolor ?? gridInk}" stroke-width="${frame.x.gridwidth ?? 1}" fill="none"/>`;
}

/** The horizontal axis of a frame, below it or above. */
export function svgHorizontalAxis(frame: Frame): string {
  const axis = frame.x;
  const above = axis.side === "top";
  const edge = above ? frame.top : frame.top + frame.height;
  const out = above ? -1 : 1;
  const marks = [segment(frame.left, edge, frame.left + frame.width, edge)];
  const texts: string[] = [];
  for (const at of minorTicks(axis)) {
    const x = frame.left + across(frame, at);
    marks.push(segment(x, edge, x, edge + out * 3));
  }
  const labelled = axis.showticklabels !== false;
  for (const { at, label } of axisTicks(axis)) {
    const x = frame.left + across(frame, at);
    marks.push(segment(x, edge, x, edge + out * gaps.ticks));
    if (!labelled) continue;
    const y = edge + out * (gaps.ticks + gaps.tickLabel) + (above ? 0 : 0.78 * sizes.tick);
    texts.push(svgText(label, { x, y, size: tickSize(axis), color: ink, anchor: "middle" }));
  }
  if (axis.title !== undefined) {
    const size = axis.title.font.size ?? sizes.axisTitle;
    const ticks = labelled ? gaps.tickLabel + sizes.tick : 0;
    const y = edge + out * (gaps.ticks + ticks + axis.title.standoff) + (above ? 0 : 0.85 * size);
    texts.push(svgText(axis.title.text, { x: frame.left + frame.width / 2, y, size, color: ink, anchor: "middle" }));
  }
  return [axisMarks(axis, marks), ...texts].join("\n");
}

/** The vertical axis of a frame, on its left. */
export function svgVerticalAxis(frame: Frame): string {
  const axis = frame.y;
  const edge = frame.left;
  const marks = [segment(edge, frame.top, edge, frame.top + frame.height)];
  const texts: string[] = [];
  for (const at of minorTicks(axis)) {
    const y = frame.top + down(frame, at);
    marks.push(segment(edge, y, edge - 3, y));
  }
  let widest = 0;
  for (const { at, label } of axisTicks(axis)) {
    const y = frame.top + down(frame, at);
    marks.push(segment(edge, y, edge - gaps.ticks, y));
    if (axis.showticklabels === false) continue;
    const size = tickSize(axis);
    widest = Math.max(widest, textWidth(label, size));
    const x = edge - gaps.ticks - gaps.tickLabel;
    texts.push(svgText(label, { x, y, size, color: ink, anchor: "end", vertical: "middle" }));
  }
  if (axis.title !== undefined) {
    const size = axis.title.font.size ?? sizes.axisTitle;
    const x = edge - gaps.ticks - gaps.tickLabel - widest - axis.title.standoff;
    const y = frame.top + frame.height / 2;
    texts.push(
      svgText(axis.title.text, { x, y, size, color: ink, anchor: "middle", vertical: "bottom", upward: true }),
    );
  }
  return [axisMarks(axis, marks), ...texts].join("\n");
}

function axisMarks(axis: Axis, marks: readonly string[]): string {
  const width = axis.linewidth ?? 1;
  return `<path d="${marks.join("")}" stroke="${axis.linecolor ?? axisInk}" stroke-width="${width}" fill="none"/>`;
}

function tickSize(axis: Axis): number {
  return axis.tickfont?.size ?? sizes.tick;
}

function segment(x0: number, y0: number, x1: number, y1: number): string {
  return `M${short(x0)} ${short(y0)}L${short(x1)} ${short(y1)}`;
}
