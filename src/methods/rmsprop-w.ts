/**
 * RMSpropW: RMSprop with decoupled weight decay, the new v in the denominator, no bias correction.
 *
 *   v_{k+1} = β v_k + (1 − β) g_k²                                                                     (1)
 *   x_{k+1} = x_k − η ( g_k/(√v_{k+1} + ε) + λ x_k )                                                    (2)
 *   dX = −P⁻¹ ( ∇f dt + √η Σ^{1/2} dW ) − λX dt,  P = diag √V + ε                                       (3)
 *   dV = ρ ( (∇f)² + diag Σ − V ) dt,  ρ = (1 − β)/η                                                    (4)
 *   dV = ρ ( diag Σ − V ) dt                                            (variant "malladi")             (5)
 *
 * Regime: ρ fixed, weak order 1 in η. (3), (4): Monzio Compagnoni et al. 2025. (5) with (3): Malladi et al. 2022, in these
 * units; it holds where the noise dominates the gradient.
 * Departs: v starts at (∇f(x₀))² + diag Σ, not at 0 as in PyTorch: from 0 the first step is η/√(1 − β) whatever the
 * gradient, which no SDE follows. `memory: { v: 0 }` gives PyTorch's start to the optimizer.
 */
import { cite } from "../references.js";
import { type MethodFactory, method } from "./method.js";
import { rmspropFloor } from "./rmsprop-floor.js";

/** RMSpropW, v ← βv + (1 − β)g², x ← x − η(g/(√v + ε) + λx). Defaults η = 0.01, β = 0.99, ε = 1e-8, λ = 0.01. */
export const rmspropW: MethodFactory<{
  readonly eta: number;
  readonly beta: number;
  readonly eps: number;
  readonly lambda: number;
}> = method({
  name: "RMSpropW",
  source: cite("hinton2012"),
  parameters: { eta: 0.01, beta: 0.99, eps: 1e-8, lambda: 0.01 },
  memory: { v: "G^2 + σ^2" },
  update: [
    "v = β*v + (1 - β)*g^2", // (1)
    "x = x - η*(g/(sqrt(v) + ε) + λ*x)", // (2)
  ],
  sde: {
    where: ["ρ = (1 - β)/η"],
    equations: [
      "dx = -(G*dt + sqrt(η)*sqrt(Σ)*dW)/(sqrt(v) + ε) - λ*x*dt", // (3)
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
        "dx = -(G*dt + sqrt(η)*sqrt(Σ)*dW)/(sqrt(v) + ε) - λ*x*dt",
        "dv = ρ*(σ^2 - v)*dt", // (5)
      ],
      source: cite("malladi2022"),
      standing: "recalled and checked",
      positive: ["v"],
    },
  },
  theory: [({ eta, eps, lambda }, problem) => rmspropFloor({ eta, eps, lambda }, problem)],
});
