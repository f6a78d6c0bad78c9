/**
 * AdamW: Adam with decoupled weight decay.
 *
 *   m_{k+1} = β₁ m_k + (1 − β₁) g_k                                                                    (1)
 *   v_{k+1} = β₂ v_k + (1 − β₂) g_k²                                                                   (2)
 *   x_{k+1} = x_k − η ( m̂/(√v̂ + ε) + λ x_k ),  m̂ = m_{k+1}/(1 − β₁^{k+1}),  v̂ = v_{k+1}/(1 − β₂^{k+1})    (3)
 *
 * With ρᵢ = (1 − βᵢ)/η, γᵢ = 1 − e^{−ρᵢt}:
 *   dX = −(√γ₂/γ₁) M/(√V + ε√γ₂) dt − λX dt                                                            (4)
 *   dM = ρ₁ (∇f − M) dt + √η ρ₁ Σ^{1/2} dW                                                             (5)
 *   dV = ρ₂ ( (∇f)² + diag Σ − V ) dt                                                                  (6)
 *
 * (1)–(3): Loshchilov & Hutter 2019, decay multiplied by η as in PyTorch. (4)–(6): Monzio Compagnoni et al. 2025; they, the
 * variants "paper", "consistent", "malladi", "look-ahead" and "second order", and what each assumes stand in adam-sdes.ts.
 */
import { cite } from "../references.js";
import { adamPredictions } from "./adam-predictions.js";
import { adamSdes } from "./adam-sdes.js";
import { type MethodFactory, method } from "./method.js";

/**
 * AdamW. Defaults η = 1e-3, β₁ = 0.9, β₂ = 0.999, ε = 1e-8, λ = 0.01. SDEs: plain, paper, consistent, malladi, look-ahead,
 * second order.
 */
export const adamW: MethodFactory<{
  readonly eta: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly lambda: number;
}> = method({
  name: "AdamW",
  source: cite("loshchilov2019", "Algorithm 2"),
  parameters: { eta: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, lambda: 1e-2 },
  memory: { m: 0, v: 0 },
  update: [
    "m = β1*m + (1 - β1)*g", // (1)
    "v = β2*v + (1 - β2)*g^2", // (2)
    "mhat = m/(1 - β1^(k+1))", // (3)
    "vhat = v/(1 - β2^(k+1))",
    "x = x - η*(mhat/(sqrt(vhat) + ε) + λ*x)",
  ],
  variants: adamSdes({ decoupledDecay: true, addedDecay: false }), // (4)–(6)
  theory: [(parameters, problem) => adamPredictions(parameters, problem)],
});
