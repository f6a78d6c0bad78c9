/** What a caller draws: panels of curves, checked once, before anything is laid out. */

import { requireOptions, requirePositive, shown, suggestion } from "../validate.js";
import { type Cells, requireCells } from "./cells.js";
import type { AxisType } from "./plotly-json.js";
import { type Role, roles } from "./style.js";

export interface Curve {
  readonly name: string;
  readonly x: ArrayLike<number>;
  /** NaN is a gap, and so is a value ≤ 0 on a log axis. */
  readonly y: ArrayLike<number>;
  /** Ends of the interval around each y: a band around lines, an error bar on points. Both or neither. */
  readonly low?: ArrayLike<number>;
  readonly high?: ArrayLike<number>;
  readonly role: Role;
  /** Index into the palette. Default: the curve's place among those of its role; theory and bounds are black. */
  readonly hue?: number;
  /** Default: points for measured data, a line for every other role. Bars are centred on x and touch each other. */
  readonly draw?: "line" | "points" | "bars";
  /** Default true; curves of one name, role and hue share one entry of the legend. */
  readonly showLegend?: boolean;
}

/** A stretch of the horizontal axis, tinted and labelled; ends beyond the axis are cut. */
export interface Shading {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

export interface PanelAxis {
  readonly title: string;
  /** Default "linear". */
  readonly type?: AxisType;
  /** Ends of the axis as values, also on a log axis. Default: what the data need. */
  readonly range?: readonly [number, number];
  /** Values that are labelled, as far as they have room. Default: round numbers. */
  readonly ticks?: readonly number[];
}

export interface Panel {
  readonly title?: string;
  readonly x: PanelAxis;
  readonly y: PanelAxis;
  readonly curves: readonly Curve[];
  /** A heat map under the curves; a panel may then have no curve. */
  readonly cells?: Cells;
  readonly shading?: readonly Shading[];
  /** η: a second axis above counts steps, k = t/η. */
  readonly steps?: number;
  /** Share of the height beside the other rows. Default 1. */
  readonly height?: number;
}

export function requirePanel(who: string, panel: Panel): void {
  requireOptions(who, panel, ["title", "x", "y", "curves", "cells", "shading", "steps", "height"]);
  requireAxis(`${who}: x`, panel.x);
  requireAxis(`${who}: y`, panel.y);
  if (panel.cells !== undefined) requireCells(who, panel.cells);
  if (!Array.isArray(panel.curves) || (panel.curves.length === 0 && panel.cells === undefined)) {
    throw new RangeError(`${who}: curves must hold at least one curve, got ${shown(panel.curves)}`);
  }
  for (const curve of panel.curves) requireCurve(who, curve);
  for (const phase of panel.shading ?? []) {
    if (!(phase.from < phase.to)) {
      throw new RangeError(`${who}: shading must run from less to more, got ${phase.from} to ${phase.to}`);
    }
  }
  if (panel.steps !== undefined) requirePositive(who, "steps", panel.steps);
  if (panel.height !== undefined) requirePositive(who, "height", panel.height);
}

function requireAxis(who: string, axis: PanelAxis): void {
  requireOptions(who, axis, ["title", "type", "range", "ticks"]);
  if (typeof axis?.title !== "string") throw new TypeError(`${who}: title must be a text, got ${shown(axis?.title)}`);
  const { type = "linear", range } = axis;
  if (type !== "linear" && type !== "log") {
    throw new RangeError(`${who}: type must be "linear" or "log", got ${shown(type)}`);
  }
  if (range === undefined) return;
  const lowest = type === "log" ? 0 : -Infinity;
  if (!(range[0] > lowest && range[0] < range[1] && range[1] < Infinity)) {
    const rule = type === "log" ? "two increasing positive numbers" : "two increasing numbers";
    throw new RangeError(`${who}: range must be ${rule}, got ${shown(range)}`);
  }
}

function requireCurve(who: string, curve: Curve): void {
  const at = `${who}: curve ${shown(curve.name)}`;
  if (!roles.includes(curve.role)) {
    throw new RangeError(`${at}: unknown role ${shown(curve.role)}${suggestion(String(curve.role), roles)}`);
  }
  const n = curve.x.length;
  if (n === 0) throw new RangeError(`${at}: x must hold at least one value, got none`);
  for (const [name, values] of Object.entries({ y: curve.y, low: curve.low, high: curve.high })) {
    if (values !== undefined && values.length !== n) {
      throw new RangeError(`${at}: ${name} must have ${n} values, as x has, got ${values.length}`);
    }
  }
  if ((curve.low === undefined) !== (curve.high === undefined)) {
    const missing = curve.low === undefined ? "high alone" : "low alone";
    throw new RangeError(`${at}: low and high must be given together, got ${missing}`);
  }
}

/** How a curve is drawn. */
export function drawn(curve: Curve): "line" | "points" | "bars" {
  return curve.draw ?? (curve.role === "data" ? "points" : "line");
}

/** The width of each bar: the smallest distance between centres. */
export function barWidth(x: ArrayLike<number>): number {
  let width = Infinity;
  for (let i = 1; i < x.length; i++) width = Math.min(width, Math.abs(x[i] - x[i - 1]));
  return Number.isFinite(width) && width > 0 ? width : 1;
}
