import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { compare } from "../compare/compare.js";
import { optimizer } from "../ensemble/chain.js";
import { ensemble } from "../ensemble/ensemble.js";
import { explain } from "../methods/explain.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { latex, markdown } from "./bundle.js";
import { type Figure, type FigureData, figure } from "./figure.js";
import { show } from "./show.js";
import { svg } from "./svg.js";

const require = createRequire(import.meta.url);
const curves = [{ name: "a", role: "theory", x: [0, 1], y: [0, 1] }] as const;
const on = problem({ objective: quadratic([2]), noise: gaussian(0.5), start: [1] });
const line = figure({ panels: [{ x: { title: "t" }, y: { title: "y" }, curves }], caption: "A <i>line</i>." });

function svgSize(drawn: FigureData): { readonly height: number } {
  return { height: Number(/ height="(\d+)"/.exec(svg(drawn))?.[1]) };
}

describe("show in a notebook", () => {
  const jupyter = require("tslab/dist/jupyter.js") as { lastWriteDisplayData: unknown };
  const write = vi.fn();
  beforeEach(() => {
    write.mockClear();
    jupyter.lastWriteDisplayData = write;
  });
  afterEach(() => {
    jupyter.lastWriteDisplayData = null;
  });

  it("sends one message with every form of a figure", () => {
    show(line);
    expect(write).toHaveBeenCalledTimes(1);
    const [{ data, metadata }, update] = write.mock.calls[0];
    expect(Object.keys(data)).toEqual(["application/vnd.plotly.v1+json", "image/png", "text/plain"]);
    expect(data["text/plain"]).toBe("A line.");
    expect(Buffer.from(data["image/png"], "base64").subarray(1, 4).toString()).toBe("PNG");
    const { height } = svgSize(line);
    expect([metadata, update]).toEqual([{ "image/png": { width: 720, height, alt: "A line." } }, false]);
  });

  it("says in words what is seen before what is said of it", () => {
    show({ ...line, alt: "It rises." });
    const [{ data, metadata }] = write.mock.calls[0];
    expect(data["text/plain"]).toBe("It rises.\nA line.");
    expect(metadata["image/png"].alt).toBe("It rises.");
  });

  it("shows a method, a factory, an ensemble, a problem and its parts", async () => {
    const run = await ensemble(optimizer(sgd(), on), { horizon: 0.1, paths: 20 });
    show(signSgd({ eta: 0.5 }), signSgd, run, on, on.objective, on.noise);
    const sent = write.mock.calls.map(([{ data }]) => data);
    expect(sent[0]["text/markdown"]).toMatch(/^\*\*SignSGD\*\*, η = 0\.5 .*\$\$/s);
    expect(sent[1]["text/markdown"]).toBe(explain(signSgd()).markdown);
    expect(sent[2]["text/plain"]).toMatch(/^SGD: 20 paths, seed 1\nE f = .* ± /);
    expect(sent[3]).toEqual({ "text/plain": on.description });
    expect(sent.slice(4)).toEqual([{ "text/plain": on.objective.description }, { "text/plain": on.noise.description }]);
  });

  it("shows the table of a result, which is plain data", async () => {
    const { table } = await compare(signSgd(), on, { horizon: 0.1, paths: 20 });
    show(table);
    expect(write.mock.calls[0][0].data["text/html"]).toMatch(/^<table>/);
    expect(structuredClone(table)).toEqual(table);
  });

  it("says of an ensemble that was stopped so in the first line", async () => {
    const stopped = await ensemble(optimizer(sgd(), on), { horizon: 0.1, paths: 20, signal: AbortSignal.abort() });
    show(stopped);
    expect(write.mock.calls[0][0].data["text/plain"]).toMatch(/^SGD: stopped at 0 of 20 paths, seed 1\nE f = – ± –\n/);
  });

  it("shows text, formulas and whatever says how it is shown, in order", () => {
    show("text", latex("x^2"), markdown("**b**"), { show: () => ({ "text/html": "<b>h</b>" }) });
    const sent = write.mock.calls.map(([{ data }]) => data);
    expect(sent[0]).toEqual({ "text/plain": "text" });
    expect(sent[1]["text/latex"]).toBe("$$x^2$$");
    expect(sent[2]["text/markdown"]).toBe("**b**");
    expect(sent[3]).toEqual({ "text/html": "<b>h</b>" });
  });

  it("refuses what it cannot show", () => {
    const rule = "show: thing must be a figure, text, or an object with a method show or a description";
    for (const [thing, got] of [
      [3, "3"],
      [[1, 2], "[1, 2]"],
      [Float64Array.of(1, 2), "[1, 2]"],
      [null, "null"],
      [() => 1, "a function"],
      [{ data: [1], layout: {}, caption: "c", alt: "a" }, "an object with keys data, layout, caption, alt"],
    ]) {
      expect(() => show(thing as unknown as Figure)).toThrow(`${rule}, got ${got}`);
    }
  });
});

describe("show in a script", () => {
  it("writes figures to out/figures and prints the path and the caption", () => {
    const folder = mkdtempSync(join(tmpdir(), "maruyama-"));
    const cwd = vi.spyOn(process, "cwd").mockReturnValue(folder);
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    try {
      show(line, "done");
      expect(log.mock.calls.flat()).toEqual([join("out", "figures", "figure-1.png"), "A line.", "done"]);
      expect(readFileSync(join(folder, "out/figures/figure-1.png")).subarray(1, 4).toString()).toBe("PNG");
    } finally {
      log.mockRestore();
      cwd.mockRestore();
      rmSync(folder, { recursive: true });
    }
  });
});
