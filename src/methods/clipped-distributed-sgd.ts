/**
 * Clipped distributed SGD: N workers clip their own stochastic gradients and average every I steps.
 *
 *   worker j:  x_j ← x_j − η clip(g_j, c);  every I steps  x_j ← (1/N) Σ_l x_l                          (1)
 *   dX = −E clip(g, c) dt + √(η/N) √(Var clip(g, c)) dW                        ("plain", synchronous)   (2)
 *   dX_j = −E clip(g_j, c) dt + √η √(Var clip(g_j, c)) dW_j,  X_j ← mean at t = ηI, 2ηI, …   ("local")  (3)
 *
 * (1): CELGC, Liu et al. 2022, Algorithm 1, with coordinatewise clipping; their threshold γ on the step is cη. Observables
 * are of the average x̄. (2): as η → 0 with I fixed the average obeys the equation of I = 1; it cannot see I. (3): N copies
 * with resets, for ηI fixed. (2) and (3) are derived here and checked; same data on all workers.
 */
import { cite } from "../references.js";
import { distributedClippingLossFloor } from "../theory/distributed-clipping.js";
import { constant, prediction } from "../theory/prediction.js";
import { type MethodFactory, method } from "./method.js";
import { quadraticProblem } from "./quadratic-problem.js";

/** Clipped distributed SGD of N workers, averaged every I steps. Defaults η = 0.01, c = 1, N = 4, I = 1. SDEs: plain, local. */
export const clippedDistributedSgd: MethodFactory<{
  readonly eta: number;
  readonly c: number;
  readonly N: number;
  readonly I: number;
}> = method({
  name: "clipped distributed SGD",
  source: cite("liu2022", "Algorithm 1"),
  parameters: { eta: 0.01, c: 1, N: 4, I: 1 },
  workers: { count: "N", every: "I" },
  update: ["x = x - η*clip(g, c)"], // (1)
  sde: {
    equations: ["dx = -clipMean(G, c)*dt + sqrt(η/N)*sqrt(clipVar(G, c))*dW"], // (2)
    source: cite("li2017"),
    standing: "derived and checked",
  },
  variants: {
    local: {
      equations: ["dx = -clipMean(G, c)*dt + sqrt(η)*sqrt(clipVar(G, c))*dW"], // (3)
      source: cite("li2017"),
      standing: "derived and checked",
      perWorker: true,
    },
  },
  theory: [
    ({ eta, c, N }, problem) => {
      const quadratic = quadraticProblem(problem);
      if (quadratic === undefined || new Set(quadratic.sigma).size > 1) return [];
      const sigma = new Array<number>(N).fill(quadratic.sigma[0]);
      return [
        prediction({
          name: "floor, linearised, ∝ 1/N",
          observable: "f",
          kind: "stationary",
          at: constant(distributedClippingLossFloor({ eta, h: quadratic.h, sigma, c, nu: quadratic.nu })),
          source: "derived from the synchronous SDE, linearised at the minimum",
          standing: "derived and checked",
          assumptions: "diagonal quadratic, noise alike in all coordinates, I = 1, t → ∞; leading order in η",
        }),
      ];
    },
  ],
});
