/**
 * The SDEs of Malladi et al. leave (∇f)² out of dV: they are for noise that dominates, and are refuted as η → 0 with the noise
 * fixed. That they hold in their own regime, and that each of their terms is needed there, is in term-mutants.test.ts.
 */
import { expect, it } from "vitest";
import { faithful } from "../compare/faithful.js";
import { methods } from "../methods/index.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";

const on = problem({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [1, 0.5] });
const cases = Object.values(methods).flatMap((make) =>
  make().sdes.has("malladi") ? [[make().name, make()] as const] : [],
);

it("six methods have one", () => {
  expect(cases.length).toBe(6);
});

it.each(cases)("%s: «faithful» refutes it in the drift of v", async (_, own) => {
  const method = own.with({ eta: 0.01 });
  const { isFaithful, verdict, oneStep } = await faithful(method, on, {
    sde: "malladi",
    paths: 200,
    samples: 20_000,
    seed: 7,
  });
  expect(isFaithful).toBe(false);
  expect(verdict).toContain("in one step the drift of v");
  expect(Math.abs(oneStep?.worst.z ?? 0)).toBeGreaterThan(50);
});
