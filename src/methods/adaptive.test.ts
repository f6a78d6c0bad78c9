/** RMSprop's and Adam's SDEs against numbers of another program, and where they are refused. */
import { describe, expect, it } from "vitest";
import { type Chain, optimizer, type SdeOptions, sde } from "../ensemble/chain.js";
import { ensemble } from "../ensemble/ensemble.js";
import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { batchEquivalentRmsprop } from "../theory/batch-equivalent.js";
import { adam } from "./adam.js";
import { adamW } from "./adam-w.js";
import { l2Adam } from "./l2-adam.js";
import { laggedRmsprop } from "./lagged-rmsprop.js";
import type { Method } from "./method.js";
import { rmsprop } from "./rmsprop.js";

/** f = 5x₁² + x₂², σ = 0.1, from (1, 1): gradients far above the noise. */
const steep = problem({ objective: quadratic([10, 2]), noise: gaussian(0.1), start: [1, 1] });
const eta = 0.001;

/** E f at the given times, with standard errors. */
async function loss(chain: Chain, times: readonly number[]): Promise<readonly { mean: number; error: number }[]> {
  const last = times[times.length - 1];
  const run = await ensemble(chain, { paths: 400, horizon: last, record: times, seed: 5 });
  const { mean, standardError } = run.series("f");
  return times.map((t) => {
    const r = [...run.times].findIndex((time) => Math.abs(time - t) < 1e-9);
    return { mean: mean[r], error: standardError[r] };
  });
}

/** A number printed with four digits, from a run of few paths: one unit of the last digit and four standard errors. */
async function expectLoss(chain: Chain, table: Readonly<Record<number, number>>): Promise<void> {
  const times = Object.keys(table).map(Number);
  const found = await loss(chain, times);
  found.forEach(({ mean, error }, i) => {
    const expected = table[times[i]];
    const digit = 10 ** (Math.floor(Math.log10(expected)) - 3);
    expect(Math.abs(mean - expected), `E f(${times[i]}) of ${chain.name} is ${mean} ± ${error}`).toBeLessThan(
      3 * digit + 4 * error + 0.002 * expected,
    );
  });
}

describe("E f on a steep quadratic, four digits of another program", () => {
  it("RMSprop, ρ = 10: its SDE, and Malladi's, which holds where the noise dominates", async () => {
    const method = rmsprop({ eta, beta: 1 - 10 * eta });
    await expectLoss(optimizer(method, steep), { 0.3: 3.125, 0.75: 0.6945 });
    await expectLoss(sde(method, steep), { 0.3: 3.126, 0.75: 0.6971 });
    await expectLoss(sde(method, steep, { sde: "malladi" }), { 0.3: 1.493 });
  });

  it("Adam, ρ = (100, 10)", async () => {
    const method = adam({ eta, beta1: 1 - 100 * eta, beta2: 1 - 10 * eta });
    await expectLoss(optimizer(method, steep), { 0.75: 0.6437 });
    await expectLoss(sde(method, steep), { 0.75: 0.6423 });
    await expectLoss(sde(method, steep, { sde: "paper", burnIn: 1 }), { 0.75: 0.6372 });
  });

  it("Adam, ρ = (100, 1), soon after the start: looking ahead needs no burn-in and is nearer than «paper»", async () => {
    const method = adam({ eta, beta1: 1 - 100 * eta, beta2: 1 - eta });
    const at = 0.06;
    const [discrete] = await loss(optimizer(method, steep), [at]);
    await expectLoss(optimizer(method, steep), { [at]: 5.307 });
    await expectLoss(sde(method, steep, { sde: "look-ahead" }), { [at]: 5.313 });
    const distance = async (options: SdeOptions): Promise<number> =>
      Math.abs((await loss(sde(method, steep, options), [at]))[0].mean - discrete.mean);
    const ahead = await distance({ sde: "look-ahead" });
    expect(ahead).toBeLessThan(0.5 * (await distance({ sde: "paper" })));
    expect(await distance({ sde: "second order" })).toBeLessThan(ahead);
  });
});

