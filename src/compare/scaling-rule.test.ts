import { describe, expect, it } from "vitest";
import type { Ensemble } from "../ensemble/ensemble.js";
import { adam } from "../methods/adam.js";
import { clippedSgd } from "../methods/clipped-sgd.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { type ScalingRule, scalingRules } from "../theory/scaling-rules.js";
import { sgdMeanDiscrete, sgdVarianceDiscrete } from "../theory/sgd.js";
import { signSgdStationaryVarianceDiscrete } from "../theory/sign-sgd.js";
import { scalingRule } from "./scaling-rule.js";
import { collapse } from "./scaling-rule-collapse.js";
import { scalingRuleFigure } from "./scaling-rule-figure.js";

const line = problem({ objective: quadratic([1]), noise: gaussian(1), start: [0.5] });
const sgdTrial = {
  method: sgd,
  parameters: { eta: 0.02 },
  problem: line,
  horizon: 6,
  paths: 1500,
  seed: 5,
  record: 40,
};

/** A rule, to be tried on SGD, which it is not for. */
const onSgd = (rule: ScalingRule): ScalingRule => ({ ...rule, methods: ["SGD"] });

/** E x² of SGD at δ, exact: η moved by the rule, σ² = 1/δ. */
const secondMoment = (eta: number, delta: number, t: number): number => {
  const coordinate = { eta, h: 1, sigma: 1 / Math.sqrt(delta), x0: 0.5 };
  return sgdMeanDiscrete(coordinate)(t) ** 2 + sgdVarianceDiscrete(coordinate)(t);
};

describe("the linear rule of SGD", () => {
  it("collapses the curves up to the order of η, and the late means are those of theory", async () => {
    const test = await scalingRule(scalingRules.sgd, { ...sgdTrial, observables: ["x[1]^2"], factors: [1, 2, 4] });
    expect(test.verdict).toMatch(/^linear rule: x\[1\]\^2 collapses within /);
    const [{ deviations }] = test.collapses;
    const late = (delta: number): number => {
      const times = [...test.times].slice(Math.floor((3 * test.times.length) / 4));
      return times.reduce((sum, τ) => sum + secondMoment(0.02 * delta, delta, τ), 0) / times.length;
    };
    for (const { delta, late: mean, lateStandardError } of deviations) {
      expect(Math.abs(mean - late(delta))).toBeLessThan(4 * lateStandardError);
      // 4 s.e. are then less than a fifth of the mean
      expect(lateStandardError).toBeLessThan(0.05 * mean);
    }
    expect(test.runs.map(({ parameters, time }) => [parameters.eta, time])).toEqual([
      [0.02, 1],
      [0.04, 1],
      [0.08, 1],
    ]);
    expect(test.runs.map(({ ensemble }) => ensemble.seed)).toEqual([5, 6, 7]);
  });

  it.each([
    ["right", 1, true],
    ["10 % too large at δ = 4", 1.1, false],
  ])("tells a learning rate that is %s", async (_, factor, isRight) => {
    const rule = {
      name: "moved",
      apply: <P extends object>(parameters: P, delta: number) => ({
        ...parameters,
        eta: ((parameters as { eta?: number }).eta as number) * (delta === 1 ? 1 : factor * delta),
      }),
    };
    const long = { ...sgdTrial, horizon: 24, paths: 3000, observables: ["x[1]^2"], factors: [1, 4] };
    const { ratio, ratioStandardError } = (await scalingRule(rule as never, long)).collapses[0].deviations[1];
    const miss = Math.abs(ratio - secondMoment(0.08, 4, 1e3) / secondMoment(0.02, 1, 1e3)) / ratioStandardError;
    expect(miss < 4).toBe(isRight);
  });

  it("is told from the square root rule by its floor", async () => {
    const wrong = await scalingRule(onSgd(scalingRules.signSgd), {
      ...sgdTrial,
      horizon: 24,
      observables: ["x[1]^2"],
      factors: [1, 4],
    });
    expect(wrong.verdict).toMatch(
      /^square root rule of SignSGD: x\[1\]\^2 does not collapse: at δ = 4 its late mean is /,
    );
    const { ratio, ratioStandardError } = wrong.collapses[0].deviations[1];
    // η → 2η at σ²/4 halves the floor; at δ = 4 the start has left e^(−2·9) of 0.25
    const floor = (eta: number, delta: number): number => secondMoment(eta, delta, 1e3);
    expect(Math.abs(ratio - floor(0.04, 4) / floor(0.02, 1))).toBeLessThan(4 * ratioStandardError);
    expect(ratioStandardError).toBeLessThan(0.05);
  });
});

