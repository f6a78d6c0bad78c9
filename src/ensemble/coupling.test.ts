/** Optimizer and SDE on one Brownian path. */
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { sharedPool } from "../compiler/pool.js";

import { adam } from "../methods/adam.js";

import { clippedSgd } from "../methods/clipped-sgd.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { eulerMaruyama } from "../solvers/euler-maruyama.js";
import { clearCache } from "./cache.js";
import { optimizer, sde } from "./chain.js";
import { coupled } from "./coupling.js";
import { ensemble } from "./ensemble.js";
import { pairedDifference } from "./paired.js";

import { bowl, heavy, regression } from "./samples.js";

beforeEach(clearCache);
afterAll(() => sharedPool().close());

describe("a coupled pair", () => {
  it.each([sgd({ eta: 0.05 }), signSgd({ eta: 0.05 }), adam({ eta: 0.05 })])("moves together: $name", async (one) => {
    const pair = coupled(one, bowl, { substeps: 4 });
    const options = { paths: 300, keep: 300, horizon: 2, record: 2 };
    const [discrete, continuous] = [await ensemble(pair.optimizer, options), await ensemble(pair.sde, options)];
    const independent = await ensemble(optimizer(one, bowl), options);
    const { mean, standardError } = pairedDifference(discrete, continuous, "f");
    const apart = Math.hypot(discrete.series("f").standardError[2], continuous.series("f").standardError[2]);
    expect(standardError[2]).toBeLessThan(0.7 * apart);
    expect(mean[2]).toBeCloseTo(discrete.series("f").mean[2] - continuous.series("f").mean[2], 12);
    // the law of the optimizer is what it is without the coupling
    const z =
      (discrete.series("f").mean[2] - independent.series("f").mean[2]) /
      Math.hypot(discrete.series("f").standardError[2], independent.series("f").standardError[2]);
    expect(Math.abs(z)).toBeLessThan(4);
  });

  it("for SGD the difference is of the order of η: the same path at half the step", async () => {
    const options = { paths: 200, keep: 200, horizon: 1, record: 1, observables: ["x[3]"] };
    const error = async (eta: number): Promise<number> => {
      const pair = coupled(sgd({ eta }), bowl, { substeps: 8 });
      const [a, b] = [await ensemble(pair.optimizer, options), await ensemble(pair.sde, options)];
      return pairedDifference(a, b, "x[3]").standardError[1] * Math.sqrt(200);
    };
    // E|x_k − X_{kη}|² = O(η³): the noise itself is √η, the difference of drifts another η
    const order = Math.log2((await error(0.1)) / (await error(0.05)));
    expect(order).toBeGreaterThan(1.2);
    expect(order).toBeLessThan(1.8);
  });

  it("is refused where the SDE is the optimizer itself", () => {
    expect(() => coupled(sgd(), bowl, { solver: eulerMaruyama, substeps: 1 })).toThrow(
      "coupled: SGD SDE at dt = η is SGD itself when the noise is Gaussian; use substeps ≥ 2, got 1",
    );
    expect(() => coupled(signSgd(), bowl, { substeps: 1 })).not.toThrow();
  });

  it("an SDE sees one Brownian path at every dt", async () => {
    const options = { paths: 100, keep: 100, horizon: 1, record: 1, observables: ["x[1]"] };
    const at = async (substeps: number) => {
      const result = await ensemble(sde(signSgd({ eta: 0.1 }), bowl, { substeps, brownian: 16 }), options);
      return Float64Array.from({ length: 100 }, (_, path) => result.path(path, "x[1]")[1]);
    };
    const fine = await at(16);
    const errors: number[] = [];
    for (const substeps of [1, 2, 4, 8]) {
      const coarse = await at(substeps);
      errors.push(Math.sqrt(coarse.reduce((sum, value, i) => sum + (value - fine[i]) ** 2 / 100, 0)));
    }
    // strong order ½: each halving of dt takes the error to 0.71, with 100 paths to within 0.07
    errors.slice(1).forEach((error, i) => {
      expect(error).toBeLessThan(0.8 * errors[i]);
    });
    expect(() => sde(sgd(), bowl, { substeps: 3, brownian: 4 })).toThrow(
      "brownian must be a multiple of substeps = 3, got 4",
    );
  });

  it("finds the sign from a start where noise is hidden, and where a memory divides by zero", async () => {
    const far = problem({ objective: quadratic([1]), noise: gaussian(0.3), start: [3] });
    expect(coupled(signSgd({ eta: 0.01 }), far).optimizer.coupling?.sign).toBe(-1);
    expect(coupled(clippedSgd({ eta: 0.01, c: 0.1 }), far).optimizer.coupling?.sign).toBe(-1);
    expect(coupled(adam({ eta: 0.01, eps: 0 }), far).optimizer.coupling?.sign).toBe(1);
  });

  it("needs Gaussian noise of the gradient's dimension", () => {
    expect(() => coupled(sgd(), heavy)).toThrow("the gradient's noise is not Gaussian");
    expect(() => coupled(sgd(), regression)).toThrow("a minibatch draws examples");
  });
});
