/**
 * The house style of every figure: one hue per method, the optimizer solid, its SDE dashed in a darker shade of the
 * same hue (so that it is seen where the two coincide), theory black and dotted, 95 % bands translucent.
 */

import type { Axis, Font, Line } from "./plotly-json.js";

/** What a curve is, and so how it is drawn. */
export type Role = "optimizer" | "sde" | "theory" | "bound" | "path" | "data";

export const roles: readonly Role[] = ["optimizer", "sde", "theory", "bound", "path", "data"];

/** The Okabe–Ito palette without its yellow (too pale on white) and its black (kept for theory). */
export const palette: readonly string[] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f"];

export const fontFamily = "DejaVu Sans, Verdana, Arial, sans-serif";
export const ink = "#1a1a1a";
export const axisInk = "#4d4d4d";
export const gridInk = "#e6e6e6";

/** Font sizes in pixels. */
export const sizes = { title: 15, panelTitle: 13, axisTitle: 13, tick: 11, legend: 12, shading: 11, caption: 11 };

/** Distances in pixels. */
export const gaps = { edge: 12, ticks: 5, tickLabel: 3, axisTitle: 6 };

/** The colour of the n-th series; the palette repeats. */
export function hueColor(hue: number): string {
  return palette[((hue % palette.length) + palette.length) % palette.length];
}

/** The colour at an opacity, as rgba(…). */
export function translucent(color: string, opacity: number): string {
  return `rgba(${channels(color).join(",")},${opacity})`;
}

function darker(color: string, share: number): string {
  const mixed = channels(color).map((c) => Math.round(c * (1 - share)));
  return `#${mixed.map((c) => c.toString(16).padStart(2, "0")).join("")}`;
}

function channels(color: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}

/** The line of a role in a hue; without a hue, theory and bounds are black. */
export function roleLine(role: Role, hue: number | undefined): Line {
  const color = hueColor(hue ?? 0);
  if (role === "optimizer") return { color, width: 2.6 };
  if (role === "sde") return { color: darker(color, 0.45), width: 1.7, dash: "8px,5px" };
  if (role === "theory")
    return { color: hue === undefined ? "#000000" : darker(color, 0.5), width: 1.9, dash: "2px,3px" };
  if (role === "bound") {
    return { color: hue === undefined ? "#000000" : darker(color, 0.3), width: 1.2, dash: "9px,3px,2px,3px" };
  }
  return { color, width: role === "path" ? 0.9 : 1.6 };
}

/** Whether a role is drawn in black when no hue is asked for. */
export function isBlack(role: Role): boolean {
  return role === "theory" || role === "bound";
}

/** From the bottom up: bars and bands lie under paths, these under curves, theory above, measured points on top. */
export function drawingOrder(role: Role): number {
  return ["path", "optimizer", "sde", "bound", "theory", "data"].indexOf(role);
}

export const font: Font = { family: fontFamily, size: sizes.tick, color: ink };

/** What all axes share: a thin line and short ticks outside. */
export const axisStyle: Partial<Axis> = {
  showline: true,
  linecolor: axisInk,
  linewidth: 1,
  zeroline: false,
  ticks: "outside",
  ticklen: gaps.ticks,
  tickwidth: 1,
  tickcolor: axisInk,
};

/** Horizontal labels; beyond 10⁻⁵ … 10⁶ with powers of ten. */
export const labelStyle: Partial<Axis> = {
  tickfont: { size: sizes.tick, color: ink },
  tickangle: 0,
  exponentformat: "power",
  minexponent: 5,
};

export const gridStyle: Partial<Axis> = { showgrid: true, gridcolor: gridInk, gridwidth: 1 };
