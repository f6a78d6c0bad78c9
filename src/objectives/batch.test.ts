import { describe, expect, it } from "vitest";
import { optimizer, sde } from "../ensemble/chain.js";
import { sdeCoefficients } from "../ensemble/coefficients.js";
import { ensemble } from "../ensemble/ensemble.js";
import { relativeError } from "../math/relative-error.js";
import { matrix } from "../math/vector.js";
import { clippedSgd } from "../methods/clipped-sgd.js";
import type { Method } from "../methods/method.js";
import { normClippedSgd } from "../methods/norm-clipped-sgd.js";
import { rmsprop } from "../methods/rmsprop.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { alphaStable } from "../noises/alpha-stable.js";
import { gaussian } from "../noises/gaussian.js";
import { laplace } from "../noises/laplace.js";
import { minibatch } from "../noises/minibatch.js";
import type { Noise } from "../noises/noise.js";
import { studentT } from "../noises/student-t.js";
import { uniformNoise } from "../noises/uniform.js";
import { batch } from "./batch.js";
import { logisticRegression } from "./logistic-regression.js";
import { type Problem, problem } from "./problem.js";
import { quadratic } from "./quadratic.js";

const on = (noise: Noise): Problem => problem({ objective: quadratic([1, 3]), noise, start: [0.7, -0.4] });
const correlated = (factor: number): Noise =>
  gaussian({
    covariance: matrix([
      [factor, 0.5 * factor],
      [0.5 * factor, 2 * factor],
    ]),
  });

/** Laws of scale 1 and of scale ½, which a batch 4 times as large makes of them. */
const laws: readonly (readonly [string, Noise, Noise])[] = [
  ["Gaussian", gaussian([1, 0.6]), gaussian([0.5, 0.3])],
  ["isotropic Gaussian", gaussian(1), gaussian(0.5)],
  ["correlated Gaussian", correlated(1), correlated(0.25)],
  ["Student-t", studentT({ nu: 3.5, scale: 1 }), studentT({ nu: 3.5, scale: 0.5 })],
  ["Cauchy", studentT({ nu: 1, scale: 1 }), studentT({ nu: 1, scale: 0.5 })],
  ["Laplace", laplace(1), laplace(0.5)],
  ["uniform", uniformNoise(2), uniformNoise(1)],
];

describe.each(laws)("%s noise at a batch 4 times as large", (name, whole, half) => {
  const knowsFunctions = name !== "correlated Gaussian";
  const hasCovariance = name !== "Cauchy";
  const hasClippedNorm = name === "isotropic Gaussian";
  const methods: readonly Method[] = [
    ...(hasCovariance ? [sgd({ eta: 0.1 }), rmsprop({ eta: 0.1 })] : []),
    ...(knowsFunctions ? [signSgd({ eta: 0.1 }), clippedSgd({ eta: 0.1, c: 0.8 })] : []),
    ...(hasClippedNorm ? [normClippedSgd({ eta: 0.1, c: 0.8 })] : []),
  ];

  it.each(methods.map((method) => [method.name, method] as const))(
    "is that of half the scale to the SDE of %s",
    (_, method) => {
      const state = Object.fromEntries(method.update.state.map((variable) => [variable, [0.7, 0.4]]));
      const [ours, direct] = [batch(on(whole), 4), on(half)].map((given) => sdeCoefficients(sde(method, given), state));
      for (const variable of method.update.state) {
        const pairs = [
          [ours.drift[variable], direct.drift[variable]],
          [ours.diffusion[variable].entries, direct.diffusion[variable].entries],
        ];
        // rounding: the arguments are divided by ½, which is exact, but erf and cdf are of other lines
        for (const [a, b] of pairs) a.forEach((value, i) => expect(Math.abs(value - b[i])).toBeLessThan(1e-13));
      }
    },
  );

  it("is that of half the scale to the optimizer", async () => {
    const run = { horizon: 2, paths: 40, seed: 3, record: 4, observables: ["x[1]", "x[2]"] };
    const [ours, direct] = await Promise.all(
      [batch(on(whole), 4), on(half)].map((given) => ensemble(optimizer(sgd({ eta: 0.1 }), given), run)),
    );
    for (const observable of run.observables) {
      const [a, b] = [ours, direct].map((one) => one.series(observable).mean);
      // 20 steps of rounding; Cauchy paths are larger than 1
      a.forEach((value, r) => expect(Math.abs(value - b[r])).toBeLessThan(1e-12 * Math.max(1, Math.abs(b[r]))));
    }
  });
});

describe("batch", () => {
  it("may be taken twice, and back", () => {
    const given = on(studentT({ nu: 4, scale: 1 }));
    const [once, twice, back] = [batch(given, 4), batch(batch(given, 2), 2), batch(batch(given, 9), 1 / 9)];
    const chain = (p: Problem) => sdeCoefficients(sde(clippedSgd({ c: 0.5 }), p), { x: [0.7, -0.4] });
    expect(relativeError(chain(twice).drift.x[0], chain(once).drift.x[0])).toBeLessThan(1e-13);
    expect(relativeError(chain(back).drift.x[1], chain(given).drift.x[1])).toBeLessThan(1e-13);
    expect(batch(given, 1)).toBe(given);
  });

  it("says what it did, and where it is a convention", () => {
    expect(batch(on(gaussian(1)), 4).description).toContain("Gaussian noise, σ = 1, batch × 4");
    expect(batch(on(gaussian(1)), 4).description).not.toContain("convention");
    expect(batch(on(studentT({ nu: 3 })), 4).description).toContain("batch × 4 (divided by √δ by convention)");
  });

  it("scales what theory takes for σ", () => {
    expect([...(batch(on(gaussian([1, 2])), 4).law.scale ?? [])]).toEqual([0.5, 1]);
  });

  it("draws δB examples of a data set", () => {
    const features = matrix([
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    const data = { name: "three", features, labels: Float64Array.of(1, -1, 1), featureNames: ["a", "b"] };
    const given = problem({
      objective: logisticRegression(data, { lambda: 0.01 }),
      noise: minibatch({ batch: 3 }),
      start: [0, 0],
    });
    expect(batch(given, 4).law.oracle).toEqual({ kind: "minibatch", batch: 12 });
    expect(() => batch(given, 0.5)).toThrow("batch: δB must be a whole number of examples, got 0.5 × 3");
  });

  it("refuses what is no problem and no factor", () => {
    expect(() => batch(sgd() as never, 2)).toThrow("batch: problem must be a problem");
    expect(() => batch(on(gaussian(1)), 0)).toThrow("batch: delta must be a positive number, got 0");
  });

  it("keeps the reason of a law without covariance", () => {
    const stable = batch(on(alphaStable({ alpha: 1.5 })), 2);
    expect(() => sdeCoefficients(sde(sgd(), stable), { x: [1, 1] })).toThrow("infinite for α < 2");
  });
});
