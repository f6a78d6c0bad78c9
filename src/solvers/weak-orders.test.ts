/**
 * Weak orders. Where the law of one step can be integrated, E φ(X_dt) is computed to rounding and only the order is left
 * to see; elsewhere paths are coupled to a fine solution and the slope has a 99 % interval.
 */
import { describe, expect, it } from "vitest";
import { randomStream } from "../compiler/random.js";
import { limitOrder, measuredOrder, solverExecutable, wrongCorrection } from "../conformance/solver-order.js";
import { sde } from "../ensemble/chain.js";
import type { Equation } from "../equations/expression.js";
import { linearTransition } from "../math/linear-transition.js";
import { matrix, type Vec } from "../math/vector.js";
import { adam } from "../methods/adam.js";
import { method } from "../methods/method.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { eulerMaruyama } from "./euler-maruyama.js";
import { exactOrnsteinUhlenbeck } from "./exact-ornstein-uhlenbeck.js";
import { milstein } from "./milstein.js";
import { platen } from "./platen.js";
import type { Solver } from "./solver.js";
import { stochasticHeun } from "./stochastic-heun.js";

/** n independent copies of a one-dimensional problem as the coordinates of one. */
const copies = (n: number) => {
  const ones = new Array(n).fill(1);
  return problem({ objective: quadratic(ones), noise: gaussian(1), start: ones });
};

/** E over z ~ N(0, 1) by the trapezoidal rule: for an entire integrand the error at spacing h is e^{−2π²/h²}, below 1e-30. */
const Z = Array.from({ length: 33 }, (_, k) => (k - 16) / 2);
const WEIGHTS = Z.map((z) => Math.exp((-z * z) / 2) / (2 * Math.sqrt(2 * Math.PI)));

const vectorOf = (vectors: ReadonlyMap<string, Vec>, id: string): Vec => vectors.get(id) ?? new Float64Array();

/** `limitOrder` is off by O(dt²): four times dt² is allowed, for dt = 2⁻ˡ the coarsest. */
const allowed = (l: number): number => 4 * 4 ** -l;

describe("the SDE of SignSGD, dx = −erf(x/√2) dt + √(1 − erf²) dW, x₀ = ¾, T = 1", () => {
  // Kolmogorov's backward equation of the scheme itself: u_k(x) = E u_{k+1}(step(x, z)) at Chebyshev nodes of [−9, 9].
  const END = 9;
  const N = 101;
  const nodes = Array.from({ length: N }, (_, k) => END * Math.cos((Math.PI * k) / (N - 1)));

  /** Weights of the barycentric formula, Berrut & Trefethen 2004, (5.4). */
  const interpolation = (x: number): readonly number[] => {
    const within = Math.max(-END, Math.min(END, x));
    if (nodes.includes(within)) return nodes.map((node) => (node === within ? 1 : 0));
    const raw = nodes.map((node, k) => ((k % 2 ? -1 : 1) * (k % (N - 1) ? 1 : 0.5)) / (within - node));
    const total = raw.reduce((sum, w) => sum + w, 0);
    return raw.map((w) => w / total);
  };

  const chain = sde(signSgd({ eta: 1 }), copies(N * Z.length));
  const TESTS = [(x: number): number => x * x, Math.cos];
  const start = interpolation(0.75);

  /** E φ(X_1) at dt = 2⁻ˡ, for x² and cos x. */
  const expectations = (solver: Solver, l: number, alter?: (line: Equation) => Equation): number[] => {
    const { vectors, evaluate } = solverExecutable(chain, solver, 2 ** -l, alter);
    const x = vectorOf(vectors, "x");
    x.forEach((_, i) => {
      x[i] = nodes[Math.floor(i / Z.length)];
    });
    vectorOf(vectors, "z.dW").set(nodes.flatMap(() => Z));
    evaluate(0);
    const P = nodes.map((_, row) => {
      const to = Z.map((_, k) => interpolation(x[row * Z.length + k]));
      return nodes.map((_, column) => to.reduce((sum, weights, k) => sum + WEIGHTS[k] * weights[column], 0));
    });
    return TESTS.map((φ) => {
      let u = nodes.map(φ);
      for (let k = 0; k < 2 ** l; k++) u = P.map((row) => row.reduce((sum, p, j) => sum + p * u[j], 0));
      return u.reduce((sum, value, k) => sum + start[k] * value, 0);
    });
  };

  // One limit for all solvers: Platen's at dt = 2⁻⁸ and 2⁻⁹, extrapolated.
  const [coarse, fine] = [8, 9].map((l) => expectations(platen, l));
  const limit = fine.map((value, φ) => (4 * value - coarse[φ]) / 3);
  const orders = (solver: Solver, alter?: (line: Equation) => Equation): number[] => {
    const values = [5, 6, 7].map((l) => expectations(solver, l, alter));
    return limit.map((exact, φ) => limitOrder(values.map((value) => value[φ] - exact)));
  };

  it.each([eulerMaruyama, milstein, stochasticHeun, platen])("$name converges to one law with its order", (solver) => {
    const measured = orders(solver);
    for (const order of measured) expect(Math.abs(order - solver.weakOrder)).toBeLessThan(allowed(5));
  });

  it.each([stochasticHeun, platen])("$name with a correction 10 % wrong does not", (solver) => {
    const measured = orders(solver, wrongCorrection);
    for (const order of measured) expect(Math.abs(order - solver.weakOrder)).toBeGreaterThan(0.25);
  });
});

