/**
 * The laws of the draws, by their statistics: at fixed seeds, in standard errors. What a longer run shows is in
 * data/randomness/README.md.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { normalDistribution } from "../math/normal.js";
import { type RandomStream, randomStream, STREAMS } from "./random.js";

/** Largest |difference|/s.e. that a fixed seed may show over the checks of one statement. */
const ERRORS = 4;

/** (χ² of counts against expected ones) as a standard normal, by Wilson and Hilferty 1931. */
function chiSquareScore(counts: ArrayLike<number>, expected: ArrayLike<number>): number {
  const cells = counts.length;
  let sum = 0;
  for (let i = 0; i < cells; i++) sum += (counts[i] - expected[i]) ** 2 / expected[i];
  const spread = 2 / (9 * (cells - 1));
  return (Math.cbrt(sum / (cells - 1)) - 1 + spread) / Math.sqrt(spread);
}

const doubleFactorial = (k: number): number => (k <= 1 ? 1 : k * doubleFactorial(k - 2));
/** E zᵏ of N(0, 1). */
const moment = (k: number): number => (k % 2 === 1 ? 0 : doubleFactorial(k - 1));

describe("standard normals", () => {
  const PATHS = 2048;
  const STEPS = 1024;
  const COORDINATES = 16;
  const n = PATHS * STEPS * COORDINATES;
  /** Bins of width 0.05 on (−5, 5). */
  const BINS = 200;
  const bins = new Float64Array(BINS);
  const TAILS = [3, 4, 4.5, 5];
  const tails = TAILS.map(() => 0);
  const powers = new Float64Array(9);
  beforeAll(() => {
    const stream = randomStream(11, STREAMS.dW);
    const out = new Float64Array(COORDINATES);
    for (let path = 0; path < PATHS; path++) {
      const sums = new Float64Array(9);
      for (let step = 0; step < STEPS; step++) {
        stream.normals(path, step, 0, out);
        for (let i = 0; i < COORDINATES; i++) {
          const z = out[i];
          for (let k = 1, power = z; k <= 8; k++, power *= z) sums[k] += power;
          const bin = Math.floor((z + 5) * 20);
          if (bin >= 0 && bin < BINS) bins[bin]++;
          if (z > 3 || z < -3) for (let t = 0; t < TAILS.length; t++) if (Math.abs(z) > TAILS[t]) tails[t]++;
        }
      }
      sums.forEach((sum, k) => {
        powers[k] += sum / n;
      });
    }
  });
  /** (mean of zᵏ − E zᵏ)/s.e. when z is thought to have scale s. */
  const score = (k: number, s: number): number =>
    (powers[k] - s ** k * moment(k)) / Math.sqrt((s ** (2 * k) * (moment(2 * k) - moment(k) ** 2)) / n);

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("have the moment of order %d", (k) => {
    expect(Math.abs(score(k, 1))).toBeLessThan(ERRORS);
    // 10 % on the scale shows in every even moment
    if (k % 2 === 0) expect(Math.abs(score(k, 1.1))).toBeGreaterThan(ERRORS);
  });

  it.each(TAILS)("go beyond %d as often as they should", (t) => {
    const beyond = (s: number): number => 2 * n * normalDistribution(-t / s);
    const count = tails[TAILS.indexOf(t)];
    expect(Math.abs(count - beyond(1)) / Math.sqrt(beyond(1))).toBeLessThan(ERRORS);
    expect(Math.abs(count - beyond(1.1)) / Math.sqrt(beyond(1.1))).toBeGreaterThan(ERRORS);
  });

  it("fill 200 bins as they should", () => {
    const expected = (s: number): Float64Array =>
      bins.map((_, i) => n * (normalDistribution((-5 + (i + 1) / 20) / s) - normalDistribution((-5 + i / 20) / s)));
    expect(chiSquareScore(bins, expected(1))).toBeLessThan(ERRORS);
    // 1 % on the scale
    expect(chiSquareScore(bins, expected(1.01))).toBeGreaterThan(ERRORS);
  });
});

