/**
 * Strong orders: one Brownian path seen at several dt, against the solution on that path. The solution is known in closed
 * form, so that a slope of the right order also says that the limit is right.
 */
import { describe, expect, it } from "vitest";
import { randomStream } from "../compiler/random.js";
import { type Interval, measuredOrder, solverExecutable, wrongCorrection } from "../conformance/solver-order.js";
import { type Chain, sde } from "../ensemble/chain.js";
import type { Equation } from "../equations/expression.js";
import type { Vec } from "../math/vector.js";
import { method } from "../methods/method.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { eulerMaruyama } from "./euler-maruyama.js";
import { milstein } from "./milstein.js";
import { platen } from "./platen.js";
import type { Solver } from "./solver.js";
import { stochasticHeun } from "./stochastic-heun.js";

const BATCHES = 20;
const PATHS = 50 * BATCHES;

/** Independent copies of a one-dimensional problem as the coordinates of one. */
const ones = new Array(PATHS).fill(1);
const on = problem({ objective: quadratic(ones), noise: gaussian(1), start: ones });

const equations = (lines: readonly string[], memory: Readonly<Record<string, number>> = {}): Chain =>
  sde(
    method({
      name: "test equation",
      source: "",
      parameters: { eta: 1 },
      memory,
      update: [...Object.keys(memory).map((id) => `${id} = g`), "x = x - η*g"],
      sde: { equations: lines, source: "", standing: "derived" },
    })(),
    on,
  );

/** W of every path at 0, 2⁻ⁿ, …, 1. */
function brownianMotion(n: number): readonly Vec[] {
  const stream = randomStream(7, 2);
  const W = [new Float64Array(PATHS)];
  const z = new Float64Array(PATHS);
  for (let k = 0; k < 2 ** n; k++) {
    stream.normals(0, k, 0, z);
    W.push(W[k].map((value, path) => value + z[path] * 2 ** (-n / 2)));
  }
  return W;
}

interface Run {
  readonly chain: Chain;
  readonly start: Readonly<Record<string, number>>;
  readonly W: readonly Vec[];
}

/** x at t = 1 with dt = 2⁻ˡ. */
function solution({ chain, start, W }: Run, solver: Solver, l: number, alter?: (line: Equation) => Equation): Vec {
  const dt = 2 ** -l;
  const { vectors, evaluate } = solverExecutable(chain, solver, dt, alter);
  for (const [id, value] of Object.entries(start)) vectors.get(id)?.fill(value);
  const z = vectors.get("z.dW") as Vec;
  const stride = (W.length - 1) * dt;
  for (let k = 0; k < 2 ** l; k++) {
    const [from, to] = [W[k * stride], W[(k + 1) * stride]];
    for (let path = 0; path < PATHS; path++) z[path] = (to[path] - from[path]) / Math.sqrt(dt);
    evaluate(k * dt);
  }
  return vectors.get("x") as Vec;
}

/** The slope of E|X_dt − X| over dt = 2⁻ˡ. */
function strongOrder(
  run: Run,
  solver: Solver,
  levels: readonly number[],
  exact: Vec,
  alter?: (line: Equation) => Equation,
): Interval {
  const errors = Array.from({ length: BATCHES }, () => levels.map(() => 0));
  levels.forEach((level, l) => {
    solution(run, solver, level, alter).forEach((x, path) => {
      errors[path % BATCHES][l] += Math.abs(x - exact[path]);
    });
  });
  return measuredOrder(errors);
}

/** Whether the interval, widened by a bias, holds the order. */
const holds = ({ low, high }: Interval, order: number, bias: number): boolean =>
  low - bias <= order && order <= high + bias;

const SOLVERS = [eulerMaruyama, milstein, stochasticHeun, platen];

describe("strong order on equations with a known solution", () => {
  const W = brownianMotion(10);
  const end = W[W.length - 1];
  const levels = [5, 6, 7, 8, 9, 10];
  /** An error dtᵖ (1 + √dt) has at these dt a mean slope off by log₂((1 + 2^−2.5)/(1 + 2^−5))/5. */
  const bias = 0.04;

  const problems: Readonly<Record<string, Omit<Run, "W"> & { readonly exact: (W: number) => number }>> = {
    "geometric Brownian motion": {
      chain: equations(["dx = -x/2*dt + 3/4*x*dW"]),
      start: { x: 1 },
      exact: (W) => Math.exp(-1 / 2 - 9 / 32 + 0.75 * W),
    },
    "dx = x/2 dt + √(1 + x²) dW, X = sinh(W + asinh x₀)": {
      chain: equations(["dx = x/2*dt + sqrt(1 + x^2)*dW"]),
      start: { x: 0.5 },
      exact: (W) => Math.sinh(W + Math.asinh(0.5)),
    },
    "the Kubo oscillator, X = cos W − ½ sin W, of two variables": {
      chain: equations(["dx = -x/2*dt - m*dW", "dm = -m/2*dt + x*dW"], { m: 0 }),
      start: { x: 1, m: 0.5 },
      exact: (W) => Math.cos(W) - Math.sin(W) / 2,
    },
  };
  const cases = Object.entries(problems).flatMap(([name, one]) => SOLVERS.map((solver) => ({ name, solver, ...one })));

  it.each(cases)("$solver.name: $name", ({ solver, exact, ...run }) => {
    const measured = strongOrder({ ...run, W }, solver, levels, end.map(exact));
    expect(holds(measured, solver.strongOrder, bias)).toBe(true);
    expect(measured.high - measured.low).toBeLessThan(0.2);
  });

  it.each(cases.filter(({ solver }) => solver !== eulerMaruyama))(
    "$solver.name with a correction 10 % wrong is seen to fail: $name",
    ({ solver, exact, ...run }) => {
      const measured = strongOrder({ ...run, W }, solver, levels, end.map(exact), wrongCorrection);
      expect(holds(measured, solver.strongOrder, bias)).toBe(false);
    },
  );
});

describe("strong order on the SDE of SignSGD, against Platen's scheme at a sixteenth of the smallest dt", () => {
  const run = { chain: sde(signSgd({ eta: 1 }), on), start: { x: 0.75 }, W: brownianMotion(12) };
  const reference = solution(run, platen, 12).slice();
  /**
   * The √dt term over these dt, log₂((1 + 2^−2.5)/(1 + 2^−4))/3 = 0.05; and the error of the reference, at most a sixteenth
   * of the smallest: the slope of dt − 2⁻¹² is up to 0.03 more than 1.
   */
  const bias = 0.08;

  it.each(SOLVERS)("$name", (solver) => {
    const measured = strongOrder(run, solver, [5, 6, 7, 8], reference);
    expect(holds(measured, solver.strongOrder, bias)).toBe(true);
    expect(measured.high - measured.low).toBeLessThan(0.2);
  });
});
