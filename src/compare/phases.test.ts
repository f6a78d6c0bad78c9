import { describe, expect, it } from "vitest";
import { mutant } from "../conformance/mutant.js";
import { type Chain, optimizer, sde } from "../ensemble/chain.js";
import { ensemble } from "../ensemble/ensemble.js";
import { erf } from "../math/error-function.js";
import { matrix } from "../math/vector.js";
import { method } from "../methods/method.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import type { Noise } from "../noises/noise.js";
import { studentT } from "../noises/student-t.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { compare } from "./compare.js";
import { comparisonFigure } from "./comparison-figure.js";
import { phases } from "./phases.js";
import { phasesFigure } from "./phases-figure.js";

const η = 0.001;
const one = problem({ objective: quadratic([1]), noise: gaussian(0.5), start: [2] });
const two = problem({ objective: quadratic([1, 2]), noise: gaussian(0.1), start: [1, 0.5] });
const run = { horizon: 3, paths: 1500, seed: 21, record: 150 };

/** The time at which dY/dt = −erf(Y)/(√2 σ), h = 1, comes down to a border: by Simpson's rule, to 1e-9. */
function timeTo(border: number, σ: number, from: number): number {
  const n = 400;
  const width = (from - border) / n;
  const sum = Array.from({ length: n + 1 }, (_, i) => {
    const weight = i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2;
    return weight / erf(border + i * width);
  }).reduce((a, b) => a + b);
  return (Math.SQRT2 * σ * sum * width) / 3;
}

/** How far the crossings of a chain are from those of the ordinary differential equation, in standard errors. */
async function misses(chain: Chain): Promise<readonly number[]> {
  const [{ transitions }] = (await phases(chain, run)).coordinates;
  expect(transitions.map(({ from, to }) => [from, to])).toEqual([
    [1, 2],
    [2, 3],
  ]);
  return transitions.map(({ t, standardError }, i) => {
    const exact = timeTo(i === 0 ? 1.5 : 1, 0.5, 2 / (Math.SQRT2 * 0.5));
    // the paths stay within 0.03 of their mean, a step is η long, and linear interpolation over 0.02 errs by 3e-5
    return (Math.abs(t - exact) - η) / standardError;
  });
}

