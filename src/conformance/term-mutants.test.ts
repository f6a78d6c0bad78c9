/**
 * Errors put into single terms of SDEs: a factor 2, dropped, 10 %, in each line as a whole and in each summand at any depth. Each
 * must be caught by a law of exact-laws.ts, where nothing is sampled:
 *   one step to the order in η that is claimed; where noise dominates for "malladi";
 *   for "paper", "consistent" and "look-ahead" also one step with v held, which they have right at every η, and for the last
 *   its drift to second order;
 *   for momentum with β fixed, and with 1 − β ∝ √η, mean and variance over time on a parabola; also, with v held, for what
 *   "second order" of Adam has beyond its order; for "flipped" the stationary variance.
 * Signum's homogenised SDE is in homogenised-mutants.test.ts, what else the registry has in mutants.test.ts.
 */
import { afterAll, describe, expect, it } from "vitest";
import { isResolved } from "../compare/one-step-moments.js";
import type { Point } from "../ensemble/exact-step.js";
import { objectiveAt } from "../ensemble/objective-at.js";
import { adam } from "../methods/adam.js";
import { adamW } from "../methods/adam-w.js";
import { heavyBall } from "../methods/heavy-ball.js";
import { methods } from "../methods/index.js";
import { l2Adam } from "../methods/l2-adam.js";
import { laggedRmsprop } from "../methods/lagged-rmsprop.js";
import { lion } from "../methods/lion.js";
import type { Method } from "../methods/method.js";
import { momentum } from "../methods/momentum.js";
import { nesterov } from "../methods/nesterov.js";
import { pytorchMomentum } from "../methods/pytorch-momentum.js";
import { rmsprop } from "../methods/rmsprop.js";
import { rmspropW } from "../methods/rmsprop-w.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { signum } from "../methods/signum.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { saddle } from "../objectives/saddle.js";
import { batchEquivalentAdam, batchEquivalentRmsprop } from "../theory/batch-equivalent.js";
import { type ExactLaw, linearLaw, stepLaw } from "./exact-laws.js";
import { described, mutantMethod, SPECIAL, termMutationsOf } from "./mutant.js";

const σ = [0.7, 0.4];
const on = problem({ objective: saddle(), noise: gaussian(σ), start: [0, 0] });
/** Off the axes, so that the Hessian couples the coordinates. */
const state = { x: [0.8, -0.5], m: [0.3, -0.2], v: [0.9, 0.6] } satisfies Point;
const { G } = objectiveAt(saddle())(state.x);
const T = 0.5;
type At = (eta: number) => Method;
type WithBeta = (parameters: { readonly eta: number; readonly beta: number }) => Method;

/** One step at fixed rates ρ, to the order of the SDE; the sign of a gradient jumps at z = −G/σ. */
const oneStep = (at: At, sde: string, order: 1 | 2, breaks: readonly (readonly number[])[] = []): ExactLaw =>
  stepLaw({
    name: `one step to order ${order}`,
    sde,
    at: (eta) => ({ method: at(eta), problem: on, state, t: T, breaks }),
    mean: order,
    covariance: 2,
    expanded: order,
  });

const atSign = G.map((value, i) => [-value / σ[i]]);
const BETA1 = 0.6;
const atLionSign = G.map((value, i) => [-(value + (BETA1 / (1 - BETA1)) * state.m[i]) / σ[i]]);

const rates = (eta: number) => ({ eta, beta: 1 - 1.5 * eta, eps: 0.1 });
const twoRates = (eta: number) => ({ eta, beta1: 1 - 2 * eta, beta2: 1 - 1.5 * eta, eps: 0.1 });
const adams: Readonly<Record<string, (parameters: ReturnType<typeof twoRates>) => Method>> = {
  Adam: adam,
  AdamW: (own) => adamW({ ...own, lambda: 0.7 }),
  "L2 Adam": (own) => l2Adam({ ...own, l2: 0.7 }),
};
const rmsprops: Readonly<Record<string, (parameters: ReturnType<typeof rates>) => Method>> = {
  RMSprop: rmsprop,
  RMSpropW: (own) => rmspropW({ ...own, lambda: 0.7 }),
  "lagged RMSprop": laggedRmsprop,
};

/** v is as good as held, and k so far on that γ₁ = 1, where β₂ = 1 − 10⁻¹⁰: v is then measured in γ₂. */
const FAR_ON = 1e6;
const BETA2 = 1 - 1e-10;
const γ2 = -Math.expm1((FAR_ON + 1) * Math.log1p(-1e-10));
const held = (make: (parameters: ReturnType<typeof twoRates>) => Method, eta: number): Method =>
  make({ eta, beta1: 1 - 2 * eta, beta2: BETA2, eps: 0.1 });

