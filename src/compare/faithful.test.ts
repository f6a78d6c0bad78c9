import { describe, expect, it } from "vitest";
import type { Progress } from "../ensemble/progress.js";
import { laggedRmsprop } from "../methods/lagged-rmsprop.js";
import { method } from "../methods/method.js";
import { rmsprop } from "../methods/rmsprop.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";
import { objective } from "../objectives/objective.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { atZero, slopeOf, thresholdFor, weightsAtZero } from "./extrapolation.js";
import { faithful } from "./faithful.js";
import { wasserstein } from "./law-distance.js";
import { oneStepMoments } from "./one-step-moments.js";

const on = problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [1, 0.5] });
const quick = { paths: 4000, samples: 4000 };

describe("extrapolation to η = 0", () => {
  const etas = [0.4, 0.2, 0.1, 0.05];
  const values = (f: (eta: number) => number, standardError = 1e-9) =>
    etas.map((eta) => ({ value: f(eta), standardError }));

  it("is exact for polynomials", () => {
    expect(weightsAtZero([1, 0.5, 0.25])).toEqual([1 / 3, -2, 8 / 3]);
    const { value, standardError } = atZero(
      etas,
      values((eta) => 3 - eta + 2 * eta ** 2 + 5 * eta ** 3),
    );
    expect(value).toBeCloseTo(3, 12);
    expect(standardError).toBeGreaterThan(1e-9);
  });

  it("has a slope with the error bar of the values", () => {
    const { value, standardError, visible } = slopeOf(
      etas,
      values((eta) => 2 * eta ** 1.5, 1e-6),
    );
    expect(value).toBeCloseTo(1.5, 12);
    expect(visible).toBe(4);
    expect(standardError).toBeLessThan(1e-4);
    expect(
      slopeOf(
        etas,
        values((eta) => eta, 1),
      ).visible,
    ).toBe(0);
  });

  it("allows one in ten thousand of a family of checks", () => {
    expect(thresholdFor(1)).toBeCloseTo(3.8906, 4);
    expect(thresholdFor(100)).toBeGreaterThan(4.7);
  });
});

describe("the Wasserstein distance", () => {
  it("is that of a shift, for samples of any sizes", () => {
    expect(wasserstein(Float64Array.of(0, 1, 2), Float64Array.of(2.5, 0.5, 1.5))).toBeCloseTo(0.5, 12);
    expect(wasserstein(Float64Array.of(0, 1), Float64Array.of(0, 0, 1, 1))).toBeCloseTo(0, 12);
    expect(wasserstein(Float64Array.of(0), Float64Array.of(1, 3))).toBeCloseTo(2, 12);
  });
});

