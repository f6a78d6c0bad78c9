/**
 * Moments and tails of sampled normals, in standard errors. Build first (npm run build); then, from the project's folder:
 *
 *   node data/randomness/normals.mjs [paths of 1000 steps × 10 coordinates [seed]]
 */
import { randomStream, STREAMS } from "../../dist/compiler/random.js";

const [paths = "100000", seed = "1"] = process.argv.slice(2);
const TAILS = [3, 4, 4.5, 5, 5.5, 6];
/** erfc(t/√2). */
const NORMAL_TAILS = [
  2.69979606326019e-3, 6.33424836662398e-5, 6.79534624946012e-6, 5.73303143758388e-7, 3.79791249317754e-8,
  1.9731752900754e-9,
];
const n = Number(paths) * 10_000;
const powers = new Float64Array(9);
const counts = TAILS.map(() => 0);
const stream = randomStream(Number(seed), STREAMS.dW);
const out = new Float64Array(10);
for (let path = 0; path < Number(paths); path++) {
  const sums = new Float64Array(9);
  for (let step = 0; step < 1000; step++) {
    stream.normals(path, step, 0, out);
    for (const z of out) {
      for (let k = 1, power = z; k <= 8; k++, power *= z) sums[k] += power;
      if (Math.abs(z) > 3) TAILS.forEach((t, i) => {
        if (Math.abs(z) > t) counts[i]++;
      });
    }
  }
  sums.forEach((sum, k) => {
    powers[k] += sum / n;
  });
}
const doubleFactorial = (k) => (k <= 1 ? 1 : k * doubleFactorial(k - 2));
const moment = (k) => (k % 2 === 1 ? 0 : doubleFactorial(k - 1));
console.log(`${n} normals, seed ${seed}`);
for (let k = 1; k <= 8; k++) {
  const score = (powers[k] - moment(k)) / Math.sqrt((moment(2 * k) - moment(k) ** 2) / n);
  console.log(`E z^${k}: ${score.toFixed(2)} standard errors`);
}
TAILS.forEach((t, i) => {
  const expected = n * NORMAL_TAILS[i];
  const score = (counts[i] - expected) / Math.sqrt(expected);
  console.log(`|z| > ${t}: ${counts[i]}, expected ${expected.toFixed(1)}, ${score.toFixed(2)} standard errors`);
});
