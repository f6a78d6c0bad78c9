/**
 * Stationary variances of RMSprop and Adam on quadratics against their formulas. One run of one path in many independent
 * coordinates; the error bars are those of the mean over paths of time averages at times far apart.
 */
import { describe, expect, it } from "vitest";
import { type Chain, optimizer, sde } from "../ensemble/chain.js";
import { ensemble } from "../ensemble/ensemble.js";
import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";
import { type Problem, problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { adamL2StationaryVariance, adamWLossBound, adamWStationaryVarianceDiscrete } from "../theory/adam.js";
import { type AdamSde, adamStationaryVarianceOfSde } from "../theory/adam-sdes.js";
import {
  noiseDominatedDisplacement,
  rmspropStationaryVariance,
  rmspropStationaryVarianceCorrected,
  rmspropStationaryVarianceFiniteMemory,
} from "../theory/rmsprop.js";
import { adam } from "./adam.js";
import { adamW } from "./adam-w.js";
import { l2Adam } from "./l2-adam.js";
import { laggedRmsprop } from "./lagged-rmsprop.js";
import type { Method } from "./method.js";
import { rmsprop } from "./rmsprop.js";
import { rmspropW } from "./rmsprop-w.js";

/** Independent coordinates, and paths. */
const D = 50;
const PATHS = 100;

const isotropic = (h: number, sigma: number, x0 = 0): Problem =>
  problem({ objective: quadratic(new Array(D).fill(h)), noise: gaussian(sigma), start: new Array(D).fill(x0) });

/** E x² at ten times from `settled` on, `apart` of each other, averaged within each path, with its standard error. */
async function variance(chain: Chain, settled: number, apart: number): Promise<{ value: number; error: number }> {
  const record = Array.from({ length: 10 }, (_, r) => settled + r * apart);
  const observables = ["mean(x^2)"];
  const run = await ensemble(chain, { paths: PATHS, keep: PATHS, horizon: record[9], record, observables, seed: 11 });
  const averages = Array.from({ length: PATHS }, (_, path) => {
    const values = [...run.path(path, "mean(x^2)")].filter((_value, r) => run.times[r] >= settled - 1e-9);
    return values.reduce((sum, value) => sum + value / values.length, 0);
  });
  const value = averages.reduce((sum, one) => sum + one / PATHS, 0);
  const spread = averages.reduce((sum, one) => sum + (one - value) ** 2, 0) / (PATHS - 1);
  return { value, error: Math.sqrt(spread / PATHS) };
}

/** The measured value within four standard errors, and an allowance for the order that the formula leaves out. */
function expectVariance(measured: { value: number; error: number }, formula: number, allowance: number): void {
  const { value, error } = measured;
  expect(error / value, "the error bar is short").toBeLessThan(0.01);
  expect(Math.abs(value / formula - 1), `${value} ± ${error} against ${formula}`).toBeLessThan(
    allowance + (4 * error) / value,
  );
}

describe("RMSprop with a short memory", () => {
  // η = 5·10⁻³, e = 1 − β; the next order is e² and ηe
  it.each([
    ["new", 0.9, 0],
    ["old", 0.9, 0],
    ["new", 0.95, 0.5],
    ["old", 0.95, 0.5],
  ] as const)("the %s v at β = %d, ε = %d", async (denominator, beta, eps) => {
    const eta = 5e-3;
    const parameters = { eta, beta, eps };
    const method: Method = denominator === "new" ? rmsprop(parameters) : laggedRmsprop(parameters);
    const measured = await variance(optimizer(method, isotropic(1, 1)), 4, 1.5);
    const options = { ...parameters, h: 1, sigma: 1, denominator };
    const e = 1 - beta;
    expectVariance(measured, rmspropStationaryVarianceCorrected(options), 1.5 * e * e);
    if (eps > 0) return;
    // which of the two v it is can be told
    const other = denominator === "new" ? "old" : "new";
    const wrong = rmspropStationaryVarianceFiniteMemory({ ...options, denominator: other });
    expect(Math.abs(measured.value / wrong - 1)).toBeGreaterThan(1.5 * e * e + (4 * measured.error) / measured.value);
  });
});

describe("RMSpropW", () => {
  it("optimizer and SDE, h = 2, σ = 0.5, λ = 0.3, η = 0.01", async () => {
    const options = { eta: 0.01, beta: 0.999, eps: 1e-8, lambda: 0.3 };
    const method = rmspropW(options);
    const on = isotropic(2, 0.5);
    const law = { ...options, h: 2, sigma: 0.5 };
    expectVariance(await variance(optimizer(method, on), 2, 1), rmspropStationaryVarianceCorrected(law), 5e-3);
    const plain = await variance(sde(method, on, { substeps: 4 }), 2, 1);
    // V has the gradient's share, ηκ of the whole, and dt = η/4 its own
    expectVariance(plain, rmspropStationaryVariance(law), 0.02);
    expect(Math.abs(plain.value / rmspropStationaryVariance({ ...law, lambda: 0.8 }) - 1)).toBeGreaterThan(0.05);
  });

  it("Student-t noise of ν = 5 counts by its standard deviation where β is near 1", async () => {
    const eta = 0.002;
    const on = problem({
      objective: quadratic(new Array(D).fill(1)),
      noise: studentT({ nu: 5, scale: 1 }),
      start: new Array(D).fill(0),
    });
    const measured = await variance(optimizer(rmsprop({ eta, beta: 0.999, eps: 1e-8 }), on), 4, 1.5);
    // the fourth moment is 9 σ⁴: V fluctuates by 2 % of itself, and enters as 5/8 of that at most
    expectVariance(measured, rmspropStationaryVariance({ eta, h: 1, sigma: Math.sqrt(5 / 3) }), 0.015);
  });
});

describe("Adam and AdamW", () => {
  // η, h, σ, β₁, λ
  it.each([
    [0.01, 1, 1, 0.9, 1],
    [0.01, 1, 1, 0.9, 5],
    [0.01, 1, 1, 0.99, 1],
    [0.01, 2, 0.5, 0.9, 0],
  ] as const)("η = %d, h = %d, σ = %d, β₁ = %d, λ = %d", async (eta, h, sigma, beta1, lambda) => {
    const shared = { eta, beta1, beta2: 0.999, eps: 1e-8 };
    const method = lambda === 0 ? adam(shared) : adamW({ ...shared, lambda });
    const measured = await variance(optimizer(method, isotropic(h, sigma)), 6, 1.5);
    const law = { eta, h, sigma, beta1, lambda };
    // 1 − β₂ and the gradient's share of V, ηκ/2
    const allowance = 0.001 + (eta * h) / sigma / 2;
    expectVariance(measured, adamWStationaryVarianceDiscrete(law), allowance);
    const wrong = adamWStationaryVarianceDiscrete({ ...law, h: 1.1 * h, lambda: 1.1 * lambda });
    expect(Math.abs(measured.value / wrong - 1)).toBeGreaterThan(allowance + (4 * measured.error) / measured.value);
  });

  it.each(["plain", "paper", "consistent", "look-ahead", "second order"] as const)(
    "the SDE «%s»",
    async (name: AdamSde) => {
      const options = { eta: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8, lambda: 1 };
      const on = isotropic(1, 1);
      const measured = await variance(sde(adamW(options), on, { sde: name, substeps: 8 }), 5, 1);
      // the gradient's share of V, 0.5 %, and dt ρ₁ = 1.25 %, of which the solver adds about half
      expectVariance(measured, adamStationaryVarianceOfSde({ ...options, h: 1, sigma: 1, sde: name }), 0.012);
    },
  );

  it("L2 Adam grows with σ where AdamW saturates", async () => {
    const shared = { eta: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8 };
    for (const sigma of [1, 4]) {
      const measured = await variance(optimizer(l2Adam({ ...shared, l2: 1 }), isotropic(1, sigma)), 6 * sigma, 3);
      expectVariance(measured, adamL2StationaryVariance({ eta: 0.01, h: 1, sigma, l2: 1 }), 0.015);
    }
  });

  it("stays below the asymptotic bound where curvatures differ", async () => {
    const h = [1, 4, 10];
    const method = adamW({ eta: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8, lambda: 0.3 });
    const on = problem({ objective: quadratic(h), noise: gaussian(0.5), start: [0.1, 0.1, 0.1] });
    const bounds = method.predictions(on).filter(({ kind }) => kind === "upper-bound");
    expect(bounds.map(({ name }) => name)).toEqual(["asymptotic bound"]);
    expect(bounds[0].at(0)).toBeNaN();
    const level = adamWLossBound({ eta: 0.01, mu: 1, smoothness: 10, trace: 15, sigma: 0.5, lambda: 0.3 });
    expect(bounds[0].at(1e9)).toBe(level);
    const run = await ensemble(optimizer(method, on), { paths: 1000, horizon: 60, record: [50, 55, 60] });
    const { mean, standardError } = run.series("f");
    [0, 1, 2].forEach((r) => {
      expect(mean[r] + 4 * standardError[r]).toBeLessThan(level);
    });
  });
});

it("Malladi's short-time law, RMSprop on noise twenty times the gradient", async () => {
  const eta = 0.002;
  const on = problem({
    objective: quadratic(new Array(D).fill(1)),
    noise: gaussian(20),
    start: new Array(D).fill(1),
  });
  const t = 0.4;
  const run = await ensemble(optimizer(rmsprop({ eta, beta: 0.999, eps: 0 }), on), {
    paths: 2000,
    horizon: t,
    record: [t],
    observables: ["mean(x)", "mean((x - 1)^2)"],
  });
  const { mean, variance: law } = noiseDominatedDisplacement({ eta, gradient: 1, sigma: 20 });
  const [first, second] = run.observables.map((name) => run.series(name));
  const z = (first.mean[0] - 1 - mean(t)) / first.standardError[0];
  expect(Math.abs(z)).toBeLessThan(4);
  expect(first.standardError[0]).toBeLessThan(0.1 * Math.abs(mean(t)));
  // 1 − β, and the pull h/σ over the time t
  expect(Math.abs(second.mean[0] / (law(t) + mean(t) ** 2) - 1)).toBeLessThan(
    0.001 + t / 20 + (4 * second.standardError[0]) / second.mean[0],
  );
});
