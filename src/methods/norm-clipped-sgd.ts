/**
 * SGD with clipping of the gradient's norm.
 *
 *   x_{k+1} = x_k − η clip(g_k, c),  clip(g, c) = g min(1, c/|g|)                                      (1)
 *   dX = −m dt + √η C^{1/2} dW,  m = E clip(g, c),  C = Cov clip(g, c)                                 (2)
 *
 * (1): Pascanu et al. 2013, Algorithm 1. (2): the generic recipe for an update x − ηh; weak order 1 in η for c and the law of
 * the noise fixed. m and C are known for Gaussian noise of any covariance, in at most ten coordinates unless it is σ² I, and
 * for multivariate Student-t noise, Cauchy included; C^{1/2} may be any matrix with C^{1/2} C^{1/2}ᵀ = C. c → ∞ is SGD; c → 0
 * is normalised SGD with learning rate ηc. Departs: PyTorch's clip_grad_norm_ divides by |g| + 10⁻⁶; optax's
 * clip_by_global_norm does not.
 */
import { cite } from "../references.js";
import { normClippedLossFloor } from "../theory/clipping-norm.js";
import { linearisedFloor } from "./linearised-floor.js";
import { type MethodFactory, method } from "./method.js";

/** Norm-clipped SGD, x ← x − η g min(1, c/|g|). Defaults η = 0.01, c = 1. */
export const normClippedSgd: MethodFactory<{ readonly eta: number; readonly c: number }> = method({
  name: "norm-clipped SGD",
  source: cite("pascanu2013", "Algorithm 1"),
  parameters: { eta: 0.01, c: 1 },
  update: ["x = x - η*clipNorm(g, c)"], // (1)
  sde: {
    equations: ["dx = -clipNormMean(G, c)*dt + sqrt(η)*clipNormNoise(G, c, dW)"], // (2)
    source: cite("li2017"),
    standing: "derived and checked",
  },
  theory: [
    ({ eta, c }, problem) =>
      linearisedFloor(problem, { floor: ({ h, sigma }) => normClippedLossFloor({ eta, h, sigma, c }) }),
  ],
});