/** With v held the first two moments of x and m are those of (4), (5), (7) of adam-sdes.ts at every η, not only as η → 0. */
const atAnyRate = (make: (parameters: ReturnType<typeof twoRates>) => Method, sde: string): ExactLaw =>
  stepLaw({
    name: "one step with v held, at η = 1/32",
    sde,
    at: (eta) => ({
      method: held(make, eta),
      problem: on,
      state: { ...state, v: state.v.map((value) => value * γ2) },
      t: FAR_ON * eta,
    }),
    mean: 1,
    covariance: 2,
    expanded: 1,
    levels: [1 / 32],
  });

/** The SDE's drift itself is what a step does on average, to second order: it has the averages that the step will use. */
const lookingAhead = (at: At): ExactLaw =>
  stepLaw({
    name: "drift to second order",
    sde: "look-ahead",
    at: (eta) => ({ method: at(eta), problem: on, state, t: T }),
    mean: 2,
    covariance: 2,
    expanded: 1,
  });

/** One step at τ = η², where noise dominates. */
const dominated = (at: (tau: number) => Method): ExactLaw =>
  stepLaw({
    name: "one step where noise dominates",
    sde: "malladi",
    at: (tau) => ({
      method: at(tau),
      problem: problem({
        objective: saddle(),
        noise: gaussian(σ.map((value) => value / Math.sqrt(tau))),
        start: [0, 0],
      }),
      state: { ...state, v: state.v.map((value) => value / tau) },
      t: T / Math.sqrt(tau),
      sizes: { v: 1 / tau },
    }),
    mean: 1,
    covariance: 1,
    expanded: 1,
  });
const rmspropAt = (tau: number) => {
  const { eta, beta, eps } = batchEquivalentRmsprop({ tau, c: 1.5, gamma: 1, eps: 0.1 });
  return { eta, beta, eps };
};
const adamAt = (tau: number) => {
  const { eta, beta1, beta2, eps } = batchEquivalentAdam({ tau, c1: 2, c2: 1.5, gamma: 1, eps: 0.1 });
  return { eta, beta1, beta2, eps };
};

const parabola = (h: number) => problem({ objective: quadratic([h]), noise: gaussian(1), start: [1] });

/** β fixed, so that the memory is averaged out as η → 0. */
const averagedOut = (make: WithBeta, memory: string): ExactLaw =>
  linearLaw({
    name: "moments at t = 1, β fixed",
    sde: "plain",
    at: (eta) => ({ method: make({ eta, beta: 0.9 }), problem: parabola(0.1), held: { state: {}, t: 0 } }),
    variables: ["x", memory],
    horizon: () => 1,
    order: 1,
  });

/** 1 − β ∝ √η, so that x oscillates with the memory, in the time k√η; h is √η. */
const underdamped = (make: WithBeta, memory: string): ExactLaw =>
  linearLaw({
    name: "moments at k√η = 1, 1 − β ∝ √η",
    sde: "plain",
    at: (h) => ({ method: make({ eta: h * h, beta: 1 - 2 * h }), problem: parabola(1), held: { state: {}, t: 0 } }),
    variables: ["x", memory],
    horizon: (h) => h,
    order: 1,
  });

const overTime = (make: (parameters: ReturnType<typeof twoRates>) => Method): ExactLaw =>
  linearLaw({
    name: "moments at t = 1 with v held",
    sde: "second order",
    at: (eta) => ({
      method: held(make, eta),
      problem: parabola(1),
      held: { state: { v: [γ2] }, t: FAR_ON * eta },
    }),
    variables: ["x", "m"],
    horizon: () => 1,
    order: 2,
  });

const atTheEnd: ExactLaw = linearLaw({
  name: "stationary variance",
  sde: "flipped",
  at: (eta) => ({ method: sgd({ eta }), problem: parabola(1), held: { state: {}, t: 0 } }),
  variables: ["x"],
  horizon: () => 40,
  order: 2,
});

interface Case {
  readonly sde: string;
  readonly method: Method;
  readonly laws: readonly ExactLaw[];
}

