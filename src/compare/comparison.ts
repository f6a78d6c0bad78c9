import type { Ensemble } from "../ensemble/ensemble.js";
import type { Series } from "../ensemble/statistics.js";
import { settingsText } from "../equations/setting-text.js";
import type { Bundle } from "../figures/bundle.js";
import type { Prediction } from "../theory/prediction.js";
import { requireInteger } from "../validate.js";
import { shortNumber, type Table, table, tableBundle } from "./table.js";

/** A difference of more than this many standard errors is called more than noise. */
export const THRESHOLD = 4;

/** One chain against another, or against a prediction, at one time. */
export interface Difference {
  readonly observable: string;
  readonly t: number;
  readonly k: number;
  /** The chain measured. */
  readonly chain: string;
  readonly mean: number;
  readonly standardError: number;
  /** What it is measured against: another chain, or a prediction. */
  readonly against: string;
  readonly kind: "chain" | Prediction["kind"];
  readonly value: number;
  /** 0 for a prediction. */
  readonly valueStandardError: number;
  /** mean − value. */
  readonly difference: number;
  /** The difference over its standard error. */
  readonly z: number;
}

/** Ensembles and predictions on one time axis. */
export interface Comparison {
  /** The optimizer. */
  readonly reference: Ensemble;
  /** Its SDEs, or other chains. */
  readonly others: readonly Ensemble[];
  readonly predictions: readonly Prediction[];
  readonly differences: readonly Difference[];
  /** One sentence per other chain. */
  readonly verdict: string;
  readonly table: Table;
  /** Table and verdict, as a notebook shows them. */
  readonly show: () => Bundle;
}

/**
 * Compares ensembles that were recorded at the same times, and predictions, at a quarter, half and the end of the horizon.
 *
 * @param reference what the others are measured against: the optimizer.
 * @throws RangeError when the recorded times differ.
 */
export function comparison(
  reference: Ensemble,
  others: readonly Ensemble[],
  predictions: readonly Prediction[],
): Comparison {
  const last = reference.times.length - 1;
  const checkpoints = [...new Set([Math.round(last / 4), Math.round(last / 2), last])];
  for (const other of others) requireSameTimes(reference, other);
  const differences = reference.observables.flatMap((observable) => [
    ...others.flatMap((other) => checkpoints.map((r) => betweenChains(reference, other, observable, r))),
    ...predictions
      .filter((prediction) => prediction.observable === observable)
      .flatMap((prediction) => againstPrediction(prediction, [reference, ...others], checkpoints)),
  ]);
  const verdict = others.map((other) => verdictOn(reference, other, differences)).join("\n");
  const table = tableOf(reference, others, differences);
  return { reference, others, predictions, differences, verdict, table, show: () => tableBundle(table, verdict) };
}

function requireSameTimes(a: Ensemble, b: Ensemble): void {
  const same = a.times.length === b.times.length && a.times.every((t, r) => Math.abs(t - b.times[r]) <= 1e-9 * (1 + t));
  if (!same) throw new RangeError(`comparison: ${b.chain.name} must be recorded at the times of ${a.chain.name}`);
}

function betweenChains(a: Ensemble, b: Ensemble, observable: string, r: number): Difference {
  const other = b.series(observable);
  return difference(a, observable, r, {
    against: b.chain.name,
    kind: "chain",
    value: other.mean[r],
    valueStandardError: other.standardError[r],
  });
}

/** A level says something at the end; a curve or a bound at every checkpoint. */
function againstPrediction(
  p: Prediction,
  ensembles: readonly Ensemble[],
  checkpoints: readonly number[],
): Difference[] {
  const chosen = ensembles
    .filter(({ chain }, index) => (p.of === undefined ? index < 2 : chain.kind === p.of))
    .filter(({ chain }) => p.sde === undefined || chain.sde === undefined || chain.sde.sde.name === p.sde)
    .slice(0, p.of ? 1 : 2);
  const times = p.kind === "stationary" ? checkpoints.slice(-1) : checkpoints;
  return chosen.flatMap((ensemble) =>
    times
      .map((r) => ({ r, value: p.at(ensemble.times[r]) }))
      .filter(({ value }) => Number.isFinite(value))
      .map(({ r, value }) =>
        difference(ensemble, p.observable, r, { against: p.name, kind: p.kind, value, valueStandardError: 0 }),
      ),
  );
}

function difference(
  { chain, times, steps, ...ensemble }: Ensemble,
  observable: string,
  r: number,
  against: Pick<Difference, "against" | "kind" | "value" | "valueStandardError">,
): Difference {
  const { mean, standardError }: Series = ensemble.series(observable);
  const gap = mean[r] - against.value;
  const error = Math.hypot(standardError[r], against.valueStandardError);
  return {
    observable,
    t: times[r],
    k: steps[r],
    chain: chain.name,
    mean: mean[r],
    standardError: standardError[r],
    ...against,
    difference: gap,
    z: gap === 0 ? 0 : gap / error,
  };
}

