/** Compiled against reference: every method and SDE on every kind of noise, and paths that leave. */
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { sharedPool } from "../compiler/pool.js";

import { methods } from "../methods/index.js";

import { sgd } from "../methods/sgd.js";

import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";

import { objective } from "../objectives/objective.js";
import { problem } from "../objectives/problem.js";

import { saddle } from "../objectives/saddle.js";

import { clearCache } from "./cache.js";
import { type Chain, optimizer, sde } from "./chain.js";

import { type Ensemble, ensemble } from "./ensemble.js";

import { bowl, dense, difference, heavy, regression, run } from "./samples.js";

beforeEach(clearCache);
afterAll(() => sharedPool().close());

const chains: [string, () => Chain][] = Object.values(methods).flatMap((factory) => {
  const one = factory();
  return [bowl, dense, heavy, regression].flatMap((on): [string, () => Chain][] => [
    [`${one.name} on ${on.description}`, () => optimizer(one, on)],
    ...[...one.sdes.keys()].map((name): [string, () => Chain] => [
      `${one.name} SDE ${name} on ${on.description}`,
      () => sde(one, on, { sde: name, substeps: 3 }),
    ]),
  ]);
});

describe("compiled and reference agree", () => {
  it.each(chains)("%s", async (_, made) => {
    const options = { observables: ["f", "x[1]", "norm(G)"], paths: 20 };
    let chain: Chain;
    try {
      chain = made();
    } catch (refusal) {
      expect((refusal as Error).message).toMatch("must have independent Gaussian noise");
      return;
    }
    let reference: Ensemble;
    try {
      reference = await run(chain, { ...options, executor: "reference" });
    } catch (refusal) {
      // an SDE that this noise does not have is refused by both, in the same words
      expect((refusal as Error).message).toMatch(
        /independent coordinates only|neither independent nor of known law|it is known only for/,
      );
      await expect(run(chain, options)).rejects.toThrow((refusal as Error).message);
      return;
    }
    const compiled = await run(chain, options);
    expect([reference.executor, compiled.executor]).toEqual(["reference", "compiled"]);
    // 60 substeps of some ten roundings of 2⁻⁵³ are 10⁻¹³; division by √v near 0 and norms near 0 lose four digits more.
    // Were a sign to turn at g within rounding of 0, the difference would be of the order of η.
    expect(difference(reference, compiled)).toBeLessThan(1e-9);
    const single = await run(chain, { ...options, precision: "f32" });
    // the same with 2⁻²⁴, and the floor of 10⁻³ by which differences are divided
    expect(difference(compiled, single)).toBeLessThan(2e-3);
  });
});

describe("paths that leave", () => {
  const trap = problem({
    objective: saddle({ h: [-1], lambda: 1e-3 }),
    noise: studentT({ nu: 0.7, scale: 0.5 }),
    start: [0],
  });
  const chain = optimizer(sgd({ eta: 0.1 }), trap);

  it.each(["until", "never"] as const)("are found at the step of the reference: %s", async (diverged) => {
    const options = { horizon: 20, paths: 300, seed: 6, record: 7, diverged };
    const [compiled, reference] = [
      await ensemble(chain, options),
      await ensemble(chain, { ...options, executor: "reference" }),
    ];
    expect(compiled.diverged.count).toBeGreaterThan(20);
    expect(compiled.diverged).toEqual(reference.diverged);
    expect(difference(compiled, reference)).toBeLessThan(1e-6);
  });

  it.each(["until", "never"] as const)(
    "leave the sums of the others alone, the first of a block too: %s",
    async (diverged) => {
      // left of 0 a path is drawn to −1, right of 0 it grows without bound
      const fork = objective({
        name: "fork",
        dimension: 1,
        value: ["f = sum(x)"],
        gradient: ["G = -0.3*max(x, 0) + (x + 1)*(1 - sign(x))/2"],
        description: "fork",
      });
      const on = problem({ objective: fork, noise: gaussian(1), start: [0.3] });
      const options = { horizon: 1300, paths: 128, record: 40, diverged };
      for (const seed of [1, 3]) {
        const chain = optimizer(sgd({ eta: 0.1 }), on);
        const [compiled, reference] = [
          await ensemble(chain, { ...options, seed }),
          await ensemble(chain, { ...options, seed, executor: "reference" }),
        ];
        expect(compiled.diverged.count).toBeGreaterThan(10);
        expect(difference(compiled, reference)).toBeLessThan(1e-9);
        const [variance, expected] = [compiled.series("f").variance, reference.series("f").variance];
        variance.slice(1).forEach((value, r) => {
          expect(Math.abs(value / expected[r + 1] - 1)).toBeLessThan(1e-9);
        });
      }
    },
  );

  it("observables that are not finite are not counted", async () => {
    const options = { horizon: 6, paths: 200, observables: ["log(x[1])", "x[1]"], record: 5 };
    const [compiled, reference] = [
      await ensemble(optimizer(sgd({ eta: 0.1 }), bowl), options),
      await ensemble(optimizer(sgd({ eta: 0.1 }), bowl), { ...options, executor: "reference" }),
    ];
    expect(difference(compiled, reference)).toBeLessThan(1e-9);
    expect(Math.min(...compiled.series("log(x[1])").count)).toBeLessThan(200);
    expect(compiled.series("x[1]").count.every((n) => n === 200)).toBe(true);
  });
});
