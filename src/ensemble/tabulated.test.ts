import { describe, expect, it } from "vitest";
import { tabulate } from "../math/tabulate.js";
import { explain } from "../methods/explain.js";
import { method } from "../methods/method.js";
import { sgd } from "../methods/sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { objective } from "../objectives/objective.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { milstein } from "../solvers/milstein.js";
import { optimizer, sde } from "./chain.js";
import { ensemble } from "./ensemble.js";

// a function with a formula, so that the table can be compared with it
const table = tabulate({ from: -4, to: 4, tolerance: 1e-12 }, Math.tanh);
const bowl = problem({ objective: quadratic([1, 2]), noise: gaussian(0.3), start: [1, -1] });
const soft = (name: string, squash: string, functions = {}) =>
  method({
    name,
    source: "this test",
    parameters: { eta: 0.05 },
    functions,
    update: [`x = x - η*${squash}(g)`],
    sde: { equations: [`dx = -${squash}(G)*dt + sqrt(η)*sqrt(Σ)*dW`], source: "this test", standing: "derived" },
  })();
const tabulated = soft("tabulated", "squash", { squash: table });
const written = soft("written", "tanh");

describe("a function given by a table", () => {
  it("is what the formula is, compiled and in the reference, in update and SDE", async () => {
    const options = { horizon: 2, paths: 200, record: 4, observables: ["f", "x[1]"] };
    for (const chain of [optimizer, sde]) {
      const expected = await ensemble(chain(written, bowl), options);
      for (const executor of ["compiled", "reference"] as const) {
        const result = await ensemble(chain(tabulated, bowl), { ...options, executor });
        result.series("f").mean.forEach((value, r) => {
          // 40 steps, each off by the tolerance at most, and none of them expands
          expect(Math.abs(value - expected.series("f").mean[r])).toBeLessThan(40 * 1e-12 * 10);
        });
      }
    }
  });

  it("stands in an objective too, and is printed by its name", async () => {
    const definition = {
      name: "soft",
      dimension: 1,
      value: ["f = sum(x)"],
      gradient: ["G = squash(x)"],
      functions: { squash: table },
      description: "soft",
    };
    const place = problem({ objective: objective(definition), noise: gaussian(0.1), start: [1] });
    const [compiled, reference] = await Promise.all(
      (["compiled", "reference"] as const).map((executor) =>
        ensemble(optimizer(sgd(), place), { horizon: 1, paths: 50, executor }),
      ),
    );
    expect(compiled.series("f").mean[100]).toBeCloseTo(reference.series("f").mean[100], 12);
    expect(explain(tabulated).markdown).toContain("\\operatorname{squash}");
  });

  it("refuses what it cannot be", () => {
    expect(() => soft("bad", "tanh", { tanh: table })).toThrow("bad: tanh is a function already, choose another name");
    expect(() => soft("bad", "h", { h: Math.tanh })).toThrow(
      "bad: the function h must be a table, as tabulate makes it",
    );
    expect(() => soft("bad", "squish", { squash: table })).toThrow('unknown function "squish"; did you mean squash?');
    const noisy = method({
      name: "noisy",
      source: "this test",
      parameters: { eta: 0.05 },
      functions: { squash: table },
      update: ["x = x - η*squash(g)"],
      sde: { equations: ["dx = -G*dt + sqrt(η)*squash(x)*dW"], source: "this test", standing: "derived" },
    })();
    return expect(ensemble(sde(noisy, bowl, { solver: milstein }), { horizon: 1 })).rejects.toThrow("squash");
  });
});
