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
import { constant, prediction } from "../theory/prediction.js";
import {
  sgdLossBound,
  sgdLossFloor,
  sgdMean,
  sgdMeanDiscrete,
  sgdStationaryVarianceDiscrete,
  sgdVariance,
  sgdVarianceDiscrete,
} from "../theory/sgd.js";
import { eigenProblem, meanLoss } from "./eigen-problem.js";
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
      const level = h.reduce((sum, value, i) => sum + (value * sgdStationaryVarianceDiscrete(coordinate(i))) / 2, 0);
      const shared = { observable: "f", source: cite("li2017"), standing: "derived and checked" } as const;
      const assumptions = "quadratic, additive noise of finite variance";
      return [
        prediction({
          ...shared,
          name: "E f(X_t), Ornstein–Uhlenbeck",
          kind: "exact",
          of: "sde",
          at: meanLoss(quadratic, (i) => ({ mean: sgdMean(coordinate(i)), variance: sgdVariance(coordinate(i)) })),
          assumptions,
        }),
        prediction({
          ...shared,
          name: "E f(x_k), linear recursion",
          kind: "exact",
          of: "optimizer",
          at: meanLoss(quadratic, (i) => ({
            mean: sgdMeanDiscrete(coordinate(i)),
            variance: sgdVarianceDiscrete(coordinate(i)),
          })),
          assumptions,
        }),
        prediction({
          ...shared,
          name: "floor (η/4) tr Σ",
          kind: "stationary",
          at: constant(sgdLossFloor({ eta, h, sigma: deviation })),
          assumptions: "quadratic, t → ∞; leading order in η",
        }),
        ...(Number.isFinite(level)
          ? [
              prediction({
                ...shared,
                name: "floor of the recursion",
                kind: "stationary",
                of: "optimizer",
                at: constant(level),
                assumptions: "quadratic, t → ∞; any η below the stability threshold",
              }),
            ]
          : []),
        prediction({
          ...shared,
          name: "loss bound",
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
