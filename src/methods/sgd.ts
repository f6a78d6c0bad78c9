/**
 * Stochastic gradient descent.
 *
 *   x_{k+1} = x_k − η g_k                                                                              (1)
 *   dX = −∇f(X) dt + √η Σ^{1/2} dW,  t = kη                                                            (2)
 *   dX = −(∇f + (η/2) ∇²f ∇f) dt + √η Σ^{1/2} dW                          (variant "second order")     (3)
 *   dX = −(∇f − (η/2) ∇²f ∇f) dt + √η Σ^{1/2} dW                          (variant "flipped")          (4)
 *
 * (1): Robbins & Monro 1951. (2): Li, Tai & E 2017, weak order 1 in η for f smooth with bounded derivatives.
 * (3): Li, Tai & E 2019, weak order 2; its drift is −∇(f + (η/4)|∇f|²). (4): Monzio Compagnoni et al. 2026, weak order 1
 * with about twice the error of (2) in transients; but it diverges where SGD does, at ηh ≥ 2 on f = hx²/2, which (2) and
 * (3) never do, and on quadratics has SGD's stationary variance exactly. The noise must have a finite variance.
 */
import { cite } from "../references.js";
import { prediction } from "../theory/prediction.js";
import {
  sgdLossBound,
  sgdLossFloor,
  sgdMean,
  sgdMeanDiscrete,
  sgdStationaryVarianceDiscrete,
  sgdVariance,
  sgdVarianceDiscrete,
} from "../theory/sgd.js";
import { eigenProblem } from "./eigen-problem.js";
import { exactLosses, recursionFloor, stationaryFloor, stationaryLoss } from "./linear-predictions.js";
import { type MethodFactory, method } from "./method.js";

const NOISE = "sqrt(η)*sqrt(Σ)*dW";

/** SGD, x ← x − ηg; its SDE dX = −∇f dt + √η Σ^{1/2} dW. Default η = 0.01. SDEs: plain, second order, flipped. */
export const sgd: MethodFactory<{ readonly eta: number }> = method({
  name: "SGD",
  source: cite("robbins1951"),
  parameters: { eta: 0.01 },
  update: ["x = x - η*g"], // (1)
  sde: {
    equations: [`dx = -G*dt + ${NOISE}`], // (2)
    source: cite("li2017"),
    standing: "paper",
  },
  variants: {
    "second order": {
      equations: [`dx = -(G + η/2*hessian(G))*dt + ${NOISE}`], // (3)
      source: cite("li2019"),
      standing: "recalled and checked",
      order: 2,
    },
    flipped: {
      equations: [`dx = -(G - η/2*hessian(G))*dt + ${NOISE}`], // (4)
      source: cite("compagnoni2026", "Theorem C.5"),
      standing: "paper",
    },
  },
  theory: [
    ({ eta }, problem) => {
      const quadratic = eigenProblem(problem);
      if (quadratic === undefined) return [];
      const { h, deviation, x0, mu, trace, gap } = quadratic;
      const coordinate = (i: number) => ({ eta, h: h[i], sigma: deviation[i], x0: x0[i] });
      const assumptions = "quadratic, additive noise of finite variance";
      return [
        ...exactLosses(quadratic, {
          name: "Ornstein–Uhlenbeck",
          sde: (i) => ({ mean: sgdMean(coordinate(i)), variance: sgdVariance(coordinate(i)) }),
          recursion: (i) => ({ mean: sgdMeanDiscrete(coordinate(i)), variance: sgdVarianceDiscrete(coordinate(i)) }),
          assumptions,
        }),
        stationaryFloor(
          "floor (η/4) tr Σ",
          sgdLossFloor({ eta, h, sigma: deviation }),
          "quadratic, t → ∞; leading order in η",
        ),
        ...recursionFloor(
          stationaryLoss(quadratic, (i) => sgdStationaryVarianceDiscrete(coordinate(i))),
          "quadratic, t → ∞; any η below the stability threshold",
        ),
        prediction({
          name: "loss bound",
          observable: "f",
          kind: "upper-bound",
          of: "sde",
          at: sgdLossBound({ eta, mu, trace, sigma: Math.max(...deviation), gap }),
          source: cite("compagnoni2025"),
          standing: "recalled and checked",
          assumptions: "μ-strongly convex, tr ∇²f bounded, Σ bounded",
        }),
      ];
    },
  ],
});
