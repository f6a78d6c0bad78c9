/**
 * Momentum and sign methods against their SDEs in standard errors, at a quarter, half and the end of a run that ends
 * stationary; then each law once more on coefficients that are 10 % wrong, which it must notice; then floors.
 */
import { describe, expect, it } from "vitest";
import { comparison, THRESHOLD } from "../compare/comparison.js";
import { type Mutation, mutant } from "../conformance/mutant.js";
import { type Chain, optimizer, sde } from "../ensemble/chain.js";
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { lion } from "./lion.js";
import type { Method } from "./method.js";
import { momentum } from "./momentum.js";
import { nesterov } from "./nesterov.js";
import { normalisedSgd } from "./normalised-sgd.js";
import { signSgd } from "./sign-sgd.js";
import { signum } from "./signum.js";

const quiet = problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [0.3, 0.15] });

const wrong = (equation: string, differential: "dt" | "dW"): Mutation => ({ equation, differential, factor: 1.1 });
const both = (equation: string): readonly Mutation[] => [wrong(equation, "dt"), wrong(equation, "dW")];

interface Law {
  readonly method: Method;
  readonly sde: string;
  readonly horizon: number;
  readonly observables: readonly string[];
  readonly mutations: readonly Mutation[];
}

/** η is small enough that the modelling error O(η) stays below the standard error of 6000 paths. */
const η = 0.0025;

const laws: readonly Law[] = [
  {
    method: momentum({ eta: η, beta: 1 - 10 * η }),
    sde: "plain",
    horizon: 4,
    observables: ["f", "mean(m^2)"],
    mutations: [wrong("dx", "dt"), ...both("dm")],
  },
  {
    method: nesterov({ eta: η / 10, beta: 0.9 }),
    sde: "plain",
    horizon: 0.4,
    observables: ["f"],
    mutations: [wrong("dx", "dt"), ...both("db")],
  },
  {
    method: signum({ eta: η / 5, beta: 0.98 }),
    sde: "plain",
    horizon: 1,
    observables: ["f", "mean(m^2)"],
    mutations: [wrong("dx", "dt"), ...both("dm")],
  },
  {
    method: signum({ eta: η / 5, beta: 0.5 }),
    sde: "homogenised",
    horizon: 2,
    observables: ["f", "x[1]"],
    mutations: both("dx"),
  },
  {
    method: lion({ eta: η / 2, beta1: 0.6, beta2: 0.99, lambda: 0.3 }),
    sde: "plain",
    horizon: 2,
    observables: ["f", "mean(m^2)", "dot(x, m)"],
    mutations: [...both("dx"), ...both("dm")],
  },
  { method: normalisedSgd({ eta: η }), sde: "plain", horizon: 4, observables: ["f", "x[1]"], mutations: both("dx") },
];

const PATHS = 6000;
const run = (chain: Chain, { horizon, observables }: Law): Promise<Ensemble> =>
  ensemble(chain, { paths: PATHS, horizon, seed: 20, observables, record: 4 });
const worst = (reference: Ensemble, other: Ensemble): number =>
  Math.max(...comparison(reference, [other], []).differences.map(({ z }) => Math.abs(z)));

describe.each(laws.map((law) => [`${law.method.name}, ${law.sde}`, law] as const))("%s", (_, law) => {
  const { method, sde: name } = law;
  const discrete = run(optimizer(method, quiet), law);
  const continuous = sde(method, quiet, { sde: name, substeps: 4 });

  it("agrees with its SDE", async () => {
    const reference = await discrete;
    expect(worst(reference, await run(continuous, law))).toBeLessThan(THRESHOLD);
    // the law says something only where the error bars are short
    const { mean, standardError } = reference.series("f");
    expect(standardError[4] / mean[1]).toBeLessThan(0.015);
  });

  it.each(law.mutations.map((mutation) => [`${mutation.differential} of ${mutation.equation}`, mutation] as const))(
    "notices an error of a tenth on the %s",
    async (_name, mutation) => {
      const other = await run(mutant(continuous, mutation), law);
      expect(worst(await discrete, other)).toBeGreaterThan(THRESHOLD);
    },
  );
});

describe("floors of the loss", () => {
  const still = problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [0, 0] });

  /** The measured floor over the predicted one, and its standard error. */
  async function ratio(chain: Chain, name: string, horizon: number): Promise<readonly [number, number]> {
    const found = chain.method.predictions(still).find((prediction) => prediction.name === name);
    if (found === undefined) throw new Error(`${chain.name} has no prediction ${name}`);
    const result = await ensemble(chain, { paths: 20_000, horizon, record: 1, seed: 8 });
    const { mean, standardError } = result.series("f");
    return [mean[1] / found.at(horizon), standardError[1] / found.at(horizon)];
  }

  it.each([
    ["SignSGD", optimizer(signSgd({ eta: 0.05 }), still), "floor of the lattice", 4],
    ["its SDE", sde(signSgd({ eta: 0.05 }), still, { substeps: 32 }), "floor of the SDE", 4],
  ] as const)("%s: exact", async (_, chain, name, horizon) => {
    const [value, error] = await ratio(chain, name, horizon);
    expect(Math.abs(value - 1)).toBeLessThan(4 * error);
    // at this η the other one's floor is elsewhere
    const other = name === "floor of the lattice" ? "floor of the SDE" : "floor of the lattice";
    const [away] = await ratio(chain, other, horizon);
    expect(Math.abs(away - 1)).toBeGreaterThan(4 * error);
  });

  // leading order: what is left out is a share of the size given
  it.each([
    ["Signum", optimizer(signum({ eta: 2e-4, beta: 0.9 }), still), "floor, linear in σ", 2, 0.02],
    [
      "Lion",
      optimizer(lion({ eta: 2e-4, beta1: 0.9, beta2: 0.99 }), still),
      "floor, statistical linearisation",
      2,
      0.06,
    ],
    ["normalised SGD", optimizer(normalisedSgd({ eta: 0.001 }), still), "floor, linear in σ", 4, 0.01],
  ] as const)("%s: to leading order", async (_, chain, name, horizon, left) => {
    const [value, error] = await ratio(chain, name, horizon);
    expect(Math.abs(value - 1)).toBeLessThan(left + 4 * error);
  });
});
