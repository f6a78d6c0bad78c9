import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rounded, thinned } from "./thin.js";

describe("thinned", () => {
  it("keeps both ends, the order, and no more than the limit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double(), { minLength: 2, maxLength: 200 }),
        fc.integer({ min: 2, max: 50 }),
        (y, limit) => {
          const kept = thinned(
            y.map((_, i) => i),
            y,
            limit,
          );
          expect(kept.length).toBe(Math.min(limit, y.length));
          expect(kept[0]).toBe(0);
          expect(kept.at(-1)).toBe(y.length - 1);
          for (let i = 1; i < kept.length; i++) expect(kept[i]).toBeGreaterThan(kept[i - 1]);
        },
      ),
      { numRuns: 300, seed: 3 },
    );
  });

  it("keeps a spike and a long gap", () => {
    const x = Array.from({ length: 10_000 }, (_, i) => i);
    const y = x.map((i) => (i === 4321 ? 50 : i >= 6000 && i < 7000 ? Number.NaN : Math.sin(i / 1000)));
    const kept = thinned(x, y, 100);
    expect(kept).toContain(4321);
    expect(kept.some((i) => Number.isNaN(y[i]))).toBe(true);
  });

  it("rounds to six digits and writes gaps as null", () => {
    expect([1 / 3, 123456789, Number.NaN, Infinity].map(rounded)).toEqual([0.333333, 123457000, null, null]);
  });
});
