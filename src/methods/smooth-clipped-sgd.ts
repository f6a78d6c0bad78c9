/**
 * SGD with smooth clipping of the gradient's norm.
 *
 *   x_{k+1} = x_k − η ψ(g_k),  ψ(g) = g/√(1 + |g|²/c²)                                                 (1)
 *   dX = −E ψ(g) dt + √η Cov(ψ(g))^{1/2} dW                                                            (2)
 *
 * (1): |ψ| < c without a kink; ψ is the gradient of the pseudo-Huber function c² (√(1 + |g|²/c²) − 1) (Charbonnier et al.
 * 1994), here of the whole gradient and not of each coordinate. (2): the generic recipe for an update x − ηh; weak order 1 in
 * η, for the noise of norm-clipped SGD. c → ∞ is SGD; c → 0 is normalised SGD with learning rate ηc.
 */
import { cite } from "../references.js";
import { smoothClippedLossFloor } from "../theory/clipping-smooth.js";
import { linearisedFloor } from "./linearised-floor.js";
import { type MethodFactory, method } from "./method.js";

/** Smoothly clipped SGD, x ← x − η g/√(1 + |g|²/c²). Defaults η = 0.01, c = 1. */
export const smoothClippedSgd: MethodFactory<{ readonly eta: number; readonly c: number }> = method({
  name: "smoothly clipped SGD",
  source: cite("charbonnier1994"),
  parameters: { eta: 0.01, c: 1 },
  update: ["x = x - η*g/sqrt(1 + dot(g, g)/c^2)"], // (1)
  sde: {
    equations: ["dx = -smoothClipMean(G, c)*dt + sqrt(η)*smoothClipNoise(G, c, dW)"], // (2)
    source: cite("li2017"),
    standing: "derived and checked",
  },
  theory: [
    ({ eta, c }, problem) =>
      linearisedFloor(problem, { floor: ({ h, sigma }) => smoothClippedLossFloor({ eta, h, sigma, c }) }),
  ],
});
