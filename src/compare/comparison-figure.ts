import type { Ensemble } from "../ensemble/ensemble.js";
import { type Figure, figure } from "../figures/figure.js";
import type { Curve, Panel, Shading } from "../figures/panel.js";
import { requireOptions, shown } from "../validate.js";
import { type Comparison, caption, THRESHOLD } from "./comparison.js";

/** How a comparison is drawn. */
export interface ComparisonFigureOptions {
  /** Which recorded observable. Default: the first. */
  readonly observable?: string;
  readonly title?: string;
  /** Default "log" for an observable whose means are all positive. */
  readonly y?: "linear" | "log";
  /** Adds a panel beneath: the differences to the optimizer in standard errors. Default true. */
  readonly residuals?: boolean;
  readonly shading?: readonly Shading[];
  /** Names of predictions drawn. Default: all of this observable. */
  readonly predictions?: readonly string[];
}

const KEYS = ["observable", "title", "y", "residuals", "shading", "predictions"];

/** Beyond this many standard errors the lower panel is cut: the curve then leaves it. */
const WIDEST = 12;
const RESIDUAL_CAPTION = ` Below: optimizer − SDE in standard errors, cut at ±${WIDEST}; lines at ±${THRESHOLD}.`;

/** Optimizer solid, SDEs dashed, theory dotted, 95 % bands of the mean, and under them the differences in standard errors. */
export function comparisonFigure(compared: Comparison, options: ComparisonFigureOptions = {}): Figure {
  requireOptions("comparisonFigure", options, KEYS);
  if (compared?.reference === undefined) {
    throw new TypeError(`comparisonFigure: comparison must be a comparison, got ${shown(compared)}`);
  }
  const ensembles = [compared.reference, ...compared.others];
  const overlay = comparisonPanel(compared, options);
  const residual = options.residuals ?? compared.others.length > 0;
  return figure({
    ...(options.title !== undefined && { title: options.title }),
    panels: residual ? [overlay, residualPanel(compared, options)] : [overlay],
    caption: `${caption(ensembles)} Bands: 95 % intervals of the mean.${residual ? RESIDUAL_CAPTION : ""}`,
  });
}

/** The overlay alone, for a grid of panels. */
export function comparisonPanel(compared: Comparison, options: ComparisonFigureOptions = {}): Panel {
  const { reference, others, predictions } = compared;
  const observable = options.observable ?? reference.observables[0];
  const means = [reference, ...others].map((ensemble) => ensemble.series(observable).mean);
  const isPositive = means.every((mean) => mean.every((value) => !(value <= 0)));
  const theory = predictions
    .filter((p) => p.observable === observable && (options.predictions?.includes(p.name) ?? true))
    .map((p): Curve => {
      const times = reference.times;
      return { name: p.name, x: times, y: times.map(p.at), role: p.kind === "upper-bound" ? "bound" : "theory" };
    })
    .filter((curve) => Array.from(curve.y).some(Number.isFinite));
  return {
    ...(options.shading && { shading: options.shading }),
    x: { title: "t = kη" },
    y: { title: meanTitle(observable), type: options.y ?? (isPositive ? "log" : "linear") },
    curves: [
      meanCurve(reference, observable, "optimizer", 0),
      ...others.map((other, index) => meanCurve(other, observable, "sde", others.length > 1 ? index : 0)),
      ...theory,
    ],
    steps: reference.chain.eta,
  };
}

/** The mean of an observable with its 95 % interval. */
export function meanCurve(
  ensemble: Ensemble,
  observable: string,
  role: Curve["role"],
  hue: number,
  label?: string,
): Curve {
  const { mean, standardError } = ensemble.series(observable);
  const half = standardError.map((error) => 1.96 * (Number.isFinite(error) ? error : 0));
  return {
    name: label ?? ensemble.chain.name,
    x: ensemble.times,
    y: mean,
    low: mean.map((value, r) => value - half[r]),
    high: mean.map((value, r) => value + half[r]),
    role,
    hue,
  };
}

function residualPanel({ reference, others }: Comparison, { observable: chosen }: ComparisonFigureOptions): Panel {
  const observable = chosen ?? reference.observables[0];
  const base = reference.series(observable);
  const curves = others.map((other, index): Curve => {
    const { mean, standardError } = other.series(observable);
    const z = base.mean.map((value, r) => {
      const gap = value - mean[r];
      const ratio = gap === 0 ? 0 : gap / Math.hypot(base.standardError[r], standardError[r]);
      return Number.isFinite(ratio) ? ratio : Number.NaN;
    });
    const hue = others.length > 1 ? index : 0;
    return { name: other.chain.name, x: reference.times, y: z, role: "sde", hue, showLegend: false };
  });
  const largest = Math.max(...curves.flatMap(({ y }) => Array.from(y, Math.abs)).filter(Number.isFinite), THRESHOLD);
  const reach = 1.1 * Math.min(largest, WIDEST);
  const ends = [reference.times[0], reference.times[reference.times.length - 1]];
  const limits = [-THRESHOLD, THRESHOLD].map((level): Curve => {
    return { name: `±${THRESHOLD} s.e.`, x: ends, y: [level, level], role: "bound", showLegend: false };
  });
  return {
    x: { title: "t = kη" },
    y: { title: "gap in s.e.", range: [-reach, reach] },
    height: 0.45,
    curves: [...curves, ...limits],
  };
}

/** "E f", "E ‖∇f‖" and so on, as an axis title. */
export function meanTitle(observable: string): string {
  if (typeof observable !== "string")
    throw new TypeError(`figure: observable must be a text, got ${shown(observable)}`);
  return `E ${observable
    .replaceAll("norm(G)", "|∇f|")
    .replace(/dot\((\w+),\s*\1\)/g, "|$1|²")
    .replace(/\^2/g, "²")}`;
}