describe("faithful", () => {
  it("confirms what is right, with its order", async () => {
    const report = await faithful(sgd({ eta: 0.02 }), on, quick);
    expect(report.isFaithful).toBe(true);
    expect(report.verdict).toMatch(
      /^SGD SDE is faithful to SGD: one step agrees in \d+ moments .* weak order 1 is confirmed \(slope /,
    );
    expect(report.visibleFrom).toBeGreaterThan(0);
  });

  it("refutes a coefficient that is 10 % off, in the words of what is off", async () => {
    const wrong = method({
      name: "my SGD",
      source: "test",
      parameters: { eta: 0.02 },
      update: ["x = x - η*g"],
      sde: { equations: ["dx = -1.1*G*dt + sqrt(η)*sqrt(Σ)*dW"], source: "test", standing: "derived" },
    });
    const { isFaithful, verdict } = await faithful(wrong(), on, quick);
    expect(isFaithful).toBe(false);
    expect(verdict).toMatch(
      /^my SGD SDE is not faithful to my SGD: in one step the drift of x\[\d\] at t = .* tends to /,
    );
  });

  it("leaves open what noise hides, and says what it would cost", async () => {
    const loud = problem({ objective: quadratic([1]), noise: studentT({ nu: 2.5, scale: 1 }), start: [0.1] });
    const { isFaithful, verdict } = await faithful(signSgd({ eta: 0.01 }), loud, { ...quick, paths: 400 });
    expect(isFaithful).toBeUndefined();
    expect(verdict).toMatch(/^Nothing speaks against SignSGD SDE: .*noise-limited: it needs about /);
  });

  it("does not blame an SDE of order 2 for a scheme of order 1, where no better one takes it", async () => {
    const { isFaithful, orders } = await faithful(laggedRmsprop(), on, { ...quick, samples: 500, sde: "second order" });
    expect(orders.map(({ verdict }) => verdict)).not.toContain("refuted");
    expect(isFaithful).not.toBe(false);
  });

  it("measures the order where the optimizer is stable, and says that it is not at its own η", async () => {
    const stiff = problem({ objective: quadratic([1, 210]), noise: gaussian(0.5), start: [1, 0.5] });
    const { isFaithful, verdict, orders, late } = await faithful(sgd({ eta: 0.02 }), stiff, { ...quick, samples: 500 });
    // η h = 1.05 is the largest that does not run away
    expect(orders[0].etas[0]).toBe(0.005);
    expect(isFaithful).toBe(true);
    expect(late.map(({ agrees }) => agrees)).toEqual([undefined, undefined]);
    expect(verdict).toMatch(/By t = 4 4000 paths had diverged, so that late moments say nothing\.$/);
  });

  it("stops, and reports what is finished", async () => {
    const stop = new AbortController();
    const progress = ({ stage }: Progress) => {
      if (stage === "weak error") stop.abort();
    };
    const { verdict, orders } = await faithful(signSgd({ eta: 0.02 }), on, { ...quick, signal: stop.signal, progress });
    expect(orders).toEqual([]);
    expect(verdict).toMatch(/the weak order was not measured\. It was stopped before its end\.$/);
  });

  it("stops before the first part, and shows that nothing was judged", async () => {
    const report = await faithful(signSgd({ eta: 0.02 }), on, { ...quick, signal: AbortSignal.abort() });
    const { stopped, isFaithful, oneStep, orders, laws, late, table } = report;
    expect([stopped, isFaithful, oneStep, orders, laws, late]).toEqual([true, undefined, undefined, [], [], []]);
    expect(table.rows).toEqual([]);
    const nothing = "SignSGD SDE was not judged: it was stopped before anything was measured that could tell.";
    expect(report.verdict).toBe(nothing);
    expect(report.show()["text/plain"]).toContain(nothing);
    expect(report.figure).toThrow("faithful: something must be measured to be drawn, got nothing");
  });

  it("stops within the one-step part, and reports the states that are sampled", async () => {
    const stop = new AbortController();
    let calls = 0;
    let last = Infinity;
    const watched = objective({
      name: "bowl",
      description: "x²/2 by hand",
      dimension: 1,
      value: (x) => x[0] ** 2 / 2,
      gradient(x) {
        if (++calls === last) {
          stop.abort();
          // longer than the part works before it gives way
          for (const end = performance.now() + 100; performance.now() < end; );
        }
        return x;
      },
    });
    const by = problem({ objective: watched, noise: gaussian(0.5), start: [1] });
    const options = { sde: "plain", burnIn: 0, horizon: 1, seed: 1, samples: 1000 };
    const setting = { method: signSgd({ eta: 0.02 }), problem: by, ...options };
    const whole = await oneStepMoments(setting);
    last = calls + Math.round(calls / 2);
    const part = await oneStepMoments({ ...setting, signal: stop.signal });
    expect([whole?.states, part?.states]).toEqual([6, 2]);
    expect(part?.checks).toEqual(whole?.checks.slice(0, part?.checks.length));
  });

  it("leaves out what a stop has cut short: a level, a law, late moments", async () => {
    const stop = new AbortController();
    const levels = { etas: [0.08, 0.04, 0.02, 0.01] };
    let begun = 0;
    const progress = ({ stage }: Progress) => {
      if (stage === "weak error" && ++begun === 8) stop.abort();
    };
    const report = await faithful(signSgd({ eta: 0.02 }), on, { ...quick, ...levels, signal: stop.signal, progress });
    expect(report.orders[0].etas).toEqual([0.08, 0.04, 0.02]);
    expect([report.laws, report.late]).toEqual([[], []]);
    expect(report.table.rows.flat().filter((cell) => String(cell).includes("–"))).toEqual([]);
  });

  it.each([
    [{ etas: [0.1, 0.2, 0.4] }, "faithful: etas must be at least three positive numbers, each half the one before"],
    [{ horizn: 1 }, 'faithful: unknown option "horizn"; did you mean horizon?'],
    [{ paths: 1 }, "faithful: paths must be an integer"],
    [{ sde: "paper" }, 'SGD: no SDE named "paper"'],
    [{ solver: undefined, substeps: 1 }, "faithful: SGD SDE at dt = η is SGD itself"],
  ])("refuses %j", async (options, message) => {
    await expect(faithful(sgd(), on, options as never)).rejects.toThrow(message);
  });

  it("refuses an SDE that does not exist for the noise, with the reason", async () => {
    const heavy = problem({ objective: quadratic([1]), noise: studentT({ nu: 1.5 }), start: [1] });
    await expect(faithful(rmsprop(), heavy, quick)).rejects.toThrow(/needs σ of the Student-t noise, but/);
  });
});
