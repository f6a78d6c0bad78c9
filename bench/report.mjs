/*
 * The tables of RESULTS.md.
 */
import { LARGEST_Z } from "./agreement.mjs";
import { keyOf } from "./measure.mjs";
import { ours } from "./programs.mjs";
import { TITLES } from "./workload.mjs";

/** @typedef {import("./measure.mjs").Measurement} Measurement */
/** @typedef {import("./programs.mjs").Program} Program */
/** @typedef {import("./workload.mjs").Workload} Workload */
/** @typedef {{ programs: readonly Program[], workloads: readonly Workload[] }} Choice */
/** @typedef {Choice & { precision: string, threads: number, bars: boolean }} Selection */

/** A table of Markdown. @param {readonly string[]} columns @param {readonly (readonly string[])[]} rows */
export function markdownTable(columns, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [line(columns), line(columns.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

/** A number to three digits, without an exponent. @param {number} value */
export function brief(value) {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/**
 * Milliseconds of every program and how many times as long as ours they are, by workload.
 *
 * @param {ReadonlyMap<string, Measurement>} measured
 * @param {Selection} what
 *   bars: whether the least ratios asked for stand beside the ratios
 */
export function comparisonTable(measured, { programs, workloads, precision, threads, bars }) {
  const at = (/** @type {Program} */ program, /** @type {Workload} */ workload) =>
    measured.get(keyOf({ program, workload, precision, threads: program.parallel ? threads : 1 }));
  const cell = (/** @type {Program} */ program, /** @type {Workload} */ workload) => {
    const found = at(program, workload);
    if (found === undefined) return "–";
    const spread = found.count > 1 ? ` (${brief(found.least)}–${brief(found.most)})` : "";
    const wrong = Math.abs(found.z) > LARGEST_Z ? " **moments differ**" : "";
    return `${brief(found.median)}${spread}${wrong}${ratio(program, workload, found)}`;
  };
  /** @type {(program: Program, workload: Workload, found: Measurement) => string} */
  const ratio = (program, workload, found) => {
    const own = at(ours, workload);
    if (own === undefined || program === ours) return "";
    const times = found.median / own.median;
    const bar = bars ? program.bar[workload] : undefined;
    return ` · **${brief(times)}×**${bar === undefined ? "" : ` (${times >= bar ? "≥" : "below"} ${bar})`}`;
  };
  const rows = [ours, ...programs]
    .filter((program) => workloads.some((workload) => at(program, workload) !== undefined))
    .map((program) => [
      program.title,
      ...workloads.map((workload) => cell(program, workload)),
      brief(Math.max(...workloads.map((workload) => Math.abs(at(program, workload)?.z ?? 0)))),
    ]);
  return markdownTable(["ms", ...workloads.map((workload) => `${workload} ${TITLES[workload]}`), "max \\|z\\|"], rows);
}

/** The noises of the programs that were measured. @param {readonly Program[]} programs */
export function noiseList(programs) {
  return [ours, ...programs].map(({ title, noise }) => `- ${title}: ${noise}`).join("\n");
}
