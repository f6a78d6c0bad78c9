/** The objectives that stand for a shape of landscape: gradients, curvatures, and the constants their descriptions state. */
import { describe, expect, it } from "vitest";
import { sde } from "../ensemble/chain.js";
import { sdeCoefficients } from "../ensemble/coefficients.js";
import { objectiveAt } from "../ensemble/objective-at.js";
import { symmetricEigen } from "../math/eigen.js";
import { type Matrix, matrix } from "../math/vector.js";
import { method } from "../methods/method.js";
import { gaussian } from "../noises/gaussian.js";
import { doubleWell } from "./double-well.js";
import { expression } from "./expression.js";
import { linearRegressionDesign } from "./linear-regression-design.js";
import type { Objective } from "./objective.js";
import { phaseRetrieval } from "./phase-retrieval.js";
import { problem } from "./problem.js";
import { quartic } from "./quartic.js";
import { rosenbrock } from "./rosenbrock.js";
import { saddle } from "./saddle.js";

const probe = method({
  name: "probe",
  source: "test",
  parameters: { eta: 0.1 },
  memory: { v: 0 },
  update: ["v = v + 0*g", "x = x - η*g"],
  sde: { equations: ["dx = hessian(v)*dt", "dv = 0*v*dt"], source: "test", standing: "derived" },
})();

/** ∇²f(x), column by column by hessian(v). */
function hessianAt(objective: Objective, x: readonly number[]): Matrix {
  const d = objective.dimension;
  const on = sde(probe, problem({ objective, noise: gaussian(1), start: x }));
  const entries = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    const v = Array.from({ length: d }, (_, i) => (i === j ? 1 : 0));
    sdeCoefficients(on, { x, v }).drift.x.forEach((value, i) => {
      entries[i * d + j] = value;
    });
  }
  return { rows: d, columns: d, entries };
}
const curvatures = (objective: Objective, x: readonly number[]): readonly number[] => [
  ...symmetricEigen(hessianAt(objective, x)).values,
];

const H = matrix([
  [1, 0.3],
  [0.3, 2],
]);
const members: readonly Objective[] = [
  quartic(3),
  doubleWell({ barrier: 0.7, width: 1.3, across: [2, 3] }),
  rosenbrock(),
  rosenbrock({ dimension: 5, steepness: 10 }),
  phaseRetrieval([1, -0.5, 0.2]),
  linearRegressionDesign({ covariance: [1, 2], optimum: [0.5, -0.3], labelNoise: 0.4 }),
  linearRegressionDesign({ covariance: H, optimum: [0.5, -0.3], labelNoise: 0.4 }),
  saddle(),
  expression("(x[1] - 1)^2 + 100*(x[2] - x[1]^2)^2"),
  expression("log(1 + exp(x[1]*norm(x))) + dot(x, A*x)*x[2] + mean(tanh(A*x))", { dimension: 2, constants: { A: H } }),
];

describe.each(members.map((one) => [one.description, one] as const))("%s", (_, one) => {
  const at = objectiveAt(one);
  const x = Array.from({ length: one.dimension }, (__, i) => 0.3 + 0.17 * (i % 2 === 0 ? i : -i));
  const moved = (i: number, by: number) => at(x.map((value, j) => (j === i ? value + by : value)));
  const h = 1e-5;

  it("has the gradient of its value", () => {
    const { G } = at(x);
    // truncation h² f‴/6, with f‴ up to 2400 here, and rounding ε f/h balance to 10⁻⁸ and less
    G.forEach((slope, i) => {
      expect(Math.abs((moved(i, h).f - moved(i, -h).f) / (2 * h) - slope)).toBeLessThan(1e-7);
    });
  });

  it("has the Hessian of its value by hessian(v)", () => {
    const { entries } = hessianAt(one, x);
    const d = one.dimension;
    for (let j = 0; j < d; j++) {
      const [ahead, behind] = [moved(j, h).G, moved(j, -h).G];
      ahead.forEach((value, i) => {
        expect(Math.abs((value - behind[i]) / (2 * h) - entries[i * d + j])).toBeLessThan(1e-6);
        expect(Math.abs(entries[i * d + j] - entries[j * d + i])).toBeLessThan(
          1e-12 * (1 + Math.abs(entries[i * d + j])),
        );
      });
    }
  });
});

