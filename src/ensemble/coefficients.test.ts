import { describe, expect, it } from "vitest";
import { matrix } from "../math/vector.js";
import { adamW } from "../methods/adam-w.js";
import { clippedDistributedSgd } from "../methods/clipped-distributed-sgd.js";
import { clippedSgd } from "../methods/clipped-sgd.js";
import { method } from "../methods/method.js";
import { rmsprop } from "../methods/rmsprop.js";
import { rmspropW } from "../methods/rmsprop-w.js";
import { sgd } from "../methods/sgd.js";
import { signSgd } from "../methods/sign-sgd.js";
import { gaussian } from "../noises/gaussian.js";
import { minibatch } from "../noises/minibatch.js";
import { studentT } from "../noises/student-t.js";
import { logisticRegression } from "../objectives/logistic-regression.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { clipMoments } from "../theory/clipping.js";
import { signDrift } from "../theory/sign-sgd.js";
import { sde } from "./chain.js";
import { sdeCoefficients } from "./coefficients.js";

const point = (noise: Parameters<typeof problem>[0]["noise"], h = [2, 1]) =>
  problem({ objective: quadratic(h), noise, start: h.map(() => 1) });

describe("SDE coefficients at X = (1, −½), H = diag(2, 1)", () => {
  const state = { x: [1, -0.5], m: [0.3, -0.1], v: [0.04, 0.25] };
  const parameters = { eta: 0.01, eps: 1e-8, lambda: 0.1 };
  const on = point(gaussian(0.2));

  /** Relative 1e-8, the digits of the table. */
  const close = (got: ArrayLike<number>, expected: readonly number[]): void => {
    expected.forEach((value, i) => {
      expect(Math.abs(got[i] - value)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(value)));
    });
  };

  it("AdamW, plain and paper", () => {
    const method = adamW({ ...parameters, beta1: 0.9, beta2: 0.99 });
    const plain = sdeCoefficients(sde(method, on), state, 0.5);
    close(plain.drift.x, [-1.04728978, 0.17630531]);
    close(plain.drift.m, [17, -4]);
    close(plain.drift.v, [4, 0.04]);
    close(plain.diffusion.m.entries, [0.2, 0, 0, 0.2]);
    close(plain.diffusion.x.entries, [0, 0, 0, 0]);
    close(sdeCoefficients(sde(method, on, { sde: "paper" }), state, 0.5).drift.x, [-1.58408732, 0.22682743]);
  });

  it("RMSpropW", () => {
    const { m: _, ...own } = state;
    const { drift, diffusion } = sdeCoefficients(sde(rmspropW({ ...parameters, beta: 0.99 }), on), own, 0.5);
    close(drift.x, [-10.0999995, 1.04999998]);
    close(
      diffusion.x.entries,
      [-0.1, 0, 0, -0.04].map((value) => value / (1 + 1e-8 / 0.2)),
    );
  });

  it("tell 1 − β₁ that is 10 % wrong", () => {
    const method = adamW({ ...parameters, beta1: 0.89, beta2: 0.99 });
    expect(() => close(sdeCoefficients(sde(method, on), state, 0.5).drift.x, [-1.04728978, 0.17630531])).toThrow();
  });
});

describe("noise functions inside the SDE", () => {
  it.each([1, 2, 3, 4.5, Number.POSITIVE_INFINITY])("the sign drift of noise with ν = %f", (nu) => {
    const noise = nu === Number.POSITIVE_INFINITY ? gaussian(0.5) : studentT({ nu, scale: 0.5 });
    const us = [-3, -0.4, 0, 0.1, 2];
    const chain = sde(
      signSgd({ eta: 0.04 }),
      point(
        noise,
        us.map(() => 1),
      ),
    );
    const { drift, diffusion } = sdeCoefficients(chain, { x: us.map((u) => 0.5 * u) });
    us.forEach((u, i) => {
      const e = signDrift(u, nu);
      expect(drift.x[i]).toBeCloseTo(-e, 13);
      expect(diffusion.x.entries[i * us.length + i]).toBeCloseTo(Math.sqrt(0.04 * (1 - e * e)), 13);
    });
  });

  it.each([1, 1.5, 2, 3, Number.POSITIVE_INFINITY])("the clipped moments of noise with ν = %f", (nu) => {
    const [s, c] = [0.7, 0.9];
    const noise = nu === Number.POSITIVE_INFINITY ? gaussian(s) : studentT({ nu, scale: s });
    const means = [-2, -0.3, 0, 0.5, 4];
    const chain = sde(
      clippedSgd({ eta: 0.01, c }),
      point(
        noise,
        means.map(() => 1),
      ),
    );
    const { drift, diffusion } = sdeCoefficients(chain, { x: means });
    means.forEach((mean, i) => {
      const expected = clipMoments(mean, s, c, nu);
      expect(drift.x[i]).toBeCloseTo(-expected.mean, 12);
      // Far out the variance is a small difference of squares: compare it before the root.
      expect(diffusion.x.entries[i * means.length + i] ** 2 / 0.01).toBeCloseTo(expected.variance, 12);
    });
  });

  it("N workers divide the squared diffusion by N", () => {
    const on = point(gaussian(1));
    const one = sdeCoefficients(sde(clippedSgd({ eta: 0.01, c: 1 }), on), { x: [0.3, -1] });
    const four = sdeCoefficients(sde(clippedDistributedSgd({ eta: 0.01, c: 1, N: 4 }), on), { x: [0.3, -1] });
    expect(four.drift.x).toEqual(one.drift.x);
    four.diffusion.x.entries.forEach((value, i) => {
      expect(value).toBeCloseTo(one.diffusion.x.entries[i] / 2, 14);
    });
  });
});