const inOneStep = (at: At, sde: string, order: 1 | 2, breaks?: readonly (readonly number[])[]): Case => ({
  sde,
  method: at(0.01),
  laws: [oneStep(at, sde, order, breaks)],
});
const sgdAt: At = (eta) => sgd({ eta });
const signSgdAt: At = (eta) => signSgd({ eta });
const lionAt: At = (eta) => lion({ eta, beta1: BETA1, beta2: 1 - 1.5 * eta, lambda: 0.7 });
const resting = (make: WithBeta, memory: string): Case => ({
  sde: "plain",
  method: make({ eta: 0.01, beta: 0.9 }),
  laws: [averagedOut(make, memory), underdamped(make, memory)],
});

const cases: readonly Case[] = [
  inOneStep(sgdAt, "plain", 1),
  inOneStep(sgdAt, "second order", 2),
  { sde: "flipped", method: sgdAt(0.01), laws: [oneStep(sgdAt, "flipped", 1), atTheEnd] },
  inOneStep((eta) => momentum({ eta, beta: 1 - 2 * eta }), "plain", 1),
  resting(pytorchMomentum, "b"),
  resting(heavyBall, "v"),
  resting(nesterov, "b"),
  inOneStep(signSgdAt, "plain", 1, atSign),
  inOneStep(signSgdAt, "second order", 2, atSign),
  inOneStep((eta) => signum({ eta, beta: 1 - 2 * eta }), "plain", 1),
  inOneStep(lionAt, "plain", 1, atLionSign),
  inOneStep(lionAt, "independent", 1, atLionSign),
  ...Object.values(rmsprops).flatMap((make): readonly Case[] => {
    const at: At = (eta) => make(rates(eta));
    return [
      inOneStep(at, "plain", 1),
      { sde: "malladi", method: at(0.01), laws: [dominated((tau) => make(rmspropAt(tau)))] },
      inOneStep(at, "second order", 2),
    ];
  }),
  ...Object.values(adams).flatMap((make): readonly Case[] => {
    const at: At = (eta) => make(twoRates(eta));
    const method = at(0.01);
    const inStep = (sde: string): ExactLaw => oneStep(at, sde, 1);
    return [
      { sde: "plain", method, laws: [inStep("plain")] },
      { sde: "paper", method, laws: [inStep("paper"), atAnyRate(make, "paper")] },
      { sde: "consistent", method, laws: [inStep("consistent"), atAnyRate(make, "consistent")] },
      { sde: "malladi", method, laws: [dominated((tau) => make(adamAt(tau)))] },
      { sde: "look-ahead", method, laws: [lookingAhead(at), atAnyRate(make, "look-ahead")] },
      { sde: "second order", method, laws: [oneStep(at, "second order", 2), overTime(make)] },
    ];
  }),
];

/** Gaps of right SDEs are what is left of the extrapolation, and of v held: below. Those of wrong ones: above. */
const [RIGHT, WRONG] = [1e-4, 1e-3];

const caught: string[] = [];

afterAll(() => {
  process.stdout.write(`caught, ${caught.length} wrong terms:\n${caught.join("\n")}\n`);
});

describe.each(cases.map((one) => [one.method.name, one.sde, one] as const))(
  "%s, SDE %s",
  (own, name, { method, laws }) => {
    it("obeys its laws", () => {
      const gaps = laws.map(({ name: law, gap }) => ({ law, gap: gap((same) => same) }));
      expect(gaps.filter(({ gap }) => !(gap < RIGHT))).toEqual([]);
    });

    it("is caught where a term is wrong", () => {
      const setting = method.sdes.get(name);
      const mutations = setting === undefined ? [] : termMutationsOf(setting, [2, 0, 1.1]);
      expect(mutations.length).toBeGreaterThan(5);
      const missed = mutations.flatMap((mutation) => {
        const words = `${own} (${name}), ${described(mutation)}`;
        const change = (right: Method): Method => mutantMethod(right, name, mutation);
        for (const { name: law, gap } of laws) {
          const size = gap(change);
          if (size < WRONG) continue;
          caught.push(`${words}: ${law}, ${Number.isNaN(size) ? "no value" : size.toPrecision(2)}`);
          return [];
        }
        return [words];
      });
      expect(missed).toEqual([]);
    });
  },
);

it("no SDE of the registry is left out", () => {
  const here = new Set([...cases.map(({ method, sde }) => `${method.name}, ${sde}`), "Signum, homogenised"]);
  const left = Object.values(methods).flatMap((make) => {
    const own = make();
    // as mutants.test.ts chooses
    const isElsewhere = (sde: string): boolean => isResolved(own, sde) && !SPECIAL.has(sde);
    return [...own.sdes.keys()].filter((sde) => !here.has(`${own.name}, ${sde}`) && !isElsewhere(sde));
  });
  expect(left).toEqual([]);
});
