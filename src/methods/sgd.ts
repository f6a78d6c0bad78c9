/**
 * Stochastic gradient descent.
 *
 *   x_{k+1} = x_k − η g_k                                                                              (1)
 *   dX = −∇f(X) dt + √η Σ^{1/2} dW,  t = kη                                                            (2)
 *
 * (1): Robbins & Monro 1951. (2): Li, Tai & E 2017, weak order 1 in η for f smooth with bounded derivatives.
 */
import { cite } from "../references.js";
import { constant, prediction } from "../theory/prediction.js";
import { sgdLossFloor, sgdMean, sgdMeanDiscrete, sgdVariance, sgdVarianceDiscrete } from "../theory/sgd.js";
import { type MethodFactory, method } from "./method.js";
import { type QuadraticProblem, quadraticProblem } from "./quadratic-problem.js";

/** SGD, x ← x − ηg; its SDE dX = −∇f dt + √η Σ^{1/2} dW. Default η = 0.01. */
export const sgd: MethodFactory<{ readonly eta: number }> = method({
  name: "SGD",
  source: cite("robbins1951"),
  parameters: { eta: 0.01 },
  update: ["x = x - η*g"], // (1)
  sde: {
    equations: ["dx = -G*dt + sqrt(η)*sqrt(Σ)*dW"], // (2)
    source: cite("li2017"),
    standing: "paper",
  },
  theory: [
    ({ eta }, problem) => {
      const quadratic = quadraticProblem(problem);
      if (quadratic === undefined || quadratic.nu <= 2) return [];
      const { h, deviation: sigma } = quadratic;
      const coordinate = (i: number) => ({ eta, h: h[i], sigma: sigma[i], x0: quadratic.x0[i] });
      const shared = { observable: "f", source: cite("li2017"), standing: "derived and checked" } as const;
      return [
        prediction({
          ...shared,
          name: "E f(X_t), Ornstein–Uhlenbeck",
          kind: "exact",
          of: "sde",
          at: meanLoss(quadratic, (i) => ({ mean: sgdMean(coordinate(i)), variance: sgdVariance(coordinate(i)) })),
          assumptions: "diagonal quadratic, additive noise of finite variance",
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
          assumptions: "diagonal quadratic, additive noise of finite variance",
        }),
        prediction({
          ...shared,
          name: "floor (η/4) tr Σ",
          kind: "stationary",
          at: constant(sgdLossFloor({ eta, h, sigma })),
          assumptions: "diagonal quadratic, t → ∞; leading order in η",
        }),
      ];
    },
  ],
});

type MeanAndVariance = { readonly mean: (t: number) => number; readonly variance: (t: number) => number };

/** E f = ½ Σ hᵢ (mean² + variance). */
function meanLoss({ h }: QuadraticProblem, of: (i: number) => MeanAndVariance): (t: number) => number {
  const moments = h.map((_, i) => of(i));
  return (t) => moments.reduce((sum, { mean, variance }, i) => sum + (h[i] * (mean(t) ** 2 + variance(t))) / 2, 0);
}
