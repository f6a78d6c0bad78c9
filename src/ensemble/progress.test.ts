import { describe, expect, it } from "vitest";
import { compare } from "../compare/compare.js";
import { faithful } from "../compare/faithful.js";
import { regimeMap } from "../compare/regime-map.js";
import { scalingRule } from "../compare/scaling-rule.js";
import { conformance } from "../conformance/conformance.js";
import { progressBar } from "../figures/progress-bar.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { scalingRules } from "../theory/scaling-rules.js";
import { optimizer } from "./chain.js";
import { ensemble } from "./ensemble.js";
import { inParts, type Progress, timeLeft } from "./progress.js";

const on = problem({ objective: quadratic([2]), noise: gaussian(0.5), start: [1] });
const chain = optimizer(sgd({ eta: 0.05 }), on);

/** What a call says of itself. */
async function messagesOf(call: (progress: (one: Progress) => void) => Promise<unknown>): Promise<readonly Progress[]> {
  const messages: Progress[] = [];
  await call((one) => messages.push(one)).catch(() => undefined);
  return messages;
}

/** Shares never fall, and the last message alone says how it ended. */
function expectWhole(messages: readonly Progress[], state: Progress["state"] = "finished"): void {
  expect(messages.slice(0, -1).every((one) => one.state === "running")).toBe(true);
  expect(messages.at(-1)?.state).toBe(state);
  messages.forEach(({ share }, i) => {
    expect(share).toBeGreaterThanOrEqual(messages[i - 1]?.share ?? 0);
    expect(share).toBeLessThanOrEqual(1);
  });
}

describe("every long call says how far it is, in the same words, and how it ended", () => {
  it("an ensemble", async () => {
    const messages = await messagesOf((progress) => ensemble(chain, { horizon: 1, paths: 300, progress }));
    expectWhole(messages);
    expect(messages.at(-1)).toMatchObject({ stage: "SGD", share: 1, finished: 300, paths: 300, timeLeft: 0 });
  });

  it("an ensemble under a budget, whose share is that of the end it is nearest to", async () => {
    const options = { horizon: 100, observables: ["f"], quantiles: "none" } as const;
    const timed = await messagesOf((progress) => ensemble(chain, { ...options, budget: { seconds: 0.5 }, progress }));
    expectWhole(timed);
    // the first message comes after a tenth of a second, of five; a busy machine sends it later
    expect(timed[0].share).toBeGreaterThanOrEqual(0.19);
    const precise = { ...options, seed: 2, budget: { standardError: 2e-5 } };
    const measured = await messagesOf((progress) => ensemble(chain, { ...precise, progress }));
    expectWhole(measured);
    for (const { share, standardError } of measured.slice(0, -1)) {
      // the largest of the standard errors counts, which is no less than the last
      if (standardError > 0) expect(share).toBeLessThanOrEqual((2e-5 / standardError) ** 2 + 1e-3);
    }
  });

  it("an ensemble that is stopped, or whose listener throws", async () => {
    const signal = AbortSignal.abort();
    // a seed of its own: what an earlier run has finished would count
    const run = { horizon: 1, paths: 300, seed: 9, signal };
    const stopped = await messagesOf((progress) => ensemble(chain, { ...run, progress }));
    expect(stopped.map(({ state, finished, paths }) => [state, finished, paths])).toEqual([["stopped", 0, 300]]);
    const states: string[] = [];
    const broken = ensemble(chain, {
      horizon: 1,
      progress({ state }) {
        states.push(state);
        throw new Error("broken");
      },
    });
    await expect(broken).rejects.toThrow("broken");
    expect(states.at(-1)).toMatch(/finished|failed/);
  });

  it("a comparison", async () => {
    const run = { horizon: 1, paths: 300 };
    const messages = await messagesOf((progress) => compare(signSgd({ eta: 0.05 }), on, { ...run, progress }));
    expectWhole(messages);
    expect(messages[0]).toMatchObject({ stage: "SignSGD", share: 0, finished: 0 });
    expect(messages.find(({ stage }) => stage === "SignSGD SDE")?.share).toBe(0.5);
    expect(messages.at(-1)).toMatchObject({ finished: 600, paths: 600, share: 1 });
  });

  it("a report of faithfulness, and the conformance of which it is a part", async () => {
    const run = { paths: 100, samples: 100, etas: [0.08, 0.04, 0.02] };
    const messages = await messagesOf((progress) => faithful(signSgd({ eta: 0.02 }), on, { ...run, progress }));
    expectWhole(messages);
    const stages = messages.map(({ stage }) => stage.split(":")[0]);
    expect([...new Set(stages)]).toEqual(["one step", "weak error", "law", "late moments"]);
    const laws = await messagesOf((progress) => conformance(signSgd({ eta: 0.05 }), { paths: 100, progress }));
    expectWhole(laws);
    expect(laws.map(({ stage }) => stage)).toContain('the SDE "plain" is faithful: weak error: SignSGD SDE');
  });

  it("a map of regimes, and a scaling rule", async () => {
    const axes = { x: { name: "eta", values: [0.1, 0.2] }, y: { name: "sigma", values: [0.5] } };
    const grid = { ...axes, method: ({ eta }: Readonly<Record<string, number>>) => signSgd({ eta }), problem: on };
    const map = await messagesOf((progress) => regimeMap({ ...grid, horizon: 2, paths: 50, progress }));
    expectWhole(map);
    expect(map[0].stage).toBe("η = 0.1, σ = 0.5");
    const trial = { method: sgd, parameters: { eta: 0.05 }, problem: on, horizon: 2, paths: 50, factors: [1, 2] };
    const rule = await messagesOf((progress) => scalingRule(scalingRules.sgd, { ...trial, progress }));
    expectWhole(rule);
    expect(new Set(rule.map(({ stage }) => stage))).toEqual(new Set(["SGD, δ = 1", "SGD, δ = 2"]));
  });

  it("takes a progress bar", async () => {
    const { paths } = await ensemble(chain, { horizon: 0.1, paths: 10, progress: progressBar() });
    expect(paths).toBe(10);
  });
});

describe("work in parts", () => {
  it("says that it failed, once, and fails", async () => {
    const messages = await messagesOf((progress) =>
      inParts({ progress }, 2, async (next) => {
        next("first");
        throw new Error("no");
      }),
    );
    expectWhole(messages, "failed");
    expect(messages).toHaveLength(2);
  });

  it("tells the time that is left from what was done since it began", () => {
    expect(timeLeft(10, 0.5)).toBe(10);
    expect(timeLeft(10, 0.75, 0.5)).toBe(10);
    expect(timeLeft(10, 0.5, 0.5)).toBe(Infinity);
    expect(timeLeft(10, 1, 1)).toBe(0);
  });
});
