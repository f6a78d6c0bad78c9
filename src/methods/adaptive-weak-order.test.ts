/**
 * The weak error E X_T² − E x_T² of RMSprop's and Adam's SDEs at several η with ρ fixed, T = 1, from one Brownian path.
 */
import { describe, expect, it } from "vitest";
import { coupled } from "../ensemble/coupling.js";
import { ensemble } from "../ensemble/ensemble.js";
import { pairedDifference } from "../ensemble/paired.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { platen } from "../solvers/platen.js";
import { adam } from "./adam.js";
import { laggedRmsprop } from "./lagged-rmsprop.js";
import type { Method } from "./method.js";
import { rmsprop } from "./rmsprop.js";

const on = problem({ objective: quadratic([1]), noise: gaussian(1), start: [1] });
const setting = (eta: number) => ({ eta, beta: 1 - eta, eps: 0.1 });
const memory = { v: 2 };
const observable = "x[1]^2";

interface Estimate {
  readonly value: number;
  readonly error: number;
}

describe("RMSprop, h = σ = ρ = x₀ = 1, V₀ = 2, ε = 0.1", () => {
  /** E x² of the optimizer, of the SDE and their difference with its standard error ·10⁻⁵, from a coupled Monte Carlo run of another program. */
  const table = [
    [1 / 4, 0.30428, 0.32343, -0.01915, 9],
    [1 / 8, 0.28066, 0.2897, -0.00903, 5],
    [1 / 16, 0.26816, 0.27245, -0.00429, 3],
    [1 / 32, 0.26216, 0.26425, -0.00209, 2],
  ] as const;
  const PATHS = 40_000;

  const measured = async (method: Method) => {
    // Platen at dt = η/4: a weak error of order dt², some 16 times below that of the SDE itself at every η of the table
    const pair = coupled(method, on, { memory, solver: platen, substeps: 4 });
    const options = { paths: PATHS, keep: PATHS, horizon: 1, record: 1, observables: [observable] };
    const [a, b] = [await ensemble(pair.optimizer, options), await ensemble(pair.sde, options)];
    const { mean, standardError } = pairedDifference(a, b, observable);
    return { a: a.series(observable), difference: { value: mean[1], error: standardError[1] } };
  };

  it("the errors of «plain» are those of the table, and fall with slope 1", async () => {
    const found: Estimate[] = [];
    for (const [eta, discrete, , difference, error] of table) {
      const { a, difference: own } = await measured(rmsprop(setting(eta)));
      expect(Math.abs(a.mean[1] - discrete) / a.standardError[1]).toBeLessThan(4);
      // the other program's solver is Euler–Maruyama: with dt = η/16 and η/32 ours gives −0.00873 and −0.00907 at η = 1/8,
      // where Platen gives −0.0094 at dt = η/4 and η/16; its step is thus worth some 5 % of the difference
      const both = Math.hypot(own.error, error * 1e-5);
      expect(Math.abs(own.value - difference)).toBeLessThan(4 * both + 0.06 * Math.abs(difference));
      found.push(own);
    }
    const [first, last] = [found[1], found[3]];
    const slope = Math.log2(first.value / last.value) / 2;
    const error = Math.hypot(first.error / first.value, last.error / last.value) / (2 * Math.LN2);
    expect(error).toBeLessThan(0.06);
    // at η = 1/8 the next order still adds a tenth
    expect(Math.abs(slope - 1)).toBeLessThan(0.15 + 3 * error);
  });

  it("the difference is that of the right SDE: with ρ 10 % wrong it does not vanish with η", async () => {
    const { difference } = await measured({ ...rmsprop(setting(1 / 32)), sdes: wrongRate.sdes });
    expect(Math.abs(difference.value + 0.0022) / difference.error).toBeGreaterThan(4);
  });
});

