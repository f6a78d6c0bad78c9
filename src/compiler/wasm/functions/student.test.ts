import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { relativeError } from "../../../math/relative-error.js";
import { arrayFunction } from "./array-function.js";
import { elementary } from "./index.js";

/** Rows u, F, f by ν from mpmath; data/golden/README.md. */
const { student } = JSON.parse(
  readFileSync(new URL("../../../../data/golden/elementary.json", import.meta.url), "utf8"),
) as { readonly student: Readonly<Record<string, readonly string[]>> };

function doubles(row: string): readonly number[] {
  const bits = new DataView(new ArrayBuffer(8));
  return row.split(" ").map((hexadecimal) => {
    bits.setBigUint64(0, BigInt(`0x${hexadecimal}`));
    return bits.getFloat64(0);
  });
}

/**
 * The exponent E of e^{−E} has an error of a few ulp of itself: 2⁻⁵² E for the square and the logarithm, and what B, 1/ν
 * and the last product add.
 */
const bound = (value: number): number => 2 ** -52 * (16 - Math.log(value));

describe.each(Object.keys(student))("Student's t with ν = %s", (key) => {
  const nu = Number(key);
  const rows = student[key].map(doubles);
  const column = (i: number): readonly number[] => rows.map((row) => row[i]);

  it("in doubles keeps its relative accuracy in the tails", () => {
    expect(rows.length).toBeGreaterThan(25);
    const F = arrayFunction("f64x2", 1, (graph, u) => elementary("f64x2").studentCdf(graph, u, nu))(column(0));
    const f = arrayFunction("f64x2", 1, (graph, u) => elementary("f64x2").studentPdf(graph, u, nu))(column(0));
    rows.forEach(([u, expectedF, expectedDensity], i) => {
      expect(relativeError(F[i], expectedF), `F(${u})`).toBeLessThan(bound(expectedF));
      expect(relativeError(f[i], expectedDensity), `f(${u})`).toBeLessThan(bound(expectedDensity));
    });
  });

  it("in floats is the rounded double", () => {
    const us = rows.map(([u]) => Math.fround(u));
    const inDoubles = arrayFunction("f64x2", 1, (graph, u) => elementary("f64x2").studentCdf(graph, u, nu))(us);
    const inFloats = arrayFunction("f32x4", 1, (graph, u) => elementary("f32x4").studentCdf(graph, u, nu))(us);
    us.forEach((_, i) => {
      expect(inFloats[i]).toBe(Math.fround(inDoubles[i]));
    });
  });

  it("has ends, and passes NaN on", () => {
    const at = [-Infinity, Infinity, Number.NaN, 0, -0];
    const F = arrayFunction("f64x2", 1, (graph, u) => elementary("f64x2").studentCdf(graph, u, nu))(at);
    const f = arrayFunction("f64x2", 1, (graph, u) => elementary("f64x2").studentPdf(graph, u, nu))(at.slice(0, 3));
    expect([...F]).toEqual([0, 1, Number.NaN, 0.5, 0.5]);
    expect([...f]).toEqual([0, 0, Number.NaN]);
  });
});
