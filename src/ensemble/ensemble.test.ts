import { describe, expect, it } from "vitest";
import { adam } from "../methods/adam.js";
import { clippedDistributedSgd } from "../methods/clipped-distributed-sgd.js";
import { clippedSgd } from "../methods/clipped-sgd.js";
import { rmsprop } from "../methods/rmsprop.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { saddle } from "../objectives/saddle.js";
import { sgdMeanDiscrete, sgdVariance, sgdVarianceDiscrete } from "../theory/sgd.js";
import { optimizer, sde } from "./chain.js";
import { ensemble } from "./ensemble.js";
import type { Progress } from "./progress.js";

const line = problem({ objective: quadratic([2]), noise: gaussian(0.5), start: [1] });
const chain = optimizer(sgd({ eta: 0.05 }), line);

describe("an ensemble", () => {
  it("has the moments of the exact recursion", async () => {
    const { times, series } = await ensemble(chain, {
      horizon: 2,
      paths: 4000,
      seed: 3,
      observables: ["x[1]", "x[1]^2"],
      record: 8,
    });
    const exact = { eta: 0.05, h: 2, sigma: 0.5, x0: 1 };
    const [mean, square] = [series("x[1]"), series("x[1]^2")];
    times.slice(1).forEach((t, i) => {
      const expected = sgdMeanDiscrete(exact)(t);
      expect(Math.abs(mean.mean[i + 1] - expected) / mean.standardError[i + 1]).toBeLessThan(4);
      const second = sgdVarianceDiscrete(exact)(t) + expected ** 2;
      expect(Math.abs(square.mean[i + 1] - second) / square.standardError[i + 1]).toBeLessThan(4);
      // 10 % off in σ is seen
      const wrong = 1.21 * sgdVarianceDiscrete(exact)(t) + expected ** 2;
      if (t === 2) expect(Math.abs(square.mean[i + 1] - wrong) / square.standardError[i + 1]).toBeGreaterThan(4);
    });
  });

  it("of the SDE has the moments of the Ornstein–Uhlenbeck process", async () => {
    const { series } = await ensemble(sde(sgd({ eta: 0.05 }), line, { substeps: 64 }), {
      horizon: 2,
      paths: 2000,
      seed: 4,
      observables: ["(x[1] - exp(-2*t))^2"],
      record: [2],
    });
    const { mean, standardError } = series("(x[1] - exp(-2*t))^2");
    expect(Math.abs(mean[0] - sgdVariance({ eta: 0.05, h: 2, sigma: 0.5 })(2)) / standardError[0]).toBeLessThan(4);
  });

  it("is a function of the seed, and a longer one begins like a shorter one", async () => {
    const run = (seed: number, paths = 50) => ensemble(chain, { horizon: 1, paths, seed, keep: 20 });
    const [one, again, other, longer] = await Promise.all([run(1), run(1), run(2), run(1, 90)]);
    expect(again.hash).toBe(one.hash);
    expect(other.hash).not.toBe(one.hash);
    expect(longer.path(19, "f")).toEqual(one.path(19, "f"));
  });

  it("records times and quantiles", async () => {
    const result = await ensemble(chain, { horizon: 1, paths: 101, record: [0, 0.5, 1] });
    expect([...result.steps]).toEqual([0, 10, 20]);
    const [low, high] = [result.series("f").quantile(0), result.series("f").quantile(1)];
    const median = result.series("f").quantile(0.5);
    for (let r = 0; r < 3; r++) expect(low[r] <= median[r] && median[r] <= high[r]).toBe(true);
    expect(result.series("f").standardError[0]).toBe(0);
  });

  it("says how many paths diverged and when, and never averages them", async () => {
    // |1 − ηh| = 5: every path grows by 5 per step and leaves at 10⁷⁵, that is near step 75/log₁₀ 5 = 107
    const steep = problem({ objective: quadratic([60]), noise: gaussian(0.1), start: [1] });
    const result = await ensemble(optimizer(sgd({ eta: 0.1 }), steep), { horizon: 20, paths: 10, record: 10 });
    expect(result.diverged.count).toBe(10);
    for (const t of result.diverged.times) expect(Math.abs(t / 0.1 - 107)).toBeLessThan(4);
    const { mean, count } = result.series("f");
    expect(count[10]).toBe(0);
    expect(mean[10]).toBeNaN();
    expect(mean[4]).toBeGreaterThan(1);
  });

  it("leaves diverged paths out at all times when asked", async () => {
    const trap = problem({
      objective: saddle({ h: [-1], lambda: 1e-3 }),
      noise: studentT({ nu: 0.7, scale: 0.5 }),
      start: [0],
    });
    const options = { horizon: 20, paths: 200, seed: 6, record: 4 };
    const until = await ensemble(optimizer(sgd({ eta: 0.1 }), trap), options);
    const never = await ensemble(optimizer(sgd({ eta: 0.1 }), trap), { ...options, diverged: "never" });
    expect(until.diverged.count).toBeGreaterThan(0);
    expect(until.diverged.count).toBeLessThan(200);
    expect(until.series("f").count[0]).toBe(200);
    expect(never.series("f").count[0]).toBe(200 - until.diverged.count);
  });

  it("stops with an honest number of paths, and reports progress", async () => {
    const controller = new AbortController();
    const messages: Progress[] = [];
    const result = await ensemble(chain, {
      horizon: 500,
      paths: 1_000_000,
      signal: controller.signal,
      progress(message) {
        messages.push(message);
        if (messages.length === 2) controller.abort();
      },
    });
    expect(result.stopped).toBe(true);
    expect(result.paths).toBeGreaterThanOrEqual(messages[1].finished);
    expect(result.series("f").count[0]).toBe(result.paths);
    expect(messages[0].timeLeft).toBeGreaterThan(0);
  });

  it("stopped before the first path is empty", async () => {
    const result = await ensemble(chain, { horizon: 1, signal: AbortSignal.abort() });
    expect([result.paths, result.stopped, result.series("f").count[0]]).toEqual([0, true, 0]);
    expect(result.series("f").mean[0]).toBeNaN();
  });
});