function verdictOn(reference: Ensemble, other: Ensemble, differences: readonly Difference[]): string {
  const own = differences.filter(({ kind, against }) => kind === "chain" && against === other.chain.name);
  const pair = `${reference.chain.name} and ${other.chain.name}`;
  const left = [reference, other].filter(({ diverged }) => diverged.count > 0);
  const suffix = left.map(({ chain, diverged, paths }) => {
    return ` ${chain.name}: ${diverged.count} of ${paths} paths diverged, the first at t = ${shortTime(diverged.times[0])}.`;
  });
  const usable = own.filter(({ z }) => !Number.isNaN(z));
  if (usable.length === 0) return `${pair}: nothing to compare, too few paths are left.${suffix.join("")}`;
  const worst = usable.reduce((a, b) => (Math.abs(b.z) > Math.abs(a.z) ? b : a));
  const where = `${worst.observable} at t = ${shortTime(worst.t)}`;
  const error = Math.hypot(worst.standardError, worst.valueStandardError);
  if (Math.abs(worst.z) < THRESHOLD) {
    const visible = inSize(THRESHOLD * error, worst);
    return `${pair} agree within ${THRESHOLD} standard errors: largest ${shortNumber(Math.abs(worst.z), 2)} (${where}); a difference of ${visible} there would have shown.${suffix.join("")}`;
  }
  const noise = error === 0 ? "and neither has any spread" : `${shortNumber(Math.abs(worst.z), 2)} standard errors`;
  return `${pair} differ by more than noise: by ${inSize(worst.difference, worst)} in ${where}, ${noise}.${suffix.join("")}`;
}

/** A difference as a number, and as a share of the mean where the mean is not itself within the noise. */
function inSize(difference: number, { mean, standardError }: Difference): string {
  const size = shortNumber(Math.abs(difference), 2);
  if (!(Math.abs(mean) > THRESHOLD * standardError)) return size;
  return `${size} (${shortNumber(Math.abs((100 * difference) / mean), 2)} %)`;
}

function shortTime(t: number): string {
  return String(Number(t.toPrecision(6)));
}

function tableOf(reference: Ensemble, others: readonly Ensemble[], differences: readonly Difference[]): Table {
  const measured = ({ mean, standardError }: Difference): string =>
    `${shortNumber(mean)}\u00a0±\u00a0${shortNumber(standardError, 2)}`;
  const against = ({ kind, value, valueStandardError }: Difference): string => {
    if (kind === "chain") return `${shortNumber(value)}\u00a0±\u00a0${shortNumber(valueStandardError, 2)}`;
    return kind === "upper-bound" ? `≤ ${shortNumber(value)}` : shortNumber(value);
  };
  return table({
    columns: ["observable", "t", "chain", "mean ± s.e.", "against", "value", "difference", "s.e."],
    rows: differences.map((row) => [
      row.observable,
      shortTime(row.t),
      row.chain,
      measured(row),
      row.against,
      against(row),
      shortNumber(row.difference, 2),
      shortNumber(row.z, 2),
    ]),
    caption: caption([reference, ...others]),
  });
}

/** What a reader must know of the runs: methods, problems, paths, seed, intervals, divergence. */
export function caption(ensembles: readonly Ensemble[]): string {
  requireInteger("caption", "ensembles", ensembles.length);
  const each = (say: (ensemble: Ensemble) => string): readonly string[] => [...new Set(ensembles.map(say))];
  const solvers = ensembles.flatMap(({ chain }) => (chain.sde === undefined ? [] : [chain.sde]));
  const parts = [
    ...each(({ chain: { method } }) => [method.name, settingsText(method.parameters)].join(", ")),
    ...each(({ chain }) => chain.problem.description),
    `n = ${each(pathsText).join(" and ")}, seed ${each(({ seed }) => String(seed)).join(", ")}`,
    ...new Set(solvers.map(({ solver, substeps }) => `${solver.name}, dt = η/${substeps}`)),
    "± one standard error of the mean",
    ...ensembles
      .filter(({ diverged }) => diverged.count > 0)
      .map(({ chain: { name }, diverged }) => `${diverged.count} paths of ${name} diverged`),
  ];
  return `${parts.join("; ")}.`;
}

function pathsText({ paths, requested, stopped }: Ensemble): string {
  return `${paths} paths${stopped ? ` of ${requested}, stopped` : ""}`;
}
