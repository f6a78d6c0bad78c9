/**
 * The optimizer against its SDE, in standard errors, at a quarter, half and the end of a run that ends stationary; then the
 * same law once more on coefficients that are 10 % wrong, which it must notice.
 */
import { describe, expect, it } from "vitest";
import { comparison, THRESHOLD } from "../compare/comparison.js";
import { type Chain, optimizer, sde } from "../ensemble/chain.js";
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import { adam } from "../methods/adam.js";
import { adamW } from "../methods/adam-w.js";
import { clippedDistributedSgd } from "../methods/clipped-distributed-sgd.js";
import { clippedSgd } from "../methods/clipped-sgd.js";
import { l2Adam } from "../methods/l2-adam.js";
import { laggedRmsprop } from "../methods/lagged-rmsprop.js";
import type { Method } from "../methods/method.js";
import { rmsprop } from "../methods/rmsprop.js";
import { rmspropW } from "../methods/rmsprop-w.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { type Mutation, mutant } from "./mutant.js";

const quiet = problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [0.3, 0.15] });
const loud = problem({ objective: quadratic([1, 2]), noise: studentT({ nu: 2, scale: 0.3 }), start: [0.3, 0.15] });
const drift: Mutation = { equation: "dx", differential: "dt", factor: 1.1 };
const diffusion: Mutation = { equation: "dx", differential: "dW", factor: 1.1 };

interface Law {
  readonly method: Method;
  readonly on?: typeof quiet;
  readonly horizon: number;
  readonly observables: readonly string[];
  readonly mutations: readonly Mutation[];
  readonly sdes?: readonly string[];
}

/** η is small enough that the modelling error O(η) stays below the standard error of 6000 paths. */
const η = 0.0025;
const moments = ["f", "mean(m^2)", "mean(v)"];
const firstMoment: Mutation = { equation: "dm", differential: "dW", factor: 1.1 };
const secondMoment: Mutation = { equation: "dv", differential: "dt", factor: 1.1 };

const laws: readonly Law[] = [
  { method: sgd({ eta: η }), horizon: 4, observables: ["f", "x[1]"], mutations: [drift, diffusion] },
  { method: signSgd({ eta: η }), horizon: 4, observables: ["f", "x[1]"], mutations: [drift, diffusion] },
  { method: signSgd({ eta: η }), on: loud, horizon: 4, observables: ["f", "x[1]"], mutations: [drift, diffusion] },
  {
    method: rmsprop({ eta: η, beta: 1 - η }),
    horizon: 4,
    observables: ["f", "mean(v)"],
    mutations: [drift, diffusion, secondMoment],
    sdes: ["plain", "second order"],
  },
  {
    method: laggedRmsprop({ eta: η, beta: 1 - η }),
    horizon: 4,
    observables: ["f", "mean(v)"],
    mutations: [drift, diffusion, secondMoment],
  },
  {
    method: rmspropW({ eta: η, beta: 1 - η, lambda: 0.5 }),
    horizon: 4,
    observables: ["f"],
    mutations: [drift, diffusion],
  },
  {
    method: adam({ eta: η, beta1: 1 - 10 * η, beta2: 1 - η }),
    horizon: 4,
    observables: moments,
    mutations: [drift, firstMoment, secondMoment],
  },
  {
    method: adamW({ eta: η, beta1: 1 - 10 * η, beta2: 1 - η, lambda: 0.5 }),
    horizon: 4,
    observables: moments,
    mutations: [drift, firstMoment, secondMoment],
    sdes: ["plain", "consistent", "look-ahead", "second order"],
  },
  {
    method: l2Adam({ eta: η, beta1: 1 - 10 * η, beta2: 1 - η, l2: 0.5 }),
    horizon: 4,
    observables: moments,
    mutations: [drift, firstMoment, secondMoment],
  },
  { method: clippedSgd({ eta: η, c: 0.6 }), horizon: 4, observables: ["f", "x[1]"], mutations: [drift, diffusion] },
  { method: clippedSgd({ eta: η, c: 0.6 }), on: loud, horizon: 4, observables: ["f"], mutations: [drift, diffusion] },
  {
    method: clippedDistributedSgd({ eta: η, c: 0.6, N: 4, I: 5 }),
    horizon: 4,
    observables: ["f"],
    mutations: [drift, diffusion],
    sdes: ["plain", "local"],
  },
];

const PATHS = 6000;
const run = (chain: Chain, { horizon, observables }: Law, seed = 20): Promise<Ensemble> =>
  ensemble(chain, { paths: PATHS, horizon, seed, observables, record: 4 });
const worst = (reference: Ensemble, other: Ensemble): number =>
  Math.max(...comparison(reference, [other], []).differences.map(({ z }) => Math.abs(z)));

describe.each(laws.map((law) => [`${law.method.name}, ${(law.on ?? quiet).noise.name}`, law] as const))(
  "%s",
  (_, law) => {
    const on = law.on ?? quiet;
    const discrete = run(optimizer(law.method, on), law);

    it.each(law.sdes ?? ["plain"])("agrees with its SDE «%s»", async (name) => {
      const reference = await discrete;
      expect(worst(reference, await run(sde(law.method, on, { sde: name, substeps: 4 }), law))).toBeLessThan(THRESHOLD);
      // The law says something only where the error bars are short.
      for (const observable of law.observables) {
        const { mean, standardError } = reference.series(observable);
        expect(standardError[4] / Math.abs(mean[1])).toBeLessThan(0.015);
      }
    });

    it.each(law.mutations.map((mutation) => [`${mutation.differential} of ${mutation.equation}`, mutation] as const))(
      "notices 10 %% on the %s",
      async (_name, mutation) => {
        expect(
          worst(await discrete, await run(mutant(sde(law.method, on, { substeps: 4 }), mutation), law)),
        ).toBeGreaterThan(THRESHOLD);
      },
    );
  },
);
