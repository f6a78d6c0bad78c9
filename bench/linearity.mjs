/*
 * Is the cost linear in paths, dimension and steps? Times of the SignSGD SDE at six sizes of each, and the line
 * T = a + b n through them by least squares: b per element-step, and R².
 */
import { run, signSgdSde } from "./engine.mjs";
import { median } from "./measure.mjs";

const quick = process.argv[2] === "quick";
const base = quick ? { paths: 2048, d: 10, steps: 200 } : { paths: 8192, d: 10, steps: 1000 };
const factors = [0.5, 1, 1.5, 2, 3, 4];
/** @type {Readonly<Record<keyof typeof base, string>>} */
const axes = { paths: "paths P", d: "dimension d", steps: "steps" };

const chainOf = (/** @type {number} */ d) => signSgdSde(Array.from({ length: d }, (_, i) => 1 + (9 * i) / d));

/** Milliseconds of one size, the median of three runs. @param {typeof base} size */
async function timeOf({ paths, d, steps }) {
  const workload = { chain: chainOf(d), observables: ["dot(x, x)"] };
  await run(workload, { paths: 64, steps: 10 });
  const times = [];
  for (let repeat = 0; repeat < 3; repeat++) {
    const start = performance.now();
    await run(workload, { paths, steps, record: 10 });
    times.push(performance.now() - start);
  }
  return median(times);
}

/** Intercept, slope and R² of the least-squares line. @param {readonly number[]} n @param {readonly number[]} times */
function line(n, times) {
  const mean = (/** @type {readonly number[]} */ values) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [n0, t0] = [mean(n), mean(times)];
  const products = (/** @type {(i: number) => number} */ f) => n.reduce((sum, _, i) => sum + f(i), 0);
  const slope = products((i) => (n[i] - n0) * (times[i] - t0)) / products((i) => (n[i] - n0) ** 2);
  const residual = products((i) => (times[i] - t0 - slope * (n[i] - n0)) ** 2);
  return { intercept: t0 - slope * n0, slope, fit: 1 - residual / products((i) => (times[i] - t0) ** 2) };
}

await timeOf(base);
const rows = [];
for (const axis of /** @type {(keyof typeof base)[]} */ (Object.keys(axes))) {
  const sizes = factors.map((factor) => ({ ...base, [axis]: Math.round(base[axis] * factor) }));
  const times = [];
  for (const size of sizes) times.push(await timeOf(size));
  const elements = sizes.map(({ paths, d, steps }) => paths * d * steps);
  const { intercept, slope, fit } = line(elements, times);
  rows.push([axes[axis], slope * 1e6, intercept, fit]);
}
console.log(
  JSON.stringify({
    columns: ["axis", "ns per element-step", "fixed ms", "R²"],
    bars: [["R²", "at least", 0.99]],
    rows,
  }),
);
