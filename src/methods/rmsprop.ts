/**
 * RMSprop, the new v in the denominator, no bias correction.
 *
 *   v_{k+1} = β v_k + (1 − β) g_k²                                                                     (1)
 *   x_{k+1} = x_k − η g_k/(√v_{k+1} + ε)                                                                (2)
 *   dX = −P⁻¹ ( ∇f dt + √η Σ^{1/2} dW ),  P = diag √V + ε                                               (3)
 *   dV = ρ ( (∇f)² + diag Σ − V ) dt,  ρ = (1 − β)/η                                                    (4)
 *
 * (1), (2): Hinton 2012, as in PyTorch. (3), (4): Monzio Compagnoni et al. 2025; they, the variants "malladi" and "second
 * order", and what each assumes stand in rmsprop-sdes.ts. Noise of infinite variance has no such SDE.
 * Departs: v starts at (∇f(x₀))² + diag Σ, not at 0 as in PyTorch: see RMSpropW.
 */
import { cite } from "../references.js";
import { type MethodFactory, method } from "./method.js";
import { rmspropPredictions } from "./rmsprop-predictions.js";
import { rmspropSdes } from "./rmsprop-sdes.js";

/**
 * RMSprop, v ← βv + (1 − β)g², x ← x − ηg/(√v + ε). Defaults η = 0.01, β = 0.99, ε = 1e-8. SDEs: plain, malladi, second
 * order.
 */
export const rmsprop: MethodFactory<{ readonly eta: number; readonly beta: number; readonly eps: number }> = method({
  name: "RMSprop",
  source: cite("hinton2012"),
  parameters: { eta: 0.01, beta: 0.99, eps: 1e-8 },
  memory: { v: "G^2 + σ^2" },
  update: [
    "v = β*v + (1 - β)*g^2", // (1)
    "x = x - η*g/(sqrt(v) + ε)", // (2)
  ],
  variants: rmspropSdes({ denominator: "new", decoupledDecay: false }), // (3), (4)
  theory: [(parameters, problem) => rmspropPredictions(parameters, problem)],
});