describe("the square root rule of SignSGD", () => {
  // σ so large that the start is in the regime of small gradients, also at δ = 4
  const faint = problem({ objective: quadratic([1]), noise: gaussian(4), start: [0.4] });
  const trial = { method: signSgd, parameters: { eta: 0.02 }, problem: faint, paths: 1200, seed: 9, record: 40 };

  it("collapses the curves against samples", async () => {
    const test = await scalingRule(scalingRules.signSgd, { ...trial, horizon: 20, factors: [1, 4] });
    expect(test.verdict).toMatch(/^square root rule of SignSGD: f collapses within /);
    expect(test.runs.map(({ time }) => time)).toEqual([1, 2]);
    expect(test.times[1]).toBeCloseTo(0.48, 12);
  });

  it("is told from the linear rule by its floor", async () => {
    const linear = { ...scalingRules.sgd, methods: ["SignSGD"] };
    const test = await scalingRule(linear, { ...trial, horizon: 40, factors: [1, 4] });
    const { ratio, ratioStandardError } = test.collapses[0].deviations[1];
    const floor = (eta: number, sigma: number): number => signSgdStationaryVarianceDiscrete({ eta, h: 1, sigma });
    expect(test.verdict).toContain("does not collapse: at δ = 4 its late mean is ");
    // the law of signs is exact to η³; the start has left e^(−2·0.2·30) = 6e-6 of 0.08
    expect(Math.abs(ratio - floor(0.08, 2) / floor(0.02, 4))).toBeLessThan(4 * ratioStandardError);
    expect(ratioStandardError / ratio).toBeLessThan(0.05);
  });
});

describe("scalingRule", () => {
  it("moves parameters left at their defaults too", async () => {
    const quick = { problem: line, horizon: 0.04, paths: 4, factors: [1, 4] };
    const { runs } = await scalingRule(scalingRules.adaptive, { ...quick, method: adam, parameters: { eta: 0.01 } });
    expect(runs[1].parameters.eta).toBeCloseTo(0.02, 12);
    expect(runs[1].parameters.beta1).toBeCloseTo(0.6, 12);
    expect(runs[1].parameters.eps).toBeCloseTo(5e-9, 20);
  });

  it("keeps what is finished when it is stopped", async () => {
    const stop = new AbortController();
    const slow = { ...sgdTrial, horizon: 60, paths: 100_000, record: 2, factors: [1, 2, 4, 8] };
    const test = await scalingRule(scalingRules.sgd, { ...slow, signal: stop.signal, progress: () => stop.abort() });
    expect(test.stopped).toBe(true);
    expect(test.runs.length).toBeLessThan(2);
    expect(test.verdict).toBe("linear rule: stopped before two runs were finished.");
    for (const { ensemble } of test.runs) expect(ensemble.paths).toBeLessThan(100_000);
  });

  it("says so when nothing can be compared", async () => {
    const { verdict, collapses, runs } = await scalingRule(scalingRules.sgd, {
      ...sgdTrial,
      signal: AbortSignal.abort(),
    });
    expect([collapses.length, runs.length]).toEqual([0, 0]);
    expect(verdict).toBe("linear rule: stopped before two runs were finished.");
  });

  it("draws the curves and their ratios", async () => {
    const test = await scalingRule(scalingRules.sgd, { ...sgdTrial, paths: 50, factors: [1, 2] });
    const { data, caption, layout } = scalingRuleFigure(test, { title: "linear rule" });
    expect(data.map(({ name }) => name)).toEqual(expect.arrayContaining(["δ = 1", "δ = 2", "ratio 1"]));
    expect(layout.xaxis2?.title?.text).toBe("samples, as t = kη at δ = 1");
    expect(caption).toContain("n = 50 paths each, seeds 5, 6");
    expect(() => scalingRuleFigure(test, { observable: "norm" })).toThrow('"norm" was not recorded; known: f');
  });

  it.each([
    [{ factors: [1] }, "scalingRule: factors must be two or more ascending positive numbers, got [1]"],
    [{ factors: [2, 1] }, "scalingRule: factors must be two or more ascending positive numbers, got [2, 1]"],
    [{ paths: 1 }, "scalingRule: paths must be an integer ≥ 2, got 1"],
    [{ horizon: 0.01 }, "scalingRule: horizon must hold a step of every run"],
    [{ method: sgd() }, "scalingRule: method must make a method of its parameters"],
    [{ problem: 3 }, "scalingRule: problem must be a problem, got 3"],
    [{ parameters: { lr: 1 } }, 'SGD: unknown option "lr"'],
    [{ tolerence: 1 }, 'scalingRule: unknown option "tolerence"; did you mean tolerance?'],
  ])("refuses %j", async (options, message) => {
    await expect(scalingRule(scalingRules.sgd, { ...sgdTrial, ...options } as never)).rejects.toThrow(message);
  });

  it("refuses a rule that is for other methods", async () => {
    await expect(scalingRule(scalingRules.signSgd, sgdTrial)).rejects.toThrow(
      'scalingRule: the square root rule of SignSGD must be tried on a method that it is for, SignSGD, got SGD; to try it all the same, give { ...rule, methods: ["SGD"] }',
    );
  });

  it.each([
    [() => ({}), "scalingRule: the own rule must give parameters of clipped SGD at δ = 1, got an object with keys"],
    [() => undefined, "scalingRule: the own rule must give parameters of clipped SGD at δ = 1, got undefined"],
    [
      (all: object) => ({ ...all, etaa: 1 }),
      'scalingRule: the own rule must give parameters of clipped SGD, got "etaa"; did you mean eta?',
    ],
    [
      ({ eta }: { eta: number }) => ({ eta }),
      "scalingRule: the own rule must give every parameter of clipped SGD, got none of c, which was 0.5",
    ],
  ])("refuses a rule of one's own that gives %s", async (apply, message) => {
    const own = { name: "own rule", apply: apply as never };
    const trial = { ...sgdTrial, method: clippedSgd, parameters: { eta: 0.02, c: 0.5 } };
    await expect(scalingRule(own, trial)).rejects.toThrow(message);
  });

  it("lets a rule leave out what stays at its default", async () => {
    const own = {
      name: "own rule",
      apply: (({ eta }: { eta: number }, delta: number) => ({ eta: eta * delta })) as never,
    };
    const { runs } = await scalingRule(own, { ...sgdTrial, paths: 4, factors: [1, 2] });
    expect(runs[1].parameters.eta).toBeCloseTo(0.04, 12);
  });

  it("refuses what is no rule", async () => {
    await expect(scalingRule({} as never, sgdTrial)).rejects.toThrow(
      "scalingRule: rule must have a name and a function",
    );
  });
});

