/** Laws that every method of the registry obeys. */
import { describe, expect, it } from "vitest";
import { compare } from "../compare/compare.js";
import { optimizer } from "../ensemble/chain.js";
import { ensemble } from "../ensemble/ensemble.js";
import { methods } from "../methods/index.js";
import type { Method } from "../methods/method.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { prediction } from "../theory/prediction.js";

const on = problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [1, 0.5] });
const factories = methods as Readonly<Record<string, (parameters?: Readonly<Record<string, number>>) => Method>>;

/** Another value of a parameter, well inside its domain. */
function perturbed(name: string, value: number): number {
  if (name === "N" || name === "I") return value + 1;
  if (name === "eps") return value + 0.1;
  return name.startsWith("beta") ? value - 0.05 : 1.5 * value + 0.01;
}

describe.each(Object.keys(factories))("%s", (name) => {
  const method = factories[name]();

  it("has a source, and an SDE with a source and a standing", () => {
    expect(method.source).not.toBe("");
    expect(method.sdes.size).toBeGreaterThan(0);
    for (const { source, standing } of method.sdes.values()) expect([source, standing]).not.toContain("");
  });

  it("every parameter has an effect", async () => {
    // from a start that a fixed number of paths and steps leaves well behind
    const hashOf = async (parameters: Readonly<Record<string, number>>) =>
      (await ensemble(optimizer(factories[name](parameters), on), { horizon: 60 * parameters.eta, paths: 3 })).hash;
    const eta = 0.05;
    const base = await hashOf({ ...method.parameters, eta });
    for (const [parameter, value] of Object.entries(method.parameters)) {
      const changed = {
        ...method.parameters,
        eta,
        [parameter]: perturbed(parameter, parameter === "eta" ? eta : value),
      };
      expect(await hashOf(changed), parameter).not.toBe(base);
    }
  });

  it("predicts what is well formed and finite somewhere", () => {
    const predictions = method.predictions(on);
    expect(predictions.length).toBeGreaterThan(0);
    for (const p of predictions) {
      expect(prediction(p)).toBe(p);
      expect(
        [0, 0.1, 1, 10].some((t) => Number.isFinite(p.at(t))),
        p.name,
      ).toBe(true);
    }
  });

  it("compares with every SDE it has", async () => {
    const { verdict, others } = await compare(method, on, {
      horizon: 40 * method.parameters.eta,
      paths: 4,
      substeps: 2,
      sdes: [...method.sdes.keys()],
    });
    expect(verdict.split("\n")).toHaveLength(method.sdes.size);
    for (const other of others) expect(other.diverged.count).toBe(0);
  });

  it("is not changed by another method that runs beside it", async () => {
    const run = () => ensemble(optimizer(method, on), { horizon: 20 * method.parameters.eta, paths: 3, seed: 2 });
    const alone = await run();
    const [together] = await Promise.all([run(), ensemble(optimizer(factories.sgd(), on), { horizon: 1, paths: 3 })]);
    expect(together.hash).toBe(alone.hash);
  });
});
