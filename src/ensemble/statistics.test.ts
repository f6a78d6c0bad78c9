import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signSgd } from "../methods/sign-sgd.js";
import { emptyMoments, takeSums } from "./accumulator.js";
import { type Chain, sde } from "./chain.js";
import { BIN_WIDTH, binnedDistribution, exactDistribution } from "./distribution.js";
import { ensemble } from "./ensemble.js";
import { bowl } from "./samples.js";
import { series } from "./statistics.js";

/** The sums of a block as an executor hands them over: about its first value. */
function sumsOf(values: readonly number[]): Float64Array {
  const [centre = 0] = values;
  const shifted = values.map((value) => value - centre);
  return Float64Array.of(
    values.length,
    centre,
    shifted.reduce((sum, v) => sum + v, 0),
    shifted.reduce((sum, v) => sum + v * v, 0),
  );
}

/** A series of one recorded time, from values cut into blocks. */
function seriesOf(blocks: readonly (readonly number[])[]) {
  const moments = emptyMoments(1);
  const distribution = exactDistribution();
  for (const block of blocks) {
    takeSums(moments, sumsOf(block));
    distribution.take(Float64Array.from(block));
  }
  return series({ observable: "f", moments, index: 0, stride: 1, distributions: [distribution] });
}

describe("a series", () => {
  it("has the mean and unbiased variance of the values, however they are cut into blocks", () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    for (const blocks of [[values], [values.slice(0, 3), values.slice(3)], values.map((v) => [v]), [[], values]]) {
      const { mean, variance, standardError, count } = seriesOf(blocks);
      expect(mean[0]).toBeCloseTo(3.875, 12);
      expect(variance[0]).toBeCloseTo(7.553571428571429, 12);
      expect(standardError[0]).toBeCloseTo(Math.sqrt(7.553571428571429 / 8), 12);
      expect(count[0]).toBe(8);
    }
  });

  it("keeps the variance of values far from zero", () => {
    // 10⁹ + {0, 1, 2, 3}: squares about 0 would leave no digit of the variance 5/3
    const { variance } = seriesOf([
      [1e9, 1e9 + 1],
      [1e9 + 2, 1e9 + 3],
    ]);
    expect(variance[0]).toBeCloseTo(5 / 3, 9);
  });

  it("has no mean without values, and no variance with one", () => {
    expect(seriesOf([]).mean[0]).toBeNaN();
    expect(seriesOf([[2]]).mean[0]).toBe(2);
    expect(seriesOf([[2]]).variance[0]).toBeNaN();
  });

  it("interpolates quantiles between order statistics, and counts in bins", () => {
    const one = seriesOf([[4, 1, 3, 2]]);
    expect(one.quantile(0.5)[0]).toBe(2.5);
    expect(one.quantile(0)[0]).toBe(1);
    expect(() => one.quantile(1.5)).toThrow("quantile: p must be in [0, 1], got 1.5");
    expect([...one.histogram({ bins: [0, 2, 4] }).counts]).toEqual([1, 3]);
    expect([...one.histogram({ bins: 3 }).edges]).toEqual([1, 2, 3, 4]);
    expect(() => one.histogram({ bins: [1, 1] })).toThrow("histogram: bins must be at least two ascending edges");
    expect(() => one.histogram({ at: 3 })).toThrow("histogram: at must be the index of one of 1 recorded times, got 3");
  });
});

describe("a binned distribution", () => {
  it("has every quantile to half the width of a bin, relative", () => {
    const value = fc.double({ min: -1e300, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p) => {
          const binned = binnedDistribution();
          binned.take(Float64Array.from(values));
          const sorted = [...values].sort((a, b) => a - b);
          const position = p * (values.length - 1);
          const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
          const slack = (v: number): number => BIN_WIDTH * Math.abs(v) + Number.MIN_VALUE * 2 ** 44;
          expect(binned.quantile(p)).toBeGreaterThanOrEqual(low - slack(low));
          expect(binned.quantile(p)).toBeLessThanOrEqual(high + slack(high));
        },
      ),
    );
  });

  it("copies stand still while the original goes on", () => {
    for (const distribution of [binnedDistribution(), exactDistribution()]) {
      distribution.take(Float64Array.of(1, 2, 3));
      const copy = distribution.copy();
      distribution.take(Float64Array.of(100, 200, 300, 400));
      expect(copy.quantile(1)).toBeLessThan(4);
      expect(distribution.quantile(1)).toBeGreaterThan(300);
    }
  });
});

describe("sums of a compiled block", () => {
  it.each(["f64", "f32"] as const)("have the same bits from the registers as from memory, in %s", async (precision) => {
    for (const observables of [["x[1]^2", "f", "cos(x[2])"], ["exp(-f)", "f*exp(-f)", "f^2*exp(-f)"], ["k + t"]]) {
      const options = { paths: 200, horizon: 0.5, seed: 3, observables, precision } as const;
      const chain = (): Chain => sde(signSgd({ eta: 0.1 }), bowl);
      // values are kept one by one for quantiles, and so stand in memory
      const [inRegisters, inMemory] = await Promise.all(
        (["none", "exact"] as const).map((quantiles) => ensemble(chain(), { ...options, quantiles })),
      );
      for (const o of observables) {
        expect(inRegisters.series(o).mean).toEqual(inMemory.series(o).mean);
        expect(inRegisters.series(o).variance).toEqual(inMemory.series(o).variance);
      }
    }
  });
});
