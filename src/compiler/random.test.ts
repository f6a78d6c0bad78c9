import { describe, expect, it } from "vitest";
import { COSINE, cosine, signedRadius, sine } from "./box-muller.js";
import { keySchedule, randomStream, STREAMS, threefry } from "./random.js";

/** Largest |difference|/s.e. that a fixed seed may show over the few checks here. */
const ERRORS = 4;

describe("Threefry-4×32", () => {
  /** Known answers of the Random123 distribution, kat_vectors, 20 rounds. */
  it.each<[[number, number, number, number], number[], number[]]>([
    [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8],
    ],
    [
      [-1, -1, -1, -1],
      [-1, -1, -1, -1],
      [0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732],
    ],
    [
      [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0x59cd1dbb, 0xb8879579, 0x86b5d00c, 0xac8b6d84],
    ],
  ])("agrees with the reference program for key %j", (key, counter, expected) => {
    const out = new Int32Array(4);
    threefry(keySchedule(key), Int32Array.from(counter), out, 5);
    expect(Array.from(out, (word) => word >>> 0)).toEqual(expected);
  });
});

describe("streams", () => {
  const draw = (path: number, step: number, length = 3, member = 0, stream: number = STREAMS.gradient, variate = 0) => {
    const out = new Float64Array(length);
    randomStream(7, stream, member).normals(path, step, variate, out);
    return [...out];
  };

  // data/randomness/reference.c; columns: seed, stream, member, path, step, coordinate, variate, word, normal
  it.each([
    [0, 1, 0, 0, 0, 0, 0, 649142185, 1.58277917],
    [7, 1, 0, 3, 5, 2, 0, 3447941639, -0.40473175],
    [7, 1, 0, 4, 5, 2, 0, 1122970202, -1.4401145],
    [7, 1, 0, 8, 5, 2, 0, 1791478369, -1.3054899],
    [7, 1, 0, 12, 5, 2, 0, 1928462296, -0.210953996],
    [7, 1, 0, 21, 5, 2, 1, 3015360660, -0.792573452],
    [4294967297, 2, 3, 1000003, 4000000000, 99, 0, 1115020237, 0.723058283],
    [9007199254740991, 4, 2, 17179869183, 123456789, 4000000000, 5, 1038582721, -0.803686559],
  ])("seed %d, stream %d, member %d, path %d, step %d, coordinate %d, variate %d agree with C", (...row) => {
    const [seed, source, member, path, step, coordinate, variate, word, z] = row;
    const stream = randomStream(seed, source, member);
    expect(stream.word(path, step, coordinate, 2 * variate)).toBe(word);
    if (coordinate > 1000) return;
    const out = new Float64Array(coordinate + 1);
    stream.normals(path, step, variate, out);
    expect(out[coordinate]).toBe(Math.fround(z));
  });

  it("lay 16 neighbouring paths out as four words of four blocks", () => {
    const schedule = keySchedule([5, 0, STREAMS.dW, 2]);
    const stream = randomStream(5, STREAMS.dW, 2);
    const words = new Int32Array(4);
    for (let lane = 0; lane < 4; lane++) {
      threefry(schedule, Int32Array.of(9, 4 * 3 + lane, 6, 1), words);
      for (let j = 0; j < 4; j++) expect(stream.word(16 * 3 + 4 * j + lane, 9, 6, 1)).toBe(words[j] >>> 0);
    }
  });

  it("are functions of the address", () => {
    expect(draw(3, 5)).toEqual(draw(3, 5));
    const others = [
      ...[draw(4, 5), draw(19, 5), draw(3, 6), draw(3, 5, 3, 1), draw(3, 5, 3, 0, STREAMS.dW)],
      draw(3, 5, 3, 0, STREAMS.gradient, 1),
    ];
    for (const other of others) for (const value of other) expect(draw(3, 5)).not.toContain(value);
  });

  it("do not depend on how many coordinates are asked for", () => {
    expect(draw(1, 2, 5).slice(0, 3)).toEqual(draw(1, 2, 3));
  });

  it("make uniforms of two words, never 0", () => {
    const stream = randomStream(23, STREAMS.gradient);
    const out = new Float64Array(4);
    stream.uniforms(37, 3, 2, out);
    out.forEach((u, i) => {
      const [high, low] = [stream.word(37, 3, i, 4), stream.word(37, 3, i, 5)];
      // exact to the last of 53 bits: the integer ratio, rounded once
      expect(u).toBe(Number((BigInt(high) << 33n) | (BigInt(low) << 1n) | 1n) / 2 ** 65);
      expect(u).toBeGreaterThan(0);
    });
  });

  it("draw integers evenly", () => {
    const n = 60_000;
    const out = new Float64Array(6);
    const stream = randomStream(17, STREAMS.gradient);
    const counts = [0, 0, 0, 0, 0];
    for (let step = 0; step < n / 6; step++) {
      stream.integers(step % 10, step, 5, out);
      for (const value of out) counts[value]++;
    }
    for (const count of counts) expect(Math.abs(count / n - 0.2) / Math.sqrt(0.16 / n)).toBeLessThan(ERRORS);
  });
});

describe("the arithmetic of normals", () => {
  it("is a logarithm, a sine and a cosine to the error its header states", () => {
    const stream = randomStream(29, STREAMS.gradient);
    let [radii, sines, cosines, signs] = [0, 0, 0, 0];
    for (let path = 0; path < 100_000; path++) {
      const [a, b] = [stream.word(path, 0, 0, 0), stream.word(path, 0, 1, 0)];
      const R = signedRadius(a);
      const square = -2 * Math.log(((a >>> 1) + 0.5) * 2 ** -31);
      // u is rounded twice, by 2⁻²⁴ of it, which moves R² by 2⁻²²; the rest is relative: 1.5·10⁻⁷ and four roundings
      radii = Math.max(radii, Math.abs(R * R - square) / (2 ** -22 + (1.5e-7 + 4 * 2 ** -24) * square));
      const angle = (Math.PI / 2) * (b | 0) * 2 ** -31;
      sines = Math.max(sines, Math.abs(sine(b) - Math.sin(angle)));
      cosines = Math.max(cosines, Math.abs(cosine(b) - Math.cos(angle)));
      signs += Math.sign(R) === ((a & 1) === 0 ? 1 : -1) ? 0 : 1;
    }
    expect(radii).toBeLessThan(1);
    expect(sines).toBeLessThan(2e-7);
    expect(cosines).toBeLessThan(2e-7);
    expect(signs).toBe(0);
  });

  it("holds at the ends of its words", () => {
    // the largest radius is √(64 ln 2); the smallest is that of u = 1, clamped
    expect(Math.abs(signedRadius(0) - Math.sqrt(64 * Math.LN2))).toBeLessThan(1e-6);
    expect(signedRadius(1)).toBe(-signedRadius(0));
    expect([signedRadius(-2), signedRadius(-1)]).toEqual([0, -0]);
    // w = ±1: both ends of the half circle
    expect(sine(-(2 ** 31))).toBe(-sine(2 ** 31 - 1));
    expect(cosine(2 ** 31 - 1)).toBe(cosine(-(2 ** 31)));
    expect(Math.abs(cosine(2 ** 31 - 1))).toBeLessThan(3e-7);
    expect([sine(0), cosine(0)]).toEqual([0, COSINE[0]]);
  });
});
