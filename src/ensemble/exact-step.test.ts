/** Moments of one step, and over time where all is linear, against closed forms. */
import { describe, expect, it } from "vitest";
import { erf } from "../math/error-function.js";
import { relativeError } from "../math/relative-error.js";
import { matrix } from "../math/vector.js";
import { heavyBall } from "../methods/heavy-ball.js";
import { nesterov } from "../methods/nesterov.js";
import { pytorchMomentum } from "../methods/pytorch-momentum.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { studentT } from "../noises/student-t.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { type MomentumConvention, momentumMoments, momentumMomentsDiscrete } from "../theory/momentum.js";
import { optimizer, sde } from "./chain.js";
import { exactStep, expandedStep } from "./exact-step.js";
import { optimizerMoments, sdeMoments } from "./linear-moments.js";

describe("one step", () => {
  const covariance = matrix([
    [0.3, -0.1],
    [-0.1, 0.2],
  ]);
  const x = [0.8, -0.5];

  it("of SGD has mean −η∇f and covariance η²Σ, correlated noise included", () => {
    const on = problem({ objective: quadratic([1, 2]), noise: gaussian({ covariance }), start: x });
    const { mean, covariance: found } = exactStep(optimizer(sgd({ eta: 0.1 }), on), { x }, 0);
    [-0.08, 0.1].forEach((expected, i) => {
      expect(mean[i]).toBeCloseTo(expected, 12);
    });
    [0.003, -0.001, -0.001, 0.002].forEach((expected, i) => {
      expect(found[i]).toBeCloseTo(expected, 12);
    });
  });

  it("of SignSGD has mean −η erf(∂f/(√2 σ)), and variance η²(1 − erf²), where the jump is told", () => {
    const on = problem({ objective: quadratic([1]), noise: gaussian(0.7), start: [0.8] });
    const chain = optimizer(signSgd({ eta: 0.1 }), on);
    const e = erf(0.8 / (Math.SQRT2 * 0.7));
    const { mean, covariance: found } = exactStep(chain, { x: [0.8] }, 0, [[-0.8 / 0.7]]);
    expect(mean[0]).toBeCloseTo(-0.1 * e, 12);
    expect(found[0]).toBeCloseTo(0.01 * (1 - e * e), 12);
    // in one part the rule goes over the jump
    expect(Math.abs(exactStep(chain, { x: [0.8] }, 0).mean[0] + 0.1 * e)).toBeGreaterThan(1e-4);
  });

  it("of an SDE is expanded to second order: e^{−ηh} − 1 for dX = −hX dt", () => {
    const on = problem({ objective: quadratic([2]), noise: gaussian(0.7), start: [1] });
    const { mean } = expandedStep(sde(sgd({ eta: 0.01 }), on), { x: [1] }, 0, 2);
    expect(mean[0]).toBeCloseTo(-0.02 + 0.0002, 10);
  });

  it("refuses what the rule does not hold for", () => {
    const heavy = problem({ objective: quadratic([1]), noise: studentT({ nu: 3, scale: 1 }), start: [1] });
    expect(() => exactStep(optimizer(sgd(), heavy), { x: [1] }, 0)).toThrow(
      "must be an optimizer of one worker on Gaussian",
    );
    const wide = problem({ objective: quadratic([1, 1, 1]), noise: gaussian(1), start: [1, 1, 1] });
    expect(() => exactStep(optimizer(sgd(), wide), { x: [1, 1, 1] }, 0)).toThrow("1 or 2 coordinates, got 3");
  });
});

describe("moments over time are those of theory", () => {
  const on = problem({ objective: quadratic([2]), noise: gaussian(0.5), start: [1] });
  const T = 0.5;

  it.each([
    ["pytorch", pytorchMomentum({ eta: 0.01, beta: 0.8 }), "b"],
    ["heavy ball", heavyBall({ eta: 0.01, beta: 0.8 }), "v"],
    ["nesterov", nesterov({ eta: 0.01, beta: 0.8 }), "b"],
  ] as const)("%s", (convention: MomentumConvention, method, memory) => {
    const coordinate = { convention, eta: 0.01, beta: 0.8, h: 2, sigma: 0.5, x0: 1 };
    const held = { state: {}, t: 0 };
    const variables = ["x", memory];
    const close = (found: number, expected: number): void => {
      expect(relativeError(found, expected)).toBeLessThan(1e-9);
    };
    const x = optimizerMoments(optimizer(method, on), variables, held, T);
    const discrete = momentumMomentsDiscrete(coordinate);
    close(x.mean, discrete.mean(T));
    close(x.variance, discrete.variance(T));
    const X = sdeMoments(sde(method, on), variables, held, T);
    const continuous = momentumMoments(coordinate);
    close(X.mean, continuous.mean(T));
    close(X.variance, continuous.variance(T));
  });
});
