/**
 * The house style of every figure: one hue per method, the optimizer solid, its SDE dashed in a darker shade of the
 * same hue (so that it is seen where the two coincide), theory black and dotted, 95 % bands translucent.
 *
 * Nothing is told by hue alone, so that figures can be read by the colour-blind and printed in grey: the hues differ in
 * lightness, points of each hue have a shape, dashes a length, and theories a rhythm of dots.
 */

import type { Axis, Font, Line, PointSymbol } from "./plotly-json.js";

/** What a curve is, and so how it is drawn. */
export type Role = "optimizer" | "sde" | "theory" | "bound" | "path" | "data";

export const roles: readonly Role[] = ["optimizer", "sde", "theory", "bound", "path", "data"];

/**
 * The hues of the Okabe–Ito palette without its yellow (too pale on white) and its black (kept for theory); its first two
 * darker and the third lighter, so that the three are a step of 10 or more apart in lightness, L* = 37, 50 and 61.
 */
export const palette: readonly string[] = ["#005a96", "#c85200", "#12a678", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f"];

/** The shapes of points, by hue. */
const symbols = ["circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "pentagon"] as const;
/** The dashes of SDEs, by hue: they differ in length. */
const dashes = ["8px,5px", "4px,3px", "14px,5px", "7px,9px"];
/** The dots of black theories, and the dashes and dots of black bounds, in the order in which they are given. */
const dots = ["2px,3px", "2px,7px", "2px,2px,2px,7px", "2px,2px,2px,2px,2px,7px"];
const dashDots = ["9px,3px,2px,3px", "9px,3px,2px,3px,2px,3px", "16px,3px,2px,3px", "4px,3px,2px,3px"];

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
  return cycled(palette, hue);
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

/** The shape of points of a hue. */
export function hueSymbol(hue: number): PointSymbol {
  return cycled(symbols, hue);
}

/** How much larger a shape is drawn than a circle, so that it looks as large: Plotly's triangles are small. */
export function symbolScale(symbol: PointSymbol): number {
  return symbol.startsWith("triangle") ? 1.4 : symbol === "pentagon" ? 1.15 : 1;
}

/** The line of a role in a hue; without a hue, theory and bounds are black, and those of one figure differ by `rhythm`. */
export function roleLine(role: Role, hue: number | undefined, rhythm: number = 0): Line {
  const color = hueColor(hue ?? 0);
  if (role === "optimizer") return { color, width: 2.6 };
  if (role === "sde") return { color: darker(color, 0.45), width: 1.7, dash: cycled(dashes, hue ?? 0) };
  if (role === "theory") {
    return { color: hue === undefined ? "#000000" : darker(color, 0.5), width: 1.9, dash: cycled(dots, rhythm) };
  }
  if (role === "bound") {
    return { color: hue === undefined ? "#000000" : darker(color, 0.3), width: 1.2, dash: cycled(dashDots, rhythm) };
  }
  return { color, width: role === "path" ? 0.9 : 1.6 };
}

function cycled<T>(items: readonly T[], index: number): T {
  return items[((index % items.length) + items.length) % items.length];
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
