/**
 * Adam with L2 regularisation: ℓx is added to the gradient, and both averages see it. ℓ is the parameter l2.
 *
 *   r_k = g_k + ℓ x_k                                                                                  (1)
 *   m_{k+1} = β₁ m_k + (1 − β₁) r_k                                                                    (2)
 *   v_{k+1} = β₂ v_k + (1 − β₂) r_k²                                                                   (3)
 *   x_{k+1} = x_k − η m̂/(√v̂ + ε),  m̂ = m_{k+1}/(1 − β₁^{k+1}),  v̂ = v_{k+1}/(1 − β₂^{k+1})               (4)
 *
 * With r = ∇f + ℓX, ρᵢ = (1 − βᵢ)/η, γᵢ = 1 − e^{−ρᵢt}:
 *   dX = −(√γ₂/γ₁) M/(√V + ε√γ₂) dt                                                                    (5)
 *   dM = ρ₁ (r − M) dt + √η ρ₁ Σ^{1/2} dW                                                              (6)
 *   dV = ρ₂ ( r² + diag Σ − V ) dt                                                                     (7)
 *
 * (1)–(4): PyTorch's Adam with weight_decay = ℓ; Loshchilov & Hutter 2019 say why AdamW is something else. (5)–(7): those
 * of Adam on f + (ℓ/2)|x|², and so are the variants of adam-sdes.ts.
 */
import { cite } from "../references.js";
import { adamPredictions } from "./adam-predictions.js";
import { adamSdes } from "./adam-sdes.js";
import { type MethodFactory, method } from "./method.js";

/**
 * Adam with ℓx added to the gradient. Defaults η = 1e-3, β₁ = 0.9, β₂ = 0.999, ε = 1e-8, l2 = 0.01. SDEs: plain, paper,
 * consistent, malladi, look-ahead, second order.
 */
export const l2Adam: MethodFactory<{
  readonly eta: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly l2: number;
}> = method({
  name: "L2 Adam",
  source: cite("loshchilov2019", "Algorithm 2"),
  parameters: { eta: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, l2: 1e-2 },
  domains: { l2: "non-negative" },
  memory: { m: 0, v: 0 },
  update: [
    "r = g + l2*x", // (1)
    "m = β1*m + (1 - β1)*r", // (2)
    "v = β2*v + (1 - β2)*r^2", // (3)
    "mhat = m/(1 - β1^(k+1))", // (4)
    "vhat = v/(1 - β2^(k+1))",
    "x = x - η*mhat/(sqrt(vhat) + ε)",
  ],
  variants: adamSdes({ decoupledDecay: false, addedDecay: true }), // (5)–(7)
  theory: [(parameters, problem) => adamPredictions(parameters, problem)],
});
