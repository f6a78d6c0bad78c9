/**
 * SGD with smooth clipping of the gradient's norm.
 *
 *   x_{k+1} = x_k − η ψ(g_k),  ψ(g) = g/√(1 + |g|²/c²)                                                 (1)
 *   dX = −E ψ(g) dt + √η Cov(ψ(g))^{1/2} dW                                                            (2)
 *   C^{1/2} dW = √v⊥ dW + (√v∥ − √v⊥) e ⟨e, dW⟩,  e = G/|G|                                           (3)
 *
 * (1): |ψ| < c without a kink; ψ is the gradient of the pseudo-Huber function c² (√(1 + |g|²/c²) − 1) (Charbonnier et al.
 * 1994), here of the whole gradient and not of each coordinate. (2): the generic recipe for an update x − ηh; weak order 1 in
 * η. (3): v⊥ and v∥ are the variances of ψ(g) across and along G, for Gaussian noise of one σ. c → ∞ is SGD; c → 0 is
 * normalised SGD with learning rate ηc.
 */
import { cite } from "../references.js";
import { smoothClippedLossFloor } from "../theory/clipping-smooth.js";
import { constant, prediction } from "../theory/prediction.js";
import { type MethodFactory, method } from "./method.js";
import { quadraticProblem } from "./quadratic-problem.js";

/** Smoothly clipped SGD, x ← x − η g/√(1 + |g|²/c²). Defaults η = 0.01, c = 1. */
export const smoothClippedSgd: MethodFactory<{ readonly eta: number; readonly c: number }> = method({
  name: "smoothly clipped SGD",
  source: cite("charbonnier1994"),
  parameters: { eta: 0.01, c: 1 },
  update: ["x = x - η*g/sqrt(1 + dot(g, g)/c^2)"], // (1)
  sde: {
    where: [
      "a = smoothClipAcross(G, c)",
      "b = smoothClipAlong(G, c)",
      "e = G/max(norm(G), 1e-18)", // at G = 0, where a = b, any direction will do
    ],
    equations: ["dx = -smoothClipMean(G, c)*dt + sqrt(η)*(a*dW + (b - a)*dot(e, dW)*e)"], // (2), (3)
    source: cite("li2017"),
    standing: "derived and checked",
  },
  theory: [
    ({ eta, c }, problem) => {
      const quadratic = quadraticProblem(problem);
      if (quadratic === undefined || quadratic.nu !== Infinity) return [];
      const { h, sigma } = quadratic;
      return [
        prediction({
          name: "floor, linearised",
          observable: "f",
          kind: "stationary",
          at: constant(smoothClippedLossFloor({ eta, h, sigma, c })),
          source: "derived from the SDE, linearised at the minimum",
          standing: "derived and checked",
          assumptions: "diagonal quadratic, independent Gaussian noise, t → ∞; leading order in η",
        }),
      ];
    },
  ],
});
