/**
 * SGD with clipping of the gradient's norm.
 *
 *   x_{k+1} = x_k − η clip(g_k, c),  clip(g, c) = g min(1, c/|g|)                                      (1)
 *   dX = −m dt + √η C^{1/2} dW,  m = E clip(g, c),  C = Cov clip(g, c)                                 (2)
 *   C^{1/2} dW = √v⊥ dW + (√v∥ − √v⊥) e ⟨e, dW⟩,  e = G/|G|                                           (3)
 *
 * (1): Pascanu et al. 2013, Algorithm 1. (2): the generic recipe for an update x − ηh; weak order 1 in η for c and the law of
 * the noise fixed. (3): v⊥ and v∥ are the variances of clip(g, c) across and along G, where the noise has no direction of its
 * own: Gaussian of one σ, or multivariate Student-t, Cauchy included. c → ∞ is SGD; c → 0 is normalised SGD with learning
 * rate ηc. Departs: PyTorch's clip_grad_norm_ divides by |g| + 10⁻⁶; optax's clip_by_global_norm does not.
 */
import { cite } from "../references.js";
import { normClippedLossFloor } from "../theory/clipping-norm.js";
import { constant, prediction } from "../theory/prediction.js";
import { type MethodFactory, method } from "./method.js";
import { quadraticProblem } from "./quadratic-problem.js";

/** Norm-clipped SGD, x ← x − η g min(1, c/|g|). Defaults η = 0.01, c = 1. */
export const normClippedSgd: MethodFactory<{ readonly eta: number; readonly c: number }> = method({
  name: "norm-clipped SGD",
  source: cite("pascanu2013", "Algorithm 1"),
  parameters: { eta: 0.01, c: 1 },
  update: ["x = x - η*clipNorm(g, c)"], // (1)
  sde: {
    where: [
      "a = clipNormAcross(G, c)",
      "b = clipNormAlong(G, c)",
      "e = G/max(norm(G), 1e-18)", // at G = 0, where a = b, any direction will do
    ],
    equations: ["dx = -clipNormMean(G, c)*dt + sqrt(η)*(a*dW + (b - a)*dot(e, dW)*e)"], // (2), (3)
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
          at: constant(normClippedLossFloor({ eta, h, sigma, c })),
          source: "derived from the SDE, linearised at the minimum",
          standing: "derived and checked",
          assumptions: "diagonal quadratic, independent Gaussian noise, t → ∞; leading order in η",
        }),
      ];
    },
  ],
});
