import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableFromIPC } from "@uwdata/flechette";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Comparison, comparison } from "../compare/comparison.js";
import { table } from "../compare/table.js";
import { optimizer, sde } from "../ensemble/chain.js";
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import { figure } from "../figures/figure.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { toArrow } from "./arrow.js";
import { columnsOf, type Tabular } from "./columns.js";
import { toCsv } from "./csv.js";
import { toJson } from "./json.js";
import { save } from "./save.js";

const folder = mkdtempSync(join(tmpdir(), "maruyama-"));
afterAll(() => rmSync(folder, { recursive: true }));

const on = problem({ objective: quadratic([2]), noise: gaussian(0.5), start: [1] });
const run = { horizon: 1, paths: 50, record: 4, observables: ["f", "x[1]"] };
let optimized: Ensemble;
let compared: Comparison;
beforeAll(async () => {
  const method = signSgd({ eta: 0.05 });
  optimized = await ensemble(optimizer(method, on), run);
  compared = comparison(optimized, [await ensemble(sde(method, on), run)], []);
});

const odd = {
  name: ["plain", 'a "quoted", one', "two\r\nlines", "", " é "],
  value: Float64Array.of(0.1 + 0.2, Number.NaN, Number.POSITIVE_INFINITY, -0, 5e-324),
};

describe("columns", () => {
  it("of an ensemble: a row per observable and recorded time, in full precision", async () => {
    const columns = columnsOf("test", optimized);
    expect(Object.keys(columns)).toEqual([
      ...["chain", "observable", "t", "k", "n", "mean", "standardError", "variance"],
      ...["quantile 0.05", "quantile 0.25", "quantile 0.5", "quantile 0.75", "quantile 0.95"],
    ]);
    expect(columns.observable).toEqual([...Array(5).fill("f"), ...Array(5).fill("x[1]")]);
    expect(columns.k).toEqual([0, 5, 10, 15, 20, 0, 5, 10, 15, 20]);
    expect(columns.mean[9]).toBe(optimized.series("x[1]").mean[4]);
    expect(columns["quantile 0.5"][4]).toBe(optimized.series("f").quantile(0.5)[4]);
    const means = await ensemble(optimized.chain, { ...run, quantiles: "none" });
    expect(Object.keys(columnsOf("test", means)).at(-1)).toBe("variance");
  });

  it("of a comparison: a row per difference", () => {
    const columns = columnsOf("test", compared);
    expect(columns.difference).toEqual(compared.differences.map(({ difference }) => difference));
    expect(columns.against[0]).toBe("SignSGD SDE");
  });

  it("of a table, and of a report that has one", () => {
    const small = table({ columns: ["a", "n"], rows: [["x", 2]], caption: "" });
    expect(columnsOf("test", small)).toEqual({ a: ["x"], n: [2] });
    expect(columnsOf("test", { table: small })).toEqual({ a: ["x"], n: [2] });
  });

  it.each<[unknown, string]>([
    [[1, 2], "test: table must be a table, a comparison, an ensemble or columns by name, got [1, 2]"],
    [Float64Array.of(1), "test: table must be a table, a comparison, an ensemble or columns by name, got [1]"],
    [undefined, "got undefined"],
    [{ a: 1 }, "got an object with keys a"],
    [{}, "test: table must hold at least one column, got none"],
    [{ a: [1, 2], b: [1] }, 'test: column "b" must have 2 entries, got 1'],
  ])("refuses %j", (tabular, message) => {
    expect(() => columnsOf("test", tabular as Tabular)).toThrow(message);
  });
});

