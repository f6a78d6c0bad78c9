/** What only the order of events can get wrong: time within a step, burn-in, workers between averages, streams. */
import { describe, expect, it } from "vitest";
import { adam } from "../methods/adam.js";
import { clippedDistributedSgd } from "../methods/clipped-distributed-sgd.js";
import { clippedSgd } from "../methods/clipped-sgd.js";
import { method } from "../methods/method.js";
import { sgd } from "../methods/sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { type Chain, optimizer, sde } from "./chain.js";
import { ensemble } from "./ensemble.js";

const line = problem({ objective: quadratic([2]), noise: gaussian(0.5), start: [1] });
const silent = problem({ objective: quadratic([2]), noise: gaussian(0), start: [1] });

it("time moves within a step: dx = t dt gives Σ t_j dt", async () => {
  const clock = method({
    name: "Clock",
    source: "test",
    parameters: { eta: 0.1 },
    update: ["x = x - η*g"],
    sde: { equations: ["dx = (t + 0*x)*dt"], source: "test", standing: "derived" },
  });
  const run = await ensemble(sde(clock(), silent, { substeps: 5 }), {
    horizon: 1,
    paths: 1,
    observables: ["x[1]"],
    record: [1],
  });
  // 50 steps of 0.02: the left sum of ∫₀¹ t dt is ½ − dt/2
  expect(run.series("x[1]").mean[0]).toBeCloseTo(1 + 0.5 - 0.01, 13);
});

describe("burn-in", () => {
  it("hands its state to the SDE", async () => {
    const run = await ensemble(sde(sgd({ eta: 0.1 }), silent, { burnIn: 4, substeps: 1 }), {
      horizon: 1,
      paths: 1,
      observables: ["x[1]"],
      record: [0.4, 0.5],
    });
    // without noise SGD and Euler at dt = η are the same map x ← 0.8 x
    expect([...run.series("x[1]").mean]).toEqual([expect.closeTo(0.8 ** 4, 14), expect.closeTo(0.8 ** 5, 14)]);
  });

  it("must end before the last recorded step", async () => {
    await expect(ensemble(sde(sgd({ eta: 0.1 }), line, { burnIn: 10 }), { horizon: 1 })).rejects.toThrow(
      "ensemble: burnIn must end before the last recorded step 10, got 10",
    );
  });
});

describe("optimizer and SDE draw from streams of their own", () => {
  const endOf = async (chain: Chain): Promise<Float64Array> => {
    const paths = 2000;
    const run = await ensemble(chain, { horizon: 1, paths, seed: 8, observables: ["x[1]"], record: [1], keep: paths });
    return Float64Array.from({ length: paths }, (_, path) => run.path(path, "x[1]")[0]);
  };
  const correlation = (a: Float64Array, b: Float64Array): number => {
    const centred = [a, b].map((values) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.map((value) => value - mean);
    });
    const product = (i: number, j: number) => centred[i].reduce((sum, value, k) => sum + value * centred[j][k], 0);
    return product(0, 1) / Math.sqrt(product(0, 0) * product(1, 1));
  };

  it.each([
    ["SGD", optimizer(sgd({ eta: 0.1 }), line), sde(sgd({ eta: 0.1 }), line)],
    ["SGD after a burn-in", optimizer(sgd({ eta: 0.1 }), line), sde(sgd({ eta: 0.1 }), line, { burnIn: 6 })],
    ["Adam", optimizer(adam({ eta: 0.1 }), line), sde(adam({ eta: 0.1 }), line)],
  ])("%s", async (_, discrete, continuous) => {
    // four standard errors of a correlation of nothing
    expect(Math.abs(correlation(await endOf(discrete), await endOf(continuous)))).toBeLessThan(4 / Math.sqrt(2000));
  });
});

describe("N workers that do not meet", () => {
  // before the first average, x̄ is the mean of N independent single runs: its variance is 1/N of theirs
  const variance = async (chain: Chain): Promise<number> => {
    const run = await ensemble(chain, { horizon: 1, paths: 4000, seed: 9, observables: ["x[1]"], record: [1] });
    return run.series("x[1]").variance[0];
  };
  const apart = clippedDistributedSgd({ eta: 0.05, c: 0.6, N: 4, I: 1000 });
  const alone = clippedSgd({ eta: 0.05, c: 0.6 });
  // the relative standard error of a variance of 4000 normal values is √(2/4000) = 2.2 %, of a ratio 3.2 %
  const band = 4 * Math.sqrt(4 / 4000);

  it("average to a fourth of the variance", async () => {
    const ratio = (4 * (await variance(optimizer(apart, line)))) / (await variance(optimizer(alone, line)));
    expect(Math.abs(ratio - 1)).toBeLessThan(band);
  });

  it("and so do the copies of the SDE", async () => {
    const ratio = (4 * (await variance(sde(apart, line, { sde: "local" })))) / (await variance(sde(alone, line)));
    expect(Math.abs(ratio - 1)).toBeLessThan(band);
  });
});

describe("what is not finite", () => {
  it("is left out of one observable at one time, and the path goes on", async () => {
    const run = await ensemble(optimizer(adam({ eta: 0.1 }), line), {
      horizon: 1,
      paths: 20,
      observables: ["m[1]/m[1]", "f"],
      record: [0, 0.5],
    });
    expect([...run.series("m[1]/m[1]").count]).toEqual([0, 20]);
    expect([...run.series("f").count]).toEqual([20, 20]);
    expect(run.diverged.count).toBe(0);
  });
});

it("Stop is heard within one long path", async () => {
  const controller = new AbortController();
  const started = performance.now();
  setTimeout(() => controller.abort(), 100);
  const run = await ensemble(optimizer(sgd({ eta: 1e-6 }), line), {
    horizon: 20,
    paths: 2,
    record: 1,
    signal: controller.signal,
  });
  expect([run.paths, run.stopped]).toEqual([0, true]);
  // 20 million steps take more than a second; stopping takes a slice of 50 ms and the timer
  expect(performance.now() - started).toBeLessThan(1000);
});
