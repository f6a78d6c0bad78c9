import { expect, it } from "vitest";
import { optimizer } from "../ensemble/chain.js";
import { ensemble } from "../ensemble/ensemble.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { clippedSgd } from "./clipped-sgd.js";
import { dpSgd } from "./dp-sgd.js";
import type { Method } from "./method.js";
import { noiseBeforeClippingSgd } from "./noise-before-clipping-sgd.js";
import { normClippedSgd } from "./norm-clipped-sgd.js";
import { smoothClippedSgd } from "./smooth-clipped-sgd.js";

/** 100 steps without noise, from (0.3, −0.8, 0.4) on f = ½|x|², where g = x. */
const START = [0.3, -0.8, 0.4];
const silent = problem({ objective: quadratic([1, 1, 1]), noise: gaussian(0), start: START });

const byNorm = (g: readonly number[], c: number): number[] => g.map((v) => v * Math.min(1, c / Math.hypot(...g)));
const cases: readonly (readonly [Method, (g: readonly number[]) => number[]])[] = [
  [clippedSgd({ eta: 0.02, c: 0.5 }), (g) => g.map((v) => Math.max(-0.5, Math.min(0.5, v)))],
  [noiseBeforeClippingSgd({ eta: 0.02, c: 0.5, s: 0 }), (g) => g.map((v) => Math.max(-0.5, Math.min(0.5, v)))],
  [normClippedSgd({ eta: 0.02, c: 0.5 }), (g) => byNorm(g, 0.5)],
  [dpSgd({ eta: 0.02, c: 0.5, s: 0, B: 3 }), (g) => byNorm(g, 0.5)],
  [smoothClippedSgd({ eta: 0.02, c: 0.5 }), (g) => g.map((v) => v / Math.sqrt(1 + (Math.hypot(...g) / 0.5) ** 2))],
];

it.each(cases.map(([method, clip]) => [method.name, method, clip] as const))(
  "%s is its recursion",
  async (_, method, clip) => {
    let x = [...START];
    const expected = [x];
    for (let k = 0; k < 100; k++) {
      const step = clip(x);
      x = x.map((v, i) => v - 0.02 * step[i]);
      expected.push(x);
    }
    const observables = ["x[1]", "x[2]", "x[3]"];
    const { path } = await ensemble(optimizer(method, silent), { horizon: 2, paths: 1, keep: 1, observables });
    observables.forEach((observable, i) => {
      path(0, observable).forEach((value, k) => {
        expect(Math.abs(value - expected[k][i])).toBeLessThan(1e-14);
      });
    });
  },
);

it("clips by the norm and by coordinates as they are defined, eight digits", () => {
  const g = [0.3, -0.8, 0.4];
  [0.15899968, -0.42399915, 0.21199958].forEach((value, i) => {
    expect(byNorm(g, 0.5)[i]).toBeCloseTo(value, 8);
  });
});
