/**
 * Errors put into single terms of Signum's homogenised SDE, which has averaged the memory out where nothing is linear. With β
 * fixed, at a time at which x has moved and is not yet stationary: E x and E (x − c)², c the SDE's own mean, at η and η/2,
 * extrapolated to η = 0. The right SDE is held against the optimizer by many paths of each, a wrong one against the right one
 * on the same Brownian paths, so that few are enough.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { atZero, type Estimate } from "../compare/extrapolation.js";
import { optimizer, sde } from "../ensemble/chain.js";
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import { pairedDifference } from "../ensemble/paired.js";
import { signum } from "../methods/signum.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { described, mutantMethod, termMutationsOf } from "./mutant.js";

const on = problem({ objective: quadratic([1]), noise: gaussian(1), start: [0.5] });
const NAME = "homogenised";
const ETAS = [0.02, 0.01];
const MANY = 400_000;
const FEW = 8000;
const at = (eta: number) => signum({ eta, beta: 0.5 });
const setting = { sde: NAME, substeps: 4 };

/** What is known at one η. */
interface Level {
  readonly eta: number;
  readonly observables: readonly string[];
  readonly scales: readonly number[];
  /** Optimizer less right SDE. */
  readonly gaps: readonly Estimate[];
  readonly right: Ensemble;
}

const run = (paths: number, observables: readonly string[]) =>
  ({ paths, keep: paths === FEW ? FEW : 0, horizon: 1, record: 1, observables, quantiles: "none", seed: 11 }) as const;
const end = (one: Ensemble, observable: string): Estimate => {
  const { mean, standardError } = one.series(observable);
  return { value: mean[1], standardError: standardError[1] };
};

const levels: Level[] = [];

beforeAll(async () => {
  for (const eta of ETAS) {
    const chain = sde(at(eta), on, setting);
    const centre = end(await ensemble(chain, run(FEW, ["x[1]"])), "x[1]").value;
    const observables = ["x[1]", `(x[1] - ${centre})^2`];
    const [x, X] = [
      await ensemble(optimizer(at(eta), on), run(MANY, observables)),
      await ensemble(chain, { ...run(MANY, observables), seed: 12 }),
    ];
    const scales = [1, end(X, observables[1]).value];
    const gaps = observables.map((observable, o): Estimate => {
      const [a, b] = [end(x, observable), end(X, observable)];
      return {
        value: (a.value - b.value) / scales[o],
        standardError: Math.hypot(a.standardError, b.standardError) / scales[o],
      };
    });
    levels.push({ eta, observables, scales, gaps, right: await ensemble(chain, run(FEW, observables)) });
  }
}, 60_000);

/** The largest gap at η → 0 in standard errors. */
function worst(gaps: readonly (readonly Estimate[])[]): number {
  return Math.max(
    ...gaps[0].map((_, o) => {
      const { value, standardError } = atZero(
        ETAS,
        gaps.map((level) => level[o]),
      );
      return Math.abs(value) / standardError;
    }),
  );
}

/** More is not noise among two numbers of the right SDE and of each wrong one. */
const NOISE = 4;

it("the right SDE agrees", () => {
  expect(worst(levels.map(({ gaps }) => gaps))).toBeLessThan(NOISE);
});

const caught: string[] = [];

afterAll(() => {
  process.stdout.write(`caught, ${caught.length} wrong terms:\n${caught.join("\n")}\n`);
});

const homogenised = at(ETAS[0]).sdes.get(NAME);
const mutations = homogenised === undefined ? [] : termMutationsOf(homogenised, [2, 0, 1.1]);

it("has terms", () => {
  expect(mutations.length).toBeGreaterThan(20);
});

it.each(mutations.map((one) => [described(one), one] as const))("%s is caught", async (words, mutation) => {
  const gaps: Estimate[][] = [];
  for (const { eta, observables, scales, gaps: own, right } of levels) {
    const wrong = sde(mutantMethod(at(eta), NAME, mutation), on, setting);
    const other = await ensemble(wrong, run(FEW, observables));
    gaps.push(
      observables.map((observable, o) => {
        const { mean, standardError } = pairedDifference(right, other, observable);
        return {
          value: own[o].value + mean[1] / scales[o],
          standardError: Math.hypot(own[o].standardError, standardError[1] / scales[o]),
        };
      }),
    );
  }
  const z = worst(gaps);
  expect(z < NOISE, `z = ${z}`).toBe(false);
  caught.push(`Signum (${NAME}), ${words}: ${Number.isNaN(z) ? "no value" : `z = ${z.toFixed(1)}`}`);
});
