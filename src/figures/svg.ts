/**
 * A figure as SVG, without browser or DOM: the same JSON that Plotly draws, in the same places, with the caption
 * beneath. The same figure always gives the same string.
 */

import { captionHeight, captionLines, captionTop } from "./captioned.js";
import type { FigureData } from "./figure.js";
import { type Annotation, axisOf, type Layout, type Shape } from "./plotly-json.js";
import { axisInk, gaps, ink, sizes } from "./style.js";
import { svgGrid, svgHorizontalAxis, svgVerticalAxis } from "./svg-axis.js";
import { svgLegend } from "./svg-legend.js";
import { across, down, type Frame, frameOf } from "./svg-scale.js";
import { escaped, short, svgText, textStyle } from "./svg-text.js";
import { svgTrace } from "./svg-trace.js";
import { plainText } from "./text.js";

export function svg(figure: FigureData): string {
  const { data, layout } = figure;
  const caption = captionLines(figure);
  const height = layout.height + captionHeight(figure);
  const frames = framesOf(layout);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${layout.width}" height="${height}" viewBox="0 0 ${layout.width} ${height}" role="img">`,
    `<title>${escaped(plainText(figure.alt))}</title>`,
    `<rect width="${layout.width}" height="${height}" fill="${layout.paper_bgcolor}"/>`,
    `<g ${textStyle}>`,
    ...layout.shapes.map((shape) => svgShape(shape, layout)),
    ...frames.map(svgGrid),
  ];
  for (const frame of frames) {
    const traces = data.filter(
      (trace) => axisOf(layout, trace.xaxis) === frame.x && axisOf(layout, trace.yaxis) === frame.y,
    );
    const { left, top, width: w, height: h } = frame;
    parts.push(`<svg x="${short(left)}" y="${short(top)}" width="${short(w)}" height="${short(h)}">`);
    parts.push(...traces.map((trace) => svgTrace(trace, frame)), "</svg>");
  }
  for (const frame of frames) {
    parts.push(svgHorizontalAxis(frame), ...(frame.x.overlaying === undefined ? [svgVerticalAxis(frame)] : []));
  }
  if (layout.title !== undefined) {
    const { text, font, y } = layout.title;
    const place = { x: layout.margin.l, y: (1 - y) * layout.height, size: font.size ?? sizes.title, color: ink };
    parts.push(svgText(text, { ...place, anchor: "start", vertical: "top" }));
  }
  parts.push(...layout.annotations.map((annotation) => svgAnnotation(annotation, layout)));
  parts.push(svgLegend(data, layout));
  parts.push(
    svgText(caption.join("<br>"), {
      x: gaps.edge,
      y: layout.height + captionTop,
      size: sizes.caption,
      color: ink,
      anchor: "start",
      vertical: "top",
    }),
  );
  return `${[...parts, "</g>", "</svg>"].filter((part) => part !== "").join("\n")}\n`;
}

/** Every pair of axes once: an overlaid axis makes a frame of its own, without grid. */
function framesOf(layout: Layout): readonly Frame[] {
  const frames: Frame[] = [];
  for (const [key, axis] of Object.entries(layout)) {
    if (!key.startsWith("xaxis")) continue;
    frames.push(frameOf(layout, `x${key.slice(5)}`, (axis as { anchor: string }).anchor));
  }
  return frames;
}

function svgShape(shape: Shape, layout: Layout): string {
  const [x0, x1] = [shape.x0, shape.x1].map((value) => horizontal(shape.xref, value, layout, true));
  const [y0, y1] = [shape.y0, shape.y1].map((value) => vertical(shape.yref, value, layout, true));
  const { line } = shape;
  const stroke = line.width > 0 ? ` stroke="${escaped(line.color ?? axisInk)}" stroke-width="${line.width}"` : "";
  if (shape.type === "line") {
    return `<path d="M${short(x0)} ${short(y0)}L${short(x1)} ${short(y1)}"${stroke} fill="none"/>`;
  }
  const [left, top] = [Math.min(x0, x1), Math.min(y0, y1)];
  const size = `width="${short(Math.abs(x1 - x0))}" height="${short(Math.abs(y1 - y0))}"`;
  return `<rect x="${short(left)}" y="${short(top)}" ${size} fill="${escaped(shape.fillcolor ?? "none")}"${stroke}/>`;
}

function svgAnnotation(annotation: Annotation, layout: Layout): string {
  const { text, xanchor, yanchor, xshift = 0, yshift = 0, font } = annotation;
  return svgText(text, {
    x: horizontal(annotation.xref, annotation.x, layout, false) + xshift,
    y: vertical(annotation.yref, annotation.y, layout, false) - yshift,
    size: font.size ?? sizes.tick,
    color: font.color ?? ink,
    anchor: xanchor === "left" ? "start" : xanchor === "center" ? "middle" : "end",
    vertical: yanchor,
  });
}

/** A position in pixels; `values` says whether a log axis is given values (shapes) or their logarithms. */
function horizontal(ref: string, at: number, layout: Layout, values: boolean): number {
  const { margin } = layout;
  if (ref === "paper") return margin.l + at * (layout.width - margin.l - margin.r);
  const [name, domain] = ref.split(" ");
  const frame = frameOf(layout, name, axisOf(layout, name).anchor);
  if (domain !== undefined) return frame.left + at * frame.width;
  return frame.left + across(frame, values && frame.x.type === "log" ? Math.log10(at) : at);
}

function vertical(ref: string, at: number, layout: Layout, values: boolean): number {
  const { margin } = layout;
  if (ref === "paper") return margin.t + (1 - at) * (layout.height - margin.t - margin.b);
  const [name, domain] = ref.split(" ");
  const frame = frameOf(layout, axisOf(layout, name).anchor, name);
  if (domain !== undefined) return frame.top + (1 - at) * frame.height;
  return frame.top + down(frame, values && frame.y.type === "log" ? Math.log10(at) : at);
}