describe("SignSGD on H = diag(1, 2), σ = 0.1, η = 0.001, from (1, ½)", () => {
  it("has the loss of an independent simulation, whose error is about 2 %", async () => {
    const phases = problem({ objective: quadratic([1, 2]), noise: gaussian(0.1), start: [1, 0.5] });
    const record = [0.25, 0.5, 1, 1.5];
    const { series } = await ensemble(optimizer(signSgd({ eta: 0.001 }), phases), {
      horizon: 1.5,
      paths: 600,
      seed: 5,
      record,
    });
    const { mean, standardError } = series("f");
    [0.34375, 0.125798, 1.626e-3, 6.407e-5].forEach((value, r) => {
      expect(Math.abs(mean[r] - value)).toBeLessThan(4 * standardError[r] + 0.02 * value);
    });
  });
});

describe("workers", () => {
  const plane = problem({ objective: quadratic([1, 2]), noise: gaussian(1), start: [1, 1] });

  it("one worker is clipped SGD, bit for bit", async () => {
    const options = { horizon: 2, paths: 5, seed: 2, observables: ["f", "x[2]"] };
    const plain = await ensemble(optimizer(clippedSgd({ eta: 0.05, c: 0.5 }), plane), options);
    const alone = await ensemble(optimizer(clippedDistributedSgd({ eta: 0.05, c: 0.5, N: 1, I: 3 }), plane), options);
    expect(alone.hash).toBe(plain.hash);
  });

  it("without noise N workers follow one", async () => {
    const silent = problem({ objective: quadratic([1, 2]), noise: gaussian(0), start: [1, 1] });
    const options = { horizon: 2, paths: 1, observables: ["x[1]"], keep: 1 };
    const one = await ensemble(optimizer(clippedSgd({ eta: 0.05, c: 0.5 }), silent), options);
    const four = await ensemble(optimizer(clippedDistributedSgd({ eta: 0.05, c: 0.5, N: 4, I: 2 }), silent), options);
    four.path(0, "x[1]").forEach((value, r) => {
      expect(value).toBeCloseTo(one.path(0, "x[1]")[r], 14);
    });
  });
});

