import { describe, expect, it } from "vitest";
import { tabulate, valueOf } from "../../../math/tabulate.js";
import { arrayFunction } from "./array-function.js";
import { lookUp } from "./tabulate.js";

const range = { from: -3, to: 5.3 };
const witch = (x: number): number => 1 / (1 + x * x);
const points = Float64Array.from({ length: 20_011 }, (_, i) => -4 + (11 * i) / 20_010);
const held = (x: number): number => Math.min(range.to, Math.max(range.from, x));

describe.each([1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 1e-14])("a table to %f", (tolerance) => {
  const table = tabulate({ ...range, tolerance }, witch);
  const values = arrayFunction("f64x2", 1, (graph, x) => lookUp(graph, table, x))(points);

  it("keeps its tolerance everywhere, and the end values beyond", () => {
    const errors = Array.from(points, (x, i) => Math.abs(values[i] - witch(held(x))));
    expect(Math.max(...errors)).toBeLessThanOrEqual(tolerance);
  });

  it("is not much better than it need be: half the pieces would not do", () => {
    // twice the pieces divide the error by 2 to the degree + 1; once more for pieces that are not alike
    expect(table.error).toBeGreaterThan(tolerance / 2 ** (table.pieces.degree + 2));
  });

  it("gives the same bits in plain code", () => {
    expect(points.map((x) => valueOf(table, x))).toEqual(values);
    const ends = [Infinity, -Infinity, Number.NaN, -0];
    const atEnds = arrayFunction("f64x2", 1, (graph, x) => lookUp(graph, table, x))(ends);
    expect(ends.map((x) => valueOf(table, x))).toEqual([...atEnds]);
  });

  it("in floats is the rounded double", () => {
    const inFloats = arrayFunction("f32x4", 1, (graph, x) => lookUp(graph, table, x, "f32x4"))(points);
    expect(inFloats).toEqual(Float32Array.from(points, (x) => valueOf(table, Math.fround(x))));
  });
});

it("is exact for polynomials of its degree, up to rounding", () => {
  const cubic = (x: number): number => ((x - 1) * x + 2) * x - 3;
  const table = tabulate({ from: -1, to: 2, tolerance: 1e-13 }, cubic);
  expect([table.pieces.rows, table.pieces.degree]).toEqual([1, 3]);
});

it("refuses what it cannot do", () => {
  const attempt =
    (from: number, to: number, tolerance: number, f = witch) =>
    () =>
      tabulate({ from, to, tolerance }, f);
  expect(attempt(1, 1, 1e-3)).toThrow("tabulate: from and to must be finite and from < to, got 1 and 1");
  expect(() => tabulate(undefined as never, Math.sin)).toThrow("tabulate: options must be an object, got undefined");
  expect(attempt(0, 1, 0)).toThrow("tabulate: tolerance must be above 0, got 0");
  expect(attempt(-1, 1, 1e-3, Math.sqrt)).toThrow("tabulate: f must be finite on the range, got NaN at -");
  expect(attempt(0, 1, 1e-12, Math.sqrt)).toThrow(/an error of at most 1e-12 must be possible in 256 kB, got 0\.00/);
});
