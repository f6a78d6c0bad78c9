/** The report of an SDE's faithfulness: what was measured, in one sentence, in a table and in a figure. */
import type { Chain } from "../ensemble/chain.js";
import type { Bundle } from "../figures/bundle.js";
import type { Figure } from "../figures/figure.js";
import { faithfulnessFigure } from "./faithfulness-figure.js";
import type { LateMoment } from "./late-moments.js";
import type { LawDistance } from "./law-distance.js";
import { isResolved, type MomentCheck, type OneStepMoments } from "./one-step-moments.js";
import { shortNumber, type Table, table, tableBundle } from "./table.js";
import type { WeakLevel } from "./weak-error.js";
import { visibleFrom, type WeakOrder } from "./weak-order.js";

export interface Faithfulness {
  readonly chain: Chain;
  /** The weak order that was asked for. */
  readonly order: 1 | 2;
  /** True, false, or undefined where noise leaves it open. */
  readonly isFaithful: boolean | undefined;
  readonly verdict: string;
  /** Absent where it was stopped before, or the SDE has no step to compare: it has averaged a memory out, or holds a decay fixed as η → 0. */
  readonly oneStep: OneStepMoments | undefined;
  readonly orders: readonly WeakOrder[];
  readonly laws: readonly LawDistance[];
  readonly late: readonly LateMoment[];
  /** The learning rate from which the difference shows among a thousand paths of each; Infinity where none was seen. */
  readonly visibleFrom: number;
  /** Whether it was stopped before its end. */
  readonly stopped: boolean;
  readonly table: Table;
  /** @throws RangeError where it was stopped before there was anything to draw. */
  readonly figure: () => Figure;
  /** Table and verdict, as a notebook shows them. */
  readonly show: () => Bundle;
}

export interface Findings
  extends Pick<Faithfulness, "chain" | "order" | "oneStep" | "orders" | "laws" | "late" | "stopped"> {
  readonly levels: readonly WeakLevel[];
  /** The levels at which nothing diverged. */
  readonly kept: readonly WeakLevel[];
}

/** Paths of each of optimizer and SDE that a plain comparison is taken to have. */
const USUAL_PATHS = 1000;

export function faithfulnessOf(findings: Findings): Faithfulness {
  const { chain, order, oneStep, orders, laws, late, kept, stopped } = findings;
  const from = visibleFrom(kept, orders, order, USUAL_PATHS);
  const objections = objectionsOf(findings);
  const isFaithful = objections.length > 0 ? false : isConfirmed(findings) ? true : undefined;
  const verdict = sentence(findings, objections, isFaithful, from);
  const table = tableOf(findings);
  const report = { chain, order, isFaithful, verdict, oneStep, orders, laws, late, visibleFrom: from, stopped, table };
  return { ...report, figure: () => faithfulnessFigure(report), show: () => tableBundle(table, verdict) };
}

/** The weak error does not see noise, since an equation without any could have it: one step has to, or the late moments. */
function isConfirmed({ oneStep, orders, late }: Findings): boolean {
  const seesNoise = oneStep !== undefined || late.some(({ agrees }) => agrees);
  return seesNoise && orders.some(({ verdict }) => verdict === "confirmed");
}

/** What speaks against the SDE, each in a clause. */
function objectionsOf({ chain, order, oneStep, orders, levels, late }: Findings): readonly string[] {
  const step = (worst: MomentCheck): string =>
    `in one step the ${worst.kind} of ${worst.entry} at t = ${shortTime(worst.t)} tends to ${shortNumber(worst.optimizer)} where the SDE has ${shortNumber(worst.sde)}, ${shortNumber(Math.abs(worst.z), 2)} standard errors apart`;
  const weak = orders
    .filter(({ verdict }) => verdict === "refuted")
    .map(
      ({ observable, limit }) =>
        `the weak error of E ${observable}${order === 1 ? "" : ", over η,"} does not tend to 0 (${measured(limit)})`,
    );
  const later = late
    .filter(({ agrees }) => agrees === false)
    .map(
      ({ observable, t, limit }) =>
        `E ${observable} at t = ${shortTime(t)} differs by ${shortNumber(100 * limit.value, 2)} % as η → 0`,
    );
  const finest = levels[levels.length - 1];
  const isLost =
    finest !== undefined && finest.optimizer.diverged.count === 0 && finest.sde.diverged.count > finest.sde.paths / 2;
  const lost = `its paths diverge where the optimizer's do not, even at η = ${shortNumber(finest?.eta ?? 0, 2)}`;
  const start = chain.sde?.burnIn === 0 ? " (an equation that is singular at t = 0 needs a burnIn)" : "";
  return [
    ...(oneStep === undefined || oneStep.agrees ? [] : [step(oneStep.worst)]),
    ...(oneStep?.neglected.includes("x") ? ["it leaves out the noise of x"] : []),
    ...(isLost ? [lost + start] : []),
    ...weak.slice(0, 1),
    ...later.slice(0, 1),
  ];
}