/** RMSprop's SDE with a tenth more pull of V. */
const wrongRate: Method = (() => {
  const right = rmsprop(setting(1 / 32));
  const plain = right.sdes.get("plain");
  if (plain === undefined) throw new Error("RMSprop has no SDE «plain»");
  const where = plain.program.where.map((line) =>
    line.target === "rho" ? { ...line, expression: { kind: "number" as const, value: 1.1 } } : line,
  );
  return { ...right, sdes: new Map([["plain", { ...plain, program: { ...plain.program, where } }]]) };
})();

describe("second order", () => {
  /** The error extrapolated in dt: with dt and 2dt on one Brownian path, 2 e(dt) − e(2dt). */
  const weakError = async (method: Method, paths: number, options: object): Promise<Estimate> => {
    const run = { paths, keep: paths, horizon: 1, record: 1, observables: [observable], quantiles: "none" } as const;
    const differences: Float64Array[] = [];
    for (const substeps of [8, 16]) {
      const pair = coupled(method, on, { ...options, sde: "second order", substeps, brownian: 16 });
      const [a, b] = [await ensemble(pair.optimizer, run), await ensemble(pair.sde, run)];
      differences.push(
        Float64Array.from({ length: paths }, (_, path) => a.path(path, observable)[1] - b.path(path, observable)[1]),
      );
    }
    const values = differences[1].map((fine, path) => 2 * fine - differences[0][path]);
    const value = values.reduce((sum, one) => sum + one, 0) / paths;
    const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (paths - 1);
    return { value, error: Math.sqrt(variance / paths) };
  };

  /** |error| at η = 1/4, 1/8, 1/16 from another program; the last digits are its Monte Carlo error. */
  it("lagged RMSprop: errors fall with slope 2", async () => {
    const table = [
      [1 / 4, 0.0276],
      [1 / 8, 0.00573],
    ] as const;
    const errors: Estimate[] = [];
    for (const [eta, expected] of table) {
      const own = await weakError(laggedRmsprop(setting(eta)), 80_000, { memory });
      expect(Math.abs(Math.abs(own.value) - expected)).toBeLessThan(4 * own.error + 0.05 * expected);
      errors.push(own);
    }
    const slope = Math.log2(errors[0].value / errors[1].value);
    const error = Math.hypot(errors[0].error / errors[0].value, errors[1].error / errors[1].value) / Math.LN2;
    expect(slope - 3 * error).toBeGreaterThan(1.5);
  });

  it("RMSprop: far below the error of «plain», and of that without the new v's term", async () => {
    const eta = 1 / 16;
    const own = await weakError(rmsprop(setting(eta)), 80_000, { memory });
    expect(Math.abs(Math.abs(own.value) - 0.00084)).toBeLessThan(4 * own.error + 5e-5);
    expect(Math.abs(own.value) + 4 * own.error).toBeLessThan(0.00429 / 3);
    const without = { ...rmsprop(setting(eta)), sdes: laggedRmsprop(setting(eta)).sdes };
    const lagged = await weakError(without, 30_000, { memory });
    expect(Math.abs(lagged.value)).toBeGreaterThan(Math.abs(own.value) + 4 * Math.hypot(own.error, lagged.error));
  });

  it("Adam from t₀ = ¼: the error falls faster than that of «plain»", async () => {
    // of so few steps, which ε = 0.1 allows; by default 32 steps go before
    const at = (eta: number): Method => {
      const method = adam({ eta, beta1: 1 - 2 * eta, beta2: 1 - eta, eps: 0.1 });
      const sdes = [...method.sdes].map(([name, one]) => [name, { ...one, burnIn: 0 }] as const);
      return { ...method, sdes: new Map(sdes) };
    };
    const coarse = await weakError(at(1 / 8), 60_000, { burnIn: 2 });
    const fine = await weakError(at(1 / 16), 60_000, { burnIn: 4 });
    // one halving takes an error of order 1 to a half, of order 2 to a quarter
    expect(Math.abs(fine.value) - 4 * fine.error).toBeLessThan(0.35 * (Math.abs(coarse.value) + 4 * coarse.error));
  });
});
