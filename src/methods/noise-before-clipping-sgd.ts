/**
 * SGD with noise added before coordinatewise clipping.
 *
 *   x_{k+1} = x_k − η clip(g_k + s z_k, c),  z_k ~ N(0, I)                                             (1)
 *   dX = −E clip(g + s z, c) dt + √η √(Var clip(g + s z, c)) dW                                        (2)
 *
 * (1): Chen, Wu, Hong 2020 add Gaussian noise before clipping, as it makes the clipped gradients symmetric and so takes away
 * the bias of clipping. Departs: they clip the norm of each example's gradient and add the noise of privacy afterwards; here
 * each coordinate of g is clipped, and nothing is added. (2): the generic recipe for an update x − ηh; weak order 1 in η. For
 * Gaussian noise of σ the moments are those of clipped SGD at √(σ² + s²).
 */
import { cite } from "../references.js";
import { clippedLossFloor } from "../theory/clipping.js";
import { linearisedFloor } from "./linearised-floor.js";
import { type MethodFactory, method } from "./method.js";

/** SGD with noise before clipping, x ← x − η clip(g + s z, c), z standard normal. Defaults η = 0.01, c = 1, s = 1. */
export const noiseBeforeClippingSgd: MethodFactory<{
  readonly eta: number;
  readonly c: number;
  readonly s: number;
}> = method({
  name: "noise-before-clipping SGD",
  source: cite("chen2020"),
  parameters: { eta: 0.01, c: 1, s: 1 },
  domains: { s: "non-negative" },
  draws: { z: "normal" },
  update: ["x = x - η*clip(g + s*z, c)"], // (1)
  sde: {
    equations: ["dx = -noisyClipMean(G, c, s)*dt + sqrt(η)*sqrt(noisyClipVar(G, c, s))*dW"], // (2)
    source: cite("li2017"),
    standing: "derived and checked",
  },
  theory: [
    ({ eta, c, s }, problem) =>
      linearisedFloor(problem, {
        floor: ({ h, sigma }) => clippedLossFloor({ eta, h, sigma: sigma.map((own) => Math.hypot(own, s)), c }),
      }),
  ],
});