function sentence(
  { chain, order, oneStep, orders, levels, kept, late, stopped }: Findings,
  objections: readonly string[],
  isFaithful: boolean | undefined,
  from: number,
): string {
  const { method, name } = chain;
  if (stopped && oneStep === undefined && orders.length + late.length === 0)
    return `${name} was not judged: it was stopped before anything was measured that could tell.`;
  const parts: string[] = [];
  if (isFaithful === false) parts.push(`${name} is not faithful to ${method.name}: ${objections.join("; ")}.`);
  else {
    const step =
      oneStep === undefined
        ? unseenStep(chain)
        : `one step agrees in ${oneStep.checks.length} moments (largest difference ${shortNumber(Math.abs(oneStep.worst.z), 2)} standard errors)`;
    const seen = orders.filter(({ verdict }) => verdict === "confirmed");
    const best = seen.reduce<WeakOrder | undefined>(
      (a, b) => (a === undefined || b.slope.standardError < a.slope.standardError ? b : a),
      undefined,
    );
    const confirmed =
      best === undefined
        ? ""
        : `weak order ${order} is confirmed (slope ${measured(best.slope)} for E ${best.observable})`;
    if (isFaithful) {
      const shows = Number.isFinite(from)
        ? ` Among ${USUAL_PATHS} paths the difference shows from η ≈ ${shortNumber(from, 2)}.`
        : "";
      parts.push(`${name} is faithful to ${method.name}: ${step}, and ${confirmed}.${shows}`);
    } else if (best !== undefined) {
      const resolution = Math.min(...late.map((one) => one.resolution).filter(Number.isFinite), Infinity);
      const seen = Number.isFinite(resolution) ? `resolve ${shortNumber(100 * resolution, 2)} % only` : "say nothing";
      parts.push(
        `Nothing speaks against ${name}, and ${confirmed}; but ${step}, the weak error does not see noise, and the late moments ${seen}.`,
      );
    } else {
      parts.push(`Nothing speaks against ${name}: ${step}; ${openOrder(orders)}.`);
    }
  }
  const regime = chain.sde?.sde.regime;
  if (regime !== undefined) parts.push(`It is for ${regime}.`);
  // that of x is an objection
  const neglected = (oneStep?.neglected ?? []).filter((variable) => variable !== "x");
  if (neglected.length > 0) parts.push(`The SDE leaves out the noise of ${neglected.join(", ")}.`);
  const [{ diverged, t } = { diverged: 0, t: 0 }] = late;
  if (diverged > 0)
    parts.push(`By t = ${shortTime(t)} ${diverged} paths had diverged, so that late moments say nothing.`);
  const lost = levels.filter((level) => !kept.includes(level));
  if (lost.length > 0)
    parts.push(`Paths diverged at η = ${lost.map(({ eta }) => shortNumber(eta, 3)).join(", ")}, which is left out.`);
  if (stopped) parts.push("It was stopped before its end.");
  return parts.join(" ");
}

/** Why there is nothing of one step. */
function unseenStep({ method, sde }: Chain): string {
  const isSeen = sde !== undefined && isResolved(method, sde.sde.name);
  return isSeen
    ? "one step was not measured"
    : "one step says nothing, since it has averaged a memory out or holds a decay fixed";
}

