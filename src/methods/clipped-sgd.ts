/**
 * SGD with coordinatewise clipping.
 *
 *   x_{k+1} = x_k − η clip(g_k, c),  clip(g, c)ᵢ = max(−c, min(c, gᵢ))                                  (1)
 *   dX = −E clip(g, c) dt + √η √(Var clip(g, c)) dW,  coordinate by coordinate                         (2)
 *
 * (1): Pascanu et al. 2013 clip the norm; this is the coordinatewise form. (2): the generic recipe dX = −E h dt +
 * √η Cov(h)^{1/2} dW for an update x − ηh; weak order 1 in η for c and the noise law fixed. Clipped moments are finite for
 * every noise, Cauchy included. c → ∞ is SGD; c → 0 is SignSGD with learning rate ηc.
 */
import { cite } from "../references.js";
import { clippedLossFloor } from "../theory/clipping.js";
import { linearisedFloor } from "./linearised-floor.js";
import { type MethodFactory, method } from "./method.js";

/** Coordinatewise clipped SGD, x ← x − η clip(g, c). Defaults η = 0.01, c = 1. */
export const clippedSgd: MethodFactory<{ readonly eta: number; readonly c: number }> = method({
  name: "clipped SGD",
  source: cite("pascanu2013", "§3.2"),
  parameters: { eta: 0.01, c: 1 },
  update: ["x = x - η*clip(g, c)"], // (1)
  sde: {
    equations: ["dx = -clipMean(G, c)*dt + sqrt(η)*sqrt(clipVar(G, c))*dW"], // (2)
    source: cite("li2017"),
    standing: "derived and checked",
  },
  theory: [
    ({ eta, c }, problem) =>
      linearisedFloor(problem, {
        floor: ({ h, sigma, nu }) => clippedLossFloor({ eta, h, sigma, c, nu }),
        anyTail: true,
      }),
  ],
});
