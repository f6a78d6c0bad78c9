/**
 * RMSprop, the new v in the denominator, no bias correction.
 *
 *   v_{k+1} = β v_k + (1 − β) g_k²                                                                     (1)
 *   x_{k+1} = x_k − η g_k/(√v_{k+1} + ε)                                                                (2)
 *   dX = −P⁻¹ ( ∇f dt + √η Σ^{1/2} dW ),  P = diag √V + ε                                               (3)
 *   dV = ρ ( (∇f)² + diag Σ − V ) dt,  ρ = (1 − β)/η                                                    (4)
 *   dV = ρ ( diag Σ − V ) dt                                            (variant "malladi")             (5)
 *
 * (1), (2): Hinton 2012, as in PyTorch. The rest, and where the start of v departs from PyTorch, as in RMSpropW with λ = 0.
 */
import { cite } from "../references.js";
import { type MethodFactory, method } from "./method.js";
import { rmspropFloor } from "./rmsprop-floor.js";

/** RMSprop, v ← βv + (1 − β)g², x ← x − ηg/(√v + ε). Defaults η = 0.01, β = 0.99, ε = 1e-8. */
export const rmsprop: MethodFactory<{ readonly eta: number; readonly beta: number; readonly eps: number }> = method({
  name: "RMSprop",
  source: cite("hinton2012"),
  parameters: { eta: 0.01, beta: 0.99, eps: 1e-8 },
  memory: { v: "G^2 + σ^2" },
  update: [
    "v = β*v + (1 - β)*g^2", // (1)
    "x = x - η*g/(sqrt(v) + ε)", // (2)
  ],
  sde: {
    where: ["ρ = (1 - β)/η"],
    equations: [
      "dx = -(G*dt + sqrt(η)*sqrt(Σ)*dW)/(sqrt(v) + ε)", // (3)
      "dv = ρ*(G^2 + σ^2 - v)*dt", // (4)
    ],
    source: cite("compagnoni2025"),
    standing: "recalled and checked",
    positive: ["v"],
  },
  variants: {
    malladi: {
      where: ["ρ = (1 - β)/η"],
      equations: [
        "dx = -(G*dt + sqrt(η)*sqrt(Σ)*dW)/(sqrt(v) + ε)",
        "dv = ρ*(σ^2 - v)*dt", // (5)
      ],
      source: cite("malladi2022"),
      standing: "recalled and checked",
      positive: ["v"],
    },
  },
  theory: [({ eta, eps }, problem) => rmspropFloor({ eta, eps, lambda: 0 }, problem)],
});
