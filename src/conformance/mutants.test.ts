/**
 * Errors put into the SDEs of the registry: a factor 2, a dropped term, 10 %, in the drift and the noise of each equation. Each
 * must be caught: in one step, or, where it leaves an equation without noise, by the moments over time. The SDEs that
 * average a memory out have no step to compare; 10 % in their equations is caught by sign-momentum-statistics.test.ts. Those with
 * terms of higher order in η, which vanish from one step as η → 0, are held to their order by exact moments elsewhere; those of
 * Malladi et al. are for noise that dominates, and are refuted here as they stand.
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
import { described, mutantMethod, mutationsOf } from "./mutant.js";

const on = problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [1, 0.5] });
const caught: string[] = [];

afterAll(() => {
  process.stdout.write(`caught, ${caught.length} wrong SDEs:\n${caught.join("\n")}\n`);
});

const FINER: ReadonlySet<string> = new Set(["consistent", "look-ahead", "second order", "paper", "malladi"]);

const cases = Object.values(methods).flatMap((make) => {
  const own = make().with({ eta: 0.01 });
  return [...own.sdes.keys()].flatMap((name) =>
    isResolved(own, name) && !FINER.has(name) ? [[own.name, name, own] as const] : [],
  );
});

describe.each(cases)("%s, SDE %s", (_, name, own) => {
  const setting = own.sdes.get(name);
  const mutations = setting === undefined ? [] : mutationsOf(setting, [2, 0, 1.1]);
  const options = { sde: name, burnIn: setting?.burnIn ?? 0, horizon: 1, seed: 7, samples: 20_000 };
  let steps: SampledSteps;

  beforeAll(() => {
    steps = sampledSteps({ method: own, problem: on, ...options });
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
    if (late.every(({ agrees }) => agrees)) {
      // 10 % of a small part needs more draws
      expect(isSeen(sampledSteps({ method: own, problem: on, ...options, samples: 60_000 }))).toBe(true);
      return;
    }
    caught.push(`${own.name} (${name}), ${words}: by its moments over time`);
  });
});
