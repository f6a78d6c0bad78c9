/** What an ensemble keeps besides means, and functions of the user's. */
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { sharedPool } from "../compiler/pool.js";

import { adam } from "../methods/adam.js";

import { method } from "../methods/method.js";
import { sgd } from "../methods/sgd.js";

import { gaussian } from "../noises/gaussian.js";

import { objective } from "../objectives/objective.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";

import { milstein } from "../solvers/milstein.js";
import { clearCache } from "./cache.js";
import { optimizer, sde } from "./chain.js";

import { ensemble } from "./ensemble.js";

import { bowl, difference, run } from "./samples.js";

beforeEach(clearCache);
afterAll(() => sharedPool().close());

describe("what is kept", () => {
  const chain = optimizer(sgd({ eta: 0.05 }), bowl);
  const options = { horizon: 1, paths: 500, record: 3, observables: ["x[1]", "x[2]", "f"] };

  it("covariances are those of the values", async () => {
    const result = await ensemble(chain, { ...options, covariances: [["x[1]", "f"]], keep: 500 });
    const covariance = result.covariance("f", "x[1]");
    const values = Array.from({ length: 500 }, (_, path) => [result.path(path, "x[1]")[3], result.path(path, "f")[3]]);
    const [a, b] = [0, 1].map((j) => values.reduce((sum, row) => sum + row[j] / 500, 0));
    expect(covariance[3]).toBeCloseTo(
      values.reduce((sum, row) => sum + ((row[0] - a) * (row[1] - b)) / 499, 0),
      12,
    );
    expect(() => result.covariance("x[1]", "x[2]")).toThrow('ask for covariances: [["x[1]", "x[2]"]]');
  });

  it("final states are those of the last recorded time", async () => {
    const result = await ensemble(chain, { ...options, final: true, keep: 500 });
    const final = result.final("x");
    expect(final.length).toBe(1500);
    for (const path of [0, 127, 128, 499]) expect(final[3 * path]).toBe(result.path(path, "x[1]")[3]);
    expect(() => result.final("v")).toThrow('no state variable "v"');
    const reference = await ensemble(chain, { ...options, final: true, executor: "reference" });
    reference.final("x").forEach((value, i) => {
      expect(value).toBeCloseTo(final[i], 12);
    });
  });

  it("quantiles counted in bins are within their width of the exact ones", async () => {
    const [exact, binned] = [
      await ensemble(chain, options),
      await ensemble(chain, { ...options, quantiles: "approximate" }),
    ];
    for (const p of [0.05, 0.5, 0.95]) {
      binned
        .series("f")
        .quantile(p)
        .slice(1)
        .forEach((value, r) => {
          expect(Math.abs(value / exact.series("f").quantile(p)[r + 1] - 1)).toBeLessThan(0.02);
        });
    }
    const none = await ensemble(chain, { ...options, quantiles: "none" });
    expect(() => none.series("f").quantile(0.5)).toThrow(
      'quantile: the values of f were not kept; ask the ensemble for quantiles: "approximate"',
    );
  });
});

describe("functions of the user's", () => {
  const closure = objective({
    name: "bowl as functions",
    dimension: 2,
    value: (x) => 0.5 * (x[0] ** 2 + 2 * x[1] ** 2),
    gradient: (x) => [x[0], 2 * x[1]],
    description: "a bowl",
  });
  const on = problem({ objective: closure, noise: gaussian(0.3), start: [1, -1] });
  const equations = problem({ objective: quadratic([1, 2]), noise: gaussian(0.3), start: [1, -1] });

  it("as objective: optimizer and SDE give what the equations give", async () => {
    for (const make of [
      (p: typeof on) => optimizer(adam({ eta: 0.05 }), p),
      (p: typeof on) => sde(sgd({ eta: 0.05 }), p),
    ]) {
      const [functions, reference] = [await run(make(on)), await run(make(equations), { executor: "reference" })];
      expect(functions.executor).toBe("closures");
      expect(difference(functions, reference)).toBeLessThan(1e-12);
    }
  });

  it("as method: with memory, on equations and on functions", async () => {
    const text = { name: "heavy ball", source: "Polyak 1964", parameters: { eta: 0.05, beta: 0.9 }, memory: { m: 0 } };
    const lines = method({ ...text, update: ["m = β*m + g", "x = x - η*m"] })();
    const written = method({
      ...text,
      update({ x, m }, g, _k, { eta, beta }) {
        for (let i = 0; i < x.length; i++) {
          m[i] = beta * m[i] + g[i];
          x[i] -= eta * m[i];
        }
      },
    })();
    for (const place of [on, equations]) {
      const functions = await run(optimizer(written, place), { observables: ["f", "mean(m)"] });
      expect(functions.executor).toBe("closures");
      const reference = await run(optimizer(lines, equations), {
        observables: ["f", "mean(m)"],
        executor: "reference",
      });
      expect(difference(functions, reference)).toBeLessThan(1e-12);
    }
  });

  it("stop, and report progress", async () => {
    const controller = new AbortController();
    let messages = 0;
    const result = await run(optimizer(sgd({ eta: 0.05 }), on), {
      paths: 1e6,
      horizon: 10,
      quantiles: "none",
      signal: controller.signal,
      progress() {
        if (++messages === 3) controller.abort();
      },
    });
    expect(result.stopped).toBe(true);
    expect(result.series("f").count[0]).toBe(result.paths);
  });

  it("cannot change the path behind its back, and say whose they are when they fail", async () => {
    let calls = 0;
    const make = (gradient: (x: Float64Array) => ArrayLike<number>) =>
      problem({
        objective: objective({ name: "mine", dimension: 2, value: () => 0, gradient, description: "mine" }),
        noise: gaussian(0.3),
        start: [1, -1],
      });
    const spoiling = make((x) => {
      const gradient = [x[0], 2 * x[1]];
      x.fill(7);
      return gradient;
    });
    const options = { observables: ["x[1]"] };
    const [spoiled, expected] = [
      await run(optimizer(sgd(), spoiling), options),
      await run(optimizer(sgd(), on), options),
    ];
    expect(spoiled.hash).toBe(expected.hash);
    const failing = make(() => {
      if (++calls > 50) throw new Error("out of data");
      return [0, 0];
    });
    await expect(run(optimizer(sgd(), failing))).rejects.toThrow("mine: gradient threw out of data");
    const short = make((x) => (x[0] === 1 ? [0, 0] : [0]));
    await expect(run(optimizer(sgd(), short))).rejects.toThrow("mine: gradient must return 2 numbers, got [0]");
  });

  it("are refused where equations are needed", async () => {
    await expect(run(optimizer(sgd(), on), { executor: "compiled" })).rejects.toThrow(
      'executor: "compiled" needs equations',
    );
    await expect(run(optimizer(sgd(), on), { precision: "f32" })).rejects.toThrow('precision: "f32" needs equations');
    expect(() => sde(sgd(), on, { solver: milstein })).toThrow("Milstein needs the gradient as equations");
    const broken = { name: "broken", dimension: 2, value: () => 1, description: "broken" };
    const place = (gradient: () => number[]) =>
      problem({ objective: objective({ ...broken, gradient }), noise: gaussian(1), start: [0, 0] });
    expect(() => place(() => [1])).toThrow("broken: gradient must return 2 numbers, got [1]");
    expect(() => place(() => undefined as never)).toThrow("broken: gradient must return 2 numbers, got undefined");
    expect(() => objective({ ...broken, gradient: ["G = x"] })).toThrow("must both be equations or both be functions");
  });
});
