import { describe, expect, it } from "vitest";
import type { Cells } from "./cells.js";
import { classOf, colorBar, thresholdScale } from "./color-scale.js";
import { figure } from "./figure.js";
import { axisOf, type ScatterTrace } from "./plotly-json.js";
import { svg } from "./svg.js";

const cells: Cells = {
  x: [0, 1, 3],
  y: [1, 10, 100],
  classes: [{ color: "#000000", name: "dark" }, { color: "#ffffff" }, { color: "#ff0000", name: "unused" }],
  of: [0, 1, 1, undefined],
  labels: ["a", "b", "", "d"],
  hover: ["1", "2", "3", "4"],
};
const draw = (change: Partial<Cells> = {}, width = 720) =>
  figure({
    width,
    panels: [
      {
        x: { title: "x", ticks: [0.5, 2] },
        y: { title: "y", type: "log" },
        cells: { ...cells, ...change },
        curves: [],
      },
    ],
    caption: "",
  });

describe("cells", () => {
  it("are outlines by class, with gaps between, and fill their axes", () => {
    const { data, layout } = draw();
    const [dark, light, hover] = data as ScatterTrace[];
    expect([dark.x, dark.y]).toEqual([
      [0, 1, 1, 0, 0],
      [1, 1, 10, 10, 1],
    ]);
    expect(light.x).toEqual([1, 3, 3, 1, 1, null, 0, 1, 1, 0, 0]);
    expect(light.fillcolor).toBe("#ffffff");
    expect(axisOf(layout, "x").range).toEqual([0, 3]);
    expect(axisOf(layout, "y").range).toEqual([0, 2]);
    expect([hover.text, hover.opacity]).toEqual([["1", "2", "3", "4"], 0]);
    // the middle of a decade, as it is seen
    expect(hover.y[0]).toBeCloseTo(Math.sqrt(10), 4);
  });

  it("have a legend of the named classes that occur", () => {
    expect(
      draw()
        .data.filter(({ showlegend }) => showlegend)
        .map(({ name }) => name),
    ).toEqual(["dark"]);
    expect(draw({ of: [1, 1, 1, 1] }).layout.showlegend).toBe(false);
    expect(svg(draw())).toContain('width="12" height="12" fill="#000000"');
  });

  it("carry their labels where these fit, white on dark", () => {
    expect(draw().layout.annotations.map(({ text, font }) => [text, font.color])).toEqual([
      ["a", "#ffffff"],
      ["b", "#1a1a1a"],
    ]);
    expect(
      draw({ labels: ["a long label that fits in no cell of this width".repeat(3), "", "", ""] }).layout.annotations,
    ).toEqual([]);
  });

  it.each([
    [{ x: [0] }, "x must be two or more ascending edges, got [0]"],
    [{ y: [1, 1, 2] }, "y must be two or more ascending edges, got [1, 1, 2]"],
    [{ of: [0] }, "of must have 4 entries, got 1"],
    [{ labels: [] }, "labels must have 4 entries, got 0"],
    [{ of: [0, 0, 0, 3] }, "of must index one of 3 classes, got 3"],
  ])("refuse %j", (change, message) => {
    expect(() => draw(change)).toThrow(`figure: panel 1: cells: ${message}`);
  });
});

describe("given ticks", () => {
  it("stand at their values, fewer of them where there is no room", () => {
    expect(axisOf(draw().layout, "x").ticktext).toEqual(["0.5", "2"]);
    const many = Array.from({ length: 60 }, (_, i) => 1000 + i);
    const { layout } = figure({
      panels: [
        {
          x: { title: "", ticks: many },
          y: { title: "", ticks: many },
          curves: [{ name: "", role: "data", x: many, y: many }],
        },
      ],
      caption: "",
    });
    const [x, y] = [axisOf(layout, "x").tickvals ?? [], axisOf(layout, "y").tickvals ?? []];
    expect(x.length).toBeGreaterThan(5);
    expect(x.length).toBeLessThan(30);
    expect(y.length).toBeLessThan(30);
    expect(x[0]).toBe(1000);
  });
});

describe("a colour scale around a threshold", () => {
  const scale = thresholdScale(5);

  it("has four shades on either side", () => {
    expect(scale.edges).toEqual([0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100]);
    expect([0, 0.4, 0.6, 5, 5.1, 30, 51, 1e9].map((value) => classOf(scale, value))).toEqual([0, 0, 1, 3, 4, 6, 7, 7]);
  });

  it("is explained by a bar, labelled between the classes", () => {
    const { layout, data } = figure({ panels: [colorBar(scale, "gap, %")], caption: "" });
    expect(axisOf(layout, "x").ticktext).toEqual(["0.5", "1", "2.5", "5", "10", "25", "50"]);
    expect(axisOf(layout, "y").tickvals).toEqual([]);
    expect(data).toHaveLength(8);
  });
});
