/**
 * SGD with Nesterov momentum, PyTorch's form: a step along the gradient and the momentum it has just joined.
 *
 *   b_{k+1} = β b_k + g_k                                                                              (1)
 *   x_{k+1} = x_k − η (g_k + β b_{k+1}) = x_k − η ( (1 + β) g_k + β² b_k )                              (2)
 *   dX = −( (1 + β)∇f + β²B ) dt − (1 + β) √η Σ^{1/2} dW                                                (3)
 *   dB = ( (∇f − (1 − β) B) dt + √η Σ^{1/2} dW )/η,  t = kη                                             (4)
 *
 * (1), (2): Sutskever et al. 2013 as in torch.optim.SGD with nesterov = True. (3), (4): derived; drift and covariance of
 * one step, x and b moved by one dW. Weak order 1 in η for x with β fixed; with 1 − β ∝ √η it differs from the heavy
 * ball by √η in (3) alone, and is of weak order 1 in √η.
 */
import { cite } from "../references.js";
import { type MethodFactory, method } from "./method.js";
import { momentumPredictions } from "./momentum-predictions.js";

/** Nesterov momentum as PyTorch has it, b ← βb + g, x ← x − η(g + βb). Defaults η = 0.01, β = 0.9. */
export const nesterov: MethodFactory<{ readonly eta: number; readonly beta: number }> = method({
  name: "Nesterov momentum",
  source: cite("sutskever2013"),
  parameters: { eta: 0.01, beta: 0.9 },
  memory: { b: 0 },
  update: [
    "b = β*b + g", // (1)
    "x = x - η*(g + β*b)", // (2)
  ],
  sde: {
    equations: [
      "dx = -((1 + β)*G + β^2*b)*dt - (1 + β)*sqrt(η)*sqrt(Σ)*dW", // (3)
      "db = ((G - (1 - β)*b)*dt + sqrt(η)*sqrt(Σ)*dW)/η", // (4)
    ],
    source: cite("li2017", "by the same argument"),
    standing: "derived and checked",
    fixedDecays: ["beta"],
  },
  theory: [(parameters, problem) => momentumPredictions("nesterov", parameters, problem)],
});
