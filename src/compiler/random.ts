/**
 * Counter-based randomness: a word is a function of its address (seed, stream, member, path, step, coordinate, draw),
 * so any number can be had in O(1), in any order, on any thread.
 *
 * Threefry-4×32 with 12 rounds: Salmon, Moraes, Dror, Shaw 2011, «Parallel random numbers: as easy as 1, 2, 3».
 * Key: seed (two words), stream, member. Counter: step, quad, coordinate, draw. A block's four words belong to the four
 * paths of a quad, so that four blocks, one per lane of a vector, fill four vectors of neighbouring paths:
 *
 *   quad = 4 ⌊p/16⌋ + p mod 4,  word ⌊p/4⌋ mod 4 of the block: lane l, word j is path 16 ⌊p/16⌋ + 4j + l       (1)
 *   u = h 2⁻³² + (l + ½) 2⁻⁶⁴ ∈ (0, 1], h and l the words of draws 2m and 2m + 1                               (2)
 *
 * Variate m of a step has the draws 2m and 2m + 1 to itself. A normal takes draw 2m, together with the path four on or
 * four back: words 0 and 1 make one pair of normals, words 2 and 3 another (box-muller.ts).
 */
import { cosineNormal, sineNormal } from "./box-muller.js";

/**
 * Who draws: the optimizer's gradients, an SDE's Brownian motions, and the discrete steps an SDE may begin with, which
 * must not repeat the optimizer's own.
 */
export const STREAMS = { gradient: 1, dW: 2, dU: 3, burnIn: 4 } as const;

/**
 * Draws of one stream and one member (a worker, or 0). Paths are below 2³⁴; steps, coordinates and draws below 2³².
 * Each law fills coordinates 0 … out.length − 1; variates of different numbers are independent.
 */
export interface RandomStream {
  /** 32 bits, as an integer 0 … 2³² − 1. */
  word(path: number, step: number, coordinate: number, draw: number): number;
  /** Standard normals, each a 32-bit floating-point number. */
  normals(path: number, step: number, variate: number, out: Float64Array): void;
  /** Uniform on (0, 1), to 64 bits near 0; within 2⁻⁵⁴ of 1 it rounds to 1. */
  uniforms(path: number, step: number, variate: number, out: Float64Array): void;
  /** Independent integers in 0 … bound − 1, of draw 0. */
  integers(path: number, step: number, bound: number, out: Float64Array): void;
}

const PARITY = 0x1bd11bda;
const TWO_TO_MINUS_32 = 2 ** -32;
const TWO_TO_MINUS_64 = 2 ** -64;

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

  const block = (path: number, step: number, coordinate: number, draw: number): void => {
    counter[0] = step;
    counter[1] = 4 * Math.floor(path / 16) + (path % 4); // (1)
    counter[2] = coordinate;
    counter[3] = draw;
    threefry(schedule, counter, words);
  };
  const place = (path: number): number => Math.floor(path / 4) % 4; // (1)
  const word = (path: number, step: number, coordinate: number, draw: number): number => {
    block(path, step, coordinate, draw);
    return words[place(path)] >>> 0;
  };

  return {
    word,
    normals(path, step, variate, out) {
      const first = place(path) & 2;
      const normal = (place(path) & 1) === 0 ? sineNormal : cosineNormal;
      for (let i = 0; i < out.length; i++) {
        block(path, step, i, 2 * variate);
        out[i] = normal(words[first], words[first + 1]);
      }
    },
    uniforms(path, step, variate, out) {
      for (let i = 0; i < out.length; i++) {
        const high = word(path, step, i, 2 * variate);
        const low = word(path, step, i, 2 * variate + 1);
        out[i] = high * TWO_TO_MINUS_32 + (low + 0.5) * TWO_TO_MINUS_64; // (2)
      }
    },
    integers(path, step, bound, out) {
      for (let i = 0; i < out.length; i++) {
        // Lemire's multiply-shift; the bias, bound · 2⁻³², is far below any statistical error here.
        out[i] = Math.floor(word(path, step, i, 0) * TWO_TO_MINUS_32 * bound);
      }
    },
  };
}
