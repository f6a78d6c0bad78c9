/*
 * Standard normals in plain JavaScript: xoshiro128++ (Blackman, Vigna 2021) under a ziggurat of 128 layers (Marsaglia,
 * Tsang 2000). Layer and value come from different bits of the word: sharing them is the flaw Doornik found in 2005.
 */
const LAYERS = 128;
/** Where the tail begins, and the area of each layer. */
const START = 3.442619855899;
const AREA = 9.91256303526217e-3;
/** Values are signed integers of this many bits and a sign. */
const BITS = 24;

const density = (/** @type {number} */ x) => Math.exp((-x * x) / 2);

const bounds = new Float64Array(LAYERS + 1);
bounds[0] = AREA / density(START);
bounds[1] = START;
for (let i = 2; i < LAYERS; i++) bounds[i] = Math.sqrt(-2 * Math.log(AREA / bounds[i - 1] + density(bounds[i - 1])));

const scales = Float64Array.from(bounds, (bound) => bound / 2 ** BITS);
const heights = Float64Array.from(bounds, density);
/** Below these the value lies under the next layer too, hence under the density. */
const inner = Int32Array.from({ length: LAYERS }, (_, i) => Math.floor((bounds[i + 1] / bounds[i]) * 2 ** BITS));

/** A state of xoshiro128++ from a seed, by the mixing function of MurmurHash3. @param {number} seed */
function stateOf(seed) {
  return Int32Array.from({ length: 4 }, (_, i) => {
    let z = (seed + Math.imul(i + 1, 0x9e3779b9)) | 0;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  });
}

/** Gives a function that fills the first `count` numbers of an array with standard normals. @param {number} seed */
export function normalsOf(seed) {
  const state = stateOf(seed);
  const rare = rareOf(seed + 0x5bd1e995);
  return (/** @type {Float64Array} */ out, /** @type {number} */ count) => {
    // the words in variables of the loop, not in the closure, so that they stay in registers
    let s0 = state[0];
    let s1 = state[1];
    let s2 = state[2];
    let s3 = state[3];
    for (let p = 0; p < count; p++) {
      const sum = (s0 + s3) | 0;
      const word = (((sum << 7) | (sum >>> 25)) + s0) | 0;
      const t = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = (s3 << 11) | (s3 >>> 21);
      const layer = word & (LAYERS - 1);
      const value = word >> 7;
      out[p] = Math.abs(value) < inner[layer] ? value * scales[layer] : rare(value, layer);
    }
    state[0] = s0;
    state[1] = s1;
    state[2] = s2;
    state[3] = s3;
  };
}

/** What happens to one value in eighty: the tail, the wedge of a layer, or rejection. @param {number} seed */
function rareOf(seed) {
  const state = stateOf(seed);
  const next = () => {
    const [s0, s1, s2, s3] = state;
    const sum = (s0 + s3) | 0;
    const [a, b] = [s2 ^ s0, s3 ^ s1];
    state.set([s0 ^ b, s1 ^ a, a ^ (s1 << 9), (b << 11) | (b >>> 21)]);
    return (((sum << 7) | (sum >>> 25)) + s0) | 0;
  };
  const uniform = () => ((next() >>> 0) + 0.5) / 2 ** 32;
  const tail = () => {
    for (;;) {
      const x = -Math.log(uniform()) / START;
      if (-2 * Math.log(uniform()) > x * x) return START + x;
    }
  };
  return (/** @type {number} */ value, /** @type {number} */ layer) => {
    for (;;) {
      const x = value * scales[layer];
      if (Math.abs(value) < inner[layer]) return x;
      if (layer === 0) return value < 0 ? -tail() : tail();
      if (heights[layer] + uniform() * (heights[layer + 1] - heights[layer]) < density(x)) return x;
      const word = next();
      layer = word & (LAYERS - 1);
      value = word >> 7;
    }
  };
}
