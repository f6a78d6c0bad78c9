/**
 * Normalised SGD: a step of length η along the stochastic gradient.
 *
 *   x_{k+1} = x_k − η g_k/|g_k|                                                                        (1)
 *   dX = −m dt + √η C^{1/2} dW,  m = E g/|g|,  C = Cov g/|g|,  t = kη                                   (2)
 *
 * (1): Hazan, Levy & Shalev-Shwartz 2015. (2): derived; weak order 1 in η for a fixed law of the noise, Gaussian or multivariate
 * Student-t. g/|g| is clip(g, c)/c as c → 0, and c = 10⁻⁹ stands for it: the noise must be far larger. In one dimension it is
 * SignSGD.
 */
import type { Problem } from "../objectives/problem.js";
import { cite } from "../references.js";
import { normalisedSgdLossFloor } from "../theory/normalised-sgd.js";
import { constant, type Prediction, prediction } from "../theory/prediction.js";
import { type MethodFactory, method } from "./method.js";
import { quadraticProblem } from "./quadratic-problem.js";

/** Normalised SGD, x ← x − η g/|g|. Default η = 0.01. */
export const normalisedSgd: MethodFactory<{ readonly eta: number }> = method({
  name: "normalised SGD",
  source: cite("hazan2015", "Algorithm 1"),
  parameters: { eta: 0.01 },
  update: ["x = x - η*g/norm(g)"], // (1)
  sde: {
    equations: ["dx = -clipNormMean(G, 1e-9)/1e-9*dt + sqrt(η)/1e-9*clipNormNoise(G, 1e-9, dW)"], // (2)
    source: cite("li2017", "by the same argument"),
    standing: "derived and checked",
  },
  theory: [floor],
});

/** E f_∞ = ησ/(4A), A = E 1/χ_{d+2}. */
function floor({ eta }: { readonly eta: number }, problem: Problem): readonly Prediction[] {
  const quadratic = quadraticProblem(problem);
  if (quadratic === undefined || quadratic.nu !== Number.POSITIVE_INFINITY) return [];
  const { h, sigma } = quadratic;
  if (new Set(sigma).size > 1) return [];
  return [
    prediction({
      name: "floor, linear in σ",
      observable: "f",
      kind: "stationary",
      at: constant(normalisedSgdLossFloor({ eta, h, sigma: sigma[0] })),
      source: cite("hazan2015", "its law derived here"),
      standing: "derived and checked",
      assumptions: "diagonal quadratic, Gaussian noise of one σ, t → ∞; leading order in η",
    }),
  ];
}