describe("the Kubo oscillator, dx = −x/2 dt − m dW, dm = −m/2 dt + x dW: the second moments at T = 1", () => {
  const chain = sde(
    method({
      name: "Kubo",
      source: "",
      parameters: { eta: 1 },
      memory: { m: 0 },
      update: ["m = g", "x = x - η*g"],
      sde: { equations: ["dx = -x/2*dt - m*dW", "dm = -m/2*dt + x*dW"], source: "", standing: "derived" },
    })(),
    copies(Z.length),
  );
  // From (1, ½), X = cos W − ½ sin W: E X² = ½ (1 + e⁻²) + ⅛ (1 − e⁻²).
  const exact = (1 + Math.exp(-2)) / 2 + (1 - Math.exp(-2)) / 8;

  /** The error of E x² at dt = 2⁻ˡ, by recursion of E x², E xm, E m²: a step is linear in the state. */
  const error = (solver: Solver, l: number, alter?: (line: Equation) => Equation): number => {
    const { vectors, evaluate } = solverExecutable(chain, solver, 2 ** -l, alter);
    const [x, m] = ["x", "m"].map((id) => vectorOf(vectors, id));
    const image = (fromX: number, fromM: number): readonly Vec[] => {
      x.fill(fromX);
      m.fill(fromM);
      vectorOf(vectors, "z.dW").set(Z);
      evaluate(0);
      return [x.slice(), m.slice()];
    };
    const [ofX, ofM] = [image(1, 0), image(0, 1)];
    const mean = (u: Vec, v: Vec): number => WEIGHTS.reduce((sum, w, k) => sum + w * u[k] * v[k], 0);
    const row = (a: number, b: number): number[] => [
      mean(ofX[a], ofX[b]),
      mean(ofX[a], ofM[b]) + mean(ofM[a], ofX[b]),
      mean(ofM[a], ofM[b]),
    ];
    const rows = [row(0, 0), row(0, 1), row(1, 1)];
    let moments = [1, 0.5, 0.25];
    for (let k = 0; k < 2 ** l; k++)
      moments = rows.map((r) => r.reduce((sum, value, j) => sum + value * moments[j], 0));
    return moments[0] - exact;
  };
  const order = (solver: Solver, alter?: (line: Equation) => Equation): number =>
    limitOrder([5, 6, 7].map((l) => error(solver, l, alter)));

  it.each([eulerMaruyama, milstein, stochasticHeun, platen])("$name", (solver) => {
    expect(Math.abs(order(solver) - solver.weakOrder)).toBeLessThan(allowed(5));
  });

  it.each([stochasticHeun, platen])("$name tells a correction that is 10 %% wrong", (solver) => {
    expect(Math.abs(order(solver, wrongCorrection) - solver.weakOrder)).toBeGreaterThan(0.25);
  });
});

