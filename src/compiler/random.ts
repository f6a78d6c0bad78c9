/**
 * Counter-based randomness: a number is a function of its address (seed, stream, member, path, step, coordinate),
 * so any number can be had in O(1), in any order, on any thread.
 *
 * Threefry-4×32 with 12 rounds: Salmon, Moraes, Dror, Shaw 2011, «Parallel random numbers: as easy as 1, 2, 3».
 * Key: seed (two words), stream, member. Counter: step, path, pair of coordinates, draw.
 */

/**
 * Who draws: the optimizer's gradients, an SDE's Brownian motions, and the discrete steps an SDE may begin with, which
 * must not repeat the optimizer's own.
 */
export const STREAMS = { gradient: 1, dW: 2, dU: 3, burnIn: 4 } as const;

/** Draws of one stream and one member (a worker, or 0). */
export interface RandomStream {
  /** Standard normals of coordinates 0 … out.length − 1. */
  normals(path: number, step: number, out: Float64Array): void;
  /** Student-t variates of ν > 0 degrees of freedom: Z / √(χ²_ν/ν). */
  students(path: number, step: number, nu: number, out: Float64Array): void;
  /** Independent integers in 0 … bound − 1. */
  integers(path: number, step: number, bound: number, out: Float64Array): void;
}

const PARITY = 0x1bd11bda;
const TWO_TO_MINUS_32 = 2 ** -32;
const TWO_TO_MINUS_53 = 2 ** -53;

/** The key and its parity word: what the rounds inject. */
export function keySchedule(key: readonly [number, number, number, number]): Int32Array {
  return Int32Array.of(...key, PARITY ^ key[0] ^ key[1] ^ key[2] ^ key[3]);
}

/**
 * One Threefry-4×32 block: 128 bits of the counter under the key, to `out`. Rounds come in fours, each followed by an
 * injection of the key; `fours` = 3 is Threefry-4×32-12.
 */
export function threefry(schedule: Int32Array, counter: Int32Array, out: Int32Array, fours: number = 3): void {
  let a = (counter[0] + schedule[0]) | 0;
  let b = (counter[1] + schedule[1]) | 0;
  let c = (counter[2] + schedule[2]) | 0;
  let d = (counter[3] + schedule[3]) | 0;
  for (let s = 1; s <= fours; s++) {
    if ((s & 1) === 1) {
      a = (a + b) | 0;
      b = ((b << 10) | (b >>> 22)) ^ a;
      c = (c + d) | 0;
      d = ((d << 26) | (d >>> 6)) ^ c;
      a = (a + d) | 0;
      d = ((d << 11) | (d >>> 21)) ^ a;
      c = (c + b) | 0;
      b = ((b << 21) | (b >>> 11)) ^ c;
      a = (a + b) | 0;
      b = ((b << 13) | (b >>> 19)) ^ a;
      c = (c + d) | 0;
      d = ((d << 27) | (d >>> 5)) ^ c;
      a = (a + d) | 0;
      d = ((d << 23) | (d >>> 9)) ^ a;
      c = (c + b) | 0;
      b = ((b << 5) | (b >>> 27)) ^ c;
    } else {
      a = (a + b) | 0;
      b = ((b << 6) | (b >>> 26)) ^ a;
      c = (c + d) | 0;
      d = ((d << 20) | (d >>> 12)) ^ c;
      a = (a + d) | 0;
      d = ((d << 17) | (d >>> 15)) ^ a;
      c = (c + b) | 0;
      b = ((b << 11) | (b >>> 21)) ^ c;
      a = (a + b) | 0;
      b = ((b << 25) | (b >>> 7)) ^ a;
      c = (c + d) | 0;
      d = ((d << 10) | (d >>> 22)) ^ c;
      a = (a + d) | 0;
      d = ((d << 18) | (d >>> 14)) ^ a;
      c = (c + b) | 0;
      b = ((b << 20) | (b >>> 12)) ^ c;
    }
    a = (a + schedule[s % 5]) | 0;
    b = (b + schedule[(s + 1) % 5]) | 0;
    c = (c + schedule[(s + 2) % 5]) | 0;
    d = (d + schedule[(s + 3) % 5] + s) | 0;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}

/** The stream of a seed; `member` tells workers apart. */
export function randomStream(seed: number, stream: number, member: number = 0): RandomStream {
  const schedule = keySchedule([seed % 2 ** 32, Math.floor(seed / 2 ** 32), stream, member]);
  const counter = new Int32Array(4);
  const words = new Int32Array(4);

  const block = (path: number, step: number, pair: number, draw: number): void => {
    counter[0] = step;
    counter[1] = path;
    counter[2] = pair;
    counter[3] = draw;
    threefry(schedule, counter, words);
  };
  const uniform = (word: number): number =>
    ((words[word] >>> 5) * 67108864 + (words[word + 1] >>> 6)) * TWO_TO_MINUS_53;

  const normals = (path: number, step: number, out: Float64Array, draw = 0): void => {
    for (let i = 0; i < out.length; i += 2) {
      block(path, step, i >>> 1, draw);
      // Box and Muller 1958; 1 − u lies in (0, 1], so the logarithm is finite.
      const radius = Math.sqrt(-2 * Math.log(1 - uniform(0)));
      const angle = 2 * Math.PI * uniform(2);
      out[i] = radius * Math.cos(angle);
      if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle);
    }
  };

  /** χ²_ν / 2 by Marsaglia and Tsang 2000; the draw counter makes each rejection a new address. */
  const halfChiSquare = (path: number, step: number, i: number, nu: number): number => {
    const shape = nu / 2;
    const boosted = shape < 1 ? shape + 1 : shape;
    const d = boosted - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (let draw = 1; ; draw += 2) {
      block(path, step, i, draw);
      const z = Math.sqrt(-2 * Math.log(1 - uniform(0))) * Math.cos(2 * Math.PI * uniform(2));
      const v = (1 + c * z) ** 3;
      block(path, step, i, draw + 1);
      const u = 1 - uniform(0);
      if (v > 0 && Math.log(u) < 0.5 * z * z + d - d * v + d * Math.log(v)) {
        return shape < 1 ? d * v * (1 - uniform(2)) ** (1 / shape) : d * v;
      }
    }
  };

  return {
    normals,
    students(path, step, nu, out) {
      normals(path, step, out);
      for (let i = 0; i < out.length; i++) out[i] /= Math.sqrt((2 * halfChiSquare(path, step, i, nu)) / nu);
    },
    integers(path, step, bound, out) {
      for (let i = 0; i < out.length; i++) {
        if (i % 4 === 0) block(path, step, i >>> 2, 0);
        // Lemire's multiply-shift; the bias, bound · 2⁻³², is far below any statistical error here.
        out[i] = Math.floor((words[i % 4] >>> 0) * TWO_TO_MINUS_32 * bound);
      }
    },
  };
}
