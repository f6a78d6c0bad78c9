import { describe, expect, it } from "vitest";
import type { Axis, AxisType } from "./plotly-json.js";
import { axisTicks, horizontalTickChoice, minorTicks, shownNumber, verticalTickChoice } from "./ticks.js";

const axis = (type: AxisType, range: [number, number], pixels: number): Axis => ({
  type,
  range,
  domain: [0, 1],
  anchor: "y",
  ...horizontalTickChoice(type, range, pixels),
});
const labels = (type: AxisType, range: [number, number], pixels = 640) =>
  axisTicks(axis(type, range, pixels)).map(({ label }) => label);

describe("ticks", () => {
  it("stand at round numbers, all with the same digits", () => {
    expect(labels("linear", [0, 10])).toEqual(["0", "2", "4", "6", "8", "10"]);
    expect(labels("linear", [-1.1, 1.1])).toEqual(["−1.0", "−0.5", "0", "0.5", "1.0"]);
  });

  it("share one power of ten when numbers are large or small", () => {
    expect(labels("linear", [0, 1.1e9], 300)).toEqual(["0", "0.5×10<sup>9</sup>", "1.0×10<sup>9</sup>"]);
    expect(labels("linear", [0, 3e-8])).toContain("1.0×10<sup>−8</sup>");
  });

  it("are fewer where labels are wide", () => {
    expect(labels("linear", [0, 200000], 150).length).toBeLessThan(labels("linear", [0, 200], 150).length);
  });

  it("are powers of ten on a log axis of two decades or more, thinned when there are many", () => {
    expect(labels("log", [-2.1, 1.1])).toEqual(["10<sup>−2</sup>", "10<sup>−1</sup>", "1", "10"]);
    expect(labels("log", [-40, 0]).length).toBeLessThanOrEqual(9);
    expect(minorTicks(axis("log", [0, 2.5], 640))).toHaveLength(18);
  });

  it("are plain numbers on a short log axis", () => {
    expect(labels("log", [-0.1, 1.1])).toEqual(["1", "2", "5", "10"]);
    expect(axisTicks(axis("log", [0, 0.01], 640)).length).toBeGreaterThan(1);
  });

  it("are at least two on any vertical axis", () => {
    for (const high of [1e-300, 3e-7, 0.11, 1, 2.5, 999, 1e300]) {
      const ticks = verticalTickChoice("linear", [0, high], 112);
      expect(
        axisTicks({ type: "linear", range: [0, high], domain: [0, 1], anchor: "x", ...ticks }).length,
      ).toBeGreaterThan(1);
    }
  });

  it("write numbers as a reader expects", () => {
    const shown = [0, 1, -0.25, 300000, 1e6, 2.5e-7].map(shownNumber);
    expect(shown).toEqual(["0", "1", "−0.25", "300000", "10<sup>6</sup>", "2.5×10<sup>−7</sup>"]);
  });
});
