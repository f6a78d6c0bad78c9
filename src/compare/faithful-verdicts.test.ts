/** Right SDEs that are easily taken for wrong, and wrong ones that are easily taken for right. */
import { describe, expect, it } from "vitest";
import { adamW } from "../methods/adam-w.js";
import { clippedSgd } from "../methods/clipped-sgd.js";
import { type Method, method } from "../methods/method.js";
import { momentum } from "../methods/momentum.js";
import { schedule } from "../methods/schedule.js";
import { signSgd } from "../methods/sign-sgd.js";
import { signum } from "../methods/signum.js";
import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";
import { doubleWell } from "../objectives/double-well.js";
import { type Problem, type ProblemOptions, problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { type FaithfulOptions, faithful } from "./faithful.js";

const on = (own: Partial<ProblemOptions> = {}): Problem =>
  problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [1, 0.5], ...own });

/** SGD with an SDE of one's own. */
const sgdWith = (equation: string): Method =>
  method({
    name: "SGD",
    source: "test",
    parameters: { eta: 0.01 },
    update: ["x = x - η*g"],
    sde: { equations: [equation], source: "test", standing: "derived" },
  })();

const RIGHT = "dx = -G*dt + sqrt(η)*sqrt(Σ)*dW";
const quick = { paths: 1000, samples: 10_000 };
type Case = readonly [string, Method, Problem, FaithfulOptions];

describe("a right SDE is not refuted", () => {
  const slow = "1 - 0.1*tanh(t)";
  const cases: readonly Case[] = [
    ["signs that do not flip in any draw", signSgd(), on({ start: [2, 2] }), {}],
    ["signs that flip every other time", signSgd(), on({ start: [0.05, 0.02] }), {}],
    ["covariances without a variance", sgdWith(RIGHT), on({ noise: studentT({ nu: 2.1, scale: 0.5 }) }), {}],
    ["noise near rounding", sgdWith(RIGHT), on({ noise: gaussian(1e-6) }), {}],
    ["nothing but rounding between optimizer and SDE", clippedSgd(), on({ start: [10, 10] }), {}],
    ["errors whose slope comes late", adamW(), on({ noise: gaussian(0.1) }), { sde: "look-ahead", paths: 4000 }],
    ["a learning rate that ends at 0", sgdWith(RIGHT).with({ eta: schedule(0.01, "1 - t") }), on(), {}],
    ["a decay with a schedule", momentum({ beta: schedule(0.9, slow) }), on(), {}],
    ["a decay with a schedule, next to a jump", signum({ beta: schedule(0.9, slow) }), on(), {}],
  ];
  it.each(cases)("%s", async (_, own, where, options) => {
    const { isFaithful, verdict } = await faithful(own, where, { ...quick, ...options });
    expect(isFaithful, verdict).not.toBe(false);
  });
});

describe("a wrong SDE is refuted", () => {
  const steeper = sgdWith("dx = -1.1*G*dt + sqrt(η)*sqrt(Σ)*dW");
  const cases: readonly (readonly [string, Method, Problem, string])[] = [
    [
      "10 % in noise of 10⁻⁶",
      sgdWith("dx = -G*dt + 1.1*sqrt(η)*sqrt(Σ)*dW"),
      on({ noise: gaussian(1e-6) }),
      "covariance",
    ],
    ["no noise at all", sgdWith("dx = -G*dt"), on(), "it leaves out the noise of x"],
    ["10 % in the drift, at a minimum", steeper, on({ start: [0, 0] }), "the drift of x"],
    ["10 % in the drift, in a well", steeper, on({ objective: doubleWell(), start: [1] }), "the drift of x"],
    [
      "noise where the update has none",
      method({
        name: "flow",
        source: "test",
        parameters: { eta: 0.01 },
        update: ["x = x - η*x"],
        sde: { equations: ["dx = -x*dt + sqrt(η)*sqrt(Σ)*dW"], source: "test", standing: "derived" },
      })(),
      on(),
      "the covariance of x",
    ],
  ];
  it.each(cases)("%s", async (_, own, where, words) => {
    const { isFaithful, verdict } = await faithful(own, where, quick);
    expect(isFaithful).toBe(false);
    expect(verdict).toContain(words);
  });

  it("one whose paths all diverge", async () => {
    const singular = method({
      name: "RMS with correction",
      source: "test",
      parameters: { eta: 0.01, beta: 0.9 },
      memory: { v: 0 },
      update: ["v = β*v + (1 - β)*g^2", "x = x - η*g/sqrt(v/(1 - β^(k + 1)))"],
      sde: {
        where: ["ρ = (1 - β)/η", "γ = 1 - exp(-ρ*t)"],
        equations: ["dx = -sqrt(γ)/sqrt(v)*(G*dt + sqrt(η)*sqrt(Σ)*dW)", "dv = ρ*(G^2 + σ^2 - v)*dt"],
        source: "test",
        standing: "derived",
      },
    })();
    const { isFaithful, verdict } = await faithful(singular, on(), quick);
    expect(isFaithful).toBe(false);
    expect(verdict).toContain("an equation that is singular at t = 0 needs a burnIn");
  });
});

describe("noise that one step cannot see", () => {
  it("is left open where the late moments do not resolve 10 % of it", async () => {
    const averaged = method({
      name: "averaged",
      source: "test",
      parameters: { eta: 0.01, beta: 0.9 },
      memory: { b: 0 },
      update: ["b = β*b + (1 - β)*g", "x = x - η*b"],
      sde: {
        equations: ["dx = -G*dt + 1.1*sqrt(η)*sqrt(Σ)*dW"],
        source: "test",
        standing: "derived",
        fixedDecays: ["beta"],
      },
    })();
    const { isFaithful, verdict } = await faithful(averaged, on(), { paths: 4000 });
    expect(isFaithful).toBeUndefined();
    expect(verdict).toMatch(/the weak error does not see noise, and the late moments resolve \d+ % only\.$/);
  });
});
