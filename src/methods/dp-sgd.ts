/**
 * DP-SGD: the gradient of each example is clipped, and Gaussian noise is added to their mean.
 *
 *   x_{k+1} = x_k − η ((1/B) Σ_b clip(g_b, c) + (c s/B) z_k),  clip(g, c) = g min(1, c/|g|)              (1)
 *   x_b = x_k − η (clip(g_b, c) + (c s/√B) z_b),  x_{k+1} = (1/B) Σ_b x_b                               (2)
 *   dX = −E clip(g, c) dt + √η (C^{1/2} dW/√B + (c s/B) dU),  C = Cov clip(g, c)                       (3)
 *
 * (1): Abadi et al. 2016, Algorithm 1; s is their noise multiplier σ. (2): the same in law, as B workers that take their mean
 * after every step. The problem's noise is that of one example: with additive noise the g_b are B independent draws; on a data
 * set take minibatch({ batch: 1 }), whose examples are drawn with replacement. (3): the generic recipe for an update x − ηh;
 * weak order 1 in η; C as in norm-clipped SGD; dW and dU are independent.
 * Departs: lots of fixed size B, not Poisson sampling; what (ε, δ) the noise buys is not computed.
 */
import { cite } from "../references.js";
import { normClippedLossFloor } from "../theory/clipping-norm.js";
import { linearisedFloor } from "./linearised-floor.js";
import { type MethodFactory, method } from "./method.js";

/**
 * DP-SGD of B examples per step, clipped to the norm c, with noise multiplier s. Defaults η = 0.01, c = 1, s = 1, B = 8. The
 * problem's noise is that of one example's gradient.
 */
export const dpSgd: MethodFactory<{
  readonly eta: number;
  readonly c: number;
  readonly s: number;
  readonly B: number;
}> = method({
  name: "DP-SGD",
  source: cite("abadi2016", "Algorithm 1"),
  parameters: { eta: 0.01, c: 1, s: 1, B: 8 },
  domains: { s: "non-negative" },
  draws: { z: "normal" },
  workers: { count: "B" },
  update: ["x = x - η*(clipNorm(g, c) + c*s/sqrt(B)*z)"], // (2)
  sde: {
    equations: ["dx = -clipNormMean(G, c)*dt + sqrt(η)*(clipNormNoise(G, c, dW)/sqrt(B) + c*s/B*dU)"], // (3)
    source: cite("li2017"),
    standing: "derived and checked",
  },
  theory: [
    ({ eta, c, s, B }, problem) =>
      linearisedFloor(problem, {
        floor: ({ h, sigma }) => normClippedLossFloor({ eta, h, sigma, c, batch: B, added: (c * s) / B }),
      }),
  ],
});
