import { describe, expect, it } from "vitest";
import { optimizer, sde } from "../ensemble/chain.js";
import { ensemble } from "../ensemble/ensemble.js";
import { matrix } from "../math/vector.js";
import { method } from "../methods/method.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { constant, prediction } from "../theory/prediction.js";
import { compare } from "./compare.js";
import { comparison } from "./comparison.js";
import { comparisonFigure } from "./comparison-figure.js";
import { shortNumber, type TableParts, table, tableColumns, tableText } from "./table.js";

const on = problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [1, 0.5] });
const run = { horizon: 4, paths: 800, seed: 12 };

describe("compare", () => {
  it("agrees, within 4 standard errors, with exact predictions and the SDE", async () => {
    const compared = await compare(sgd({ eta: 0.02 }), on, run);
    expect(compared.verdict).toMatch(/^SGD and SGD SDE agree within 4 standard errors: largest [\d.]+ /);
    const exact = compared.differences.filter(({ kind }) => kind === "exact");
    expect(exact.map(({ chain }) => chain)).toEqual([...Array(3).fill("SGD SDE"), ...Array(3).fill("SGD")]);
    for (const { z } of exact) expect(Math.abs(z)).toBeLessThan(4);
    expect(compared.differences.filter(({ kind }) => kind === "stationary").length).toBeGreaterThanOrEqual(2);
  });

  it("says by how much a wrong prediction is off", async () => {
    const wrong = prediction({
      name: "a floor 10 % low",
      observable: "f",
      kind: "stationary",
      at: constant(0.9 * ((0.02 / 4) * 0.5)),
      source: "test",
      standing: "derived",
      assumptions: "none",
    });
    const compared = await compare(sgd({ eta: 0.02 }), on, { ...run, paths: 6000, substeps: 2, predictions: [wrong] });
    const [row] = compared.differences.filter(({ against }) => against === wrong.name);
    expect(row.z).toBeGreaterThan(4);
  });

  it("is the same twice", async () => {
    const once = async () => tableText((await compare(signSgd(), on, { ...run, paths: 50 })).table);
    expect(await once()).toBe(await once());
  });

  it("says that nothing is left, and when paths went", async () => {
    const steep = problem({ objective: quadratic([300]), noise: gaussian(0.1), start: [1] });
    const compared = await compare(sgd({ eta: 0.01 }), steep, { horizon: 5, paths: 10 });
    expect(compared.verdict).toMatch(/SGD: 10 of 10 paths diverged, the first at t = /);
    expect(compared.table.caption).toContain("10 paths of SGD diverged");
  });

  it("refuses a comparison of SGD with itself", async () => {
    await expect(compare(sgd(), on, { ...run, substeps: 1 })).rejects.toThrow(
      "is SGD itself when the noise is Gaussian",
    );
    const reversed = method({
      name: "SGD, written otherwise",
      source: "test",
      parameters: { eta: 0.01 },
      update: ["x = -g*η + x"],
      sde: { equations: ["dx = sqrt(η*σ^2)*dW - dt*G"], source: "test", standing: "derived" },
    });
    await expect(compare(reversed(), on, { ...run, substeps: 1 })).rejects.toThrow("is SGD itself");
    // with other noise, or another method, dt = η is coarse but not empty
    const heavy = problem({ objective: quadratic([1]), noise: studentT({ nu: 5 }), start: [1] });
    await expect(compare(sgd(), heavy, { horizon: 1, paths: 5, substeps: 1 })).resolves.toBeDefined();
    await expect(compare(signSgd(), on, { horizon: 1, paths: 5, substeps: 1 })).resolves.toBeDefined();
  });

  it("tells chains apart that have no spread at all", async () => {
    const silent = problem({ objective: quadratic([1]), noise: gaussian(0), start: [1] });
    const { verdict } = await compare(sgd({ eta: 0.1 }), silent, { horizon: 1, paths: 3 });
    expect(verdict).toMatch(/^SGD and SGD SDE differ by more than noise: by .* and neither has any spread/);
  });

  it("finds what is wrong with the SDE before the optimizer runs", async () => {
    const covariance = matrix([
      [1, 0.5],
      [0.5, 1],
    ]);
    const correlated = problem({ objective: quadratic([1, 2]), noise: gaussian({ covariance }), start: [1, 1] });
    let messages = 0;
    const progress = () => messages++;
    const wrong = compare(signSgd(), correlated, { horizon: 100, paths: 10_000, progress });
    await expect(wrong).rejects.toThrow(
      "needs cdf() of the Gaussian noise, but it holds for independent coordinates only",
    );
    expect(messages).toBe(0);
  });

  it.each([
    [{ predictions: 5 }, "compare: predictions must be a list of predictions or false, got 5"],
    [{ predictions: [{}] }, "prediction undefined: name must be a non-empty text"],
    [{ sdes: [] }, "compare: sdes must be a non-empty list of names"],
    [{ sdes: ["plain", "plain"] }, 'compare: sdes must be names of different SDEs, got ["plain", "plain"]'],
    [{ sdes: ["paper"] }, 'SGD: no SDE named "paper"'],
    [{ pahts: 3 }, 'compare: unknown option "pahts"; did you mean paths?'],
    [{ horizon: undefined }, "ensemble: horizon must be a positive number"],
  ])("refuses %j", async (options, message) => {
    await expect(compare(sgd(), on, { ...run, ...options } as never)).rejects.toThrow(message);
  });

  it("refuses ensembles recorded at other times", async () => {
    const a = await ensemble(optimizer(sgd(), on), { horizon: 1, paths: 2, record: 4 });
    const b = await ensemble(sde(sgd(), on), { horizon: 1, paths: 2, record: 5 });
    expect(() => comparison(a, [b], [])).toThrow("SGD SDE must be recorded at the times of SGD");
  });

  it("draws optimizer, SDE, theory and the gap in standard errors", async () => {
    const compared = await compare(sgd({ eta: 0.02 }), on, { ...run, paths: 100 });
    const { data, caption } = comparisonFigure(compared, { title: "SGD" });
    expect(data.map((trace) => trace.name)).toEqual(
      expect.arrayContaining(["SGD", "SGD SDE", "floor (η/4) tr Σ", "±4 s.e."]),
    );
    expect(caption).toContain("n = 100 paths, seed 12");
    expect(() => comparisonFigure(compared, { observable: "x[1]" })).toThrow('"x[1]" was not recorded');
    expect(() => comparisonFigure(compared, { titel: "" } as never)).toThrow('unknown option "titel"');
  });
});