/** Ensembles of made-up paths: a mean, and noise that remembers; what `collapse` reads of an ensemble, and no more. */
function madeUp(mean: (r: number) => number, random: () => number, paths: number, times: number): Ensemble {
  const values = Array.from({ length: paths }, () => {
    let noise = 0;
    return Float64Array.from({ length: times }, (_, r) => {
      // an autoregression of variance 1, starting from 0
      noise = 0.8 * noise + 0.6 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      return mean(r) + (r === 0 ? 0 : noise);
    });
  });
  const at = (r: number): number[] => values.map((path) => path[r]);
  const average = Float64Array.from({ length: times }, (_, r) => at(r).reduce((a, b) => a + b) / paths);
  const standardError = average.map((m, r) => {
    return Math.sqrt(at(r).reduce((sum, value) => sum + (value - m) ** 2, 0) / (paths - 1) / paths);
  });
  const series = { mean: average, standardError };
  const made = { paths, times: average, path: (index: number) => values[index], series: () => series };
  return made as unknown as Ensemble;
}

describe("the rms deviation", () => {
  const TIMES = 30;
  /** R² of two made-up runs, the second off by a factor, and its standard error, many times over. */
  function squares(factor: number, repeats: number): readonly { readonly square: number; readonly error: number }[] {
    let state = 12345;
    const random = (): number => {
      // minimal standard generator of Park and Miller; enough for a test of statistics
      state = (48271 * state) % 2147483647;
      return state / 2147483647;
    };
    return Array.from({ length: repeats }, () => {
      const pair = [1, factor].map((scale) => madeUp((r) => scale * (2 + Math.cos(r)), random, 100, TIMES));
      const [, { rms, high }] = collapse([1, 2], pair, "f").deviations;
      return { square: rms ** 2, error: (high ** 2 - rms ** 2) / 1.96 };
    });
  }

  it("is that of the means, without the noise, and its interval is as wide as its scatter", () => {
    const all = squares(1.3, 150);
    const mean = all.reduce((sum, { square }) => sum + square, 0) / all.length;
    const scatter = Math.sqrt(all.reduce((sum, { square }) => sum + (square - mean) ** 2, 0) / (all.length - 1));
    // m = 1 and 1.3 times the same curve: both are 0.15/1.15 from their mean
    expect(Math.abs(mean - (0.15 / 1.15) ** 2)).toBeLessThan((4 * scatter) / Math.sqrt(all.length) + 0.01 * mean);
    const typical = all.reduce((sum, { error }) => sum + error, 0) / all.length;
    // 150 repeats know the scatter to 6 %; a jackknife over 20 blocks overstates it by a few per cent
    expect(typical / scatter).toBeGreaterThan(0.8);
    expect(typical / scatter).toBeLessThan(1.3);
  });

  it("is 0 within its interval for curves that are one", () => {
    const all = squares(1, 60);
    // R² is cut at 0, so half of them are 0
    expect(all.filter(({ square }) => square === 0).length).toBeGreaterThan(15);
    expect(all.filter(({ square, error }) => square > 4 * error)).toEqual([]);
  });
});
