/**
 * Clipping by the norm, smooth clipping, noise before clipping and DP-SGD against their SDEs, in standard errors, at a quarter,
 * half and the end of a run that ends stationary, and in one step; then on coefficients that are 10 % wrong, which must be
 * noticed.
 */
import { describe, expect, it } from "vitest";
import { comparison, THRESHOLD } from "../compare/comparison.js";
import { againstSde } from "../compare/one-step-moments.js";
import { sampledSteps } from "../compare/sampled-steps.js";
import { type Chain, optimizer, sde } from "../ensemble/chain.js";
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import { matrix } from "../math/vector.js";
import { clippedDistributedSgd } from "../methods/clipped-distributed-sgd.js";
import { clippedSgd } from "../methods/clipped-sgd.js";
import { dpSgd } from "../methods/dp-sgd.js";
import type { Method } from "../methods/method.js";
import { noiseBeforeClippingSgd } from "../methods/noise-before-clipping-sgd.js";
import { normClippedSgd } from "../methods/norm-clipped-sgd.js";
import { normalisedSgd } from "../methods/normalised-sgd.js";
import { smoothClippedSgd } from "../methods/smooth-clipped-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import type { Noise } from "../noises/noise.js";
import { studentT } from "../noises/student-t.js";
import { type Problem, problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { clippedStationaryVariance } from "../theory/clipping.js";
import { normClippedStationaryVariances } from "../theory/clipping-norm.js";
import { mutant } from "./mutant.js";

/** η is small enough that the modelling error O(η) stays below the standard error of 6000 paths. */
const η = 0.0025;
const PATHS = 6000;
const OBSERVABLES = ["f", "x[1]"];
const on = (noise: Noise): Problem => problem({ objective: quadratic([1, 2, 2]), noise, start: [0.3, 0.15, -0.15] });
const quiet = on(gaussian(0.5));
const cauchy = on(studentT({ nu: 1, scale: 0.2, shared: true }));

const laws: readonly (readonly [Method, Problem, number])[] = [
  [normClippedSgd({ eta: η, c: 0.8 }), quiet, 4],
  [normClippedSgd({ eta: η, c: 0.5 }), cauchy, 4],
  [smoothClippedSgd({ eta: η, c: 0.8 }), quiet, 4],
  [noiseBeforeClippingSgd({ eta: η, c: 0.6, s: 0.4 }), quiet, 4],
  [dpSgd({ eta: η, c: 0.8, s: 1.5, B: 3 }), quiet, 4],
];

const run = (chain: Chain, horizon: number, seed = 21): Promise<Ensemble> =>
  ensemble(chain, { paths: PATHS, horizon, seed, observables: OBSERVABLES, record: 4 });
const worst = (reference: Ensemble, other: Ensemble): number =>
  Math.max(...comparison(reference, [other], []).differences.map(({ z }) => Math.abs(z)));

describe.each(laws.map((law) => [`${law[0].name}, ${law[1].noise.name}`, ...law] as const))(
  "%s",
  (_, method, place, horizon) => {
    let known: Promise<Ensemble> | undefined;
    const discrete = (): Promise<Ensemble> => {
      known ??= run(optimizer(method, place), horizon);
      return known;
    };
    const diffusion = sde(method, place, { substeps: 4 });

    it("agrees with its SDE", async () => {
      const reference = await discrete();
      expect(worst(reference, await run(diffusion, horizon))).toBeLessThan(THRESHOLD);
      // The law says something only where the error bars are short.
      for (const observable of OBSERVABLES) {
        const { mean, standardError } = reference.series(observable);
        expect(standardError[4] / Math.abs(mean[1])).toBeLessThan(0.015);
      }
    });

    it.each(["dt", "dW"] as const)("notices a tenth more of %s", async (differential) => {
      const wrong = mutant(diffusion, { equation: "dx", differential, factor: 1.1 });
      expect(worst(await discrete(), await run(wrong, horizon))).toBeGreaterThan(THRESHOLD);
    });

    it("runs alike in both executors", async () => {
      for (const chain of [optimizer(method, place), diffusion]) {
        const options = { paths: 20, horizon: 20 * η, observables: OBSERVABLES, record: 2, keep: 20 };
        const [compiled, reference] = await Promise.all(
          (["compiled", "reference"] as const).map((executor) => ensemble(chain, { ...options, executor })),
        );
        // at most 80 solver steps of relative roundings
        for (let path = 0; path < 20; path++) {
          compiled.path(path, "x[1]").forEach((value, r) => {
            expect(Math.abs(value - reference.path(path, "x[1]")[r])).toBeLessThan(1e-12);
          });
        }
      }
    });
  },
);

describe("one step of the optimizer has the moments of the SDE, to leading order in η", () => {
  const tilted = matrix([
    [0.6, 0.3, 0],
    [0.3, 0.4, -0.1],
    [0, -0.1, 0.2],
  ]);
  const planar = problem({ objective: quadratic([1, 2]), noise: gaussian([0.3, 1.2]), start: [0.6, 0.3] });
  const turned = on(gaussian({ covariance: tilted }));
  const cases: readonly (readonly [string, Method, Problem])[] = [
    ["norm clipping, two scales", normClippedSgd({ eta: 0.01, c: 0.7 }), planar],
    ["norm clipping, a full covariance", normClippedSgd({ eta: 0.01, c: 0.7 }), turned],
    ["normalised SGD, two scales", normalisedSgd({ eta: 0.01 }), planar],
    ["normalised SGD, a full covariance", normalisedSgd({ eta: 0.01 }), turned],
    ["smooth clipping, a full covariance", smoothClippedSgd({ eta: 0.01, c: 0.7 }), turned],
    ["DP-SGD, two scales", dpSgd({ eta: 0.01, c: 0.7, s: 0.5, B: 2 }), planar],
  ];

  it.each(cases)("%s; a tenth more of either coefficient is noticed", async (_, method, place) => {
    const steps = await sampledSteps({
      method,
      problem: place,
      sde: "plain",
      burnIn: 0,
      horizon: 1,
      seed: 31,
      samples: 40_000,
    });
    const { agrees, worst } = againstSde(steps, (own) => sde(own, place));
    expect(agrees, JSON.stringify(worst)).toBe(true);
    for (const differential of ["dt", "dW"] as const) {
      const wrong = { equation: "dx", differential, factor: 1.1 };
      expect(againstSde(steps, (own) => mutant(sde(own, place), wrong)).agrees).toBe(false);
    }
  });
});

describe("stationary variances on f = ½|x|², σ = 1", () => {
  const unit = (d: number, noise: Noise): Problem =>
    problem({ objective: quadratic(new Array<number>(d).fill(1)), noise, start: new Array<number>(d).fill(0) });
  const eta = 0.01;
  const one = { eta, h: 1, sigma: 1 };
  const cases: readonly (readonly [string, Method, Problem, number])[] = [
    ["c = 0.5", clippedSgd({ eta, c: 0.5 }), unit(5, gaussian(1)), clippedStationaryVariance({ ...one, c: 0.5 })],
    ["c = 2", clippedSgd({ eta, c: 2 }), unit(5, gaussian(1)), clippedStationaryVariance({ ...one, c: 2 })],
    [
      "c = 0.5, eight workers",
      clippedDistributedSgd({ eta, c: 0.5, N: 8, I: 1 }),
      unit(5, gaussian(1)),
      clippedStationaryVariance({ ...one, c: 0.5, workers: 8 }),
    ],
    [
      "Cauchy noise, c = 1, four workers",
      clippedDistributedSgd({ eta, c: 1, N: 4, I: 1 }),
      unit(5, studentT({ nu: 1 })),
      clippedStationaryVariance({ ...one, c: 1, nu: 1, workers: 4 }),
    ],
    [
      "t noise of ν = 2, c = 1, four workers",
      clippedDistributedSgd({ eta, c: 1, N: 4, I: 1 }),
      unit(5, studentT({ nu: 2 })),
      clippedStationaryVariance({ ...one, c: 1, nu: 2, workers: 4 }),
    ],
    [
      "norm, d = 5, c = 1.5",
      normClippedSgd({ eta, c: 1.5 }),
      unit(5, gaussian(1)),
      normClippedStationaryVariances({ eta, h: [1, 1, 1, 1, 1], sigma: [1, 1, 1, 1, 1], c: 1.5 })[0],
    ],
  ];

  it.each(cases)("%s", async (_name, method, place, expected) => {
    const { series } = await ensemble(optimizer(method, place), {
      paths: 8000,
      // more than five relaxation times 1/p of the slowest
      horizon: 15,
      seed: 5,
      observables: ["mean(x^2)"],
      record: [15],
    });
    const { mean, standardError } = series("mean(x^2)");
    // 4 standard errors and the relative error of the linearisation, measured as about η
    const tolerance = 4 * standardError[0] + 2 * eta * expected;
    expect(Math.abs(mean[0] - expected)).toBeLessThan(tolerance);
    // and a floor that is 10 % wrong would not pass
    expect(Math.abs(mean[0] - 1.1 * expected)).toBeGreaterThan(tolerance);
  });
});
