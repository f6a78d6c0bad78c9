/**
 * One step of an optimizer against its SDE over the same time, from one state, both expanded in η at fixed rates ρ:
 *   E Δ  = η b + (η²/2) ( (b·∇) b + ∂b/∂t ) + O(η³),   E ΔΔᵀ = η S Sᵀ + η² b bᵀ + O(η³),                  (1)
 * with the drift b and the noise S of the SDE at that η. Where (1) holds the SDE is of weak order 2; one of order 1 misses
 * E Δ, and E ΔΔᵀ, by η². The left sides are integrals over the noise, by quadrature: nothing here is random.
 */
import { describe, expect, it } from "vitest";
import { referenceExecutable } from "../compiler/reference.js";
import { bindChain } from "../ensemble/bound-chain.js";
import { optimizer, sde } from "../ensemble/chain.js";
import { sdeCoefficients } from "../ensemble/coefficients.js";
import { optimizerProgram } from "../ensemble/step-programs.js";
import { gaussLegendre } from "../math/quadrature.js";
import type { Vec } from "../math/vector.js";
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
const state: Readonly<Record<string, readonly number[]>> = { x: [0.8, -0.5], m: [0.3, -0.2], v: [0.9, 0.6] };
const T = 0.5;

/** Nodes and weights of the standard normal law. */
const HALF = 7.5;
const { nodes, weights } = gaussLegendre(40);
const normal = nodes.map((node, i) => {
  const z = HALF * node;
  return { z, weight: (HALF * weights[i] * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI) };
});

/** E Δ and E ΔΔᵀ over one step from the state at t = T. */
function discreteMoments(method: Method): { mean: Vec; second: Vec } {
  const { update, parameters } = method;
  const { vectors, evaluate } = referenceExecutable(optimizerProgram(bindChain(optimizer(method, on))).program);
  const begin = update.state.flatMap((id) => state[id]);
  const n = begin.length;
  const [mean, second] = [new Float64Array(n), new Float64Array(n * n)];
  for (const a of normal) {
    for (const b of normal) {
      for (const id of update.state) vectors.get(id)?.set(state[id]);
      vectors.get("noise.z")?.set([a.z, b.z]);
      evaluate(Math.round(T / parameters.eta));
      const change = update.state.flatMap((id) => [...(vectors.get(id) as Vec)]).map((value, i) => value - begin[i]);
      const weight = a.weight * b.weight;
      change.forEach((value, i) => {
        mean[i] += weight * value;
        for (let j = 0; j < n; j++) second[i * n + j] += weight * value * change[j];
      });
    }
  }
  return { mean, second };
}

/** The right sides of (1). */
function expandedMoments(method: Method, name: string): { mean: Vec; second: Vec } {
  const { eta: η } = method.parameters;
  const variables = method.update.state;
  const chain = sde(method, on, { sde: name, burnIn: 32 });
  const d = 2;
  const n = d * variables.length;
  const driftAt = (shift: number, along: Vec): Vec => {
    const at = Object.fromEntries(
      variables.map((id, v) => [id, state[id].map((value, i) => value + shift * along[d * v + i])]),
    );
    const { drift } = sdeCoefficients(chain, at, T + shift);
    return Float64Array.from(variables.flatMap((id) => [...drift[id]]));
  };
  const b = driftAt(0, new Float64Array(n));
  // central differences along (b, 1): off by h² times a third derivative, and by rounding 1e-16/h
  const h = 1e-4;
  const [ahead, behind] = [driftAt(h, b), driftAt(-h, b)];
  const { diffusion } = sdeCoefficients(chain, Object.fromEntries(variables.map((id) => [id, state[id]])), T);
  const rows = variables.flatMap((id) =>
    [0, 1].map((i) => diffusion[id].entries.slice(i * diffusion[id].columns, (i + 1) * diffusion[id].columns)),
  );
  return {
    mean: b.map((value, i) => η * value + ((η * η) / 2) * ((ahead[i] - behind[i]) / (2 * h))),
    second: Float64Array.from({ length: n * n }, (_, index) => {
      const [i, j] = [Math.floor(index / n), index % n];
      return η * rows[i].reduce((sum, value, w) => sum + value * rows[j][w], 0) + η * η * b[i] * b[j];
    }),
  };
}

/** The power of η with which the two sides of (1) part, from η = 2⁻⁸ and 2⁻⁹. */
function order(at: (eta: number) => Method, name: string): { mean: number; second: number } {
  const distance = (eta: number, side: "mean" | "second"): number => {
    const method = at(eta);
    const [exact, expanded] = [discreteMoments(method)[side], expandedMoments(method, name)[side]];
    return Math.max(...exact.map((value, i) => Math.abs(value - expanded[i])));
  };
  const slope = (side: "mean" | "second"): number => Math.log2(distance(2 ** -8, side) / distance(2 ** -9, side));
  return { mean: slope("mean"), second: slope("second") };
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
    const { mean, second } = order(at, "second order");
    expect(mean).toBeGreaterThan(3 - SLACK);
    expect(second).toBeGreaterThan(3 - SLACK);
  });

  it("one step of «plain» is right to η", () => {
    const { mean } = order(at, "plain");
    expect(mean).toBeGreaterThan(2 - SLACK);
    expect(mean).toBeLessThan(2 + SLACK);
  });
});

describe("the order notices", () => {
  it("a new v where the SDE has the old one", () => {
    const mixed = (eta: number): Method => ({ ...rmsprop(rates(eta)), sdes: laggedRmsprop(rates(eta)).sdes });
    expect(order(mixed, "second order").mean).toBeLessThan(2 + SLACK);
  });

  it.each(["mean", "second"] as const)("a rate of v that is a tenth wrong, in the %s moment", (side) => {
    const wrong = (eta: number): Method => {
      const right = adamW(twoRates(eta));
      return { ...right, parameters: { ...right.parameters, beta2: 1 - 1.65 * eta } };
    };
    const update = (eta: number): Method => adamW(twoRates(eta));
    const distance = (eta: number): number => {
      const [exact, expanded] = [discreteMoments(update(eta))[side], expandedMoments(wrong(eta), "second order")[side]];
      return Math.max(...exact.map((value, i) => Math.abs(value - expanded[i])));
    };
    expect(Math.log2(distance(2 ** -8) / distance(2 ** -9))).toBeLessThan(2 + SLACK);
  });
});

describe("the Adam family looks ahead", () => {
  it.each(["consistent", "look-ahead"])("«%s» is of order 1", (name) => {
    expect(order(family.AdamW, name).mean).toBeGreaterThan(2 - SLACK);
  });
});
