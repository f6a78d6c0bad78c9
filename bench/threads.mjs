/*
 * The workloads on 1, 2, 4, … threads up to all: milliseconds, and how many times as fast as one thread.
 */
import { availableParallelism } from "node:os";
import { run, workloads } from "./engine.mjs";
import { PATHS, QUICK_PATHS } from "./workload.mjs";

const quick = process.argv[2] === "quick";
const all = availableParallelism();
const counts = [...new Set([1, 2, 4, 8, 16, 32, 64].filter((count) => count < all).concat(all))];

const rows = [];
for (const name of /** @type {(keyof typeof workloads)[]} */ (Object.keys(workloads))) {
  const paths = (quick ? QUICK_PATHS : PATHS)[name];
  const made = workloads[name]();
  const times = [];
  for (const threads of counts) {
    await run(made, { paths: Math.ceil(paths / 10), threads });
    const start = performance.now();
    await run(made, { paths, threads });
    times.push(performance.now() - start);
  }
  rows.push([name, ...times, times[0] / times[times.length - 1]]);
}
const columns = [
  "workload",
  ...counts.map((count) => `ms, ${count} thread${count > 1 ? "s" : ""}`),
  `speed-up, ${all}`,
];
console.log(JSON.stringify({ columns, bars: [], rows }));
