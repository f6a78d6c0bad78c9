import { beforeAll, describe, expect, it } from "vitest";
import { optimizer, sde } from "../ensemble/chain.js";
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import type { ScatterTrace } from "../figures/plotly-json.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { prediction } from "../theory/prediction.js";
import { type Comparison, comparison } from "./comparison.js";
import { comparisonFigure, comparisonPanel, residualPanel } from "./comparison-figure.js";

const on = problem({ objective: quadratic([2]), noise: gaussian(0.5), start: [1] });
const run = { horizon: 2, paths: 40, record: 4 };

/** SignSGD and its SDE. */
let pair: Comparison;
/** SGD at two learning rates, SignSGD, and the SDE of the latter: 20, 40 and 40 steps in the same time. */
let several: Comparison;
beforeAll(async () => {
  const level = { observable: "f", value: 0.1, assumptions: "none", source: "a test", standing: "derived" } as const;
  const floor = prediction({ ...level, name: "floor", kind: "stationary", at: () => 0.1 } as never);
  const sign = signSgd({ eta: 0.05 });
  const of = (chain: Parameters<typeof ensemble>[0]): Promise<Ensemble> => ensemble(chain, run);
  const [slow, fast] = [await of(optimizer(sgd({ eta: 0.1 }), on)), await of(optimizer(sgd({ eta: 0.05 }), on))];
  const [x, X] = [await of(optimizer(sign, on)), await of(sde(sign, on))];
  pair = comparison(x, [X], [floor]);
  several = comparison(slow, [fast, x, X], []);
});

const line = (drawn: ReturnType<typeof comparisonFigure>, name: string): ScatterTrace =>
  drawn.data.find((trace) => trace.name === name && trace.type === "scatter" && trace.mode === "lines") as ScatterTrace;

describe("a comparison is drawn against", () => {
  it("time, with the steps above", () => {
    const drawn = comparisonFigure(pair);
    expect(line(drawn, "SignSGD").x).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(drawn.layout.xaxis3).toMatchObject({ side: "top", title: { text: "k = t/η" } });
    // learning rates that differ have no steps in common
    expect(comparisonFigure(several).layout.xaxis3).toBeUndefined();
  });

  it("steps: each chain at its own, the SDE at k = t/η, theory with the first", () => {
    const { x, curves, steps } = comparisonPanel(several, { against: "steps" });
    expect([x.title, steps]).toEqual(["steps k", undefined]);
    expect(curves.map((curve) => [...Array.from(curve.x)].at(-1))).toEqual([20, 40, 40, 40]);
    const theory = comparisonPanel(pair, { against: "steps" }).curves[2];
    expect([theory.name, Array.from(theory.x)]).toEqual(["floor", [0, 10, 20, 30, 40]]);
  });

  it("bits or seconds: steps times what one costs; an SDE costs what its method does, or what is said of it", () => {
    const perStep = { SGD: 64, SignSGD: 2 };
    const bits = comparisonPanel(several, { against: "bits", perStep });
    expect(bits.curves.map((curve) => Array.from(curve.x).at(-1))).toEqual([20 * 64, 40 * 64, 40 * 2, 40 * 2]);
    const seconds = comparisonPanel(pair, { against: "seconds", perStep: { SignSGD: 0.5, "SignSGD SDE": 0.25 } });
    expect(seconds.curves.map((curve) => Array.from(curve.x).at(-1))).toEqual([20, 10, 20]);
    expect([bits.x.title, seconds.x.title]).toEqual(["bits sent", "seconds"]);
  });

  it("phases are moved with the first chain", () => {
    const shading = [{ from: 0.5, to: Infinity, label: "late" }];
    const { shading: moved } = comparisonPanel(pair, { against: "bits", perStep: { SignSGD: 2 }, shading });
    expect(moved).toEqual([{ from: 20, to: Infinity, label: "late" }]);
  });

  it("a log axis", () => {
    const drawn = comparisonFigure(pair, { x: "log" });
    expect(drawn.layout.xaxis).toMatchObject({ type: "log" });
    expect(line(drawn, "±4 s.e.").x).toEqual([0.5, 2]);
  });

  it.each<[object, string]>([
    [{ against: "bytes" }, 'comparisonFigure: against must be one of "time", "steps", "bits", "seconds", got "bytes"'],
    [{ perStep: { SGD: 1 } }, 'comparisonFigure: perStep is for against: "bits" or "seconds", got against: "time"'],
    [
      { against: "bits" },
      'comparisonFigure: against: "bits" must be told what a step costs, perStep: { "SGD": …, "SignSGD": … }',
    ],
    [
      { against: "bits", perStep: { SGD: 1 } },
      'comparisonFigure: perStep must tell what a step of "SignSGD" costs; known: SGD',
    ],
    [{ against: "bits", perStep: { SDG: 1 } }, 'unknown option "SDG"; did you mean SGD?'],
    [{ predictions: ["flor"] }, 'comparisonFigure: unknown prediction "flor" of f'],
    [{ against: "seconds", perStep: { SGD: 0, SignSGD: 1 } }, "perStep: SGD must be a positive number, got 0"],
    [
      { against: "steps", residuals: true },
      'comparisonFigure: residuals must be of chains at the same places, got different steps k; draw them against "time"',
    ],
  ])("refuses %j", (options, message) => {
    expect(() => comparisonFigure(several, options)).toThrow(message);
  });
});

describe("the residuals", () => {
  it("are drawn where all chains stand at the same places", () => {
    const panels = (options: object) =>
      Object.keys(comparisonFigure(several, options).layout).filter((key) => /^y/.test(key));
    expect(panels({})).toHaveLength(2);
    expect(panels({ against: "steps" })).toHaveLength(1);
    expect(residualPanel(several).curves.map(({ name }) => name)).toEqual([
      ...["SGD, η = 0.05", "SignSGD", "SignSGD SDE", "±4 s.e.", "±4 s.e."],
    ]);
  });
});

describe("chains of several methods", () => {
  it("have a hue per method, a name of their own, and a caption that says all", () => {
    const { curves } = comparisonPanel(several);
    expect(curves.map(({ name, role, hue }) => [name, role, hue])).toEqual([
      ["SGD, η = 0.1", "optimizer", 0],
      ["SGD, η = 0.05", "optimizer", 1],
      ["SignSGD", "optimizer", 2],
      ["SignSGD SDE", "sde", 2],
    ]);
    const { caption, alt } = comparisonFigure(several);
    expect(caption).toMatch(/^SGD, η = 0\.1; SGD, η = 0\.05; SignSGD, η = 0\.05; f = .*; n = 40 paths, seed 1; /);
    expect(alt).toMatch(/^E f against t = kη: SGD, η = 0\.1 from 1\.00 to 0\.\d+ at 2\.00; .*standard errors/);
  });
});

describe("the size", () => {
  it("may be that of a column", () => {
    const { layout } = comparisonFigure(pair, { width: 317, height: 330 });
    expect([layout.width, layout.height]).toEqual([317, 330]);
  });
});
