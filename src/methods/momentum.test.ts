/** Predictions of the forms of momentum against ensembles. */
import { describe, expect, it } from "vitest";
import { optimizer, sde } from "../ensemble/chain.js";
import { ensemble } from "../ensemble/ensemble.js";
import { matrix } from "../math/vector.js";
import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { exactOrnsteinUhlenbeck } from "../solvers/exact-ornstein-uhlenbeck.js";
import { heavyBall } from "./heavy-ball.js";
import { momentum } from "./momentum.js";
import { nesterov } from "./nesterov.js";
import { pytorchMomentum } from "./pytorch-momentum.js";
import { sgd } from "./sgd.js";

const H = matrix([
  [2, 0.8],
  [0.8, 1],
]);
const covariance = matrix([
  [0.3, -0.1],
  [-0.1, 0.2],
]);
const on = problem({ objective: quadratic(H), noise: gaussian({ covariance }), start: [1, -0.5] });

describe.each([
  ["SGD", sgd({ eta: 0.05 }), "E f(X_t), Ornstein–Uhlenbeck", 2],
  ["averaged", momentum({ eta: 0.05, beta: 0.8 }), "E f(X_t), linear SDE", 2],
  ["PyTorch", pytorchMomentum({ eta: 0.01, beta: 0.8 }), "E f(X_t), linear SDE", 0.4],
  ["heavy ball", heavyBall({ eta: 0.01, beta: 0.8 }), "E f(X_t), linear SDE", 0.4],
  ["Nesterov", nesterov({ eta: 0.01, beta: 0.8 }), "E f(X_t), linear SDE", 0.4],
] as const)("predictions of E f, %s, full Hessian and correlated noise", (_, method, ofSde, horizon) => {
  const PATHS = 20_000;
  const prediction = (name: string) => {
    const found = method.predictions(on).find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`no prediction ${name}`);
    return found;
  };

  it.each([
    ["the optimizer", optimizer(method, on), "E f(x_k), linear recursion"],
    ["the SDE", sde(method, on, { solver: exactOrnsteinUhlenbeck, substeps: 1 }), ofSde],
  ] as const)("%s", async (_name, chain, name) => {
    const result = await ensemble(chain, { paths: PATHS, horizon, record: 4, seed: 5 });
    const { mean, standardError } = result.series("f");
    const z = (factor: number): number =>
      Math.max(
        ...[1, 2, 4].map((r) => Math.abs(mean[r] - factor * prediction(name).at(result.times[r])) / standardError[r]),
      );
    expect(z(1)).toBeLessThan(4);
    expect(z(1.1)).toBeGreaterThan(4);
  });

  it("come to the floor", () => {
    const floor = prediction("floor of the recursion").at(0);
    expect(
      Math.abs(prediction("E f(x_k), linear recursion").at(400 * method.parameters.eta * 10) / floor - 1),
    ).toBeLessThan(1e-9);
  });
});

it("noise without a variance has no such predictions", () => {
  const heavy = problem({ objective: quadratic([1, 2]), noise: studentT({ nu: 2, scale: 0.3 }), start: [1, 1] });
  for (const method of [sgd(), momentum(), nesterov()]) expect(method.predictions(heavy)).toEqual([]);
});
