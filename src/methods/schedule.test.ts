import { describe, expect, it } from "vitest";
import { optimizer, sde } from "../ensemble/chain.js";
import { sdeCoefficients } from "../ensemble/coefficients.js";
import { ensemble, prepare } from "../ensemble/ensemble.js";
import { replay } from "../ensemble/replay.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { adamW } from "./adam-w.js";
import { clippedSgd } from "./clipped-sgd.js";
import { method } from "./method.js";
import { momentum } from "./momentum.js";
import { schedule } from "./schedule.js";
import { sgd } from "./sgd.js";

const on = problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [1, 0.5] });
const decaying = schedule(0.1, "1/(1 + t)");

describe("a schedule", () => {
  it("of η multiplies the step of x, at t = kη", () => {
    const states = replay(sgd({ eta: decaying }), { start: [1], steps: 3, gradient: () => [1] });
    let x = 1;
    states.forEach((state, k) => {
      x -= 0.1 / (1 + 0.1 * k);
      expect(state.x[0]).toBeCloseTo(x, 14);
    });
  });

  it("of η multiplies drift and diffusion of x and leaves η and time alone", () => {
    const at = (method_: ReturnType<typeof adamW>, t: number) =>
      sdeCoefficients(sde(method_, on, { burnIn: 1 }), { x: [1, 1], m: [0.5, 0.2], v: [0.3, 0.4] }, t);
    const plain = at(adamW({ eta: 0.1 }), 2);
    const moved = at(adamW({ eta: decaying }), 2);
    plain.drift.x.forEach((value, i) => {
      expect(moved.drift.x[i]).toBeCloseTo(value / 3, 13);
      expect(moved.drift.m[i]).toBeCloseTo(plain.drift.m[i], 13);
    });
  });

  it("of another parameter stands wherever the parameter does", () => {
    const method_ = clippedSgd({ eta: 0.1, c: schedule(2, "exp(-t)") });
    const [, second] = replay(method_, { start: [0], steps: 2, gradient: () => [10] });
    expect(second.x[0]).toBeCloseTo(-0.1 * 2 - 0.1 * 2 * Math.exp(-0.1), 13);
    const { drift } = sdeCoefficients(sde(method_, on), { x: [100, 100] }, 1);
    expect(drift.x[0]).toBeCloseTo(-2 * Math.exp(-1), 10);
  });

  it("lets optimizer and SDE agree where a constant rate would not", async () => {
    // η is so small that the modelling error O(η) stays below the standard error of 3000 paths
    const run = { horizon: 4, paths: 3000, record: 4 };
    const method_ = sgd({ eta: schedule(0.002, "1/(1 + t)") });
    const [x, X, constant] = await Promise.all([
      ensemble(optimizer(method_, on), { ...run, seed: 3 }),
      ensemble(sde(method_, on, { substeps: 4 }), { ...run, seed: 4 }),
      ensemble(sde(sgd({ eta: 0.002 }), on, { substeps: 4 }), { ...run, seed: 5 }),
    ]);
    const z = (other: typeof X, r: number): number => {
      const [a, b] = [x, other].map((one) => one.series("f"));
      return (a.mean[r] - b.mean[r]) / Math.hypot(a.standardError[r], b.standardError[r]);
    };
    for (const r of [1, 2, 4]) expect(Math.abs(z(X, r))).toBeLessThan(4);
    expect(Math.abs(z(constant, 4))).toBeGreaterThan(20);
  });

  it("is kept when η changes, and has no predictions made for constants", () => {
    const method_ = sgd({ eta: decaying });
    expect(method_.at(0.05).parameters.eta).toBe(0.05);
    expect(method_.at(0.05).schedules.get("eta")?.text).toBe("1/(1 + t)");
    expect(method_.predictions(on)).toEqual([]);
  });

  it.each([
    [
      momentum({ beta: schedule(0.9, "1 + t") }),
      "the schedule of β in Momentum must be in [0, 1] until t = 1, got 1.0125",
    ],
    [sgd({ eta: schedule(0.1, "1 - 2*t") }), "the schedule of η in SGD must be finite and at least 0 until t = 1, got"],
    [
      sgd({ eta: schedule(0.1, "1/(t - 1/2)") }),
      "the schedule of η in SGD must be finite and at least 0 until t = 1, got -0.2 at t = 0",
    ],
  ])("is refused where it leaves its range before the run ends", (own, words) => {
    expect(() => prepare(optimizer(own, on), { horizon: 1 })).toThrow(`ensemble: ${words}`);
  });

  it("may end at the border of its range", () => {
    expect(() => prepare(optimizer(sgd({ eta: schedule(0.1, "1 - t") }), on), { horizon: 1 })).not.toThrow();
    const X = sde(momentum({ beta: schedule(0.9, "1 - t/2") }).at(0.001), on);
    expect(() => prepare(X, { horizon: 1 })).not.toThrow();
  });

  it("of a decay keeps its rate when η changes", () => {
    const own = momentum({ eta: 0.1, beta: schedule(0.9, "1 - t/2") });
    const chains = [own, own.at(0.01)].map((one) => sde(one, on));
    const drifts = chains.map((chain) => sdeCoefficients(chain, { x: [1, 1], m: [0.5, 0.2] }, 0.7).drift);
    // ρ(t) = (1 − β(t))/η
    expect(drifts[1].m[0]).toBeCloseTo(drifts[0].m[0], 12);
  });

  it("is refused where it makes no sense", () => {
    expect(() => schedule(0.1, "1/k")).toThrow('schedule: the factor must be an expression of t, got "k"');
    expect(() => sgd({ eta: schedule(-1, "t") })).toThrow("SGD: eta must be a positive number, got -1");
    const velocity = method({
      name: "velocity",
      source: "test",
      parameters: { eta: 0.1 },
      memory: { v: 0 },
      update: ["v = v - η*g", "x = x + v"],
    });
    expect(() => velocity({ eta: decaying })).toThrow(
      "velocity: η may be a schedule where it only multiplies the step of x, but v uses it",
    );
  });
});
