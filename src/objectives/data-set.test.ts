import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { matrix } from "../math/vector.js";
import { binary, type DataSet, dataSet, readDataSet, standardised, withIntercept } from "./data-set.js";

const folder = mkdtempSync(join(tmpdir(), "maruyama-data-set-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function toy(rows: readonly (readonly number[])[], labels: readonly number[]): DataSet {
  const features = matrix(rows);
  const featureNames = Array.from({ length: features.columns }, (_, j) => `x${j + 1}`);
  return { name: "toy", features, labels: Float64Array.from(labels), featureNames };
}

function count(labels: Iterable<number>): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

describe("dataSet", () => {
  it("reads the Wisconsin breast cancer data", () => {
    const data = dataSet("breast-cancer");
    expect([data.features.rows, data.features.columns]).toEqual([569, 30]);
    expect(count(data.labels)).toEqual({ 0: 212, 1: 357 });
    expect(data.featureNames.slice(0, 2)).toEqual(["mean radius", "mean texture"]);
    expect(Array.from(data.features.entries.subarray(0, 4))).toEqual([17.99, 10.38, 122.8, 1001]);
  });

  it("reads the handwritten digits", () => {
    const data = dataSet("digits");
    expect([data.features.rows, data.features.columns]).toEqual([1797, 64]);
    expect(count(data.labels)).toEqual({
      0: 178,
      1: 182,
      2: 177,
      3: 183,
      4: 181,
      5: 182,
      6: 181,
      7: 179,
      8: 174,
      9: 180,
    });
    expect(count(data.features.entries)[16]).toBeGreaterThan(0);
    expect(data.features.entries.every((pixel) => Number.isInteger(pixel) && pixel >= 0 && pixel <= 16)).toBe(true);
  });

  it("reads a1a with the features that none of its rows has", () => {
    const data = dataSet("a1a");
    expect([data.features.rows, data.features.columns]).toEqual([1605, 123]);
    expect(count(data.labels)).toEqual({ [-1]: 1210, 1: 395 });
    expect(Object.keys(count(data.features.entries))).toEqual(["0", "1"]);
  });

  it("gives every caller its own copy", () => {
    dataSet("breast-cancer").labels.fill(9);
    expect(dataSet("breast-cancer").labels).not.toContain(9);
  });

  it("names the nearest data set for a slip of the pen", () => {
    expect(() => dataSet("brest-cancer" as "a1a")).toThrow(
      'dataSet: unknown name "brest-cancer"; did you mean breast-cancer?',
    );
    expect(() => dataSet("mnist" as "a1a")).toThrow('dataSet: unknown name "mnist"; known: breast-cancer, digits, a1a');
    expect(() => dataSet("toString" as "a1a")).toThrow('dataSet: unknown name "toString"');
  });
});

describe("readDataSet", () => {
  it("takes labels from the column named label, or from the one it is told", () => {
    const path = file("table.csv", "a,label,b\n1,2,3\n4,5,6\n");
    const data = readDataSet(path);
    expect(data.name).toBe("table.csv");
    expect(data.featureNames).toEqual(["a", "b"]);
    expect(data.features).toEqual(matrix([[1, 3], [4, 6]])); // biome-ignore format: a matrix
    expect(Array.from(data.labels)).toEqual([2, 5]);
    expect(Array.from(readDataSet(path, { label: "b" }).labels)).toEqual([3, 6]);
    expect(() => readDataSet(path, { label: "labels" })).toThrow(
      'table.csv: no column "labels" to take labels from; did you mean label?',
    );
  });

  it("reads LIBSVM by extension or by name of the format", () => {
    const text = "+1 1:2\n-1 2:3\n";
    for (const name of ["rows.txt", "rows.svm", "rows.libsvm", "rows"]) {
      expect(readDataSet(file(name, text)).features).toEqual(matrix([[2, 0], [0, 3]])); // biome-ignore format: a matrix
    }
    const path = file("rows.t", text);
    expect(() => readDataSet(path)).toThrow('readDataSet: format must be named for rows.t: ".t" is neither');
    const data = readDataSet(path, { format: "libsvm", features: 3, name: "test part" });
    expect([data.name, data.features.columns]).toEqual(["test part", 3]);
    expect(data.featureNames).toEqual(["x1", "x2", "x3"]);
  });

  it("puts the file and the line in front of a fault", () => {
    expect(() => readDataSet(file("short.csv", "a,label\n1,2\n3\n"))).toThrow(
      "short.csv: line 3: expected 2 fields, got 1",
    );
    expect(() => readDataSet(file("bad.txt", "+1 1:2\n-1 2\n"))).toThrow(
      'bad.txt: line 2: expected index:value, got "2"',
    );
    expect(() => readDataSet(file("empty.csv", ""))).toThrow("empty.csv: must hold a header and rows of numbers");
    expect(() => readDataSet(file("empty.txt", ""))).toThrow("empty.txt: must hold labelled examples, got none");
    expect(() => readDataSet(file("only.csv", "label\n1\n"))).toThrow("only.csv: must hold at least one feature");
  });

  it("refuses options it does not know", () => {
    expect(() => readDataSet("x.csv", { labels: "y" } as object)).toThrow(
      'readDataSet: unknown option "labels"; did you mean label?',
    );
    expect(() => readDataSet(file("x.csv", ""), { format: "tsv" as "csv" })).toThrow(
      'readDataSet: format must be "csv" or "libsvm", got "tsv"',
    );
  });
});

describe("standardised", () => {
  it("gives mean 0 and variance 1, and 0 for a constant feature, to rounding", () => {
    const value = fc.integer({ min: -1000, max: 1000 }).map((v) => v / 7);
    const rows = fc.array(fc.tuple(value, value, fc.constant(0.1)), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(rows, (given) => {
        const n = given.length;
        const { entries } = standardised(toy(given, Array(n).fill(0))).features;
        for (let j = 0; j < 3; j++) {
          const column = given.map((_, i) => entries[3 * i + j]);
          const constant = new Set(given.map((row) => row[j])).size === 1;
          const mean = column.reduce((sum, z) => sum + z, 0) / n;
          const square = column.reduce((sum, z) => sum + z * z, 0) / n;
          expect(Math.abs(mean)).toBeLessThan(1e-12); // rounding: n ε times |mean|/deviation, at most 1e4 here
          expect(Math.abs(square - (constant ? 0 : 1))).toBeLessThan(1e-11);
        }
      }),
    );
  });

  it("leaves the data it was given alone", () => {
    const data = toy([[1, 2], [3, 5]], [0, 1]); // biome-ignore format: a matrix
    const before = Array.from(data.features.entries);
    expect(Array.from(standardised(data).features.entries)).toEqual([-1, -1, 1, 1]);
    withIntercept(data);
    binary(data, 1);
    expect(Array.from(data.features.entries)).toEqual(before);
    expect(Array.from(data.labels)).toEqual([0, 1]);
  });

  it("agrees with the digits' three blank pixels", () => {
    const { entries } = standardised(dataSet("digits")).features;
    for (const pixel of [0, 32, 39])
      expect(entries.filter((_, index) => index % 64 === pixel).every((z) => z === 0)).toBe(true);
    expect(entries.every(Number.isFinite)).toBe(true);
  });
});

describe("withIntercept", () => {
  it("adds a last feature of ones, once", () => {
    const data = withIntercept(toy([[1, 2], [3, 4]], [0, 1])); // biome-ignore format: a matrix
    expect(data.features).toEqual(matrix([[1, 2, 1], [3, 4, 1]])); // biome-ignore format: a matrix
    expect(data.featureNames).toEqual(["x1", "x2", "intercept"]);
    expect(() => withIntercept(data)).toThrow("withIntercept: toy has an intercept");
  });
});

describe("binary", () => {
  it("gives labels ±1 by label or by test", () => {
    const data = toy([[0], [0], [0]], [3, 7, 9]);
    expect(Array.from(binary(data, 7).labels)).toEqual([-1, 1, -1]);
    expect(Array.from(binary(data, (label) => label > 5).labels)).toEqual([-1, 1, 1]);
  });

  it("refuses a single class", () => {
    const data = toy([[0], [0]], [3, 7]);
    expect(() => binary(data, 8)).toThrow(
      "binary: both classes must occur, got only negative examples; the labels are [3, 7]",
    );
    expect(() => binary(data, () => true)).toThrow("got only positive examples");
    expect(() => binary(data, "7" as unknown as number)).toThrow(
      "binary: positive must be a label or a test of labels",
    );
  });
});

it("refuses data without examples or features", () => {
  const empty = toy([], []);
  for (const transform of [standardised, withIntercept, (data: DataSet) => binary(data, 1)]) {
    expect(() => transform(empty)).toThrow("toy must hold examples and features, got 0 × 0");
  }
});
