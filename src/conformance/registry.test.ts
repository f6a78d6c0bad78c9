/** Laws that every method of the registry obeys; whether its SDEs are faithful is asked where wrong ones are caught. */
import { describe, expect, it } from "vitest";
import { optimizer } from "../ensemble/chain.js";
import { ensemble } from "../ensemble/ensemble.js";
import { methods } from "../methods/index.js";
import { method } from "../methods/method.js";
import { sgd } from "../methods/sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { conformance } from "./conformance.js";

const on = problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [1, 0.5] });

describe.each(Object.keys(methods))("%s", (name) => {
  const own = methods[name]();

  it("conforms", async () => {
    const { laws } = await conformance(own, { paths: 0 });
    expect(laws.filter(({ holds }) => !holds)).toEqual([]);
  });

  it("has an SDE with a standing, and predictions", () => {
    expect(own.sdes.size).toBeGreaterThan(0);
    for (const { standing } of own.sdes.values()) expect(standing).not.toBe("");
    expect(own.predictions(on).length).toBeGreaterThan(0);
  });

  it("is not changed by another method that runs beside it", async () => {
    const run = () => ensemble(optimizer(own, on), { horizon: 20 * own.parameters.eta, paths: 3, seed: 2 });
    const alone = await run();
    const [together] = await Promise.all([run(), ensemble(optimizer(sgd(), on), { horizon: 1, paths: 3 })]);
    expect(together.hash).toBe(alone.hash);
  });
});

describe("conformance", () => {
  it("names the law that is broken", async () => {
    const wrong = method({
      name: "wrong",
      source: "test",
      parameters: { eta: 0.02, c: 1e9 },
      update: ["x = x - η*clip(g, c)"],
      sde: { equations: ["dx = -2*G*dt + sqrt(η)*sqrt(Σ)*dW"], source: "", standing: "derived" },
    });
    const { holds, verdict, laws } = await conformance(wrong(), { paths: 2000 });
    expect(holds).toBe(false);
    expect(verdict).toMatch(
      /^wrong breaks 3 of 8 laws: says where it is from, every parameter has an effect, the SDE "plain" is faithful\.$/,
    );
    expect(laws.find(({ law }) => law === "every parameter has an effect")?.detail).toBe("c has no effect");
  });

  it("refuses what is no method", async () => {
    await expect(conformance(sgd as never)).rejects.toThrow("call it first");
  });
});
