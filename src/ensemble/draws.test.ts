import { describe, expect, it } from "vitest";
import { optimizer, sde } from "../ensemble/chain.js";
import { sdeCoefficients } from "../ensemble/coefficients.js";
import { ensemble } from "../ensemble/ensemble.js";
import { matrix } from "../math/vector.js";
import { type MethodDefinition, method } from "../methods/method.js";
import { gaussian } from "../noises/gaussian.js";
import { minibatch } from "../noises/minibatch.js";
import { leastSquares } from "../objectives/least-squares.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";

const define = (change: Partial<MethodDefinition<{ eta: number }>>) =>
  method({
    name: "drawing",
    source: "this test",
    parameters: { eta: 0.1 },
    draws: { z: "normal", xi: "normal" },
    update: ["x = x - η*(g + 2*z - ξ)"],
    ...change,
  });
const flat = problem({ objective: quadratic([0, 0, 0]), noise: gaussian(1), start: [0, 0, 0] });

describe("draws of a method's own", () => {
  it("are standard normal and independent of each other and of the gradient's noise", async () => {
    // x_1 = −η (noise + 2z − ξ), of variance η² (1 + 4 + 1) in each coordinate
    const { series } = await ensemble(optimizer(define({})(), flat), {
      horizon: 0.1,
      paths: 40_000,
      observables: ["x[1]/0.1", "(x[1]/0.1)^2", "x[1]*x[2]/0.01"],
      record: 1,
    });
    for (const [observable, expected] of [
      ["x[1]/0.1", 0],
      ["(x[1]/0.1)^2", 6],
      ["x[1]*x[2]/0.01", 0],
    ] as const) {
      const { mean, standardError } = series(observable);
      expect(Math.abs(mean[1] - expected) / standardError[1]).toBeLessThan(4);
    }
  });

  it("are the same in both executors, with several workers and beside a minibatch too", async () => {
    const features = matrix([
      [1, 2],
      [-1, 0.5],
      [0.3, -2],
    ]);
    const data = { name: "three rows", features, labels: Float64Array.of(1, -1, 2), featureNames: ["a", "b"] };
    const rows = problem({ objective: leastSquares(data), noise: minibatch({ batch: 1 }), start: [0.4, -0.2] });
    const team = method({
      name: "drawing workers",
      source: "this test",
      parameters: { eta: 0.1, N: 3 },
      draws: { z: "normal" },
      workers: { count: "N" },
      update: ["x = x - η*(g + z)"],
    });
    for (const chain of [optimizer(define({})(), flat), optimizer(team(), flat), optimizer(team(), rows)]) {
      const [compiled, reference] = await Promise.all(
        (["compiled", "reference"] as const).map((executor) =>
          ensemble(chain, { horizon: 2, paths: 40, executor, observables: ["x[1]", "x[2]"], keep: 40, record: 4 }),
        ),
      );
      for (let path = 0; path < 40; path++) {
        // 20 steps of sums whose order may differ
        compiled.path(path, "x[2]").forEach((value, r) => {
          expect(Math.abs(value - reference.path(path, "x[2]")[r])).toBeLessThan(1e-13);
        });
      }
    }
  });

  it("differ from worker to worker, step to step and path to path", async () => {
    const team = method({
      name: "averaging",
      source: "this test",
      parameters: { eta: 0.1, N: 4 },
      draws: { z: "normal" },
      workers: { count: "N" },
      update: ["x = x - η*(z + 0*g)"],
    });
    const { series } = await ensemble(optimizer(team(), flat), {
      horizon: 1,
      paths: 20_000,
      observables: ["(x[1]/0.1)^2"],
      record: 1,
    });
    // ten steps, each the mean of four
    const { mean, standardError } = series("(x[1]/0.1)^2");
    expect(Math.abs(mean[1] - 10 / 4) / standardError[1]).toBeLessThan(4);
  });

  it.each([
    [{ update: ["x = x - η*(g + z)"] }, "the draw ξ has no effect"],
    [{ draws: { eta: "normal" } }, "η is both a parameter and a draw"],
    [{ draws: { dW: "normal" } }, "dW has a meaning of its own"],
    [{ update: ["z = g", "x = x - η*(z + ξ)"] }, "z cannot be assigned"],
    [{ update: (): void => undefined }, "draws are for an update given by lines, got a function"],
    [{ draws: { z: "uniform" } }, 'the law of the draw z must be "normal", got "uniform"'],
  ])("%j is refused", (change, message) => {
    expect(() => define(change as never)()).toThrow(message);
  });
});

describe("reductions of an increment", () => {
  const along = (line: string) =>
    method({
      name: "along",
      source: "this test",
      parameters: { eta: 0.1 },
      update: ["x = x - η*g"],
      sde: { equations: [line], source: "this test", standing: "derived" },
    });

  it("dot, sum and mean are linear in dW", () => {
    const at = problem({ objective: quadratic([1, 1]), noise: gaussian(1), start: [3, 4] });
    const chain = sde(along("dx = -G*dt + x*dot(x, dW) + sum(dW)*x + mean(dU)*G")(), at);
    const { drift, diffusion } = sdeCoefficients(chain, { x: [3, 4] });
    expect([...drift.x]).toEqual([-3, -4]);
    expect([...diffusion.x.entries]).toEqual([12, 15, 1.5, 1.5, 16, 20, 2, 2]);
  });

  it.each([
    ["dx = -G*dt + x*dot(dW, dW)", "dt and dW may stand only once in a product"],
    ["dx = -G*dt + x*norm(dW)", "dt and dW may not stand inside norm"],
    ["dx = -G*dt + x*dot(x, G)", "every term must carry one factor dt or dW"],
  ])("%s is refused", (line, message) => {
    expect(() => along(line)).toThrow(message);
  });
});
