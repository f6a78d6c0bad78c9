import type { Ensemble } from "../ensemble/ensemble.js";
import { type Figure, type FigureSpec, figure } from "../figures/figure.js";
import type { Curve, Panel, Shading } from "../figures/panel.js";
import { requireOptions, shown, suggestion } from "../validate.js";
import { type Abscissa, type AgainstOptions, abscissaOf } from "./abscissa.js";
import { chainStyles } from "./chain-style.js";
import { type Comparison, caption, THRESHOLD } from "./comparison.js";
import { shortNumber } from "./table.js";

/** How a comparison is drawn. */
export interface ComparisonFigureOptions extends AgainstOptions, Pick<FigureSpec, "title" | "width" | "height"> {
  /** Which recorded observable. Default: the first. */
  readonly observable?: string;
  /** The horizontal axis; on a log axis what stands at 0 is left out. Default "linear". */
  readonly x?: "linear" | "log";
  /** Default "log" for an observable whose means are all positive. */
  readonly y?: "linear" | "log";
  /**
   * Adds a panel beneath: the differences to the first chain in standard errors. Default true, where all chains stand at the
   * same places: steps of different η, and bits, do not.
   */
  readonly residuals?: boolean;
  /** Stretches of time t = kη of the first chain, as `phases` tells them. */
  readonly shading?: readonly Shading[];
  /** Names of predictions drawn. Default: all of this observable. */
  readonly predictions?: readonly string[];
}

const KEYS = [
  ...["observable", "title", "x", "y", "residuals", "shading", "predictions", "against", "perStep"],
  ...["width", "height"],
];

/** Beyond this many standard errors the lower panel is cut: the curve then leaves it. */
const WIDEST = 12;
/** What the lower panel's axis labels: where a gap is more than noise, and where it is cut. */
const LEVELS = [-WIDEST, -THRESHOLD, 0, THRESHOLD, WIDEST];

