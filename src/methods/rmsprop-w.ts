/**
 * RMSpropW: RMSprop with decoupled weight decay, the new v in the denominator, no bias correction.
 *
 *   v_{k+1} = β v_k + (1 − β) g_k²                                                                     (1)
 *   x_{k+1} = x_k − η ( g_k/(√v_{k+1} + ε) + λ x_k )                                                    (2)
 *   dX = −P⁻¹ ( ∇f dt + √η Σ^{1/2} dW ) − λX dt,  P = diag √V + ε                                       (3)
 *   dV = ρ ( (∇f)² + diag Σ − V ) dt,  ρ = (1 − β)/η                                                    (4)
 *
 * (3), (4): Monzio Compagnoni et al. 2025; they, the variants "malladi" and "second order", and what each assumes stand in
 * rmsprop-sdes.ts.
 * Departs: v starts at (∇f(x₀))² + diag Σ, not at 0 as in PyTorch: from 0 the first step is η/√(1 − β) whatever the
 * gradient, which no SDE follows. `memory: { v: 0 }` gives PyTorch's start to the optimizer.
 */
import { cite } from "../references.js";
import { type MethodFactory, method } from "./method.js";
import { rmspropPredictions } from "./rmsprop-predictions.js";
import { rmspropSdes } from "./rmsprop-sdes.js";

/**
 * RMSpropW, v ← βv + (1 − β)g², x ← x − η(g/(√v + ε) + λx). Defaults η = 0.01, β = 0.99, ε = 1e-8, λ = 0.01. SDEs: plain,
 * malladi, second order.
 */
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
  variants: rmspropSdes({ denominator: "new", decoupledDecay: true }), // (3), (4)
  theory: [(parameters, problem) => rmspropPredictions(parameters, problem)],
});
