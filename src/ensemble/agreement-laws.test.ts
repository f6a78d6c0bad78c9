/** Compiled against reference, on the other objectives and the other laws of noise. */
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { sharedPool } from "../compiler/pool.js";
import { matrix } from "../math/vector.js";
import { clippedSgd } from "../methods/clipped-sgd.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { alphaStable } from "../noises/alpha-stable.js";
import { discrete } from "../noises/discrete.js";
import { gaussian } from "../noises/gaussian.js";
import { gaussianDesign } from "../noises/gaussian-design.js";
import { laplace } from "../noises/laplace.js";
import type { Noise } from "../noises/noise.js";
import { studentT } from "../noises/student-t.js";
import { uniformNoise } from "../noises/uniform.js";
import { doubleWell } from "../objectives/double-well.js";
import { expression } from "../objectives/expression.js";
import { linearRegressionDesign } from "../objectives/linear-regression-design.js";
import type { Objective } from "../objectives/objective.js";
import { phaseRetrieval } from "../objectives/phase-retrieval.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { quartic } from "../objectives/quartic.js";
import { rosenbrock } from "../objectives/rosenbrock.js";
import { clearCache } from "./cache.js";
import { type Chain, optimizer, sde } from "./chain.js";
import { difference, run } from "./samples.js";

beforeEach(clearCache);
afterAll(() => sharedPool().close());

const design = linearRegressionDesign({ covariance: [1, 2, 0.5], optimum: [0.5, -0.3, 0.1], labelNoise: 0.4 });
const denseDesign = linearRegressionDesign({
  covariance: matrix([
    [1, 0.3, 0],
    [0.3, 2, 0.1],
    [0, 0.1, 0.5],
  ]),
  labelNoise: 0.4,
});
const bowl = quadratic([1, 2, 3]);
const start = [1, -1, 0.5];

/** What is run: the optimizer, or an SDE at three substeps. */
const chains: readonly (readonly [string, Chain])[] = (
  [
    ...[
      quartic(3),
      doubleWell({ across: [1, 2] }),
      rosenbrock({ dimension: 3, steepness: 5 }),
      phaseRetrieval([1, 0.5, 0]),
    ],
    ...[design, expression("sum(x^2)/2 + cos(x[1]*x[3]) + norm(x)", { dimension: 3 })],
  ] as readonly Objective[]
)
  .flatMap((f): [Objective, Noise, "sgd" | "signs"][] => [[f, gaussian(0.4), "sgd"]])
  .concat([
    [design, gaussianDesign(), "sgd"],
    [denseDesign, gaussianDesign({ batch: 3 }), "sgd"],
    [bowl, studentT({ nu: 3.5, scale: 0.4, shared: true }), "sgd"],
    [bowl, laplace(0.4), "signs"],
    [bowl, uniformNoise(0.4), "signs"],
    // SignSGD walks on multiples of η: on a scale of these, ∇f and the noise would cancel, and rounding give the sign
    [bowl, discrete({ values: [-2, 1], probabilities: [1 / 3, 2 / 3], scale: 0.4 * Math.SQRT1_2 }), "signs"],
    [quadratic([1]), studentT({ nu: 1.3, scale: 0.4, shared: true }), "signs"],
  ])
  .flatMap(([objective, noise, kind]) => {
    const on = problem({ objective, noise, start: start.slice(0, objective.dimension) });
    const methods = kind === "sgd" ? [sgd({ eta: 0.02 })] : [signSgd({ eta: 0.02 }), clippedSgd({ eta: 0.02, c: 0.5 })];
    return methods.flatMap((method): [string, Chain][] => [
      [`${method.name} on ${on.description}`, optimizer(method, on)],
      [`${method.name} SDE on ${on.description}`, sde(method, on, { substeps: 3 })],
    ]);
  });

const stable = problem({ objective: bowl, noise: alphaStable({ alpha: 1.5, scale: 0.4 }), start });

describe("compiled and reference agree", () => {
  it.each([
    ...chains,
    ["SignSGD on stable noise", optimizer(signSgd({ eta: 0.02 }), stable)],
    ["SignSGD SDE on stable noise", sde(signSgd({ eta: 0.02 }), stable, { substeps: 3 })],
  ] as const)("%s", async (_, chain) => {
    const options = { observables: ["f", "x[1]", "norm(G)"], paths: 20 };
    const reference = await run(chain, { ...options, executor: "reference" });
    const compiled = await run(chain, options);
    expect([reference.executor, compiled.executor]).toEqual(["reference", "compiled"]);
    // 60 substeps of some ten roundings of 2⁻⁵³ are 10⁻¹³; norms near 0 lose four digits more
    expect(difference(reference, compiled)).toBeLessThan(1e-9);
    const single = await run(chain, { ...options, precision: "f32" });
    // the same with 2⁻²⁴, and the floor of 10⁻³ by which differences are divided
    expect(difference(compiled, single)).toBeLessThan(2e-3);
  });
});
