import { describe, expect, it } from "vitest";
import { series } from "./statistics.js";

describe("the statistics of 1, 2, 4", () => {
  const { mean, variance, standardError, count, quantile } = series("x[1]", [
    Float64Array.of(4, 1, 2),
    Float64Array.of(7),
  ]);

  it("are those of a sample: variance 7/3, standard error √(7/9)", () => {
    expect([mean[0], variance[0], count[0]]).toEqual([7 / 3, expect.closeTo(7 / 3, 14), 3]);
    expect(standardError[0]).toBeCloseTo(Math.sqrt(7) / 3, 14);
  });

  it("interpolate quantiles between order statistics", () => {
    expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile(p)[0])).toEqual([1, 1.5, 2, 3, 4]);
    expect(() => quantile(1.1)).toThrow("quantile: p must be in [0, 1], got 1.1");
  });

  it("of one value have no error", () => {
    expect([mean[1], variance[1], standardError[1], count[1]]).toEqual([7, Number.NaN, Number.NaN, 1]);
  });

  it("of a large mean and a small spread keep their digits", () => {
    const { variance: spread } = series("f", [Float64Array.from({ length: 1000 }, (_, i) => 1e9 + (i % 2))]);
    expect(spread[0]).toBeCloseTo(250 / 999, 12);
  });
});
