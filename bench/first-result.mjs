/*
 * How long a notebook waits for a small ensemble: 100 paths of a chain that is new to a warm engine, 1000 steps recorded
 * 100 times, d = 10. Should be at most 50 ms.
 */
import { run, workloads } from "./engine.mjs";

const few = { paths: 100, record: 100 };
const rows = [];
for (const name of /** @type {const} */ (["W1", "W2", "W3"])) {
  const { chain, observables } = workloads[name]();
  // other observables make another program, so that nothing of the chain to be timed is known
  await run({ chain, observables: ["norm(x)"] }, { ...few, steps: 2 });
  const start = performance.now();
  await run({ chain, observables }, few);
  rows.push([name, performance.now() - start]);
}
console.log(JSON.stringify({ columns: ["workload", "ms"], bars: [["ms", "at most", 50]], rows }));