describe("draws at different addresses are independent", () => {
  const N = 2 ** 19;
  const CELLS = 16;
  /** The cell of a normal among 16 of equal probability. */
  const cellOf = (z: number): number => Math.min(CELLS - 1, Math.floor(normalDistribution(z) * CELLS));

  /** z-scores of E xy, E (x² − 1)(y² − 1), and of a χ² over 16 × 16 cells, of N pairs of normals. */
  function scores(pair: (index: number) => readonly [number, number]): readonly number[] {
    const counts = new Float64Array(CELLS * CELLS);
    let product = 0;
    let squares = 0;
    for (let index = 0; index < N; index++) {
      const [x, y] = pair(index);
      product += x * y;
      squares += (x * x - 1) * (y * y - 1);
      counts[cellOf(x) * CELLS + cellOf(y)]++;
    }
    const expected = counts.map(() => N / CELLS ** 2);
    return [product / Math.sqrt(N), squares / Math.sqrt(4 * N), chiSquareScore(counts, expected)];
  }

  interface Address {
    readonly seed?: number;
    readonly stream?: number;
    readonly member?: number;
    readonly path?: number;
    readonly step?: number;
    readonly coordinate?: number;
    readonly variate?: number;
  }
  /** Normals at one address after another, each shifted by the same. */
  function reader(shift: Address): (index: number) => number {
    const { seed = 0, stream = STREAMS.gradient, member = 0, path = 0, step = 0, coordinate = 0, variate = 0 } = shift;
    const source: RandomStream = randomStream(31 + seed, stream, member);
    const out = new Float64Array(coordinate + 1);
    // 64 paths and 8192 steps
    return (index) => {
      source.normals((index % 64) + path, Math.floor(index / 64) + step, variate, out);
      return out[coordinate];
    };
  }

  it.each<[string, Address]>([
    ["the next path, in another lane", { path: 1 }],
    ["the path in the other half of the pair of words", { path: 4 }],
    ["the path of the other pair", { path: 8 }],
    ["the next group of paths", { path: 16 }],
    ["the next step", { step: 1 }],
    ["the next coordinate", { coordinate: 1 }],
    ["the next variate", { variate: 1 }],
    ["the next member", { member: 1 }],
    ["another stream", { stream: STREAMS.dW }],
    ["the next seed", { seed: 1 }],
    ["a seed 2³² on", { seed: 2 ** 32 }],
    ["a path on and a step back", { path: 17, step: 1 }],
  ])("%s", (_, shift) => {
    const [here, there] = [reader({}), reader(shift)];
    for (const score of scores((index) => [here(index), there(index)])) expect(Math.abs(score)).toBeLessThan(ERRORS);
  });

  it("and a correlation of 0.1, or of the squares alone, would be seen", () => {
    const [here, there] = [reader({}), reader({ step: 1 })];
    const linear = scores((index) => [here(index), 0.1 * here(index) + Math.sqrt(0.99) * there(index)]);
    expect(Math.abs(linear[0])).toBeGreaterThan(ERRORS);
    expect(linear[2]).toBeGreaterThan(ERRORS);
    const [, squares, cells] = scores((index) => {
      const z = here(index);
      return [z, index % 2 === 0 ? Math.sign(there(index)) * Math.abs(z) : there(index)];
    });
    expect(squares).toBeGreaterThan(ERRORS);
    expect(cells).toBeGreaterThan(ERRORS);
  });
});

describe("uniforms", () => {
  it("fill their cells evenly, from the first bits to the last, and in pairs", () => {
    const N = 2 ** 20;
    const [first, last, pairs] = [new Float64Array(1024), new Float64Array(1024), new Float64Array(1024)];
    const stream = randomStream(37, STREAMS.gradient);
    const [u, v] = [new Float64Array(4), new Float64Array(4)];
    for (let path = 0; path < N / 4; path++) {
      stream.uniforms(path, 5, 0, u);
      stream.uniforms(path, 5, 1, v);
      for (let i = 0; i < 4; i++) {
        first[Math.floor(u[i] * 1024)]++;
        last[Math.floor(((u[i] * 2 ** 32) % 1) * 1024)]++;
        pairs[32 * Math.floor(u[i] * 32) + Math.floor(v[i] * 32)]++;
      }
    }
    for (const counts of [first, last, pairs]) {
      expect(Math.abs(chiSquareScore(counts, new Float64Array(1024).fill(N / 1024)))).toBeLessThan(ERRORS);
    }
    // a tilt of the density by 10 % of itself, from one end to the other
    const tilted = Float64Array.from({ length: 1024 }, (_, i) => (N / 1024) * (0.95 + (0.1 * i) / 1023));
    expect(chiSquareScore(first, tilted)).toBeGreaterThan(ERRORS);
  });
});
