/*
 * From equations to numbers: the time of the first ensemble of each chain of the registry, one path and two steps, in a
 * process that has already compiled another, which should be at most 20 ms; and the time of the same with another seed,
 * which is what remains where compiled programs are kept.
 */
import { everyChain, normalsOnly, run } from "./engine.mjs";

const observables = ["dot(x, x)"];
const tiny = { paths: 1, steps: 2 };
await run({ chain: normalsOnly(10), observables }, tiny);

/** Milliseconds of one tiny ensemble. @param {Parameters<typeof run>[0]["chain"]} chain */
async function timeOf(chain) {
  const start = performance.now();
  await run({ chain, observables }, tiny);
  return performance.now() - start;
}

const rows = [];
for (const { name, kind, chain } of everyChain()) {
  const first = await timeOf(chain);
  rows.push([`${name}, ${kind}`, first, await timeOf(chain)]);
}
console.log(JSON.stringify({ columns: ["method", "first ms", "again ms"], bars: [["first ms", "at most", 20]], rows }));
