import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FigureSpec, figure } from "./figure.js";
import type { Curve, Panel } from "./panel.js";
import { axisOf, type ScatterTrace } from "./plotly-json.js";
import { svg } from "./svg.js";

const curve: Curve = { name: "SGD", role: "optimizer", x: [0, 1, 2], y: [3, 2, 1] };
const panel: Panel = { x: { title: "t" }, y: { title: "loss" }, curves: [curve] };
const draw = (change: Partial<Panel>, spec: Partial<FigureSpec> = {}) =>
  figure({ panels: [{ ...panel, ...change }], caption: "", ...spec });

describe("figure", () => {
  it("leaves gaps at NaN, at infinities and, on a log axis, at values ≤ 0", () => {
    const broken: Curve = { ...curve, x: [0, 1, 2, 3, 4], y: [1, Number.NaN, 0, -1, Infinity] };
    expect(draw({ curves: [broken] }).data[0].y).toEqual([1, null, 0, -1, null]);
    expect(draw({ curves: [broken], y: { title: "", type: "log" } }).data[0].y).toEqual([1, null, null, null, null]);
  });

  it("draws a band that reaches below zero down to the foot of a log axis", () => {
    const banded: Curve = { ...curve, y: [1, 1, 1], low: [0.9, -0.1, 0.9], high: [1.1, 2, 1.1] };
    const { data, layout } = draw({ curves: [banded], y: { title: "", type: "log" } });
    const band = data[0] as ScatterTrace;
    expect(band.fill).toBe("toself");
    expect(band.showlegend).toBe(false);
    expect(band.y).toHaveLength(6);
    expect(Math.log10(band.y[4] as number)).toBeLessThan(axisOf(layout, "y").range[0]);
  });

  it("keeps at most 400 points of a curve, ends included, and six digits of each", () => {
    const x = Float64Array.from({ length: 10_000 }, (_, i) => i / 7);
    const { data } = draw({ curves: [{ ...curve, x, y: x.map(Math.sin) }] });
    expect(data[0].x).toHaveLength(400);
    expect(data[0].x[0]).toBe(0);
    expect(data[0].x[399]).toBe(1428.43);
  });

  it("draws theory above the optimizer, but keeps the order of the curves in the legend", () => {
    const { data } = draw({ curves: [{ ...curve, name: "exact", role: "theory" }, curve] });
    expect(data.map(({ name, legendrank }) => [name, legendrank])).toEqual([
      ["SGD", 2],
      ["exact", 1],
    ]);
  });

  it("shows a series once in the legend, however many panels it is in", () => {
    const { data } = figure({ panels: [panel, { ...panel, y: { title: "norm" } }], caption: "" });
    expect(data.map(({ showlegend }) => showlegend)).toEqual([true, false]);
  });

  it("shares the horizontal axis of panels above each other that show the same times", () => {
    const { layout } = figure({ panels: [panel, { ...panel, height: 0.3 }], caption: "" });
    expect(axisOf(layout, "x").matches).toBe("x2");
    expect(axisOf(layout, "x").showticklabels).toBe(false);
    const apart = figure({ panels: [panel, { ...panel, x: { title: "k" } }], caption: "" });
    expect(axisOf(apart.layout, "x").matches).toBeUndefined();
  });

  it("counts the steps k = t/η above", () => {
    const steps = axisOf(draw({ steps: 0.01 }).layout, "x2");
    expect(steps.tickvals?.at(-1)).toBe(2);
    expect(steps.ticktext?.at(-1)).toBe("200");
  });

  it("lets a bound that explodes at most double the range", () => {
    const bound: Curve = { ...curve, name: "bound", role: "bound", y: [3, 1e5, 1e12] };
    const [low, high] = axisOf(draw({ curves: [curve, bound] }).layout, "y").range;
    expect(low).toBeCloseTo(0.8);
    expect(high).toBeCloseTo(5.2);
  });

  it("has the height that is asked for", () => {
    expect(draw({ title: "a", steps: 0.1 }, { height: 400, title: "b" }).layout.height).toBe(400);
  });

  it.each<[string, Partial<Panel>, Partial<FigureSpec>]>([
    ["figure: panels must hold at least one panel, got []", {}, { panels: [] }],
    ["figure: panel 1: curves must hold at least one curve, got []", { curves: [] }, {}],
    ['figure: panel 1: curve "SGD": y must have 3 values, as x has, got 2', { curves: [{ ...curve, y: [1, 2] }] }, {}],
    [
      'figure: panel 1: curve "SGD": low and high must be given together, got low alone',
      { curves: [{ ...curve, low: [1, 1, 1] }] },
      {},
    ],
    [
      'figure: panel 1: curve "SGD": x must hold at least one value, got none',
      { curves: [{ ...curve, x: [], y: [] }] },
      {},
    ],
    [
      "figure: panel 1: shading must run from less to more, got 2 to 1",
      { shading: [{ from: 2, to: 1, label: "" }] },
      {},
    ],
    ["figure: panel 1: steps must be a positive number, got 0", { steps: 0 }, {}],
    [
      "figure: panel 1: y: range must be two increasing positive numbers, got [0, 1]",
      { y: { title: "", type: "log", range: [0, 1] } },
      {},
    ],
    ["figure: width must be a positive number, got 0", {}, { width: 0 }],
    ["figure: height must leave 30 pixels to each row, got a row of", {}, { height: 100 }],
    ["figure: width must leave 30 pixels to each panel, got 60 for 1 columns", {}, { width: 60 }],
    ["figure: columns must be an integer ≥ 1, got 0", {}, { columns: 0 }],
  ])("refuses: %s", (message, change, spec) => {
    expect(() => draw(change, spec)).toThrow(message);
  });

  it("suggests the role that was meant", () => {
    const slip = { ...curve, role: "optimiser" } as unknown as Curve;
    expect(() => figure(undefined as never)).toThrow("figure: options must be an object, got undefined");
    expect(() => draw({ curves: [slip] })).toThrow('unknown role "optimiser"; did you mean optimizer?');
  });

  it("renders any numbers without NaN, however large, small or mixed", () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(0, 1e300, -1e300, 5e-324, 1));
    const scale = fc.constantFrom("linear", "log");
    const point = fc.tuple(number, number, number, number);
    const role = fc.constantFrom<Curve["role"]>("optimizer", "sde", "theory", "bound", "path", "data");
    const way = fc.constantFrom<NonNullable<Curve["draw"]>>("line", "points", "bars");
    const points = fc.array(point, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(points, scale, scale, role, way, fc.boolean(), (rows, xType, yType, role, way, steps) => {
        const [x, y, low, high] = [0, 1, 2, 3].map((j) => rows.map((row) => row[j]));
        const curves: readonly Curve[] = [{ name: "any", role, draw: way, x, y, low, high }];
        const shading = [{ from: -1, to: 1, label: "phase" }];
        const axes = { x: { title: "x", type: xType }, y: { title: "y", type: yType } } as const;
        const drawn = figure({
          panels: [{ ...axes, curves, shading, ...(steps ? { steps: 0.1 } : {}) }],
          caption: "c",
        });
        expect(JSON.stringify(drawn)).not.toMatch(/NaN|Infinity|"(range|domain)":\[[^\]]*null/);
        expect(svg(drawn)).not.toMatch(/NaN|Infinity|undefined/);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
