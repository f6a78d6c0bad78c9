/*
 * The notebook kernel, as a reader waits for it: from its start to ready, to the first cell, to the first cell that
 * imports the package; a trivial cell with the package imported; from Stop to the cell's end, for four kinds of cell;
 * 30,000 lines of output. Prints a table; not part of run.mjs.
 *
 *   node bench/kernel.mjs [starts, default 3] [cells, default 50]
 */
import { fileURLToPath } from "node:url";
import { startKernel } from "../dist/notebook/kernel-client.js";
import { loadWarning } from "./machine.mjs";
import { median } from "./measure.mjs";
import { brief, markdownTable } from "./report.mjs";

const starts = Number(process.argv[2] ?? 3);
const cells = Number(process.argv[3] ?? 50);
const cwd = fileURLToPath(new URL("../notebooks", import.meta.url));
const LINES = 30_000;

/** Cells that print «here» when they are where they are stopped. */
const STOPPED = {
  "a loop": 'console.log("here"); while (true);',
  "a loop after an await": 'await new Promise((resolve) => setTimeout(resolve, 1)); console.log("here"); while (true);',
  "a cell that waits": 'console.log("here"); for (;;) await new Promise((resolve) => setTimeout(resolve, 1));',
  "an ensemble": `const problem = maruyama.problem({ objective: maruyama.quadratic([1, 2]), noise: maruyama.gaussian(0.5), start: [1, 0.5] });
    await maruyama.ensemble(maruyama.optimizer(maruyama.signSgd(), problem), {
      horizon: 1000, paths: 1e8, progress: ({ finished }) => finished > 0 && console.log("here"),
    });`,
};

/** @typedef {import("../dist/notebook/kernel-client.js").Kernel} Kernel */
/** @type {Map<string, number[]>} */
const times = new Map();

/** @param {string} name @param {number} milliseconds */
function note(name, milliseconds) {
  times.set(name, [...(times.get(name) ?? []), milliseconds]);
}

/** Runs a cell that must end well. @param {Kernel} kernel @param {string} code */
async function run(kernel, code) {
  const started = performance.now();
  const { status, outputs } = await kernel.execute(code);
  if (status !== "ok") throw new Error(`kernel: a cell must end well, got ${JSON.stringify(outputs.at(-1))}`);
  return { milliseconds: performance.now() - started, outputs };
}

/** Milliseconds from Stop to the end of a cell. @param {Kernel} kernel @param {string} code */
async function stop(kernel, code) {
  let pressed = 0;
  await kernel.execute(code, {
    onOutput(outputs) {
      const [first] = outputs;
      if (pressed > 0 || first?.output_type !== "stream" || !first.text.includes("here")) return;
      pressed = performance.now();
      void kernel.interrupt();
    },
  });
  return performance.now() - pressed;
}

for (let start = 0; start < starts; start++) {
  const began = performance.now();
  const kernel = await startKernel({ cwd });
  note("start to ready", performance.now() - began);
  await run(kernel, "1 + 1");
  note("start to the end of a first cell", performance.now() - began);
  note("import the package", (await run(kernel, 'import * as maruyama from "maruyama";')).milliseconds);
  for (let i = 0; i < cells; i++) note("a trivial cell", (await run(kernel, `${i} + 1`)).milliseconds);
  const { milliseconds, outputs } = await run(kernel, `for (let i = 0; i < ${LINES}; i++) console.log(i);`);
  const [output] = outputs;
  const lines = output.output_type === "stream" ? output.text.split("\n").length - 1 : 0;
  if (lines !== LINES) throw new Error(`kernel: ${LINES} lines must arrive, got ${lines}`);
  note(`${LINES} lines`, milliseconds);
  for (const [name, code] of Object.entries(STOPPED)) note(`Stop of ${name}`, await stop(kernel, code));
  await kernel.shutdown();
}

/** The number below which a share of the values lies. @param {readonly number[]} values @param {number} share */
const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1];

console.log(`${starts} starts, ${cells} trivial cells each, Node ${process.versions.node}`);
const warning = loadWarning();
if (warning !== undefined) console.log(warning);
console.log(
  markdownTable(
    ["ms", "median", "95 %", "most"],
    [...times].map(([name, all]) => [name, brief(median(all)), brief(quantile(all, 0.95)), brief(Math.max(...all))]),
  ),
);
