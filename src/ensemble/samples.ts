/** For tests: problems of each kind of noise, and how far two runs are apart. */
import { expect } from "vitest";

import { matrix } from "../math/vector.js";

import { gaussian } from "../noises/gaussian.js";
import { minibatch } from "../noises/minibatch.js";
import { studentT } from "../noises/student-t.js";
import { logisticRegression } from "../objectives/logistic-regression.js";

import { type Problem, problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";

import { type Chain } from "./chain.js";

import { type Ensemble, ensemble } from "./ensemble.js";

import { type EnsembleOptions } from "./plan.js";

export const bowl: Problem = problem({ objective: quadratic([1, 2, 3]), noise: gaussian(0.5), start: [1, -1, 0.5] });
export const dense: Problem = problem({
  objective: quadratic(
    matrix([
      [2, 0.5, 0.1],
      [0.5, 1, 0.2],
      [0.1, 0.2, 3],
    ]),
  ),
  noise: gaussian({
    covariance: matrix([
      [1, 0.2, 0],
      [0.2, 0.5, 0.1],
      [0, 0.1, 0.3],
    ]),
  }),
  start: [1, -1, 0.5],
});
export const heavy: Problem = problem({
  objective: quadratic([1, 2]),
  noise: studentT({ nu: 3.5, scale: 0.4 }),
  start: [1, -1],
});
const features = Array.from({ length: 20 }, (_, i) => [Math.sin(i), Math.cos(2 * i), 0.1 * i - 1]);
const data = {
  name: "points",
  features: matrix(features),
  labels: Float64Array.from(features, ([a, b]) => (a + 0.3 * b > 0 ? 1 : -1)),
  featureNames: ["sine", "cosine", "line"],
};
export const regression: Problem = problem({
  objective: logisticRegression(data, { lambda: 0.01 }),
  noise: minibatch({ batch: 4 }),
  start: [0.1, -0.2, 0.3],
});

export const run = (chain: Chain, options: Partial<EnsembleOptions> = {}): Promise<Ensemble> =>
  ensemble(chain, {
    horizon: (20 + (chain.sde?.burnIn ?? 0)) * chain.eta,
    paths: 150,
    seed: 11,
    record: 4,
    ...options,
  });

/** The greatest difference of two runs, in parts of the size of what is compared. */
export function difference(a: Ensemble, b: Ensemble): number {
  return Math.max(
    ...a.observables.flatMap((name) => {
      const [one, other] = [a.series(name), b.series(name)];
      expect(other.count).toEqual(one.count);
      return [...one.mean].map((mean, r) => Math.abs(mean - other.mean[r]) / Math.max(1e-3, Math.abs(mean)));
    }),
  );
}
