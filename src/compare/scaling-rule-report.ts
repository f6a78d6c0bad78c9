/** What a trial of a scaling rule is said to show: a sentence per observable, and the numbers per run. */
import { settingsText } from "../equations/setting-text.js";
import { THRESHOLD } from "./comparison.js";
import type { ScaledRun } from "./scaling-rule.js";
import type { Collapse, Deviation } from "./scaling-rule-collapse.js";
import { shortNumber, type Table, table } from "./table.js";

/** Whether the curves of an observable collapse: within noise, within the tolerance, or not, and then how far off. */
export function collapseVerdict(
  { observable, deviations, common }: Collapse,
  times: Float64Array,
  tolerance: number,
): string {
  if (!deviations.every(({ rms }) => Number.isFinite(rms))) {
    return `nothing to say of ${observable}: its means are within their noise.`;
  }
  const farthest = deviations.reduce((a, b) => (Math.abs(b.z) > Math.abs(a.z) ? b : a));
  const widest = deviations.reduce((a, b) => (b.high > a.high ? b : a));
  const place = `at δ = ${farthest.delta}, τ = ${shortNumber(times[farthest.at], 3)}`;
  const gap = `${shortNumber(Math.abs(farthest.z), 2)} standard errors ${place}`;
  const rms = `relative rms deviation ${interval(widest)} at δ = ${widest.delta}`;
  if (Math.abs(farthest.z) < THRESHOLD) return `${observable} collapses within noise: largest gap ${gap}; ${rms}.`;
  if (widest.rms <= tolerance) {
    return `${observable} collapses within ${percent(tolerance)}, though not within noise: ${rms}; largest gap ${gap}.`;
  }
  const late = deviations.reduce((a, b) => (Math.abs(Math.log(b.ratio)) > Math.abs(Math.log(a.ratio)) ? b : a));
  const isLate = Math.abs(late.ratio - 1) > THRESHOLD * late.ratioStandardError;
  const how = isLate
    ? `at δ = ${late.delta} its late mean is ${measured(late.ratio, late.ratioStandardError)} times that at δ = ${deviations[0].delta}`
    : `${place} it is ${shortNumber(1 + farthest.gap / common[farthest.at], 3)} times the common curve`;
  return `${observable} does not collapse: ${how}; ${rms}.`;
}

/** One row per observable and run. */
export function collapseTable(rule: string, runs: readonly ScaledRun[], collapses: readonly Collapse[]): Table {
  const rows = collapses.flatMap(({ observable, deviations }) =>
    deviations.map((one, i) => [
      observable,
      String(one.delta),
      settingsText(runs[i].parameters, 4),
      measured(one.late, one.lateStandardError),
      i === 0 ? "1" : measured(one.ratio, one.ratioStandardError),
      shortNumber(one.z, 2),
      interval(one),
    ]),
  );
  return table({
    columns: [
      "observable",
      "δ",
      "parameters",
      "late mean ± s.e.",
      "ratio ± s.e.",
      "largest gap, s.e.",
      "rms deviation",
    ],
    rows,
    caption: collapseCaption(rule, runs),
  });
}

/** What a reader must know of the runs. */
export function collapseCaption(rule: string, runs: readonly ScaledRun[]): string {
  if (runs.length === 0) return `${rule}; stopped before a run was finished.`;
  const [{ ensemble }] = runs;
  const paths = runs.map((run) => run.ensemble.paths);
  const seeds = runs.map((run) => run.ensemble.seed);
  const parts = [
    `${rule}; ${ensemble.chain.method.name}, δ = ${runs.map(({ delta }) => delta).join(", ")}`,
    `at δ = ${runs[0].delta} ${settingsText(runs[0].parameters, 4)}; ${ensemble.chain.problem.description}`,
    `n = ${new Set(paths).size === 1 ? paths[0] : paths.join(", ")} paths each, seeds ${seeds.join(", ")}`,
    "late mean: over the last quarter of the times",
    "largest gap: to the mean of all curves",
    "rms deviation: from it, relative, without noise, 95 % jackknife interval",
  ];
  return `${parts.join("; ")}.`;
}

function measured(value: number, standardError: number): string {
  return `${shortNumber(value, 3)}\u00a0±\u00a0${shortNumber(standardError, 2)}`;
}

function interval({ rms, low, high }: Deviation): string {
  return `${percent(rms)} (${percent(low)} … ${percent(high)})`;
}

function percent(share: number): string {
  return `${shortNumber(100 * share, 2)}\u00a0%`;
}
