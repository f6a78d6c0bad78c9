import { describe, expect, it } from "vitest";
import { studentDistribution } from "../math/student.js";
import { keySchedule, randomStream, STREAMS, threefry } from "./random.js";

/** Largest |mean − expected|/s.e. that a fixed seed may show over the few checks here. */
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
  const draw = (path: number, step: number, length = 3, member = 0, stream: number = STREAMS.gradient) => {
    const out = new Float64Array(length);
    randomStream(7, stream, member).normals(path, step, out);
    return [...out];
  };

  it("are functions of the address", () => {
    expect(draw(3, 5)).toEqual(draw(3, 5));
    const others = [draw(4, 5), draw(3, 6), draw(3, 5, 3, 1), draw(3, 5, 3, 0, STREAMS.dW)];
    for (const other of others) for (const value of other) expect(draw(3, 5)).not.toContain(value);
  });

  it("do not depend on how many coordinates are asked for", () => {
    expect(draw(1, 2, 5).slice(0, 3)).toEqual(draw(1, 2, 3));
  });

  it("have normal moments", () => {
    const n = 200_000;
    const out = new Float64Array(2);
    const stream = randomStream(11, STREAMS.dW);
    const sums = [0, 0, 0, 0, 0];
    for (let path = 0; path < n; path++) {
      stream.normals(path, 0, out);
      const [z, w] = out;
      [z, z * z, z ** 3, z ** 4, z * w].forEach((value, i) => {
        sums[i] += value / n;
      });
    }
    // expected value and variance of z, z², z³, z⁴ and of the product of two coordinates
    const laws = [
      [0, 1],
      [1, 2],
      [0, 15],
      [3, 96],
      [0, 1],
    ];
    laws.forEach(([mean, variance], i) => {
      expect(Math.abs(sums[i] - mean) / Math.sqrt(variance / n)).toBeLessThan(ERRORS);
    });
  });

  it.each([0.5, 1, 3])("have the t distribution, ν = %f", (nu) => {
    // 3 % on the scale moves the counts at ±1 by about 1.5 %, six standard errors
    const n = 200_000;
    const out = new Float64Array(1);
    const stream = randomStream(13, STREAMS.gradient);
    const points = [-2, -1, 0, 1, 5];
    const counts = points.map(() => 0);
    for (let path = 0; path < n; path++) {
      stream.students(path, 1, nu, out);
      points.forEach((point, i) => {
        if (out[0] <= point) counts[i]++;
      });
    }
    points.forEach((point, i) => {
      const p = studentDistribution(point, nu);
      expect(Math.abs(counts[i] / n - p) / Math.sqrt((p * (1 - p)) / n)).toBeLessThan(ERRORS);
    });
  });

  it("of different purposes, members and paths are independent", () => {
    const n = 20_000;
    const series = (stream: number, member: number, shift = 0) => {
      const out = new Float64Array(1);
      const source = randomStream(19, stream, member);
      return Float64Array.from({ length: n }, (_, path) => {
        source.normals(path + shift, 3, out);
        return out[0];
      });
    };
    const first = series(STREAMS.gradient, 0);
    const others = [
      ...[STREAMS.dW, STREAMS.dU, STREAMS.burnIn].map((stream) => series(stream, 0)),
      series(STREAMS.gradient, 1),
      series(STREAMS.gradient, 0, 1),
    ];
    for (const other of others) {
      const correlation = first.reduce((sum, value, i) => sum + value * other[i], 0) / n;
      expect(Math.abs(correlation) * Math.sqrt(n)).toBeLessThan(ERRORS);
    }
  });

  it("draw integers evenly", () => {
    const n = 60_000;
    const out = new Float64Array(6);
    const stream = randomStream(17, STREAMS.gradient);
    const counts = [0, 0, 0, 0, 0];
    for (let step = 0; step < n / 6; step++) {
      stream.integers(0, step, 5, out);
      for (const value of out) counts[value]++;
    }
    for (const count of counts) expect(Math.abs(count / n - 0.2) / Math.sqrt(0.16 / n)).toBeLessThan(ERRORS);
  });
});
