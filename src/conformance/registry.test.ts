/** Laws that every method of the registry obeys; whether its SDEs are faithful is asked where wrong ones are caught. */
import { describe, expect, it } from "vitest";
import { optimizer } from "../ensemble/chain.js";
import { ensemble } from "../ensemble/ensemble.js";
import type { Progress } from "../ensemble/progress.js";
import { methods } from "../methods/index.js";
import { method } from "../methods/method.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";
import { objective } from "../objectives/objective.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { conformance } from "./conformance.js";

const cauchy = problem({ objective: quadratic([1, 2]), noise: studentT({ nu: 1 }), start: [1, 0.5] });
const bowl = objective({
  name: "bowl",
  description: "x²/2 by hand",
  dimension: 1,
  value: (x) => x[0] ** 2 / 2,
  gradient: (x) => x,
});
const on = problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [1, 0.5] });

describe.each(Object.keys(methods))("%s", (name) => {
  const own = methods[name]();

  it("conforms", async () => {
    const { laws } = await conformance(own, { paths: 0 });
    expect(laws.filter(({ holds }) => holds === false)).toEqual([]);
    // on Gaussian noise every SDE exists, so that only those for another regime are left out
    const regimes = [...own.sdes.values()].filter(({ regime }) => regime !== undefined);
    expect(laws.filter(({ holds }) => holds === undefined)).toHaveLength(regimes.length);
  });

  it("has an SDE with a standing, and predictions", () => {
    expect(own.sdes.size).toBeGreaterThan(0);
    for (const { standing } of own.sdes.values()) expect(standing).not.toBe("");
    expect(own.predictions(on).length).toBeGreaterThan(0);
  });

  it("is not changed by another method that runs beside it", async () => {
    const run = () => ensemble(optimizer(own, on), { horizon: 20 * own.parameters.eta, paths: 3, seed: 2 });
    const alone = await run();
    const [together] = await Promise.all([run(), ensemble(optimizer(sgd(), on), { horizon: 1, paths: 3 })]);
    expect(together.hash).toBe(alone.hash);
  });
});

describe("conformance", () => {
  it("names the law that is broken", async () => {
    const wrong = method({
      name: "wrong",
      source: "test",
      parameters: { eta: 0.02, c: 1e9 },
      update: ["x = x - η*clip(g, c)"],
      sde: { equations: ["dx = -2*G*dt + sqrt(η)*sqrt(Σ)*dW"], source: "", standing: "derived" },
    });
    const { holds, verdict, laws } = await conformance(wrong(), { paths: 2000 });
    expect(holds).toBe(false);
    expect(verdict).toMatch(
      /^wrong breaks 3 of 8 laws: says where it is from, every parameter has an effect, the SDE "plain" is faithful\.$/,
    );
    expect(laws.find(({ law }) => law === "every parameter has an effect")?.detail).toBe("c has no effect");
  });

  it("stops, and says of which laws nothing is known", async () => {
    const stop = new AbortController();
    const progress = ({ stage }: Progress) => {
      if (stage === "a seed repeats, another does not") stop.abort();
    };
    const some = await conformance(signSgd({ eta: 0.01 }), { paths: 100, signal: stop.signal, progress });
    expect(some.laws.map(({ law }) => law)).toEqual(["says where it is from", "every parameter has an effect"]);
    expect([some.holds, some.stopped]).toEqual([false, true]);
    expect(some.verdict).toBe("SignSGD is not judged yet: 2 laws hold; stopped before 7 more.");
    const none = await conformance(signSgd({ eta: 0.01 }), { paths: 100, signal: AbortSignal.abort() });
    expect(none.show()["text/plain"]).toContain(
      "SignSGD was not judged: stopped before the first of 9 laws was checked.",
    );
  });

  it("does not count an SDE that it was stopped at", async () => {
    const stop = new AbortController();
    const progress = ({ stage }: Progress) => {
      if (stage.endsWith("weak error")) stop.abort();
    };
    const { laws, holds, verdict } = await conformance(signSgd({ eta: 0.01 }), {
      paths: 100,
      signal: stop.signal,
      progress,
    });
    expect([laws.length, holds, verdict]).toEqual([
      ...[7, false, "SignSGD is not judged yet: 7 laws hold; stopped before 2 more."],
    ]);
  });

  it("does not ask of an SDE what it is not for, and counts it as nothing", async () => {
    const { holds, laws, verdict, table } = await conformance(signSgd({ eta: 0.01 }), { problem: cauchy, paths: 0 });
    expect([holds, laws.length, verdict]).toEqual([true, 7, "SignSGD conforms: 7 laws hold."]);
    expect(table.rows.every(([, word]) => word === "holds")).toBe(true);
    // no σ for SGD, and none of its SDEs
    const none = await conformance(sgd({ eta: 0.01 }), { problem: cauchy, paths: 100 });
    expect(none.verdict).toBe("SGD conforms: 7 laws hold; not asked: 3.");
    expect(none.laws.at(-1)?.detail).toMatch(/^not asked, since .*infinite for ν ≤ 2, got ν = 1/);
    expect(none.table.rows.at(-1)?.[1]).toBe("not asked");
    const byHand = problem({ objective: bowl, noise: gaussian(0.5), start: [1] });
    const some = await conformance(sgd({ eta: 0.01 }), { problem: byHand, paths: 0 });
    expect(some.verdict).toBe("SGD conforms: 7 laws hold; not asked: 2.");
    expect(some.laws.at(-1)?.detail).toMatch(/^not asked, since .*hessian\(\) needs the gradient as equations/);
    const regime = method({
      name: "loud",
      source: "test",
      parameters: { eta: 0.02 },
      update: ["x = x - η*g"],
      // runs away within a few steps, which is no law of it here
      sde: { equations: ["dx = 1e90*G*dt"], source: "test", standing: "derived", regime: "no noise" },
    });
    const loud = await conformance(regime(), { paths: 100 });
    expect(loud.verdict).toBe("loud conforms: 7 laws hold; not asked: 1.");
    expect(loud.laws.at(-1)).toMatchObject({ holds: undefined, detail: "not asked, since it is for no noise" });
  });

  it.each([" ", undefined, 3])("wants a source, not %j", async (source) => {
    const own = { ...sgd({ eta: 0.01 }), source: source as never };
    expect((await conformance(own, { paths: 0 })).laws[0]).toMatchObject({ holds: false });
  });

  it.each([1, 99])("refuses %i paths at once", async (paths) => {
    await expect(conformance(sgd(), { paths })).rejects.toThrow(
      `conformance: paths must be 0 or an integer ≥ 100, got ${paths}`,
    );
  });

  it("refuses what is no method", async () => {
    await expect(conformance(sgd as never)).rejects.toThrow("call it first");
  });
});
