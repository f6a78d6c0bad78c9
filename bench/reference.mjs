/*
 * Writes reference.json: second moments μ = E x² of W1–W3 after steps 100 and 1000, from many paths of the C++ program
 * (whose seeds are its blocks' numbers), and s = √(E x⁴ − μ²) from fewer. `node bench/reference.mjs`, a quarter of an
 * hour.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const PATHS = 400_000;
const PATHS_OF_DEVIATION = 40_000;
const PROGRAM = fileURLToPath(new URL(".peers/bin/standard", import.meta.url));

/** @param {string} workload @param {string} precision @param {number} paths @returns {number[][]} */
function moments(workload, precision, paths) {
  const words = [workload, precision, availableParallelism(), paths, 1].map(String);
  const { stdout, status } = spawnSync(PROGRAM, words, { encoding: "utf8" });
  if (status !== 0)
    throw new Error(`reference: ${PROGRAM} must run, got status ${status}; bench/peers/setup compiles it`);
  return JSON.parse(stdout).checks;
}

const entries = ["W1", "W2", "W3"].map((workload) => {
  const mean = moments(workload, "f64", PATHS);
  const fourth = moments(workload, "f64-fourth", PATHS_OF_DEVIATION);
  const deviation = fourth.map((row, at) =>
    row.map((value, i) => Number(Math.sqrt(value - mean[at][i] ** 2).toPrecision(4))),
  );
  return [workload, { paths: PATHS, mean, deviation }];
});
writeFileSync(new URL("reference.json", import.meta.url), `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
