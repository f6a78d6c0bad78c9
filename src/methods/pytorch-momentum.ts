/**
 * SGD with momentum, PyTorch's form: the step is a discounted sum of gradients. PyTorch and optax call β «momentum», μ.
 *
 *   b_{k+1} = β b_k + g_k                                                                              (1)
 *   x_{k+1} = x_k − η b_{k+1}                                                                          (2)
 *   dX = −B dt,  dB = ( (∇f − (1 − β) B) dt + √η Σ^{1/2} dW )/η,  t = kη                               (3)
 *
 * (1), (2): torch.optim.SGD with dampening 0. It is the averaged form (`momentum`) with m = (1 − β)b and learning rate
 * η/(1 − β), and (3) is that form's SDE in this one's time: derived. Weak order 1 in η for x with β fixed, when B relaxes
 * within a few steps; with 1 − β ∝ √η weak order 1 in √η, for B too.
 */
import { cite } from "../references.js";
import { type MethodFactory, method } from "./method.js";
import { momentumPredictions } from "./momentum-predictions.js";

/** Momentum as PyTorch has it, b ← βb + g, x ← x − ηb. Defaults η = 0.01, β = 0.9. */
export const pytorchMomentum: MethodFactory<{ readonly eta: number; readonly beta: number }> = method({
  name: "Momentum (PyTorch)",
  source: cite("sutskever2013"),
  parameters: { eta: 0.01, beta: 0.9 },
  memory: { b: 0 },
  update: [
    "b = β*b + g", // (1)
    "x = x - η*b", // (2)
  ],
  sde: {
    equations: ["dx = -b*dt", "db = ((G - (1 - β)*b)*dt + sqrt(η)*sqrt(Σ)*dW)/η"], // (3)
    source: cite("li2017"),
    standing: "derived and checked",
    fixedDecays: ["beta"],
  },
  theory: [(parameters, problem) => momentumPredictions("pytorch", parameters, problem)],
});
