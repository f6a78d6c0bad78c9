/**
 * Errors put into every SDE of the registry: a factor 2, a dropped term, 10 %, in the drift and the noise of each equation.
 * Each must be caught: in one step, or, where it leaves an equation without noise, in the late moments.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faithful } from "../compare/faithful.js";
import { lateMoments } from "../compare/late-moments.js";
import { againstSde, isResolved } from "../compare/one-step-moments.js";
import { type SampledSteps, sampledSteps } from "../compare/sampled-steps.js";
import { sde } from "../ensemble/chain.js";
import { methods } from "../methods/index.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { described, mutantMethod, mutationsOf } from "./mutant.js";

const on = problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [1, 0.5] });
const caught: string[] = [];

afterAll(() => {
  process.stdout.write(`caught, ${caught.length} wrong SDEs:\n${caught.join("\n")}\n`);
});

const cases = Object.values(methods).flatMap((make) => {
  const own = make().with({ eta: 0.01 });
  return [...own.sdes.keys()].map((name) => [own.name, name, own] as const);
});

describe.each(cases)("%s, SDE %s", (_, name, own) => {
  const setting = own.sdes.get(name);
  const mutations = setting === undefined ? [] : mutationsOf(setting, [2, 0, 1.1]);
  const hasStep = isResolved(own, name);
  const options = { sde: name, burnIn: setting?.burnIn ?? 0, horizon: 1, seed: 7, samples: 20_000 };
  let steps: SampledSteps | undefined;

  beforeAll(() => {
    if (hasStep) steps = sampledSteps({ method: own, problem: on, ...options });
  });

  it.runIf(hasStep)("agrees with one step", () => {
    const { agrees, worst } = againstSde(steps as SampledSteps, (method) => sde(method, on, { sde: name }));
    expect(agrees, JSON.stringify(worst)).toBe(true);
  });

  it.each(mutations.map((one) => [described(one), one] as const))("%s is caught", async (words, mutation) => {
    const step = steps && againstSde(steps, (method) => sde(mutantMethod(method, name, mutation), on, { sde: name }));
    if (step !== undefined && (!step.agrees || step.neglected.includes("x"))) {
      caught.push(`${own.name} (${name}), ${words}: in one step, z = ${step.worst.z.toFixed(1)}`);
      return;
    }
    const wrong = mutantMethod(own, name, mutation);
    const observables = ["f", "mean(x^2)"];
    const late = await lateMoments({
      method: wrong,
      problem: on,
      sde: { sde: name },
      t: 3,
      paths: 3000,
      seed: 7,
      observables,
    });
    if (late.every(({ agrees }) => agrees)) {
      const report = await faithful(wrong, on, { sde: name, paths: 4000, samples: 500, seed: 7 });
      expect(report.isFaithful, report.verdict).toBe(false);
    }
    caught.push(`${own.name} (${name}), ${words}: by its moments over time`);
  });
});