describe("two Brownian motions", () => {
  it("stand side by side", () => {
    const twice = method({
      name: "Twice",
      source: "test",
      parameters: { eta: 0.1 },
      update: ["x = x - η*g"],
      sde: { equations: ["dx = 2*dW + 3*dU - G*dt"], source: "test", standing: "derived" },
    });
    const { diffusion } = sdeCoefficients(sde(twice(), point(gaussian(1))), { x: [1, 1] });
    expect([diffusion.x.rows, diffusion.x.columns]).toEqual([2, 4]);
    expect([...diffusion.x.entries]).toEqual([2, 0, 3, 0, 0, 2, 0, 3]);
  });
});

describe("√Σ", () => {
  it("of a full covariance squares to it", () => {
    const covariance = matrix([
      [2, 0.6],
      [0.6, 1],
    ]);
    const { diffusion } = sdeCoefficients(sde(sgd({ eta: 0.01 }), point(gaussian({ covariance }))), { x: [1, 1] });
    expect(squared(diffusion.x.entries, 2)).toEqual(
      [...covariance.entries].map((value) => expect.closeTo(0.01 * value, 14) as number),
    );
  });

  it("of a minibatch is the covariance of the per-example gradients over B", () => {
    const features = matrix([
      [1, 2],
      [-1, 0.5],
      [0.3, -2],
    ]);
    const labels = Float64Array.of(1, -1, 1);
    const data = { name: "three rows", features, labels, featureNames: ["a", "b"] };
    const on = problem({
      objective: logisticRegression(data, { lambda: 0.3 }),
      noise: minibatch({ batch: 2 }),
      start: [0.4, -0.2],
    });
    const { diffusion } = sdeCoefficients(sde(sgd({ eta: 0.01 }), on), { x: [0.4, -0.2] });
    const examples = [0, 1, 2].map((i) => {
      const row = [...features.entries.slice(2 * i, 2 * i + 2)];
      const score = row[0] * 0.4 + row[1] * -0.2;
      const r = -labels[i] / (1 + Math.exp(labels[i] * score));
      return row.map((value) => r * value);
    });
    const gradient = (x: readonly number[]) => [0, 1].map((j) => mean[j] + 0.3 * x[j]);
    const mean = [0, 1].map((j) => examples.reduce((sum, g) => sum + g[j] / 3, 0));
    const covariance = [0, 1].flatMap((a) =>
      [0, 1].map((b) => examples.reduce((sum, g) => sum + ((g[a] - mean[a]) * (g[b] - mean[b])) / 3, 0) / 2),
    );
    // σ² in the equation of V is the diagonal of the same covariance
    const chain = sde(rmsprop({ eta: 0.01, beta: 0.9 }), on);
    const [zero, one] = [0, 1].map((v) => sdeCoefficients(chain, { x: [0.4, -0.2], v: [v, v] }));
    const G = [...zero.diffusion.v.entries].every((value) => value === 0) ? gradient([0.4, -0.2]) : [];
    [0, 3].forEach((entry, i) => {
      expect(zero.drift.v[i]).toBeCloseTo(10 * (G[i] ** 2 + covariance[entry]), 12);
      expect(one.drift.v[i]).toBeCloseTo(10 * (G[i] ** 2 + covariance[entry] - 1), 12);
    });
    squared(diffusion.x.entries, 3).forEach((value, i) => {
      expect(value).toBeCloseTo(0.01 * covariance[i], 14);
    });
  });
});

/** S Sᵀ of a 2 × n matrix. */
function squared(entries: Float64Array, n: number): number[] {
  return [0, 1].flatMap((a) =>
    [0, 1].map((b) =>
      Array.from({ length: n }, (_, j) => entries[a * n + j] * entries[b * n + j]).reduce((s, v) => s + v, 0),
    ),
  );
}
