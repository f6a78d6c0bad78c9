/**
 * SGD with momentum, averaged form: the step is an average of gradients, so that η means what it means in SGD.
 *
 *   m_{k+1} = β m_k + (1 − β) g_k                                                                      (1)
 *   x_{k+1} = x_k − η m_{k+1}                                                                          (2)
 *   dX = −M dt,  dM = ρ (∇f − M) dt + √η ρ Σ^{1/2} dW,  ρ = (1 − β)/η,  t = kη                          (3)
 *
 * (1), (2): Polyak 1964, as in the first moment of Adam. (3): derived, as the (X, M) part of Adam's SDE; weak order 1 in η
 * for ρ fixed. The noise must have a finite variance.
 * Departs: PyTorch's «momentum» adds gradients up, b ← βb + g: `pytorchMomentum`. Its learning rate η is η/(1 − β) here.
 */
import { cite } from "../references.js";
import { type MethodFactory, method } from "./method.js";
import { momentumPredictions } from "./momentum-predictions.js";

/** Momentum as an average, m ← βm + (1 − β)g, x ← x − ηm. Defaults η = 0.01, β = 0.9. */
export const momentum: MethodFactory<{ readonly eta: number; readonly beta: number }> = method({
  name: "Momentum",
  source: cite("polyak1964"),
  parameters: { eta: 0.01, beta: 0.9 },
  memory: { m: 0 },
  update: [
    "m = β*m + (1 - β)*g", // (1)
    "x = x - η*m", // (2)
  ],
  sde: {
    where: ["ρ = (1 - β)/η"],
    equations: ["dx = -m*dt", "dm = ρ*(G - m)*dt + sqrt(η)*ρ*sqrt(Σ)*dW"], // (3)
    source: cite("li2017"),
    standing: "derived and checked",
  },
  theory: [(parameters, problem) => momentumPredictions("averaged", parameters, problem)],
});
