/**
 * RMSprop that divides by the v from before this gradient, so that gradient and denominator are independent.
 *
 *   x_{k+1} = x_k − η g_k/(√v_k + ε)                                                                   (1)
 *   v_{k+1} = β v_k + (1 − β) g_k²                                                                     (2)
 *   dX = −P⁻¹ ( ∇f dt + √η Σ^{1/2} dW ),  P = diag √V + ε                                               (3)
 *   dV = ρ ( (∇f)² + diag Σ − V ) dt,  ρ = (1 − β)/η                                                    (4)
 *
 * (1), (2): the convention of Malladi et al. 2022 and of Callisti et al. 2025. (3), (4) are those of RMSprop, as is
 * "malladi"; "second order" lacks the term that a new v adds: see rmsprop-sdes.ts.
 * Departs: from PyTorch and optax, which divide by v_{k+1}; v starts at (∇f(x₀))² + diag Σ, and must not start at 0.
 */
import { cite } from "../references.js";
import { type MethodFactory, method } from "./method.js";
import { rmspropPredictions } from "./rmsprop-predictions.js";
import { rmspropSdes } from "./rmsprop-sdes.js";

/**
 * RMSprop with the old v, x ← x − ηg/(√v + ε), v ← βv + (1 − β)g². Defaults η = 0.01, β = 0.99, ε = 1e-8. SDEs: plain,
 * malladi, second order.
 */
export const laggedRmsprop: MethodFactory<{ readonly eta: number; readonly beta: number; readonly eps: number }> =
  method({
    name: "lagged RMSprop",
    source: cite("malladi2022"),
    parameters: { eta: 0.01, beta: 0.99, eps: 1e-8 },
    memory: { v: "G^2 + σ^2" },
    update: [
      "x = x - η*g/(sqrt(v) + ε)", // (1)
      "v = β*v + (1 - β)*g^2", // (2)
    ],
    variants: rmspropSdes({ denominator: "old", decoupledDecay: false }), // (3), (4)
    theory: [(parameters, problem) => rmspropPredictions({ ...parameters, denominator: "old" }, problem)],
  });
