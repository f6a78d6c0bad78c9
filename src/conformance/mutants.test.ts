/**
 * Errors put into the SDEs of the registry that have the optimizer's own state and claim no more than the leading order in η,
 * with clipping and several workers among them: a factor 2, a dropped term, 10 %, in all dt terms or all dW terms of each
 * equation. Each must be caught: in one step, or, where it leaves an equation without noise, by the moments over time. Errors
 * in single terms, and those of all other SDEs, are in term-mutants.test.ts and homogenised-mutants.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lateMoments } from "../compare/late-moments.js";
import { againstSde, isResolved } from "../compare/one-step-moments.js";
import { type SampledSteps, sampledSteps } from "../compare/sampled-steps.js";
import { sde } from "../ensemble/chain.js";
import { methods } from "../methods/index.js";
import type { Method } from "../methods/method.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { described, mutantMethod, mutationsOf, SPECIAL } from "./mutant.js";

const on = problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [1, 0.5] });
const caught: string[] = [];

afterAll(() => {
  process.stdout.write(`caught, ${caught.length} wrong SDEs:\n${caught.join("\n")}\n`);
});

const cases = Object.values(methods).flatMap((make) => {
  const own = make().with({ eta: 0.01 });
  return [...own.sdes.keys()].flatMap((name) =>
    isResolved(own, name) && !SPECIAL.has(name) ? [[own.name, name, own] as const] : [],
  );
});

describe.each(cases)("%s, SDE %s", (_, name, own) => {
  const setting = own.sdes.get(name);
  const mutations = setting === undefined ? [] : mutationsOf(setting, [2, 0, 1.1]);
  const options = { sde: name, burnIn: setting?.burnIn ?? 0, horizon: 1, seed: 7, samples: 20_000 };
  let steps: SampledSteps;

  beforeAll(async () => {
    steps = await sampledSteps({ method: own, problem: on, ...options });
  });

  it("agrees with one step", () => {
    const { agrees, worst } = againstSde(steps, (method) => sde(method, on, { sde: name }));
    expect(agrees, JSON.stringify(worst)).toBe(true);
  });

  it.each(mutations.map((one) => [described(one), one] as const))("%s is caught", async (words, mutation) => {
    const wrong = mutantMethod(own, name, mutation);
    const isSeen = (sampled: SampledSteps): boolean => {
      const sdeAt = (method: Method) => sde(mutantMethod(method, name, mutation), on, { sde: name });
      const { agrees, neglected, worst } = againstSde(sampled, sdeAt);
      if (agrees && !neglected.includes("x")) return false;
      caught.push(`${own.name} (${name}), ${words}: in one step, z = ${worst.z.toFixed(1)}`);
      return true;
    };
    if (isSeen(steps)) return;
    const observables = ["f", "mean(x^2)"];
    const late = await lateMoments({
      method: wrong,
      problem: on,
      seed: 7,
      sde: { sde: name },
      t: 8,
      paths: 3000,
      observables,
    });
    if (late.every(({ agrees }) => agrees !== false)) {
      // 10 % of a small part needs more draws
      expect(isSeen(await sampledSteps({ method: own, problem: on, ...options, samples: 60_000 }))).toBe(true);
      return;
    }
    caught.push(`${own.name} (${name}), ${words}: by its moments over time`);
  });
});
