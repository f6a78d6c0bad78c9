import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objectiveAt } from "../ensemble/objective-at.js";
import { diagonal, matrix } from "../math/vector.js";
import { gaussian } from "../noises/gaussian.js";
import { minibatch } from "../noises/minibatch.js";
import { studentT } from "../noises/student-t.js";
import { binary, dataSet, standardised } from "./data-set.js";
import { leastSquares } from "./least-squares.js";
import { logisticRegression } from "./logistic-regression.js";
import { type Objective, objective } from "./objective.js";
import { problem } from "./problem.js";
import { quadratic } from "./quadratic.js";
import { saddle } from "./saddle.js";

const data = standardised(binary(dataSet("breast-cancer"), 1));
const members: readonly Objective[] = [
  quadratic([1, 2, -0.5]),
  quadratic(
    matrix([
      [2, 0.8],
      [0.8, 1],
    ]),
  ),
  saddle(),
  logisticRegression(data, { lambda: 0.1 }),
  leastSquares(data, { lambda: 0.1 }),
];

describe.each(members.map((member) => [member.description, member] as const))("%s", (_, member) => {
  it("has the gradient of its value", () => {
    const at = objectiveAt(member);
    const coordinate = fc.double({ min: -1.5, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(fc.array(coordinate, { minLength: member.dimension, maxLength: member.dimension }), (x) => {
        const { G } = at(x);
        // central differences: truncation h²f‴/6 and rounding ε f/h balance near h = 1e-5, leaving about 1e-9 of f
        const h = 1e-5;
        for (const i of [0, member.dimension - 1]) {
          const shifted = (by: number) => at(x.map((value, j) => (j === i ? value + by : value))).f;
          const slope = (shifted(h) - shifted(-h)) / (2 * h);
          expect(Math.abs(slope - G[i])).toBeLessThan(1e-7 * (1 + Math.abs(at(x).f)));
        }
      }),
      { seed: 3, numRuns: 20 },
    );
  });
});

describe("known points", () => {
  it("the saddle", () => {
    const at = objectiveAt(saddle());
    expect(at([0.3, -0.2]).f).toBeCloseTo(-0.003208333333, 12);
    expect(at([0.3, -0.2]).G[0]).toBeCloseTo(-0.282, 14);
    expect(at([0.3, -0.2]).G[1]).toBeCloseTo(-0.412, 14);
    expect(at([1.05124922, 0]).f).toBeCloseTo(-0.2859625781, 10);
    expect(Math.abs(at([-0.9512492197, 0]).G[0])).toBeLessThan(1e-9);
  });

  it("logistic loss far out does not overflow", () => {
    const one = { name: "one", features: matrix([[1]]), labels: Float64Array.of(1), featureNames: ["a"] };
    const at = objectiveAt(logisticRegression(one));
    expect(at([-2000]).f).toBe(2000);
    expect(at([2000]).f).toBe(0);
    expect(at([-2000]).G[0]).toBe(-1);
  });

  it("a square data set keeps its two ranges apart", () => {
    const square = {
      name: "square",
      features: matrix([
        [1, 2],
        [3, 4],
      ]),
      labels: Float64Array.of(1, 0),
      featureNames: ["a", "b"],
    };
    expect(objectiveAt(leastSquares(square))([1, -1]).G).toEqual([(1 * -2 + 3 * -1) / 2, (2 * -2 + 4 * -1) / 2]);
  });
});

describe("bad input", () => {
  const f = quadratic([1, 2]);
  const toy = { name: "toy", dimension: 2, value: ["f = sum(x)"], gradient: ["G = 1 + 0*x"], description: "" };
  const rows = {
    name: "rows",
    features: matrix([
      [1, 2],
      [3, 4],
    ]),
    labels: Float64Array.of(1, -1),
    featureNames: ["a", "b"],
  };
  it.each([
    [() => objective({ ...toy, valeu: [] } as never), 'objective: unknown option "valeu"; did you mean value?'],
    [() => objective({ ...toy, dimension: -1 }), "toy: dimension must be an integer ≥ 1, got -1"],
    [() => objective({ ...toy, value: ["f = x"] }), "toy, value: f must be a scalar, got a vector over d"],
    [() => objective({ ...toy, gradient: ["x = 2*x", "G = x"] }), "toy, line 1 of gradient: x cannot be assigned"],
    [() => objective({ ...toy, constants: { h: Float64Array.of(1) } }), "toy: h must have 2 entries, got 1"],
    [() => objective({ ...toy, constants: { A: matrix([[1]]) } }), "toy: A must be 2 × 2, got 1 × 1"],
    [() => objective({ ...toy, constants: { sigma: 1 } }), "toy: sigma has a meaning of its own"],
    [() => objective({ ...toy, constants: { y: new Float64Array(3) }, ranges: { y: "n" } }), 'toy: no range "n"'],
    [() => leastSquares({ ...rows, labels: Float64Array.of(1) }), "leastSquares: labels must have 2 entries, got 1"],
    [() => leastSquares({ ...rows, features: matrix([]) }), "leastSquares: data must not be empty, got 0 × 0"],
    [
      () =>
        leastSquares({
          ...rows,
          features: matrix([
            [1, Number.NaN],
            [1, 2],
          ]),
        }),
      "leastSquares: features[1] must be a finite number",
    ],
    [() => logisticRegression(undefined as never), "logisticRegression: data must be a data set"],
    [() => quadratic(undefined as never), "quadratic: options must be an object, got undefined"],
    [() => gaussian({ covariance: [[1]] } as never), "gaussian: covariance must be a square matrix, as matrix("],
    [() => problem(undefined as never), "problem: options must be an object, got undefined"],
    [
      () =>
        objectiveAt(objective({ name: "toy", dimension: 1, value: ([x]) => x, gradient: () => [1], description: "" })),
      "objectiveAt: toy must be equations, got a function",
    ],
    [() => quadratic([]), "quadratic: h must not be empty"],
    [() => quadratic([1, Number.NaN]), "quadratic: h[1] must be a finite number, got NaN"],
    [
      () =>
        quadratic(
          matrix([
            [1, 2],
            [3, 1],
          ]),
        ),
      "quadratic: H must be symmetric",
    ],
    [() => quadratic({ rows: 2, columns: 3, entries: new Float64Array(6) }), "quadratic: H"],
    [() => quadratic({ row: 2 } as never), 'quadratic: unknown option "row"'],
    [() => saddle({ lambda: -1 }), "saddle: lambda must be a positive number, got -1"],
    [() => saddle({ lamda: 1 } as never), 'saddle: unknown option "lamda"; did you mean lambda?'],
    [() => logisticRegression(dataSet("digits")), "logisticRegression: labels must be ±1"],
    [() => gaussian(-1), "gaussian: sigma must be a number ≥ 0, got -1"],
    [() => gaussian([1, -1]), "gaussian: sigma[1] must be a number ≥ 0, got -1"],
    [() => gaussian("1" as never), "gaussian: sigma must be an array of numbers"],
    [
      () => gaussian({ covariance: diagonal([1, -1]) }),
      "gaussian: covariance must be symmetric and positive semidefinite, got [1, 0, 0, -1]",
    ],
    [() => studentT({ nu: 0 }), "studentT: nu must be a positive number, got 0"],
    [() => studentT({ nu: -2 }), "studentT: nu must be a positive number, got -2"],
    [() => studentT({ nu: 3, sigma: 1 } as never), 'studentT: unknown option "sigma"'],
    [() => minibatch({ batch: 0 }), "minibatch: batch must be an integer ≥ 1, got 0"],
    [() => problem({ objective: f, noise: gaussian(1), start: [1] }), "problem: start must have 2 entries, got 1"],
    [
      () => problem({ objective: f, noise: gaussian(1), start: [1, Infinity] }),
      "start[1] must be a finite number, got Infinity",
    ],
    [
      () => problem({ objective: f, noise: gaussian([1, 2, 3]), start: [1, 1] }),
      "gaussian: sigma must have 2 entries, got 3",
    ],
    [
      () => problem({ objective: f, noise: gaussian({ covariance: diagonal([1]) }), start: [1, 1] }),
      "covariance must be 2 × 2, got 1 × 1",
    ],
    [
      () => problem({ objective: f, noise: minibatch({ batch: 2 }), start: [1, 1] }),
      "must be a finite sum over a data set, got quadratic",
    ],
    [
      () => problem({ objective: f, noise: gaussian, start: [1, 1] } as never),
      "problem: noise must be a noise law, got a function",
    ],
    [
      () => objective({ name: "toy", dimension: 2, value: ["f = sum(y)"], gradient: ["G = x"], description: "" }),
      'toy, line 1 of value: unknown name "y"',
    ],
    [
      () => objective({ name: "toy", dimension: 2, value: ["f = sum(x)"], gradient: ["y = x"], description: "" }),
      "toy, gradient: the last line must give G, it gives y",
    ],
  ])("%#", (build, message) => {
    expect(build).toThrow(message);
  });
});
