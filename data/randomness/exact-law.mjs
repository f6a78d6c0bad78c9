/**
 * The law of the normals of src/compiler/box-muller.ts, summed over all words instead of sampled: moments and tails
 * against those of N(0, 1). Build first (npm run build); then node data/randomness/exact-law.mjs, some ten minutes.
 *
 * The radius is a function of the 31 upper bits of a, sine and cosine of b, independently, so E zᵏ = E Rᵏ · E sinᵏ, and
 * P(|z| > t) = E P(|sin θ| > t/R) with θ uniform.
 */
import { cosine, signedRadius, sine } from "../../dist/compiler/box-muller.js";

const ORDERS = [2, 4, 6, 8];
const TAILS = [3, 4, 4.5, 5, 5.5, 6];
/** erfc(t/√2) to 15 digits. */
const NORMAL_TAILS = [
  2.69979606326019e-3, 6.33424836662398e-5, 6.79534624946012e-6, 5.73303143758388e-7, 3.79791249317754e-8,
  1.9731752900754e-9,
];
const BLOCK = 65536;

/** Means of f(word)², f⁴, f⁶, f⁸ over `words` words, summed in blocks so that rounding stays near 10⁻¹⁵. */
function meanPowers(f, words) {
  const means = ORDERS.map(() => 0);
  for (let block = 0; block < words; block += BLOCK) {
    const sums = [0, 0, 0, 0];
    for (let word = block; word < block + BLOCK; word++) {
      const square = f(word) ** 2;
      sums[0] += square;
      sums[1] += square * square;
      sums[2] += square * square * square;
      sums[3] += square * square * square * square;
    }
    sums.forEach((sum, i) => {
      means[i] += sum / words;
    });
  }
  return means;
}

const tails = TAILS.map(() => 0);
let zeros = 0;
const radii = meanPowers((half) => {
  const R = signedRadius(2 * half);
  if (R === 0) zeros++;
  if (R > 3) TAILS.forEach((t, i) => {
    if (R > t) tails[i] += (Math.acos(t / R) * 2) / Math.PI / 2 ** 31;
  });
  return R;
}, 2 ** 31);
const [sines, cosines] = [sine, cosine].map((f) => meanPowers(f, 2 ** 32));
let factorial = 1;
ORDERS.forEach((k, i) => {
  factorial *= k - 1;
  const [z0, z1] = [sines, cosines].map((angle) => (radii[i] * angle[i]) / factorial - 1);
  console.log(`E z^${k} / exact − 1: ${z0.toExponential(1)} (sine), ${z1.toExponential(1)} (cosine)`);
});
TAILS.forEach((t, i) => {
  console.log(`P(|z| > ${t}) / exact − 1: ${(tails[i] / NORMAL_TAILS[i] - 1).toExponential(1)}`);
});
console.log(`P(z = 0): ${(zeros / 2 ** 31).toExponential(1)};  largest |z|: ${signedRadius(0)}`);
