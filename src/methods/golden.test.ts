/**
 * Trajectories of 100 steps from PyTorch and optax, in double precision; `data/golden/README.md` says how they were made.
 * The gradients are h x + x³ + a recorded noise, so that both programs see the same numbers up to rounding.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { replay } from "../ensemble/replay.js";
import { adam } from "./adam.js";
import { adamW } from "./adam-w.js";
import { heavyBall } from "./heavy-ball.js";
import { l2Adam } from "./l2-adam.js";
import { lion } from "./lion.js";
import { type Method, method } from "./method.js";
import { momentum } from "./momentum.js";
import { nesterov } from "./nesterov.js";
import { pytorchMomentum } from "./pytorch-momentum.js";
import { rmsprop } from "./rmsprop.js";
import { rmspropW } from "./rmsprop-w.js";
import { sgd } from "./sgd.js";
import { signSgd } from "./sign-sgd.js";

interface Golden {
  readonly h: readonly number[];
  readonly start: readonly number[];
  readonly noise: readonly (readonly number[])[];
  readonly trajectories: readonly {
    readonly method: string;
    readonly call: string;
    readonly parameters: Readonly<Record<string, number>>;
    readonly memory: Readonly<Record<string, number>>;
    readonly formula: readonly string[];
    readonly x: readonly (readonly number[])[];
  }[];
}

type Parameters = Readonly<Record<string, number>>;

/** Ours by the method's name there; several where they are the same method written differently. */
const BUILT_IN: Readonly<Record<string, (parameters: Parameters) => readonly Method[]>> = {
  SGD: (parameters) => [sgd(parameters)],
  "heavy ball": ({ eta, mu }) => [
    pytorchMomentum({ eta, beta: mu }),
    heavyBall({ eta, beta: mu }),
    momentum({ eta: eta / (1 - mu), beta: mu }),
  ],
  Nesterov: ({ eta, mu }) => [nesterov({ eta, beta: mu })],
  SignSGD: (parameters) => [signSgd(parameters)],
  Lion: (parameters) => [lion(parameters)],
  RMSprop: (parameters) => [rmsprop(parameters)],
  Adam: (parameters) => [adam(parameters)],
  "Adam, coupled decay": ({ lambda, ...rest }) => [l2Adam({ ...rest, l2: lambda })],
  AdamW: (parameters) => [adamW(parameters)],
};

/** 100 steps of rounding at 2⁻⁵³ each, amplified by the small denominators of the adaptive methods. */
const TOLERANCE = 1e-12;

describe.each(["pytorch", "optax"])("trajectories of %s", (library) => {
  const golden = JSON.parse(
    readFileSync(new URL(`../../data/golden/${library}.json`, import.meta.url), "utf8"),
  ) as Golden;
  const { h, start, noise } = golden;

  const distance = (optimizer: Method, { memory, x }: Golden["trajectories"][number]): number => {
    // v starts from 0 there; the memories of momentum have names of their own here, and start from 0 in both
    const known = Object.entries(memory).filter(([name]) => name in optimizer.memory);
    const path = replay(optimizer, {
      start,
      memory: Object.fromEntries(known),
      steps: noise.length,
      gradient: (at, k) => Array.from(at, (value, i) => h[i] * value + value ** 3 + noise[k][i]),
    });
    return Math.max(...path.flatMap((state, k) => [...state.x].map((value, i) => Math.abs(value - x[k + 1][i]))));
  };

  it.each(golden.trajectories.map((entry) => [entry.call, entry] as const))("%s", (_, entry) => {
    const written = method({
      name: entry.method,
      source: library,
      parameters: { eta: 0.1, ...entry.parameters },
      memory: entry.memory,
      update: entry.formula,
    })();
    expect(distance(written, entry)).toBeLessThan(TOLERANCE);
    for (const ours of BUILT_IN[entry.method]?.(entry.parameters) ?? []) {
      expect(distance(ours, entry)).toBeLessThan(TOLERANCE);
    }
  });

  it("tells a 10 % wrong learning rate", () => {
    for (const entry of golden.trajectories.filter(({ method: name }) => name in BUILT_IN)) {
      const wrong = { ...entry.parameters, eta: 1.1 * entry.parameters.eta };
      for (const ours of BUILT_IN[entry.method](wrong)) expect(distance(ours, entry)).toBeGreaterThan(1e-4);
    }
  });
});

describe("steps on gradients 0.5, −0.25, 1 from x = 1", () => {
  const gradients = [0.5, -0.25, 1];
  const run = (optimizer: Method, name: string): number[] =>
    replay(optimizer, { start: [1], steps: 3, gradient: (_, k) => [gradients[k]] }).map((state) => state[name][0]);

  /** Twelve digits, as the table prints them. */
  const DIGITS = 11;

  it("AdamW", () => {
    const optimizer = adamW({ eta: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8, lambda: 0.1 });
    const table = {
      x: [0.9890000002, 0.985347629871, 0.977781166338],
      m: [0.05, 0.02, 0.118],
      v: [0.00025, 0.00031225, 0.00131193775],
    };
    for (const [name, expected] of Object.entries(table)) {
      run(optimizer, name).forEach((value, k) => {
        expect(value).toBeCloseTo(expected[k], DIGITS);
      });
    }
  });

  it("RMSpropW", () => {
    const optimizer = rmspropW({ eta: 0.01, beta: 0.99, eps: 1e-8, lambda: 0.1 });
    const table = { x: [0.89900002, 0.943002337422, 0.854585376035], v: [0.0025, 0.0031, 0.013069] };
    for (const [name, expected] of Object.entries(table)) {
      run(optimizer, name).forEach((value, k) => {
        expect(value).toBeCloseTo(expected[k], DIGITS);
      });
    }
  });
});
