/**
 * One step of an optimizer against its SDE over the same time, from one state, both expanded in η at fixed rates ρ:
 *   E Δ  = η b + (η²/2) ( (b·∇) b + ∂b/∂t ) + O(η³),   Cov Δ = η S Sᵀ + O(η³),                            (1)
 * with the drift b and the noise S of the SDE at that η. Where (1) holds the SDE is of weak order 2; one of order 1 misses
 * E Δ by η². The left sides are integrals over the noise, by quadrature: nothing here is random.
 */
import { describe, expect, it } from "vitest";
import { optimizer, sde } from "../ensemble/chain.js";
import { exactStep, expandedStep, type Point } from "../ensemble/exact-step.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { saddle } from "../objectives/saddle.js";
import { adam } from "./adam.js";
import { adamW } from "./adam-w.js";
import { l2Adam } from "./l2-adam.js";
import { laggedRmsprop } from "./lagged-rmsprop.js";
import type { Method } from "./method.js";
import { rmsprop } from "./rmsprop.js";
import { rmspropW } from "./rmsprop-w.js";

const on = problem({ objective: saddle(), noise: gaussian([0.7, 0.4]), start: [0, 0] });
const state: Point = { x: [0.8, -0.5], m: [0.3, -0.2], v: [0.9, 0.6] };
const T = 0.5;

type Side = "mean" | "covariance";

/** How far the two sides of (1) part in one step, the SDE's being those of `other`. */
function distance(method: Method, other: Method, name: string, side: Side): number {
  const exact = exactStep(optimizer(method, on), state, T)[side];
  const expanded = expandedStep(sde(other, on, { sde: name, burnIn: 32 }), state, T, 2)[side];
  return Math.max(...exact.map((value, i) => Math.abs(value - expanded[i])));
}

/** The power of η with which the two sides of (1) part, from η = 2⁻⁸ and 2⁻⁹; infinite where they do not. */
function order(at: (eta: number) => Method, name: string, side: Side, of: (eta: number) => Method = at): number {
  const [coarse, fine] = [2 ** -8, 2 ** -9].map((eta) => distance(at(eta), of(eta), name, side));
  // lagged RMSprop has its covariance exactly: what is left is that of the quadrature, 1e-10 of numbers of size η²
  return coarse < 1e-14 ? Infinity : Math.log2(coarse / fine);
}

const rates = (eta: number) => ({ eta, beta: 1 - 1.5 * eta, eps: 0.1 });
const twoRates = (eta: number) => ({ eta, beta1: 1 - 2 * eta, beta2: 1 - 1.5 * eta, eps: 0.1 });
const family: Readonly<Record<string, (eta: number) => Method>> = {
  RMSprop: (eta) => rmsprop(rates(eta)),
  RMSpropW: (eta) => rmspropW({ ...rates(eta), lambda: 0.7 }),
  "lagged RMSprop": (eta) => laggedRmsprop(rates(eta)),
  Adam: (eta) => adam(twoRates(eta)),
  AdamW: (eta) => adamW({ ...twoRates(eta), lambda: 0.7 }),
  "L2 Adam": (eta) => l2Adam({ ...twoRates(eta), l2: 0.7 }),
};

/** Slopes at η = 2⁻⁸ are those of η → 0 to within a few per cent. */
const SLACK = 0.15;

describe.each(Object.entries(family))("%s", (_, at) => {
  it("one step of «second order» is right to η²", () => {
    for (const side of ["mean", "covariance"] as const) {
      expect(order(at, "second order", side)).toBeGreaterThan(3 - SLACK);
    }
  });

  it("one step of «plain» is right to η", () => {
    const power = order(at, "plain", "mean");
    expect(power).toBeGreaterThan(2 - SLACK);
    expect(power).toBeLessThan(2 + SLACK);
  });
});

describe("the order notices", () => {
  it("a new v where the SDE has the old one", () => {
    const lagged = (eta: number): Method => laggedRmsprop(rates(eta));
    expect(order(family.RMSprop, "second order", "mean", lagged)).toBeLessThan(2 + SLACK);
  });

  it.each(["mean", "covariance"] as const)("a rate of v that is a tenth wrong, in the %s", (side) => {
    const wrong = (eta: number): Method => adamW({ ...twoRates(eta), beta2: 1 - 1.65 * eta, lambda: 0.7 });
    expect(order(family.AdamW, "second order", side, wrong)).toBeLessThan(2 + SLACK);
  });
});

describe("the Adam family looks ahead", () => {
  it.each(["consistent", "look-ahead"])("«%s» is of order 1", (name) => {
    expect(order(family.AdamW, name, "mean")).toBeGreaterThan(2 - SLACK);
  });
});
