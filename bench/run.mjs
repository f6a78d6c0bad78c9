/*
 * npm run bench: the engine against its peers on the same work, and the engine by itself. Prints, and writes
 * RESULTS.md.
 *
 *   npm run bench -- [--part peers|itself] [--workloads W1,W2] [--peers numpy,simd128] [--processes 5] [--runs 3]
 *                    [--threads 2] [--quick]
 *
 * --part measures one part and leaves the other as it was written. --quick runs a tenth of the paths once, and writes
 * nothing. The peers are installed and compiled by bench/peers/setup; what is missing is skipped with one line.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { LARGEST_Z, references, worstZ } from "./agreement.mjs";
import { loadWarning, machine } from "./machine.mjs";
import { linesOf, measure, median } from "./measure.mjs";
import { missing, ours, peers } from "./programs.mjs";
import { brief, comparisonTable, markdownTable, noiseList } from "./report.mjs";
import { PATHS, QUICK_PATHS, TITLES } from "./workload.mjs";

const say = (/** @type {string} */ line) => console.log(line);
const RESULTS = new URL("RESULTS.md", import.meta.url);
const PARTS = /** @type {const} */ ({ peers: "## Against the peers", itself: "## By itself" });
const options = optionsOf();
const parts = [
  "# Measurements\n\nWritten by `npm run bench`; [run.mjs](run.mjs) says how, [workload.mjs](workload.mjs) what is computed.\n",
  await part("peers", comparisons),
  await part("itself", ownNumbers),
];
const text = parts.join("\n");
say(text);
if (!options.quick) writeFileSync(RESULTS, text);

/**
 * One part, measured now, with the machine as it is now; or as it was written.
 *
 * @param {keyof typeof PARTS} name @param {() => Promise<string>} measured
 */
async function part(name, measured) {
  if (options.part !== undefined && options.part !== name) return written(PARTS[name]);
  const load = loadWarning();
  if (load !== undefined) say(load);
  const lines = [...(await machine()), ...(load === undefined ? [] : [load])].map((line) => `- ${line}`);
  return `${PARTS[name]}\n\n${lines.join("\n")}\n\n${await measured()}\n`;
}

/** A part of the file: from its title to the next of that rank. @param {string} title */
function written(title) {
  const from = readFileSync(RESULTS, "utf8").split("\n");
  const start = from.indexOf(title);
  if (start < 0) return "";
  const length = from.slice(start + 1).findIndex((line) => line.startsWith("## "));
  return from.slice(start, length < 0 ? undefined : start + 1 + length).join("\n");
}

function optionsOf() {
  const { values } = parseArgs({
    options: {
      part: { type: "string" },
      workloads: { type: "string", default: Object.keys(TITLES).join(",") },
      peers: { type: "string", default: peers.map(({ name }) => name).join(",") },
      processes: { type: "string" },
      runs: { type: "string" },
      threads: { type: "string", default: String(Math.min(2, availableParallelism())) },
      quick: { type: "boolean", default: false },
    },
  });
  const chosen = (/** @type {string} */ list, /** @type {readonly string[]} */ known) => {
    const names = list.split(",");
    const unknown = names.find((name) => !known.includes(name));
    if (unknown === undefined) return names;
    console.error(`bench: a name must be one of ${known.join(", ")}, got ${unknown}`);
    return process.exit(2);
  };
  const { quick } = values;
  return {
    quick,
    part: values.part === undefined ? undefined : chosen(values.part, Object.keys(PARTS))[0],
    workloads: /** @type {import("./workload.mjs").Workload[]} */ (chosen(values.workloads, Object.keys(TITLES))),
    peers: chosen(
      values.peers,
      peers.map(({ name }) => name),
    ),
    processes: Number(values.processes ?? (quick ? 1 : 5)),
    runs: Number(values.runs ?? (quick ? 1 : 3)),
    threads: Number(values.threads),
  };
}