/** Why no order is confirmed. */
function openOrder(orders: readonly WeakOrder[]): string {
  if (orders.length === 0) return "the weak order was not measured";
  if (orders.some(({ verdict }) => verdict === "too coarse"))
    return "the weak error tends to 0, but not yet with the slope of its order: smaller learning rates would tell";
  const needed = Math.min(...orders.map(({ pathsNeeded }) => pathsNeeded), Infinity);
  return `the weak order is noise-limited${Number.isFinite(needed) ? `: it needs about ${shortNumber(needed, 2)} paths` : ""}`;
}

const shortTime = (t: number): string => String(Number(t.toPrecision(3)));

const measured = ({ value, standardError }: { readonly value: number; readonly standardError: number }): string =>
  `${shortNumber(value, 3)} ± ${shortNumber(standardError, 2)}`;

function tableOf({ chain, order, oneStep, orders, laws, late }: Findings): Table {
  const checks = oneStep?.checks ?? [];
  const threshold = oneStep?.threshold ?? Number.NaN;
  const steps = [...new Set(checks.map(({ kind, variable }) => `${kind} of ${variable}`))].map((what) => {
    const own = checks.filter(({ kind, variable }) => `${kind} of ${variable}` === what);
    const worst = own.reduce((a, b) => (Math.abs(b.z) > Math.abs(a.z) ? b : a));
    const verdict = Math.abs(worst.z) <= threshold ? "agrees" : "differs";
    const where = `${worst.entry} at t = ${shortTime(worst.t)}`;
    const value = `${shortNumber(worst.optimizer)} against ${shortNumber(worst.sde)}`;
    return [
      "one step",
      `${what}: ${own.length} entries, worst ${where}`,
      value,
      `z = ${shortNumber(worst.z, 2)}`,
      verdict,
    ];
  });
  const weak = orders.map(({ observable, t, errors, etas, slope, limit, verdict, pathsNeeded }) => [
    "weak error",
    `E ${observable} at t = ${shortTime(t)}, η = ${shortNumber(etas[0], 2)} … ${shortNumber(etas[etas.length - 1], 2)}`,
    `${measured(errors[0])} … ${measured(errors[errors.length - 1])}`,
    slope.visible < 2 ? `limit ${measured(limit)}` : `slope ${measured(slope)}`,
    verdict === "noise-limited"
      ? `noise-limited: needs ${shortNumber(pathsNeeded, 2)} paths`
      : verdict === "too coarse"
        ? verdict
        : `order ${order} ${verdict}`,
  ]);
  const law = laws.map(({ observable, times, distance, noise }) => {
    const r = distance.reduce((best, value, i) => (value / noise[i] > distance[best] / noise[best] ? i : best), 1);
    const ratio = distance[r] / noise[r];
    return [
      "law",
      `W₁ of ${observable}, largest at t = ${shortTime(times[r])}`,
      `${shortNumber(distance[r], 3)} standard deviations`,
      `noise ${shortNumber(noise[r], 2)}`,
      `${shortNumber(ratio, 2)} times the noise`,
    ];
  });
  const end = late.map(({ observable, t, optimizer, sde, relative, limit, diverged, agrees }) => [
    "late moments",
    `E ${observable} at t = ${shortTime(t)}`,
    `${measured(optimizer)} against ${measured(sde)}`,
    diverged > 0
      ? `${diverged} paths diverged`
      : `${shortNumber(100 * relative.value, 2)} %, as η → 0 ${shortNumber(100 * limit.value, 2)} ± ${shortNumber(100 * limit.standardError, 2)} %`,
    agrees === undefined ? "open" : agrees ? "agrees" : "differs",
  ]);
  return table({
    columns: ["test", "of", "measured", "in terms of noise or η", "verdict"],
    rows: [...steps, ...weak, ...law, ...end],
    caption: `${chain.name} against ${chain.method.name} on ${chain.problem.description}.${oneStepCaption(oneStep)}`,
  });
}

function oneStepCaption(oneStep: OneStepMoments | undefined): string {
  if (oneStep === undefined) return "";
  const { samples, states, threshold, checks } = oneStep;
  return ` One step: ${samples} draws at each of ${states} states, ± one standard error; more than ${shortNumber(threshold, 2)} standard errors is more than noise among ${checks.length} checks.`;
}