/** Optimizer solid, SDEs dashed, theory dotted, 95 % bands of the mean, and under them the differences in standard errors. */
export function comparisonFigure(compared: Comparison, options: ComparisonFigureOptions = {}): Figure {
  requireOptions("comparisonFigure", options, KEYS);
  const { title, width, height } = options;
  const drawn = drawingOf("comparisonFigure", compared, options);
  const { ensembles, x } = drawn;
  const overlay = overlayPanel(drawn, options);
  const residual = options.residuals ?? (compared.others.length > 0 && x.isCommon);
  const gap = compared.others.every(({ chain }) => chain.kind === "sde") ? "optimizer − SDE" : "the first − the others";
  const below = residual ? ` Below: ${gap} in standard errors, cut at ±${WIDEST}; lines at ±${THRESHOLD}.` : "";
  return figure({
    ...(title !== undefined && { title }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    panels: residual ? [overlay, gapPanel(drawn, options)] : [overlay],
    caption: `${caption(ensembles)} Bands: 95 % intervals of the mean.${below}`,
    alt: inWords(compared, drawn, overlay),
  });
}

/** The overlay alone, for a grid of panels. */
export function comparisonPanel(compared: Comparison, options: ComparisonFigureOptions = {}): Panel {
  requireOptions("comparisonPanel", options, KEYS);
  return overlayPanel(drawingOf("comparisonPanel", compared, options), options);
}

/** The differences to the first chain in standard errors alone; their lines at the threshold. */
export function residualPanel(compared: Comparison, options: ComparisonFigureOptions = {}): Panel {
  requireOptions("residualPanel", options, KEYS);
  return gapPanel(drawingOf("residualPanel", compared, options), options);
}

/** What is drawn of a comparison: the chains, the first of them the reference, each in its style and its place. */
interface Drawing {
  readonly compared: Comparison;
  readonly observable: string;
  readonly ensembles: readonly Ensemble[];
  readonly styles: ReturnType<typeof chainStyles>;
  readonly x: Abscissa;
}

function drawingOf(who: string, compared: Comparison, options: ComparisonFigureOptions): Drawing {
  if (compared?.reference === undefined) {
    throw new TypeError(`${who}: comparison must be a comparison, got ${shown(compared)}`);
  }
  const { reference, others } = compared;
  const ensembles = [reference, ...others];
  const observable = options.observable ?? reference.observables[0];
  const known = compared.predictions.filter((p) => p.observable === observable).map(({ name }) => name);
  for (const name of options.predictions ?? []) {
    if (known.includes(name)) continue;
    throw new TypeError(`${who}: unknown prediction ${shown(name)} of ${observable}${suggestion(name, known)}`);
  }
  return {
    compared,
    observable,
    ensembles,
    styles: chainStyles(ensembles.map(({ chain }) => chain)),
    x: abscissaOf(who, ensembles, options),
  };
}

function overlayPanel(
  { compared, observable, ensembles, styles, x }: Drawing,
  options: ComparisonFigureOptions,
): Panel {
  const { reference, predictions } = compared;
  const { against = "time", shading } = options;
  const means = ensembles.map((ensemble) => ensemble.series(observable).mean);
  const isPositive = means.every((mean) => mean.every((value) => !(value <= 0)));
  const theory = predictions
    .filter((p) => p.observable === observable && (options.predictions?.includes(p.name) ?? true))
    .map((p): Curve => {
      const y = reference.times.map(p.at);
      return { name: p.name, x: x.of(reference), y, role: p.kind === "upper-bound" ? "bound" : "theory" };
    })
    .filter((curve) => Array.from(curve.y).some(Number.isFinite));
  const isOneRate = ensembles.every(({ chain }) => chain.eta === reference.chain.eta);
  return {
    ...(shading && { shading: shading.map((phase) => ({ ...phase, from: x.at(phase.from), to: x.at(phase.to) })) }),
    x: { title: x.title, type: options.x ?? "linear" },
    y: { title: meanTitle(observable), type: options.y ?? (isPositive ? "log" : "linear") },
    curves: [
      ...ensembles.map((ensemble, i) => {
        const { name, role, hue } = styles[i];
        return { ...meanCurve(ensemble, observable, role, hue, name), x: x.of(ensemble) };
      }),
      ...theory,
    ],
    ...(against === "time" && isOneRate && { steps: reference.chain.eta }),
  };
}

/** What is seen, for those who do not see it. */
function inWords({ verdict }: Comparison, { observable, ensembles, styles, x }: Drawing, { y }: Panel): string {
  const ends = ensembles.map((ensemble, i) => {
    const { mean } = ensemble.series(observable);
    const places = x.of(ensemble);
    const end = `${shortNumber(mean[mean.length - 1], 3)} at ${shortNumber(places[places.length - 1], 3)}`;
    return `${styles[i].name} from ${shortNumber(mean[0], 3)} to ${end}`;
  });
  return [`${y.title} against ${x.title}: ${ends.join("; ")}.`, verdict].filter((part) => part !== "").join(" ");
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

function gapPanel({ compared, observable, styles, x }: Drawing, options: ComparisonFigureOptions): Panel {
  const { reference, others } = compared;
  if (!x.isCommon) {
    throw new TypeError(
      `comparisonFigure: residuals must be of chains at the same places, got different ${x.title}; draw them against "time"`,
    );
  }
  const base = reference.series(observable);
  const places = x.of(reference);
  const curves = others.map((other, index): Curve => {
    const { mean, standardError } = other.series(observable);
    const z = base.mean.map((value, r) => {
      const gap = value - mean[r];
      const ratio = gap === 0 ? 0 : gap / Math.hypot(base.standardError[r], standardError[r]);
      return Number.isFinite(ratio) ? ratio : Number.NaN;
    });
    return { ...styles[index + 1], x: places, y: z, showLegend: false };
  });
  const largest = Math.max(...curves.flatMap(({ y }) => Array.from(y, Math.abs)).filter(Number.isFinite), THRESHOLD);
  const reach = 1.1 * Math.min(largest, WIDEST);
  // a log axis has no place for 0
  const ends = [options.x === "log" ? places[1] : places[0], places[places.length - 1]];
  const limits = [-THRESHOLD, THRESHOLD].map((level): Curve => {
    return { name: `±${THRESHOLD} s.e.`, x: ends, y: [level, level], role: "bound", showLegend: false };
  });
  return {
    x: { title: x.title, type: options.x ?? "linear" },
    y: { title: "gap in s.e.", range: [-reach, reach], ticks: LEVELS.filter((level) => Math.abs(level) <= reach) },
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