/** The cells of a CSV text, after RFC 4180; undefined is a cell without quotes and without text. */
function parsed(csv: string): (string | undefined)[][] {
  const rows: (string | undefined)[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  for (let match = cell.exec(csv); match !== null; match = cell.exec(csv)) {
    const [, quoted, bare, end] = match;
    rows[rows.length - 1].push(quoted?.replaceAll('""', '"') ?? (bare === "" ? undefined : bare));
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

describe("CSV", () => {
  it("quotes what must be quoted, and keeps the missing, the empty and the infinite apart", () => {
    expect(toCsv(odd)).toBe(
      'name,value\r\nplain,0.30000000000000004\r\n"a ""quoted"", one",\r\n"two\r\nlines",Infinity\r\n"",-0\r\n" é ",5e-324\r\n',
    );
  });

  it("brings any text and any number back", () => {
    const cells = fc.array(fc.tuple(fc.string({ unit: "binary" }), fc.double()), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(cells, (rows) => {
        const csv = toCsv({ text: rows.map(([text]) => text), "the, number": rows.map(([, number]) => number) });
        const [names, ...back] = parsed(csv);
        expect(names).toEqual(["text", "the, number"]);
        expect(back).toHaveLength(rows.length);
        rows.forEach(([text, number], i) => {
          expect(back[i][0]).toBe(text);
          expect(back[i][1] === undefined ? Number.NaN : Number(back[i][1])).toBe(number);
        });
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});

describe("JSON", () => {
  it("has a row per line, or a column per line; what is no number is null", () => {
    const small = { a: ["x", "y"], n: [0.1 + 0.2, Number.NaN] };
    expect(toJson(small)).toBe('[\n{"a":"x","n":0.30000000000000004},\n{"a":"y","n":null}\n]\n');
    expect(toJson(small, { layout: "columns" })).toBe('{\n"a": ["x","y"],\n"n": [0.30000000000000004,null]\n}\n');
    expect(() => toJson(small, { layout: "cells" } as never)).toThrow(
      'toJson: layout must be "rows" or "columns", got "cells"',
    );
  });
});

describe("Arrow", () => {
  it.each(["file", "stream"] as const)("brings every bit back from a %s", (format) => {
    const bytes = toArrow(odd, { format });
    const { name, value } = tableFromIPC(bytes).toColumns();
    expect([...name]).toEqual(odd.name);
    expect(Buffer.from(Float64Array.from(value).buffer).equals(Buffer.from(odd.value.buffer))).toBe(true);
    expect(Buffer.from(bytes.subarray(0, 6)).toString("latin1") === "ARROW1").toBe(format === "file");
    expect(Buffer.from(toArrow(odd, { format })).equals(Buffer.from(bytes))).toBe(true);
  });

  it("has float64 for numbers whatever their values, and text where both are mixed", () => {
    const { schema } = tableFromIPC(toArrow({ k: [1, 2], mixed: ["a", 1] }));
    expect(schema.fields.map(({ type }) => type)).toEqual([
      expect.objectContaining({ typeId: 3, precision: 2 }), // Float, double
      expect.objectContaining({ typeId: 5 }), // Utf8
    ]);
  });

  it("holds an ensemble and a comparison", () => {
    expect([...tableFromIPC(toArrow(optimized)).toColumns().mean]).toEqual(columnsOf("test", optimized).mean);
    expect(tableFromIPC(toArrow(compared)).numRows).toBe(compared.differences.length);
    expect(() => toArrow(odd, { format: "feather" } as never)).toThrow('toArrow: format must be "file" or "stream"');
  });
});

describe("save", () => {
  it.each<[string, (bytes: Buffer) => boolean]>([
    ["x.csv", (bytes) => bytes.toString() === toCsv(odd)],
    ["x.json", (bytes) => bytes.toString() === toJson(odd)],
    ["x.arrow", (bytes) => bytes.equals(toArrow(odd))],
    ["x.arrows", (bytes) => bytes.equals(toArrow(odd, { format: "stream" }))],
  ])("writes a table as %s", (name, holds) => {
    const path = join(folder, "new", name);
    save(odd, path);
    expect(holds(readFileSync(path))).toBe(true);
  });

  it("writes a figure as such, and says what it knows", () => {
    const curves = [{ name: "a", role: "theory", x: [0, 1], y: [0, 1] }] as const;
    const drawn = figure({ panels: [{ x: { title: "t" }, y: { title: "y" }, curves }], caption: "A line." });
    save(drawn, join(folder, "figure.json"));
    expect(Object.keys(JSON.parse(readFileSync(join(folder, "figure.json"), "utf8")))).toContain("layout");
    expect(() => save(odd, "x.xls")).toThrow(
      'save: path of a table must end in one of .csv, .json, .arrow, .arrows, got "x.xls"',
    );
    expect(() => save(3 as never, "x.csv")).toThrow("toCsv: table must be a table");
  });
});
