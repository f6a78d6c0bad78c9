/*
 * Runs the programs, interleaved: every round runs each job once in a process of its own, so that a busy minute of the
 * machine falls on all of them, and a process that is slow for its whole life is one of several.
 */
import { spawn } from "node:child_process";
import { worstZ } from "./agreement.mjs";

/** @typedef {import("./programs.mjs").Program} Program */
/** @typedef {import("./workload.mjs").Workload} Workload */
/** @typedef {{ program: Program, workload: Workload, precision: string, threads: number, paths: number }} Job */
/** @typedef {{ median: number, least: number, most: number, count: number, z: number, threads: number }} Measurement */

const TIME_LIMIT = 900_000;

/**
 * The median of numbers, the mean of the two in the middle where they are even in number.
 *
 * @param {readonly number[]} values
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Names a job in tables of results. @param {Omit<Job, "paths">} job */
export function keyOf({ program, workload, precision, threads }) {
  return [program.name, workload, precision, threads].join(" ");
}

/**
 * Runs a command to its end.
 *
 * @param {readonly string[]} command
 * @returns {Promise<{ status: number | null, stdout: string, stderr: string }>}
 */
export function output([file, ...words]) {
  return new Promise((resolve) => {
    const child = spawn(file, words, { stdio: ["ignore", "pipe", "pipe"], timeout: TIME_LIMIT });
    const heard = { stdout: "", stderr: "" };
    child.stdout.on("data", (data) => (heard.stdout += data));
    child.stderr.on("data", (data) => (heard.stderr += data));
    child.on("error", ({ message }) => resolve({ status: null, ...heard, stderr: message }));
    child.on("close", (status) => resolve({ status, ...heard }));
  });
}

/**
 * The lines of JSON among the output of a program, or the reason why there are none.
 *
 * @param {readonly string[]} command
 */
export async function linesOf(command) {
  const { status, stdout, stderr } = await output(command);
  if (status === 0)
    return {
      lines: stdout
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map((line) => JSON.parse(line)),
    };
  const reason = stderr.split("\n").filter((line) => /\S/.test(line) && !/^\s+at /.test(line));
  return {
    lines: [],
    failure: reason.find((line) => /^\w*Error\b/.test(line)) ?? reason.at(-1) ?? `ended with status ${status}`,
  };
}

/**
 * Measures every job.
 *
 * @param {readonly Job[]} jobs
 * @param {{ processes: number, runs: number, references: Readonly<Record<string, import("./agreement.mjs").Reference>>,
 *   say: (line: string) => void }} how processes: rounds; runs: timed runs of a process, of which the median counts
 * @returns {Promise<{ measured: Map<string, Measurement>, failures: string[] }>} times in milliseconds
 */
export async function measure(jobs, { processes, runs, references, say }) {
  /** @type {Map<string, { times: number[], z: number, threads: number }>} */
  const found = new Map();
  const failed = new Map();
  for (let round = 0; round < processes; round++) {
    for (const job of jobs) {
      const key = keyOf(job);
      const { program, workload, precision, threads, paths } = job;
      if (failed.has(key) || (program.once && found.has(key))) continue;
      const words = [workload, precision, threads, paths, program.runs ?? runs].map(String);
      const { lines, failure } = await linesOf([...program.command(precision), ...words, ...(program.extra ?? [])]);
      if (failure !== undefined || lines.length === 0) {
        failed.set(key, `${key}: skipped, ${failure ?? "it printed nothing"}`);
        say(failed.get(key));
        continue;
      }
      const time = median(lines.map(({ milliseconds }) => milliseconds));
      /** @type {{ times: number[], z: number, threads: number }} */
      const entry = found.get(key) ?? { times: [], z: 0, threads: lines[0].threads };
      entry.times.push(time);
      for (const line of lines) {
        const z = worstZ(line, references[workload]);
        if (Math.abs(z) > Math.abs(entry.z)) entry.z = z;
      }
      found.set(key, entry);
      say(`${round + 1}/${processes} ${key}: ${time.toFixed(0)} ms, largest z ${entry.z.toFixed(1)}`);
    }
  }
  /** @param {[string, { times: number[], z: number, threads: number }]} entry @returns {[string, Measurement]} */
  const summary = ([key, { times, z, threads }]) => [
    key,
    { median: median(times), least: Math.min(...times), most: Math.max(...times), count: times.length, z, threads },
  ];
  return { measured: new Map([...found].map(summary)), failures: [...failed.values()] };
}