describe("tables", () => {
  it.each([
    [0, "0.000"],
    [1234567, "1.235e6"],
    [20000, "20000"],
    [-0.00012346, "−1.235e−4"],
    [12.3456, "12.35"],
    [Number.NaN, "–"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ])("print %f as %s", (value, expected) => {
    expect(shortNumber(value)).toBe(expected);
  });

  it("escape what they show as HTML, and refuse ragged rows", () => {
    const small = table({ columns: ["a<b", "n"], rows: [["x & y", 2]], caption: "c" });
    expect(small.show()["text/html"]).toContain("<th>a&lt;b</th><th>n</th>");
    expect(small.show()["text/html"]).toContain("<td>x &amp; y</td>");
    expect(tableColumns(small)).toEqual({ "a<b": ["x & y"], n: [2] });
    expect(() => table(undefined as never)).toThrow("table: options must be an object, got undefined");
    expect(() => comparisonFigure(undefined as never)).toThrow("comparisonFigure: comparison must be a comparison");
    expect(() => table({ columns: ["a"], rows: [[1, 2]], caption: "" })).toThrow("row 1 must have 1 cells, got 2");
    for (const [wrong, rule] of [
      [{ columns: ["a"], rows: [["1"]] }, "caption must be text, got undefined"],
      [{ columns: "a", rows: [], caption: "" }, 'columns must be an array of text, got "a"'],
      [{ columns: ["a"], caption: "" }, "rows must be an array of rows, got undefined"],
      [{ columns: ["a"], rows: [[null]], caption: "" }, "row 1 must be an array of text or numbers, got [null]"],
    ] as const)
      expect(() => table(wrong as unknown as TableParts)).toThrow(`table: ${rule}`);
  });
});
