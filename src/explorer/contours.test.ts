import { describe, expect, it } from "vitest";
import { contourLines, type GridValues } from "./contours.js";

function gridOf(f: (x: number, y: number) => number, points: number = 41): GridValues {
  const along = Array.from({ length: points }, (_, i) => -2 + (4 * i) / (points - 1));
  return { x: along, y: along, values: along.flatMap((y) => along.map((x) => f(x, y))) };
}

describe("contour lines", () => {
  it("are closed circles for |x|²", () => {
    const lines = contourLines(
      gridOf((x, y) => x * x + y * y),
      1,
    );
    expect(lines).toHaveLength(1);
    const [{ x, y }] = lines;
    expect([x[0], y[0]]).toEqual([x[x.length - 1], y[y.length - 1]]);
    // linear interpolation of a square of mesh h is off by at most h²/8 of the second derivative 2, halved by the slope 2
    const mesh = 0.1;
    x.forEach((value, i) => expect(Math.abs(Math.hypot(value, y[i]) - 1)).toBeLessThan(mesh ** 2 / 8 + 1e-12));
  });

  it("are open where they leave the grid", () => {
    const lines = contourLines(
      gridOf((x) => x),
      0.55,
    );
    expect(lines).toHaveLength(1);
    expect(lines[0].x.every((value) => Math.abs(value - 0.55) < 1e-12)).toBe(true);
    expect([Math.min(...lines[0].y), Math.max(...lines[0].y)]).toEqual([-2, 2]);
  });

  it("do not cross at a saddle", () => {
    const saddle = gridOf((x, y) => x * y, 4);
    for (const level of [0.1, -0.1]) {
      const lines = contourLines(saddle, level);
      expect(lines).toHaveLength(2);
      for (const { x, y } of lines) {
        // each branch stays in its quadrant
        expect(x.every((value, i) => value * y[i] * Math.sign(level) > 0)).toBe(true);
      }
    }
  });

  it("leave out what is not finite, and are none where the level is not reached", () => {
    expect(
      contourLines(
        gridOf(() => Number.NaN),
        0,
      ),
    ).toEqual([]);
    expect(
      contourLines(
        gridOf((x, y) => x * x + y * y),
        100,
      ),
    ).toEqual([]);
  });
});
