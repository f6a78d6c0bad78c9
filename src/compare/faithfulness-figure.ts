import { type Figure, figure } from "../figures/figure.js";
import type { Curve, Panel } from "../figures/panel.js";
import { meanTitle } from "./comparison-figure.js";
import type { Faithfulness } from "./faithfulness.js";

/** Weak errors against η with a line of the claimed slope; one-step moments in standard errors; distances of the laws over time. */
export function faithfulnessFigure(
  report: Pick<Faithfulness, "chain" | "order" | "orders" | "oneStep" | "laws" | "verdict">,
): Figure {
  const { chain, oneStep } = report;
  const panels = [errorPanel(report), momentPanel(report), lawPanel(report)].filter((panel) => panel !== undefined);
  if (panels.length === 0) throw new RangeError("faithful: something must be measured to be drawn, got nothing");
  return figure({
    title: `Is ${chain.name} faithful to ${chain.method.name}?`,
    panels,
    columns: panels.length > 2 ? 2 : panels.length,
    width: 900,
    caption: `${report.verdict} Error bars: one standard error.${oneStep === undefined ? "" : ` One step: optimizer − SDE as η → 0, entry by entry, lines at ±${oneStep.threshold.toFixed(1)}.`}`,
  });
}

function errorPanel({ orders, order }: Pick<Faithfulness, "orders" | "order">): Panel | undefined {
  const last = Math.max(...orders.map(({ t }) => t));
  const shown = orders.filter(({ t }) => t === last);
  if (shown.length === 0) return undefined;
  const curves = shown.map(({ observable, etas, errors }, hue): Curve => {
    const sizes = errors.map(({ value }) => Math.abs(value));
    return {
      name: meanTitle(observable),
      x: etas,
      y: sizes,
      // a log axis has no room for an interval that reaches 0
      low: errors.map(({ standardError }, l) => Math.max(sizes[l] - standardError, sizes[l] / 10)),
      high: errors.map(({ standardError }, l) => sizes[l] + standardError),
      role: "data",
      hue,
    };
  });
  const { etas, errors } = shown.reduce((a, b) => (b.slope.standardError < a.slope.standardError ? b : a));
  const from = Math.abs(errors[0].value);
  const guide: Curve = {
    name: `slope ${order}`,
    x: etas,
    y: etas.map((eta) => from * (eta / etas[0]) ** order),
    role: "theory",
  };
  return {
    title: `weak error at t = ${Number(last.toPrecision(3))}`,
    x: { title: "η", type: "log" },
    y: { title: "|E g(x) − E g(X)|", type: "log" },
    curves: [...curves, guide],
  };
}

function momentPanel({ oneStep }: Pick<Faithfulness, "oneStep">): Panel | undefined {
  if (oneStep === undefined) return undefined;
  const { checks, threshold } = oneStep;
  const kinds = ["drift", "covariance"] as const;
  const ends = [0.5, checks.length + 0.5];
  const reach = 1.2 * Math.max(threshold, ...checks.map(({ z }) => Math.abs(z)));
  const border = (sign: number): Curve => ({
    name: "more than noise",
    x: ends,
    y: [sign * threshold, sign * threshold],
    role: "bound",
    showLegend: sign > 0,
  });
  return {
    title: "one step",
    x: { title: "entry" },
    y: { title: "difference in standard errors", range: [-reach, reach] },
    curves: [
      ...kinds.flatMap((kind, hue): Curve[] => {
        const own = checks.flatMap((check, i) => (check.kind === kind ? [{ x: i + 1, y: check.z }] : []));
        if (own.length === 0) return [];
        return [{ name: kind, x: own.map(({ x }) => x), y: own.map(({ y }) => y), role: "data", hue: hue + 4 }];
      }),
      border(1),
      border(-1),
    ],
  };
}

function lawPanel({ laws }: Pick<Faithfulness, "laws">): Panel | undefined {
  if (laws.length === 0) return undefined;
  return {
    title: "distance of the laws",
    x: { title: "t = kη" },
    y: { title: "W₁ in standard deviations" },
    curves: laws.flatMap(({ observable, times, distance, noise }, hue): Curve[] => [
      { name: observable, x: times.slice(1), y: distance.slice(1), role: "optimizer", hue },
      { name: `${observable}, noise alone`, x: times.slice(1), y: noise.slice(1), role: "sde", hue },
    ]),
  };
}
