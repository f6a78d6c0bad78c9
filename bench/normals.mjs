/*
 * Standard normals per second: the time of the SDE dX = dW in d = 10, which draws one per element-step and adds it.
 */
import { availableParallelism } from "node:os";
import { normalsOnly, run } from "./engine.mjs";

const quick = process.argv[2] === "quick";
const d = 10;
const steps = quick ? 500 : 2000;
const paths = quick ? 2048 : 10_000;
const workload = { chain: normalsOnly(d), observables: ["dot(x, x)"] };

const rows = [];
for (const precision of /** @type {const} */ (["f64", "f32"])) {
  for (const threads of new Set([1, availableParallelism()])) {
    const options = { steps, record: 1, precision, threads };
    await run(workload, { ...options, paths: Math.ceil(paths / 10) });
    const start = performance.now();
    await run(workload, { ...options, paths });
    const seconds = (performance.now() - start) / 1e3;
    const count = paths * d * steps;
    rows.push([
      `${precision}, ${threads} thread${threads > 1 ? "s" : ""}`,
      count / seconds / 1e9,
      (seconds * 1e9) / count,
    ]);
  }
}
console.log(JSON.stringify({ columns: ["states", "10⁹ normals per second", "ns"], bars: [], rows }));
