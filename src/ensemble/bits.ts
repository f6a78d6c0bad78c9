/** For tests: runs whose bits must be the same on every machine, Node and browser. */

import { adam } from "../methods/adam.js";
import { clippedSgd } from "../methods/clipped-sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";
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
  const observables = ["f", "exp(-x[1]) + sin(x[2])*cos(x[1])", "log(1 + f) + tanh(x[1])", "(1 + f)^0.3"];
  const chains = [
    optimizer(adam({ eta: 0.02 }), calm),
    sde(adam({ eta: 0.02 }), calm, { substeps: 2 }),
    sde(signSgd({ eta: 0.02 }), calm, { substeps: 2 }),
    optimizer(signSgd({ eta: 0.02 }), heavy),
    sde(clippedSgd({ eta: 0.02, c: 0.5 }), heavy, { substeps: 2 }),
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