describe("known points", () => {
  const close = (values: readonly number[], expected: readonly number[], digits = 12): void => {
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], digits);
    });
  };

  it("the quartic is flat at its minimum, and its descent contracts below η x² = 2", () => {
    expect(objectiveAt(quartic(2))([0, 0])).toEqual({ f: 0, G: [0, 0] });
    expect(objectiveAt(quartic())([2])).toEqual({ f: 4, G: [8] });
    close(curvatures(quartic(2), [1, 2]), [3, 12]);
  });

  it("the double well has its barrier, and the curvatures of its minima and its pass", () => {
    const f = doubleWell({ barrier: 0.7, width: 1.3, across: [5] });
    expect(objectiveAt(f)([1.3, 0])).toEqual({ f: 0, G: [0, 0] });
    expect(objectiveAt(f)([-1.3, 0]).f).toBe(0);
    expect(objectiveAt(f)([0, 0])).toEqual({ f: 0.7, G: [0, 0] });
    close(curvatures(f, [1.3, 0]), [(8 * 0.7) / 1.69, 5]);
    close(curvatures(f, [0, 0]), [(-4 * 0.7) / 1.69, 5]);
  });

  it("Rosenbrock's valley", () => {
    expect(objectiveAt(rosenbrock())([1, 1])).toEqual({ f: 0, G: [0, 0] });
    expect(objectiveAt(rosenbrock())([-1.2, 1]).f).toBeCloseTo(24.2, 12);
    close([...hessianAt(rosenbrock(), [1, 1]).entries], [802, -400, -400, 200]);
    // (1002 ∓ √(602² + 800²))/2
    close(curvatures(rosenbrock(), [1, 1]), [0.3993607674876, 1001.6006392325123], 9);
    expect(objectiveAt(rosenbrock({ dimension: 4 }))([1, 1, 1, 1])).toEqual({ f: 0, G: [0, 0, 0, 0] });
    // the second minimum of d = 4, to the digits given in the literature
    const second = [-0.775659, 0.613093, 0.382063, 0.145972];
    for (const slope of objectiveAt(rosenbrock({ dimension: 4 }))(second).G) expect(Math.abs(slope)).toBeLessThan(2e-3);
    expect(curvatures(rosenbrock({ dimension: 4 }), second)[0]).toBeGreaterThan(0);
  });

  it("phase retrieval has its minima, saddles and maximum", () => {
    const f = phaseRetrieval([3, 4, 0]); // |x*|² = 25
    const at = objectiveAt(f);
    expect(at([-3, -4, 0]).f).toBeCloseTo(0, 10);
    close(curvatures(f, [3, 4, 0]), [50, 50, 150], 10);
    expect(at([0, 0, 5 / Math.sqrt(3)]).f).toBeCloseTo((2 / 3) * 625, 10);
    close(at([0, 0, 5 / Math.sqrt(3)]).G, [0, 0, 0], 10);
    close(curvatures(f, [0, 0, 5 / Math.sqrt(3)]), [-50, 0, 50], 10);
    close(curvatures(f, [0, 0, 0]), [-75, -25, -25], 10);
    expect(at([0, 0, 0]).f).toBeCloseTo(0.75 * 625, 10);
  });

  it("the embedded saddle has the curvatures of its two minima", () => {
    close(curvatures(saddle(), [1.05124922, 0]), [2, 2.105124922], 8);
    close(curvatures(saddle(), [-0.9512492197, 0]), [1.904875078, 2], 8);
    close(curvatures(saddle(), [0, 0]), [-1, 2]);
  });

  it("linear regression is least where its labels' noise is left", () => {
    const f = linearRegressionDesign({ covariance: H, optimum: [0.5, -0.3], labelNoise: 0.4 });
    expect(objectiveAt(f)([0.5, -0.3]).f).toBeCloseTo(0.08, 15);
    expect(objectiveAt(f)([0.5, -0.3]).G).toEqual([0, 0]);
    expect(f.minimum).toBeCloseTo(0.08, 15);
    close([...hessianAt(f, [2, 1]).entries], [1, 0.3, 0.3, 2]);
  });

  it("an expression is the objective it writes out", () => {
    const [own, other] = [expression("(x[1] - 1)^2 + 100*(x[2] - x[1]^2)^2"), rosenbrock()].map(objectiveAt);
    close(own([0.3, -0.7]).G, other([0.3, -0.7]).G, 11);
    expect(objectiveAt(expression("sum(x)", { dimension: 2 }))([1, 2]).G).toEqual([1, 1]);
    expect(objectiveAt(expression("2*x[2]", { dimension: 3 }))([1, 2, 3]).G).toEqual([0, 2, 0]);
    expect(objectiveAt(expression("λ*x[1]", { constants: { λ: 3 } }))([1]).G).toEqual([3]);
  });
});

describe("bad input", () => {
  it.each<[() => unknown, string]>([
    [() => quartic(0), "quartic: dimension must be an integer ≥ 1, got 0"],
    [() => doubleWell({ barrier: 0 }), "doubleWell: barrier must be a positive number, got 0"],
    [() => doubleWell({ across: [1, -2] }), "doubleWell: across[1] must be a positive number, got -2"],
    [() => doubleWell({ widht: 1 } as never), 'doubleWell: unknown option "widht"; did you mean width?'],
    [() => rosenbrock({ dimension: 1 }), "rosenbrock: dimension must be an integer ≥ 2, got 1"],
    [() => phaseRetrieval([0, 0]), "phaseRetrieval: signal must not be 0"],
    [
      () => linearRegressionDesign({ covariance: [1, -1] }),
      "linearRegressionDesign: covariance[1] must be a number ≥ 0",
    ],
    [() => linearRegressionDesign({ covariance: matrix([[-1]]) }), "must be positive semidefinite"],
    [
      () => linearRegressionDesign({ covariance: [1], optimum: [1, 2] }),
      "linearRegressionDesign: optimum must have 1 entries, got 2",
    ],
    [
      () => linearRegressionDesign(undefined as never),
      "linearRegressionDesign: options must be an object, got undefined",
    ],
    [() => expression("x[1] + x", { dimension: 2 }), 'expression: f must be a number, got a vector from "x[1] + x"'],
    [() => expression("sum(x)"), "expression: dimension must be given where x stands as a whole"],
    [() => expression("x[3]", { dimension: 2 }), "expression: dimension must be an integer ≥ 3, got 2"],
    [() => expression("y*x[1]"), 'expression: unknown name "y"; did you mean x?'],
    [() => expression("x[1]*e1", { constants: { e1: 2 } }), "expression: e1 is a unit vector, choose another name"],
    [
      () => expression("max(x)", { dimension: 2 }),
      'expression: no gradient of "max(x)": no rule for max; give objective() the gradient',
    ],
  ])("%#", (build, message) => {
    expect(build).toThrow(message);
  });
});
