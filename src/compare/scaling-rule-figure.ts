import { type Figure, figure } from "../figures/figure.js";
import type { Curve } from "../figures/panel.js";
import { requireOptions, shown, suggestion } from "../validate.js";
import { meanTitle } from "./comparison-figure.js";
import type { ScalingRuleTest } from "./scaling-rule.js";
import { collapseCaption } from "./scaling-rule-report.js";

/** How a trial of a scaling rule is drawn. */
export interface ScalingRuleFigureOptions {
  /** Which observable. Default: the first. */
  readonly observable?: string;
  readonly title?: string;
  /** Default "log" for an observable whose means are all positive. */
  readonly y?: "linear" | "log";
  /** The horizontal axis. Default: that τ counts samples, as t of the first run. */
  readonly axis?: string;
}

/** The curves of all δ on the common axis, and under them their ratios to the first, with 95 % bands of the mean. */
export function scalingRuleFigure(test: ScalingRuleTest, options: ScalingRuleFigureOptions = {}): Figure {
  requireOptions("scalingRuleFigure", options, ["observable", "title", "y", "axis"]);
  const { runs, times, collapses } = test;
  if (runs.length === 0) throw new RangeError("scalingRuleFigure: a run must be finished, got none");
  const known = runs[0].ensemble.observables;
  const observable = options.observable ?? known[0];
  if (!known.includes(observable)) {
    throw new TypeError(`scalingRuleFigure: ${shown(observable)} was not recorded${suggestion(observable, known)}`);
  }
  const all = runs.map(({ ensemble }) => ensemble.series(observable));
  const isPositive = all.every(({ mean }) => mean.every((value) => !(value <= 0)));
  const x = { title: options.axis ?? `samples, as t = kη at δ = ${runs[0].delta}` };
  const line = (hue: number, mean: Float64Array, error: Float64Array): Curve => ({
    name: `δ = ${runs[hue].delta}`,
    x: times,
    y: mean,
    low: mean.map((value, r) => value - 1.96 * (Number.isFinite(error[r]) ? error[r] : 0)),
    high: mean.map((value, r) => value + 1.96 * (Number.isFinite(error[r]) ? error[r] : 0)),
    role: "data",
    draw: "line",
    hue,
  });
  const ratios = all.slice(1).map(({ mean, standardError }, i): Curve => {
    const base = all[0];
    const ratio = mean.map((value, r) => value / base.mean[r]);
    const error = ratio.map((value, r) => {
      return Math.abs(value) * Math.hypot(standardError[r] / mean[r], base.standardError[r] / base.mean[r]);
    });
    return { ...line(i + 1, ratio, error), showLegend: false };
  });
  const ends = [times[0], times[times.length - 1]];
  const unity: Curve = { name: "ratio 1", x: ends, y: [1, 1], role: "bound", showLegend: false };
  const [sentence] = collapses.length > 0 ? test.verdict.split("\n") : [""];
  return figure({
    ...(options.title !== undefined && { title: options.title }),
    panels: [
      {
        x,
        y: { title: meanTitle(observable), type: options.y ?? (isPositive ? "log" : "linear") },
        curves: all.map(({ mean, standardError }, hue) => line(hue, mean, standardError)),
      },
      { x, y: { title: `ratio to δ = ${runs[0].delta}` }, height: 0.6, curves: [unity, ...ratios] },
    ],
    caption: `${collapseCaption(test.rule, runs)} Bands: 95 % intervals of the mean.`,
    ...(sentence !== "" && { alt: sentence }),
  });
}
