import { display } from "../equations/symbols.js";
import type { CellClass, Cells } from "../figures/cells.js";
import { classOf, colorBar, thresholdScale } from "../figures/color-scale.js";
import { type Figure, figure } from "../figures/figure.js";
import type { Curve } from "../figures/panel.js";
import { requireOptions } from "../validate.js";
import { meanTitle } from "./comparison-figure.js";
import type { RegimeAxis, RegimeMap } from "./regime-map.js";
import { boundaryLine } from "./regime-map-boundary.js";
import type { RegimeResult } from "./regime-map-point.js";
import { placeOf } from "./regime-map-report.js";
import { shortNumber } from "./table.js";

/** How a regime map is drawn. */
export interface RegimeMapFigureOptions {
  readonly title?: string;
}

/** What a cell says besides a gap, in colours that the scale has not. */
const OTHERS: readonly (CellClass & { readonly name: string })[] = [
  { name: "unresolved", color: "#d9d9d9" },
  { name: "one diverged", color: "#8c8c8c" },
  { name: "both diverged", color: "#666666" },
  { name: "no start", color: "#b3b3b3" },
  { name: "no SDE", color: "#f2f2f2" },
];

/**
 * The map as coloured cells, blue where optimizer and SDE agree within the tolerance, with the gap in % written in each, the
 * boundary that theory knows, and the scale of the colours beneath.
 */
export function regimeMapFigure(map: RegimeMap, options: RegimeMapFigureOptions = {}): Figure {
  requireOptions("regimeMapFigure", options, ["title"]);
  const { x, y, results, observable, boundary, table, verdict } = map;
  const scale = thresholdScale(100 * map.tolerance);
  const missing = Array.from({ length: x.values.length * y.values.length - results.length }, () => undefined);
  const cells: Cells = {
    x: edgesOf(x),
    y: edgesOf(y),
    classes: [...scale.classes, ...OTHERS],
    of: [
      ...results.map((result) => {
        const other = OTHERS.findIndex(({ name }) => name === otherThanGap(result));
        return other < 0 ? classOf(scale, 100 * Math.abs(result.gap)) : scale.classes.length + other;
      }),
      ...missing,
    ],
    labels: [...results.map(label), ...missing.map(() => "")],
    hover: [...results.map(({ at, text }) => `${placeOf(at)}<br>${text}`), ...missing.map(() => "")],
  };
  const line = boundary && boundaryLine(boundary, x, y);
  const curves: readonly Curve[] =
    boundary === undefined || line === undefined ? [] : [{ name: boundary.name, x: line.x, y: line.y, role: "theory" }];
  return figure({
    ...(options.title !== undefined && { title: options.title }),
    panels: [
      {
        x: { title: display(x.name), type: x.type, ticks: x.values },
        y: { title: display(y.name), type: y.type, ticks: y.values },
        cells,
        curves,
      },
      colorBar(scale, `relative gap of ${meanTitle(observable)}, %`),
    ],
    caption: table.caption,
    alt: verdict.replaceAll("\n", " "),
  });
}

function otherThanGap({ status, diverged }: RegimeResult): string | undefined {
  if (status === "diverged") return diverged.optimizer > 0 && diverged.sde > 0 ? "both diverged" : "one diverged";
  return status === "agree" || status === "differ" ? undefined : status;
}

function label({ status, diverged, gap }: RegimeResult): string {
  if (status === "diverged") return diverged.sde === 0 ? "opt." : diverged.optimizer === 0 ? "SDE" : "both";
  if (status === "no start" || status === "no SDE") return status;
  if (status === "unresolved") return "?";
  const percent = 100 * gap;
  if (Math.abs(percent) >= 1000) return percent > 0 ? "≫" : "≪";
  return Math.abs(percent) < 0.01 ? "0" : shortNumber(percent, 2);
}

/** Edges halfway between values, in the coordinate of the axis; the outer cells are as wide as their neighbours. */
function edgesOf({ values, type }: Required<RegimeAxis>): readonly number[] {
  const at = values.map((value) => (type === "log" ? Math.log10(value) : value));
  const last = at.length - 1;
  const single = type === "log" ? 0.5 : Math.max(0.5, 0.5 * Math.abs(at[0]));
  const first = last === 0 ? single : (at[1] - at[0]) / 2;
  const final = last === 0 ? single : (at[last] - at[last - 1]) / 2;
  const inner = at.slice(1).map((value, i) => (value + at[i]) / 2);
  return [at[0] - first, ...inner, at[last] + final].map((edge) => (type === "log" ? 10 ** edge : edge));
}
