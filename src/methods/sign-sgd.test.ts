import { describe, expect, it } from "vitest";
import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { signSgd } from "./sign-sgd.js";

const from = (start: readonly number[], noise = gaussian(0.1)) =>
  signSgd({ eta: 0.001 }).predictions(problem({ objective: quadratic([1, 2]), noise, start }));

describe("the bound of a phase is predicted", () => {
  /** Y = h x/(√2 σ), so |Y| = 1 at x = 0.1414 and 0.0707, |Y| = 3/2 at 0.2121 and 0.1061. */
  it.each([
    ["phase 1 bound", [1, 0.5], 0.5 - 0.1061],
    ["phase 2 bound", [0.2, 0.09], 0.09 - 0.0707],
  ])("%s, until a coordinate can have left it", (name, start, end) => {
    const bounds = from(start).filter(({ kind }) => kind === "upper-bound");
    expect(bounds.map((bound) => bound.name)).toEqual([name]);
    expect(bounds[0].at(0)).toBeCloseTo(start[0] ** 2 / 2 + start[1] ** 2, 12);
    expect(bounds[0].at(end - 1e-3)).toBeGreaterThan(0);
    expect(bounds[0].at(end + 1e-3)).toBeNaN();
  });

  it("for good in phase 3, and not at all where coordinates are in different phases or the noise is not Gaussian", () => {
    expect(from([0.05, 0.02]).map(({ name }) => name)).toContain("phase 3 bound");
    for (const predictions of [from([1, 0.02]), from([1, 0.5], studentT({ nu: 3, scale: 0.1 }))]) {
      expect(predictions.map(({ kind }) => kind)).toEqual(["stationary"]);
    }
  });
});