describe("bad input", () => {
  const run = (options: object) => ensemble(chain, { horizon: 1, ...options });
  it.each([
    [{ paths: 0 }, "ensemble: paths must be an integer in 1..2147483647, got 0"],
    [{ paths: 2.5 }, "ensemble: paths must be an integer in 1..2147483647, got 2.5"],
    [{ horizon: -1 }, "ensemble: horizon must be a positive number, got -1"],
    [{ horizon: 0.001 }, "horizon must be at least one step of η = 0.05"],
    [{ seed: -1 }, "ensemble: seed must be an integer in 0.."],
    [{ paths: 1e10 }, "ensemble: paths must be an integer in 1..2147483647, got 10000000000"],
    [
      { paths: 1e9, quantiles: "exact" },
      "ensemble: recorded values must fit in 4 GB, got 420 GB for 1000000000 paths × 21 values",
    ],
    [
      { keep: 1e8, paths: 1e8 },
      "ensemble: recorded values must fit in 4 GB, got 16.8 GB for 100000000 paths × 21 values",
    ],
    [{ paths: 1e9, final: true }, "got 8.00 GB for 0 paths × 21 values and 1000000000 final states"],
    [{ final: 1 }, "ensemble: final must be true or false, got 1"],
    [{ quantiles: "all" }, 'quantiles must be "exact", "approximate" or "none", got "all"'],
    [{ covariances: [["f", "g"]] }, "covariances must be a list of pairs of two recorded observables"],
    [{ budget: {} }, "budget must name seconds or a standardError"],
    [{ budget: { seconds: 0 } }, "seconds must be a positive number, got 0"],
    [{ budget: { seconds: 1, observable: "f" } }, "observable must be recorded and have a standardError"],
    [{ precision: "f16" }, 'precision must be "f64" or "f32", got "f16"'],
    [{ precision: "f32", executor: "reference" }, 'the reference executor needs precision: "f64"'],
    [{ threads: 0 }, "threads must be an integer in 1..1024, got 0"],
    [{ executor: "fast" }, 'executor must be "compiled" or "reference", got "fast"'],
    [{ horizon: 1e9 }, "horizon must be at most 2147483647 steps"],
    [{ progress: 5 }, "ensemble: progress must be a function, got 5"],
    [{ signal: {} }, "ensemble: signal must be an AbortSignal"],
    [{ record: "259" }, 'record must be a number of times or a list of them, got "259"'],
    [{ record: null }, "record must be a number of times or a list of them, got null"],
    [{ record: [0.1, 0.101] }, "record must hold times at least η = 0.05 apart, got 0.1 and 0.101"],
    [{ record: [0.5, 0.2] }, "record must hold ascending times"],
    [{ record: [2] }, "record must hold ascending times in 0..1, got 2"],
    [{ record: [] }, "ensemble: record must not be empty"],
    [{ observables: [] }, "ensemble: observables must be a non-empty list"],
    [{ observables: 5 }, "ensemble: observables must be a non-empty list of expressions, got 5"],
    [{ observables: ["f", "f"] }, 'observables: "f" is given twice'],
    [{ observables: ["x"] }, 'observable "x": must be a number, got a vector'],
    [{ observables: ["loss"] }, 'observable "loss": unknown name "loss"'],
    [{ observables: ["x[2]"] }, 'observable "x[2]": x has 1 entries'],
    [{ observables: ["mean(v)"] }, 'unknown name "v"'],
    [{ diverged: "drop" }, 'diverged must be "until" or "never", got "drop"'],
    [{ path: 3 }, 'ensemble: unknown option "path"; did you mean paths?'],
    [{ keep: 2000 }, "ensemble: keep must be an integer in 0..1000"],
  ])("%j", async (options, message) => {
    await expect(run(options)).rejects.toThrow(message);
  });

  it("asks for an observable that was recorded", async () => {
    const result = await run({ paths: 2 });
    expect(() => result.series("norm(G)")).toThrow('"norm(G)" was not recorded; known: f');
    expect(() => result.path(0, "f")).toThrow("no path was kept");
  });

  it("an SDE that the noise does not have", () => {
    const heavy = problem({ objective: quadratic([1]), noise: studentT({ nu: 2 }), start: [1] });
    return expect(ensemble(sde(rmsprop(), heavy), { horizon: 1 })).rejects.toThrow(
      "the covariance of t noise is infinite for ν ≤ 2",
    );
  });

  it("RMSprop's SDE from v = 0", () =>
    expect(ensemble(sde(rmsprop(), line, { memory: { v: 0 } }), { horizon: 1 })).rejects.toThrow(
      'v must start positive, got 0; start from memory: { v: "G^2 + σ^2" }',
    ));

  it("chains", () => {
    expect(() => sde(sgd(), line, { sde: "plan" })).toThrow('no SDE named "plan"; did you mean plain?');
    expect(() => sde(sgd(), line, { substeps: 0 })).toThrow("substeps must be an integer ≥ 1");
    expect(() => sde(adam(), line, { burnIn: 0 })).toThrow("burnIn must be an integer ≥ 1, got 0");
    expect(() => optimizer(adam as never, line)).toThrow("call it first");
    expect(() => optimizer(adam(), line, { memory: { w: 0 } })).toThrow('unknown option "w"');
    expect(() => optimizer(adam(), line, { memory: { m: Number.NaN } })).toThrow("start of m must be a finite number");
  });
});