/** The engine against the peers: f64 and f32 on all the threads asked for, f64 on one. */
async function comparisons() {
  const { workloads, threads, processes, runs, quick } = options;
  const programs = peers.filter(({ name }) => options.peers.includes(name));
  const absent = [ours, ...programs].map(missing).filter((line) => line !== undefined);
  for (const line of absent) say(line);
  const present = [ours, ...programs].filter((program) => missing(program) === undefined);
  const settings = [
    { precision: "f64", count: threads },
    { precision: "f32", count: threads },
    ...(threads > 1 ? [{ precision: "f64", count: 1 }] : []),
  ];
  const jobs = settings.flatMap(({ precision, count }) =>
    workloads.flatMap((workload) =>
      present
        .filter((program) => program.workloads.includes(workload) && program.precisions.includes(precision))
        .filter((program) => count === threads || (program.parallel && !program.once))
        .map((program) => ({
          program,
          workload,
          precision,
          threads: program.parallel ? count : 1,
          paths: (quick ? QUICK_PATHS : PATHS)[workload],
        })),
    ),
  );
  const { measured, failures } = await measure(jobs, { processes, runs, references: references(), say });
  const tables = settings.map(({ precision, count }, index) => {
    const table = { programs: present.slice(1), workloads, precision, threads: count, bars: index === 0 };
    return `### ${precision}, ${count} thread${count > 1 ? "s" : ""}\n\n${comparisonTable(measured, table)}\n`;
  });
  return [
    ...(quick ? ["On a tenth of the paths.\n"] : []),
    "Wall time of 10⁸ element-steps with recording at every step: the median of the processes (least–most), each the " +
      `median of its ${runs} runs after a warm-up, one run for programs in Python, one process for torchsde; then how ` +
      "many times as long as ours, and the ratio asked for. Imports and the compilation of peers are not timed; ours " +
      "includes its compilation. z: second moments at steps 100 and 1000 against the reference, in standard errors; " +
      `programs agree below ${LARGEST_Z}.\n`,
    ...tables,
    `Noises:\n\n${noiseList(present.slice(1))}`,
    ...[...absent, ...failures].map((line) => `\n- ${line}`),
    `\n${await bite()}`,
  ].join("\n");
}

/** Shows that the comparison of moments would notice: the typed-array loop with noise that is a tenth too strong. */
async function bite() {
  const known = references();
  const found = [];
  for (const workload of options.workloads) {
    const file = fileURLToPath(new URL("peers/typed-array.mjs", import.meta.url));
    const words = [workload, "f64", 1, PATHS[workload], 1, 1.1].map(String);
    const { lines } = await linesOf([process.execPath, file, ...words]);
    const z = worstZ(lines[0], known[workload]);
    found.push(`${workload} ${brief(z)}${Math.abs(z) > LARGEST_Z ? "" : " (not noticed)"}`);
  }
  return `With noise a tenth too strong the largest z of the typed-array loop are: ${found.join(", ")}.`;
}

/** The engine by itself: one program per question, in several processes. */
async function ownNumbers() {
  const questions = {
    "compile-time": "Compile time of every method (first ensemble of one path)",
    "first-result": "First result of 100 paths",
    linearity: "Cost against paths, dimension and steps",
    threads: "Threads",
    normals: "Normals per second",
  };
  const tables = [];
  for (const [name, title] of Object.entries(questions)) {
    const file = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
    /** @type {{ columns: string[], bars: [string, string, number][], rows: [string, ...number[]][] }[]} */
    const answers = [];
    for (let round = 0; round < Math.min(options.processes, 3); round++) {
      const { lines, failure } = await linesOf([process.execPath, file, ...(options.quick ? ["quick"] : [])]);
      if (failure === undefined) answers.push(lines[0]);
      else say(`${name}: skipped, ${failure}`);
    }
    if (answers.length === 0) continue;
    const [{ columns, bars, rows }] = answers;
    const cells = rows.map(([label], r) => [
      label,
      ...columns.slice(1).map((column, c) => {
        const value = median(answers.map((answer) => Number(answer.rows[r][c + 1])));
        const holds = (/** @type {string} */ bound, /** @type {number} */ bar) =>
          bound === "at most" ? value <= bar : value >= bar;
        const missed = bars.some(([of, bound, bar]) => of === column && !holds(bound, bar));
        return missed ? `**${brief(value)}**` : brief(value);
      }),
    ]);
    const note = bars.map(([column, bound, bar]) => `${column} ${bound} ${bar}, bold where not`).join(", ");
    tables.push(`### ${title}${note === "" ? "" : `: ${note}`}\n\n${markdownTable(columns, cells)}\n`);
  }
  return tables.join("\n");
}