describe("momentum on a dense quadratic with a full covariance: mean and covariance at T = 1", () => {
  const H = matrix([
    [2, 0.8],
    [0.8, 1],
  ]);
  const Σ = matrix([
    [1, 0.3],
    [0.3, 0.5],
  ]);
  const ρ = 2;
  const chain = sde(
    method({
      name: "momentum",
      source: "",
      parameters: { eta: 1, rho: ρ },
      memory: { m: 0 },
      update: ["m = g", "x = x - η*m"],
      sde: { equations: ["dx = -m*dt", "dm = ρ*(G - m)*dt + ρ*sqrt(Σ)*dW"], source: "", standing: "derived" },
    })(),
    problem({ objective: quadratic(H), noise: gaussian({ covariance: Σ }), start: [1, 0] }),
  );
  const A = matrix([
    [0, 0, -1, 0],
    [0, 0, 0, -1],
    [ρ * 2, ρ * 0.8, -ρ, 0],
    [ρ * 0.8, ρ * 1, 0, -ρ],
  ]);
  const C = matrix(
    [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i > 1 && j > 1 ? ρ * ρ * Σ.entries[(i - 2) * 2 + j - 2] : 0))),
  );
  const exact = linearTransition(A, C, 1);

  /** Errors of E x and of Var x in every entry at dt = 2⁻ˡ, from (1, 0, 0, 0): a step is linear in state and noise. */
  const errors = (solver: Solver, l: number): readonly number[] => {
    const { vectors, evaluate } = solverExecutable(chain, solver, 2 ** -l);
    const noises = ["z.dW", "z.dU"].filter((id) => vectors.has(id));
    const column = (id: string, at: number): readonly number[] => {
      for (const other of ["x", "m", ...noises]) vectorOf(vectors, other).fill(0);
      vectorOf(vectors, id)[at] = 1;
      evaluate(0);
      return [...vectorOf(vectors, "x"), ...vectorOf(vectors, "m")];
    };
    const both = [0, 1];
    const F = ["x", "m"].flatMap((id) => both.map((at) => column(id, at)));
    const noise = noises.flatMap((id) => both.map((at) => column(id, at)));
    const times = (v: readonly number[]): number[] => v.map((_, i) => F.reduce((sum, f, j) => sum + f[i] * v[j], 0));
    let mean = [1, 0, 0, 0];
    // Each column of noise goes on through F: Var = Σ (Fᵏ column)(Fᵏ column)ᵀ.
    let columns = noise;
    const variance = new Float64Array(16);
    for (let k = 0; k < 2 ** l; k++) {
      mean = times(mean);
      for (const v of columns) for (let i = 0; i < 16; i++) variance[i] += v[i >> 2] * v[i & 3];
      columns = columns.map(times);
    }
    return [
      ...mean.map((value, i) => value - exact.propagator.entries[4 * i]),
      ...variance.map((value, i) => value - exact.covariance.entries[i]),
    ];
  };

  // For additive noise Milstein is Euler–Maruyama, and Heun is Platen's scheme, of weak order 2.
  it.each([
    { solver: eulerMaruyama, expected: 1 },
    { solver: milstein, expected: 1 },
    { solver: stochasticHeun, expected: 2 },
    { solver: platen, expected: 2 },
  ])("$solver.name", ({ solver, expected }) => {
    const norms = [5, 6, 7].map((l) => Math.hypot(...errors(solver, l)));
    expect(Math.abs(limitOrder(norms) - expected)).toBeLessThan(allowed(5));
  });

  it("exact Ornstein–Uhlenbeck has the law at every dt", () => {
    // entries are below 4 and each step rounds them: 8 steps of 1e-15 each
    for (const l of [0, 3]) {
      for (const error of errors(exactOrnsteinUhlenbeck, l)) expect(Math.abs(error)).toBeLessThan(1e-14);
    }
  });
});

describe("the SDE of Adam from t = 1 to 2, three variables and coefficients that depend on t", () => {
  const BATCHES = 20;
  const PATHS = 400 * BATCHES;
  const FINEST = 8;
  const LEVELS = [2, 3, 4];
  const chain = sde(adam({ eta: 1, beta1: 0, beta2: 0.5, eps: 0.5 }), copies(PATHS));

  // Paths in pairs ±W: the part of an error that is odd in W has no mean and is cancelled.
  const stream = randomStream(11, 2);
  const noise = Array.from({ length: 2 ** FINEST }, (_, k) => {
    const z = new Float64Array(PATHS);
    stream.normals(0, k, 0, z.subarray(0, PATHS / 2));
    return z.map((value, path) => (path < PATHS / 2 ? value : -z[path - PATHS / 2]));
  });

  const run = (solver: Solver, l: number): Vec => {
    const { vectors, evaluate } = solverExecutable(chain, solver, 2 ** -l);
    for (const [id, value] of Object.entries({ x: 1, m: 0.5, v: 1 })) vectorOf(vectors, id).fill(value);
    const z = vectorOf(vectors, "z.dW");
    const terms = 2 ** (FINEST - l);
    for (let k = 0; k < 2 ** l; k++) {
      z.fill(0);
      for (const finer of noise.slice(k * terms, (k + 1) * terms))
        finer.forEach((value, path) => {
          z[path] += value / Math.sqrt(terms);
        });
      evaluate(1 + k * 2 ** -l);
    }
    return vectorOf(vectors, "x");
  };

  // The reference, at a sixteenth of the smallest dt, is off by at most 4⁻⁴ of an error of order 2: less than the interval.
  const reference = run(platen, FINEST).slice();

  it.each([eulerMaruyama, milstein, stochasticHeun, platen])("$name", (solver) => {
    const errors = Array.from({ length: BATCHES }, () => LEVELS.map(() => 0));
    LEVELS.forEach((level, l) => {
      run(solver, level).forEach((x, path) => {
        errors[path % BATCHES][l] += x - reference[path];
      });
    });
    const { low, high } = measuredOrder(errors, limitOrder);
    // The noise is additive: Heun is Platen's scheme.
    const expected = solver === stochasticHeun ? 2 : solver.weakOrder;
    expect(low - allowed(LEVELS[0])).toBeLessThan(expected);
    expect(high + allowed(LEVELS[0])).toBeGreaterThan(expected);
    expect(high - low).toBeLessThan(0.5);
  });
});