describe("phases", () => {
  it.each([
    ["SignSGD", optimizer(signSgd({ eta: η }), one)],
    ["its SDE", sde(signSgd({ eta: η }), one, { substeps: 2 })],
  ])("of %s end when the mean of |Y| says so", async (_, chain) => {
    for (const miss of await misses(chain)) expect(miss).toBeLessThan(4);
  });

  it("notice a drift that is 10 % too slow", async () => {
    const slow = mutant(sde(signSgd({ eta: η }), one, { substeps: 2 }), {
      equation: "dx",
      differential: "dt",
      factor: 0.9,
    });
    for (const miss of await misses(slow)) expect(miss).toBeGreaterThan(40);
  });

  it("hold shares of the paths that sum to 1, and half of the paths are across when the mean crosses", async () => {
    const { coordinates, ensemble: told } = await phases(optimizer(signSgd({ eta: η }), one), run);
    const [{ shares, transitions }] = coordinates;
    told.times.forEach((_, r) => expect(shares[1][r] + shares[2][r] + shares[3][r]).toBeCloseTo(1, 12));
    expect([shares[1][0], shares[3][150]]).toEqual([1, 1]);
    // the last record before the crossing and the first after it
    const r = told.times.findIndex((t) => t > transitions[0].t);
    expect(shares[1][r - 1]).toBeGreaterThan(0.5);
    expect(shares[1][r]).toBeLessThan(0.5);
  });

  it("shade the loss curve of a comparison", async () => {
    const compared = await compare(signSgd({ eta: η }), two, { horizon: 2, paths: 200, seed: 4, record: 100 });
    const told = await phases(compared.reference);
    expect(told.ensemble.times).toEqual(compared.reference.times);
    expect(told.ensemble.paths).toBe(200);
    expect(told.shading.map(({ label }) => label)).toEqual([
      ...["phase 1", "phases 1–2", "phases 1–3", "phases 2–3", "phase 3"],
    ]);
    // in phase 1 the speed is erf(Y) ≈ 1, and at its end 0.97: x₂ comes from 0.5 to 0.106, x₁ from 1 to 0.212
    expect(told.shading[0].to).toBeGreaterThan(0.394);
    expect(told.shading[0].to).toBeLessThan(0.394 * 1.035);
    expect(told.shading[2].to).toBeGreaterThan(0.788);
    expect(told.shading[2].to).toBeLessThan(0.788 * 1.035);
    expect(told.shading[4].to).toBe(Number.POSITIVE_INFINITY);
    const { layout } = comparisonFigure(compared, { shading: told.shading });
    expect(layout.annotations.map(({ text }) => text)).toEqual(told.shading.map(({ label }) => label));
    expect(told.verdict).toMatch(
      /^SignSGD: the 2 coordinates are in phase 1 to t = 0\.[34]\d+ ± .*, then in phase 3\.$/,
    );
    expect(told.table.rows.map(([coordinate, passes]) => [coordinate, passes])).toEqual([
      ["1", "phase 1 to 2"],
      ["1", "phase 2 to 3"],
      ["2", "phase 1 to 2"],
      ["2", "phase 2 to 3"],
    ]);
    const { data } = phasesFigure(told, { title: "Phases" });
    expect(data.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["coordinate 1", "coordinate 2", "borders of the phases", "in phase 3"]),
    );
  });

  it("say that a run stays where it begins", async () => {
    const near = problem({ objective: quadratic([1]), noise: gaussian(1), start: [0.1] });
    const told = await phases(optimizer(signSgd({ eta: 0.01 }), near), { horizon: 1, paths: 50 });
    expect(told.verdict).toBe("SignSGD: the coordinate is in phase 3 throughout.");
    expect(told.table.rows[0][1]).toBe("stays in phase 3");
    expect(told.shading).toEqual([{ from: 0, to: Number.POSITIVE_INFINITY, label: "phase 3" }]);
  });

  it("do not flicker where the mean rests on a border", async () => {
    // at η = 5 σ/h, far from any small step, the SDE rests near E |Y| = 1, by a simulation apart from this code
    const coarse = problem({ objective: quadratic([1]), noise: gaussian(1), start: [3] });
    const chain = sde(signSgd({ eta: 5 }), coarse);
    const told = await phases(chain, { horizon: 2000, paths: 400, seed: 2, record: 400 });
    const [{ ratio, transitions }] = told.coordinates;
    const sides = [...ratio.mean].map((mean) => mean > 1);
    const crossings = sides.filter((side, r) => r > 0 && side !== sides[r - 1]).length;
    expect(crossings).toBeGreaterThan(20);
    expect(transitions.length).toBeLessThan(crossings / 3);
  });

  it("know SignSGD however it is written", async () => {
    const other = method({
      name: "steps of one size",
      source: "test",
      parameters: { eta: 0.01 },
      update: ["x = x - g/abs(g)*η"],
    });
    await expect(phases(optimizer(other(), one), { horizon: 0.1, paths: 2 })).resolves.toBeDefined();
  });

  const on = (noise: Noise) => problem({ objective: quadratic([1, 2]), noise, start: [1, 1] });
  const covariance = matrix([
    [1, 0.5],
    [0.5, 1],
  ]);
  it.each([
    [optimizer(sgd(), two), "phases: method must be SignSGD, whose phases they are, got SGD"],
    [
      optimizer(signSgd(), on(studentT({ nu: 3 }))),
      "phases: noise must be Gaussian with independent coordinates, for which |Y| is defined, got Student-t noise",
    ],
    [
      optimizer(signSgd(), on(gaussian({ covariance }))),
      "phases: noise must be Gaussian with independent coordinates, for which |Y| is defined, got Gaussian noise, full",
    ],
    [optimizer(signSgd(), on(gaussian([1, 0]))), "phases: σ must be positive in every coordinate, got [1, 0]"],
    [signSgd as never, "phases: a chain or an ensemble must be given, got a function"],
  ])("refuse what they are not defined for (%#)", async (chain, message) => {
    await expect(phases(chain, { horizon: 1, paths: 10 })).rejects.toThrow(message);
  });

  it("refuse options nobody reads", async () => {
    const some = await ensemble(optimizer(signSgd(), two), { horizon: 1, paths: 3 });
    await expect(phases(some, { pahts: 3 } as never)).rejects.toThrow('unknown option "pahts"; did you mean paths?');
    await expect(phases(some.chain)).rejects.toThrow("phases: options must be an object, got undefined");
  });
});
