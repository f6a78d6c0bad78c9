/** For tests: runs whose bits must be the same on every machine, Node and browser. */

import { matrix } from "../math/vector.js";
import { adam } from "../methods/adam.js";
import { clippedSgd } from "../methods/clipped-sgd.js";
import { rmsprop } from "../methods/rmsprop.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { minibatch } from "../noises/minibatch.js";
import { studentT } from "../noises/student-t.js";
import { logisticRegression } from "../objectives/logistic-regression.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { optimizer, sde } from "./chain.js";
import { ensemble } from "./ensemble.js";
import { hashOf } from "./hash.js";
import type { EnsembleOptions } from "./plan.js";

/** One hash of several runs: every elementary function, several laws of noise, workers and both precisions take part. */
export async function bitsOf(options: Partial<EnsembleOptions> = {}): Promise<string> {
  const calm = problem({ objective: quadratic([1, 2, 3]), noise: gaussian(0.5), start: [1, -1, 0.5] });
  const heavy = problem({ objective: quadratic([1, 2]), noise: studentT({ nu: 3, scale: 0.5 }), start: [1, -1] });
  const rows = Array.from({ length: 24 }, (_, i) => [((7 * i) % 11) / 5 - 1, ((5 * i) % 13) / 6 - 1]);
  const data = {
    name: "lattice",
    features: matrix(rows),
    labels: Float64Array.from(rows, ([a, b]) => (a + b > 0 ? 1 : -1)),
    featureNames: ["a", "b"],
  };
  const regression = problem({
    objective: logisticRegression(data, { lambda: 0.01 }),
    noise: minibatch({ batch: 3 }),
    start: [0.3, -0.2],
  });
  const observables = ["f", "exp(-x[1]) + sin(x[2])*cos(x[1])", "log(1 + f) + tanh(x[1])", "(1 + f)^0.3"];
  const chains = [
    optimizer(adam({ eta: 0.02 }), calm),
    sde(adam({ eta: 0.02 }), calm, { substeps: 2 }),
    sde(signSgd({ eta: 0.02 }), calm, { substeps: 2 }),
    optimizer(signSgd({ eta: 0.02 }), heavy),
    sde(clippedSgd({ eta: 0.02, c: 0.5 }), heavy, { substeps: 2 }),
    optimizer(rmsprop({ eta: 0.02 }), regression),
    sde(rmsprop({ eta: 0.02 }), regression, { substeps: 2 }),
  ];
  const hashes = [];
  for (const chain of chains) {
    for (const precision of ["f64", "f32"] as const) {
      const result = await ensemble(chain, {
        horizon: 1,
        paths: 300,
        seed: 7,
        observables,
        record: 5,
        precision,
        ...options,
      });
      hashes.push(result.hash);
    }
  }
  return hashOf(hashes);
}
