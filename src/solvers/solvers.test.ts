import { describe, expect, it } from "vitest";
import { solverExecutable } from "../conformance/solver-order.js";
import { type Chain, sde } from "../ensemble/chain.js";
import { ensemble } from "../ensemble/ensemble.js";
import { matrix, type Vec } from "../math/vector.js";
import { adamW } from "../methods/adam-w.js";
import { clippedSgd } from "../methods/clipped-sgd.js";
import { method } from "../methods/method.js";
import { rmsprop } from "../methods/rmsprop.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { minibatch } from "../noises/minibatch.js";
import { studentT } from "../noises/student-t.js";
import { logisticRegression } from "../objectives/logistic-regression.js";
import { type Problem, problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { sgdMean, sgdVariance } from "../theory/sgd.js";
import { eulerMaruyama } from "./euler-maruyama.js";
import { exactOrnsteinUhlenbeck } from "./exact-ornstein-uhlenbeck.js";
import { solvers } from "./index.js";
import { milstein } from "./milstein.js";
import { platen } from "./platen.js";
import { stochasticHeun } from "./stochastic-heun.js";

const H = matrix([
  [2, 0.8],
  [0.8, 1],
]);
const start = [1, -0.5];
const diagonal = problem({ objective: quadratic([2, 1]), noise: gaussian(0.5), start });
const dense = problem({ objective: quadratic(H), noise: gaussian(0.5), start });
const correlated = problem({ objective: quadratic(H), noise: gaussian({ covariance: H }), start });
const data = problem({
  objective: logisticRegression({
    name: "four points",
    features: matrix([
      [1, 2],
      [2, -1],
      [-1, 1],
      [0, 1],
    ]),
    labels: Float64Array.of(1, -1, 1, -1),
    featureNames: ["a", "b"],
  }),
  noise: minibatch({ batch: 1 }),
  start,
});

const written = (equations: readonly string[], on: Problem): Chain =>
  sde(
    method({
      name: "mine",
      source: "",
      parameters: { eta: 0.1 },
      memory: { m: 0 },
      update: ["m = g", "x = x - η*m"],
      sde: { equations, source: "", standing: "derived" },
    })(),
    on,
  );

const after = (chain: Chain, solver = eulerMaruyama, dt = 0.1): readonly number[] => {
  const { vectors, evaluate } = solverExecutable(chain, solver, dt);
  for (const [id, value] of Object.entries({ x: [1, -0.5], m: [0.2, 0.1], v: [1, 2] })) vectors.get(id)?.set(value);
  vectors.get("z.dW")?.set([0.7, -1.3]);
  evaluate(0.4);
  return ["x", "m", "v"].flatMap((id) => [...(vectors.get(id) ?? [])]);
};

describe("schemes for noise coordinate by coordinate", () => {
  const schemes = [milstein, stochasticHeun, platen];

  it.each(schemes)("$name refuses what it would get wrong, and says where", (solver) => {
    const refused: readonly (readonly [Chain, string])[] = [
      [sde(signSgd(), dense), "SignSGD (plain) couples coordinates of its noise in «G = H*x»"],
      [sde(clippedSgd(), dense), "couples coordinates of its noise in «G = H*x»"],
      [sde(sgd(), data), "SGD (plain) couples coordinates of its noise in «r = -y/(1 + exp(y*(A*x)))»"],
      [written(["dx = -m*dt", "dm = norm(m)*dW"], diagonal), "in «dm = norm(m)*dW»"],
      [written(["dx = clipNorm(x, 1)*dW"], diagonal), "in «dx = clipNorm(x, 1)*dW»"],
      [written(["dx = x[1]*dW"], diagonal), "in «dx = x[1]*dW»"],
      [written(["dx = x*sqrt(Σ)*dW"], correlated), "in «noise = S*dW»"],
    ];
    for (const [chain, reason] of refused) {
      expect(() => after(chain, solver)).toThrow(
        `${solver.name}: needs noise that in each coordinate depends on that coordinate alone, but `,
      );
      expect(() => after(chain, solver)).toThrow(reason);
    }
    const two = written(["dx = x*dW + dU"], diagonal);
    expect(() => after(two, solver)).toThrow(
      `${solver.name}: needs noise that depends on nothing another Brownian motion drives, ` +
        "but in mine (plain) the noise of dW depends on what dU drives",
    );
  });

  it("take noise that depends on nothing it drives, whatever couples the rest", () => {
    const accepted = [
      ...[diagonal, dense, correlated].flatMap((on) => [sde(sgd(), on), sde(rmsprop(), on), sde(adamW(), on)]),
      written(["dx = -m*dt", "dm = norm(x)*dW"], dense),
      written(["dx = dW + 2*dU", "dm = x*dt"], dense),
    ];
    for (const chain of accepted) {
      for (const solver of schemes) {
        for (const value of after(chain, solver)) expect(value).not.toBeNaN();
      }
      expect(after(chain, milstein)).toEqual(after(chain));
    }
  });

  it("act on the noise of x through a variable that is written before it is overwritten", () => {
    // dx = x dW, dm = x dW: both corrections are ½ x (ΔW² − dt) at the old x.
    const chain = written(["dx = x*dW", "dm = x*dW"], diagonal);
    const [plain, corrected] = [after(chain), after(chain, milstein)];
    [0, 1].forEach((i) => {
      const correction = 0.5 * start[i] * 0.1 * ([0.7, -1.3][i] ** 2 - 1);
      expect(corrected[i] - plain[i]).toBeCloseTo(correction, 15);
      expect(corrected[2 + i] - plain[2 + i]).toBeCloseTo(correction, 15);
    });
  });

  it("stay finite where SignSGD's noise vanishes in rounding", () => {
    for (const noise of [gaussian(1e-3), studentT({ nu: 3, scale: 1e-9 })]) {
      const chain = sde(signSgd(), problem({ objective: quadratic([2, 1]), noise, start }));
      for (const solver of schemes) {
        // far out the SDE is dx = −sign(x) dt
        after(chain, solver).forEach((value, i) => {
          expect(value).toBeCloseTo(start[i] - 0.1 * Math.sign(start[i]), 9);
        });
      }
    }
  });

  it("evaluate coefficients that depend on t at both ends of the step", () => {
    // dx = t dt + t dW: the trapezoidal rule gives ½ (t + t + dt).
    const chain = written(["dx = t*dt + t*dW"], diagonal);
    for (const solver of [stochasticHeun, platen]) {
      const ΔW = Math.sqrt(0.1) * 0.7;
      expect(after(chain, solver)[0]).toBeCloseTo(1 + 0.45 * 0.1 + 0.45 * ΔW, 14);
    }
  });
});

describe("exact Ornstein–Uhlenbeck", () => {
  it.each([
    [sde(signSgd(), diagonal), "needs noise that does not depend on the state, but in SignSGD (plain) that of dx does"],
    [sde(sgd(), data), "needs noise that does not depend on the state, but in SGD (plain) that of dx does"],
    [sde(rmsprop(), diagonal), "needs noise that does not depend on the state, but in RMSprop (plain) that of dx does"],
    [sde(adamW(), diagonal), "needs at most 2 state variables, but AdamW (plain) has 3"],
    [
      written(["dx = -x^3*dt + dW"], diagonal),
      "needs a drift that is affine in the state, but mine (plain) has «dx = -x^3*dt + dW»",
    ],
    [
      written(["dx = -t*x*dt + dW"], diagonal),
      "needs coefficients that do not depend on t, but those of mine (plain) do",
    ],
    [written(["dx = -x*dt + t*dW"], diagonal), "needs coefficients that do not depend on t"],
  ])("%# refuses, and says why", (chain, reason) => {
    expect(() => after(chain, exactOrnsteinUhlenbeck)).toThrow(`exact Ornstein–Uhlenbeck: ${reason}`);
  });

  it("gives one mean for coordinates apart and together", () => {
    const apart = written(["dx = -m*dt", "dm = (G - m + 1)*dt + sqrt(Σ)*dW"], diagonal);
    const together = written(
      ["dx = -m*dt", "dm = (G - m + 1)*dt + sqrt(Σ)*dW"],
      problem({
        objective: quadratic(
          matrix([
            [2, 0],
            [0, 1],
          ]),
        ),
        noise: gaussian(0.5),
        start,
      }),
    );
    const moved = (chain: Chain): readonly number[] => {
      const { vectors, evaluate } = solverExecutable(chain, exactOrnsteinUhlenbeck, 0.5);
      for (const id of ["x", "m"]) vectors.get(id)?.set([1, -0.5]);
      evaluate(0);
      return [...(vectors.get("x") as Vec), ...(vectors.get("m") as Vec)];
    };
    // each is a product of a few matrices
    moved(apart).forEach((value, i) => {
      expect(value).toBeCloseTo(moved(together)[i], 14);
    });
  });

  it("has the mean and variance of SGD's closed formulas at dt = η", () => {
    const on = problem({ objective: quadratic([2]), noise: gaussian(0.5), start: [1] });
    const next = (x: number, z: number): number => {
      const { vectors, evaluate } = solverExecutable(sde(sgd({ eta: 0.5 }), on), exactOrnsteinUhlenbeck, 0.5);
      vectors.get("x")?.fill(x);
      vectors.get("z.dW")?.fill(z);
      evaluate(0);
      return vectors.get("x")?.[0] ?? Number.NaN;
    };
    const coordinate = { eta: 0.5, h: 2, sigma: 0.5 };
    expect(next(1, 0)).toBeCloseTo(sgdMean({ ...coordinate, x0: 1 })(0.5), 14);
    expect(next(0, 1) ** 2).toBeCloseTo(sgdVariance(coordinate)(0.5), 14);
  });
});

describe("every solver", () => {
  it.each(Object.entries(solvers))("%s runs in an ensemble, states its orders and its source", async (_, solver) => {
    expect(solver.weakOrder).toBeGreaterThanOrEqual(1);
    expect(solver.strongOrder).toBeGreaterThanOrEqual(0.5);
    expect(solver.source).toMatch(/\d{4}/);
    const result = await ensemble(sde(sgd(), dense, { solver }), { horizon: 0.1, paths: 8, seed: 1 });
    for (const value of result.series("f").mean) expect(value).toBeGreaterThan(0);
  });
});
