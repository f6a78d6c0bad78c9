/** One trace in SVG, in pixels from the upper left corner of its frame: fill, line, error bars, points, or bars. */

import type { BarTrace, Line, Marker, PointSymbol, ScatterTrace, Trace } from "./plotly-json.js";
import { axisInk } from "./style.js";
import { down, type Frame, pointAt } from "./svg-scale.js";
import { escaped, short } from "./svg-text.js";

type Point = readonly [number, number];

export function svgTrace(trace: Trace, frame: Frame): string {
  return trace.type === "bar" ? bars(trace, frame) : scatter(trace, frame);
}

/** Stroke attributes of a line. */
export function stroke(line: Line): string {
  const dash =
    line.dash === undefined ? "" : ` stroke-dasharray="${line.dash.replaceAll("px", "").replaceAll(",", " ")}"`;
  return `stroke="${escaped(line.color)}" stroke-width="${line.width}"${dash}`;
}

/** A point in its shape, which is Plotly's of that name; the radius is half the size. */
export function svgPoint(x: number, y: number, { size = 6, color, symbol = "circle" }: Marker): string {
  const r = size / 2;
  const fill = `fill="${escaped(color)}"`;
  if (symbol === "circle") return `<circle cx="${short(x)}" cy="${short(y)}" r="${short(r)}" ${fill}/>`;
  const corners = symbolCorners[symbol].map(([across, down]) => `${short(x + r * across)} ${short(y + r * down)}`);
  return `<path d="M${corners.join("L")}Z" ${fill}/>`;
}

/** The corners of each shape around (0, 0), in radii; down is positive. */
const symbolCorners: Readonly<Record<Exclude<PointSymbol, "circle">, readonly Point[]>> = {
  square: [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ],
  diamond: [
    [0, -1.3],
    [1.3, 0],
    [0, 1.3],
    [-1.3, 0],
  ],
  "triangle-up": [
    [-2 / Math.sqrt(3), 0.5],
    [2 / Math.sqrt(3), 0.5],
    [0, -1],
  ],
  "triangle-down": [
    [-2 / Math.sqrt(3), -0.5],
    [2 / Math.sqrt(3), -0.5],
    [0, 1],
  ],
  cross: [1, -1].flatMap((half) =>
    [
      [1.2, -0.4],
      [1.2, 0.4],
      [0.4, 0.4],
      [0.4, 1.2],
      [-0.4, 1.2],
      [-0.4, 0.4],
    ].map(([across, down]): Point => [half * across, half * down]),
  ),
  pentagon: Array.from({ length: 5 }, (_, i): Point => {
    return [Math.sin((2 * Math.PI * i) / 5), -Math.cos((2 * Math.PI * i) / 5)];
  }),
};

function scatter(trace: ScatterTrace, frame: Frame): string {
  if (trace.opacity === 0) return "";
  const runs = unbroken(trace, frame);
  const parts: string[] = [];
  if (trace.fill === "toself") {
    const outlines = runs.map((run) => `${path(run)}Z`).join("");
    parts.push(`<path d="${outlines}" fill="${escaped(trace.fillcolor ?? axisInk)}"/>`);
  }
  if (trace.mode.includes("lines") && trace.line !== undefined) {
    const opacity = trace.opacity === undefined ? "" : ` stroke-opacity="${trace.opacity}"`;
    const lines = runs.filter((run) => run.length > 1).map(path);
    parts.push(`<path d="${lines.join("")}" ${stroke(trace.line)}${opacity} fill="none" stroke-linejoin="round"/>`);
  }
  parts.push(...errorBars(trace, frame));
  if (trace.mode.includes("markers") && trace.marker !== undefined) {
    const { marker } = trace;
    parts.push(...runs.flat().map(([x, y]) => svgPoint(x, y, marker)));
  }
  return parts.join("\n");
}

function errorBars(trace: ScatterTrace, frame: Frame): readonly string[] {
  const bars = trace.error_y;
  if (bars === undefined) return [];
  const marks = trace.x.map((x, i) => {
    const [y, up, low] = [trace.y[i], bars.array[i], bars.arrayminus[i]];
    if (y === null || up === null || low === null) return "";
    const top = pointAt(frame, x, y + up);
    if (top === undefined) return "";
    const bottom = pointAt(frame, x, y - low)?.[1] ?? frame.height + 10;
    const cap = (at: number) => `M${short(top[0] - bars.width)} ${short(at)}h${short(2 * bars.width)}`;
    return `M${short(top[0])} ${short(top[1])}V${short(bottom)}${cap(top[1])}${cap(bottom)}`;
  });
  return [`<path d="${marks.join("")}" stroke="${escaped(bars.color)}" stroke-width="${bars.thickness}" fill="none"/>`];
}

function bars(trace: BarTrace, frame: Frame): string {
  const foot = frame.y.type === "log" ? frame.height : down(frame, 0);
  const outline = trace.marker.line === undefined ? "" : ` ${stroke(trace.marker.line)}`;
  const rectangles = trace.x.map((x, i) => {
    const value = trace.y[i];
    if (x === null || value === null) return "";
    const left = pointAt(frame, x - trace.width[i] / 2, value);
    const right = pointAt(frame, x + trace.width[i] / 2, value);
    if (left === undefined || right === undefined) return "";
    return `M${short(left[0])} ${short(foot)}V${short(left[1])}H${short(right[0])}V${short(foot)}Z`;
  });
  return `<path d="${rectangles.join("")}" fill="${escaped(trace.marker.color)}"${outline}/>`;
}

/** The points of a trace, broken where it has gaps. */
function unbroken(trace: ScatterTrace, frame: Frame): readonly (readonly Point[])[] {
  const runs: Point[][] = [];
  let open = false;
  for (let i = 0; i < trace.x.length; i++) {
    const point = pointAt(frame, trace.x[i], trace.y[i]);
    if (point === undefined) {
      open = false;
    } else if (open) {
      runs[runs.length - 1].push(point);
    } else {
      runs.push([point]);
      open = true;
    }
  }
  return runs;
}

function path(points: readonly Point[]): string {
  return points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${short(x)} ${short(y)}`).join("");
}