describe("the start", () => {
  it("an SDE that is 0/0 at t = 0 is refused without burn-in, with those that are not", () => {
    for (const method of [adam(), adamW(), l2Adam()]) {
      for (const name of ["plain", "paper", "consistent", "malladi"]) {
        expect(() => sde(method, steep, { sde: name, burnIn: 0 })).toThrow(
          `sde: burnIn must be an integer ≥ 1, got 0; the SDE "${name}" of ${method.name} is singular at t = 0; ` +
            'not so "look-ahead"',
        );
      }
    }
  });

  it("«look-ahead» starts from empty averages", async () => {
    const run = await ensemble(sde(adam({ eta }), steep, { sde: "look-ahead" }), {
      paths: 20,
      horizon: 0.01,
      record: 1,
    });
    expect(run.diverged.count).toBe(0);
    // ten steps of at most η each
    expect(run.series("f").mean[1]).toBeGreaterThan(5.8);
    expect(run.series("f").mean[1]).toBeLessThan(6);
  });

  it("RMSprop's SDEs are refused from v = 0", async () => {
    for (const name of ["plain", "malladi", "second order"]) {
      await expect(
        ensemble(sde(laggedRmsprop(), steep, { sde: name, memory: { v: 0 } }), { horizon: 0.1 }),
      ).rejects.toThrow("v must start positive, got 0; start from memory");
    }
  });
});

describe("noise of infinite variance", () => {
  const heavy = problem({ objective: quadratic([1, 2]), noise: studentT({ nu: 2 }), start: [1, 1] });

  it.each([rmsprop(), laggedRmsprop(), adam(), adamW(), l2Adam()])(
    "$name has no SDE, and is told what has",
    async (one) => {
      for (const name of one.sdes.keys()) {
        await expect(
          ensemble(sde(one, heavy, { sde: name, memory: "v" in one.memory ? { v: 1 } : {} }), {
            horizon: 60 * one.parameters.eta,
          }),
        ).rejects.toThrow(
          "covariance of t noise is infinite for ν ≤ 2, got ν = 2; SignSGD and clipping do have an SDE",
        );
      }
      expect(one.predictions(heavy)).toEqual([]);
    },
  );

  it("the optimizer itself runs, from a v that needs no σ", async () => {
    const run = await ensemble(optimizer(rmsprop(), heavy, { memory: { v: 1 } }), { paths: 5, horizon: 0.1 });
    expect(run.diverged.count).toBe(0);
  });
});

describe("the batch-equivalent regime", () => {
  it("Malladi's SDE misses the optimizer by the order of τ, with noise that does not vanish", async () => {
    const errors: { gap: number; error: number; spread: number }[] = [];
    for (const tau of [1 / 4, 1 / 16]) {
      const { sigma, ...parameters } = batchEquivalentRmsprop({ tau, c: 0.5, gamma: 1, eps: 0.1 });
      const on = problem({ objective: quadratic([1]), noise: gaussian(sigma), start: [2] });
      const method: Method = laggedRmsprop(parameters);
      // kτ = 2
      const options = { paths: 40_000, horizon: 2 / parameters.eta, record: 1, observables: ["x[1]"] };
      const memory = { v: sigma ** 2 };
      const discrete = (await ensemble(optimizer(method, on, { memory }), options)).series("x[1]");
      const continuous = (
        await ensemble(sde(method, on, { memory, sde: "malladi", substeps: 16 }), { ...options, seed: 2 })
      ).series("x[1]");
      errors.push({
        gap: Math.abs(discrete.mean[1] - continuous.mean[1]),
        error: Math.hypot(discrete.standardError[1], continuous.standardError[1]),
        spread: Math.sqrt(continuous.variance[1]),
      });
    }
    const [coarse, fine] = errors;
    expect(coarse.gap).toBeGreaterThan(4 * coarse.error);
    expect(fine.gap - 4 * fine.error).toBeLessThan(coarse.gap / 2);
    // OU at rate 1/1.1 with noise 1/1.1: the deviation is near √(1/2.2) (1 − e^{−3.6})^{1/2} = 0.67 at either τ
    for (const { spread } of errors) expect(Math.abs(spread - 0.67)).toBeLessThan(0.03);
  });
});

describe("L2 Adam", () => {
  it("is AdamW where there is no decay, up to rounding", async () => {
    const shared = { eta: 0.01, beta1: 0.9, beta2: 0.99, eps: 1e-8 };
    const on = problem({ objective: quadratic([1]), noise: gaussian(1), start: [0.3] });
    const options = { paths: 3, horizon: 1, seed: 4 };
    const [none, decoupled] = [
      (await ensemble(optimizer(l2Adam({ ...shared, l2: 0 }), on), options)).series("f").mean,
      (await ensemble(optimizer(adamW({ ...shared, lambda: 0 }), on), options)).series("f").mean,
    ];
    none.forEach((value, r) => {
      expect(value).toBeCloseTo(decoupled[r], 13);
    });
  });
});
