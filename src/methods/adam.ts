/**
 * Adam.
 *
 *   m_{k+1} = β₁ m_k + (1 − β₁) g_k                                                                    (1)
 *   v_{k+1} = β₂ v_k + (1 − β₂) g_k²                                                                   (2)
 *   x_{k+1} = x_k − η m̂/(√v̂ + ε),  m̂ = m_{k+1}/(1 − β₁^{k+1}),  v̂ = v_{k+1}/(1 − β₂^{k+1})               (3)
 *
 * With ρᵢ = (1 − βᵢ)/η, γᵢ = 1 − e^{−ρᵢt}:
 *   dX = −(√γ₂/γ₁) M/(√V + ε√γ₂) dt                                                                    (4)
 *   dM = ρ₁ (∇f − M) dt + √η ρ₁ Σ^{1/2} dW                                                             (5)
 *   dV = ρ₂ ( (∇f)² + diag Σ − V ) dt                                                                  (6)
 * Variants: "paper" has M + ηρ₁(∇f − M) in place of M in (4) (7); "consistent" adds the noise that goes with it (8);
 * "malladi" has dV = ρ₂ (diag Σ − V) dt (9).
 *
 * (1)–(3): Kingma & Ba 2015, Algorithm 1. (4)–(9) as in AdamW with λ = 0: Monzio Compagnoni et al. 2025; Malladi et al. 2022.
 */
import { cite } from "../references.js";
import { adamFloor } from "./adam-floor.js";
import { type MethodFactory, method } from "./method.js";

const WHERE = [
  "ρ1 = (1 - β1)/η",
  "ρ2 = (1 - β2)/η",
  "γ1 = 1 - exp(-ρ1*t)",
  "γ2 = 1 - exp(-ρ2*t)",
  "P = sqrt(v) + ε*sqrt(γ2)",
];
const FIRST_MOMENT = "dm = ρ1*(G - m)*dt + sqrt(η)*ρ1*sqrt(Σ)*dW"; // (5)
const SECOND_MOMENT = "dv = ρ2*(G^2 + σ^2 - v)*dt"; // (6)
const shared = { where: WHERE, burnIn: 1, source: cite("compagnoni2025"), standing: "recalled and checked" } as const;

/** Adam. Defaults η = 1e-3, β₁ = 0.9, β₂ = 0.999, ε = 1e-8. SDEs: plain, paper, consistent, malladi. */
export const adam: MethodFactory<{
  readonly eta: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
}> = method({
  name: "Adam",
  source: cite("kingma2015", "Algorithm 1"),
  parameters: { eta: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8 },
  memory: { m: 0, v: 0 },
  update: [
    "m = β1*m + (1 - β1)*g", // (1)
    "v = β2*v + (1 - β2)*g^2", // (2)
    "mhat = m/(1 - β1^(k+1))", // (3)
    "vhat = v/(1 - β2^(k+1))",
    "x = x - η*mhat/(sqrt(vhat) + ε)",
  ],
  sde: {
    ...shared,
    equations: ["dx = -sqrt(γ2)/(γ1*P)*m*dt", FIRST_MOMENT, SECOND_MOMENT], // (4)
  },
  variants: {
    paper: {
      ...shared,
      standing: "recalled",
      equations: ["dx = -sqrt(γ2)/(γ1*P)*(m + η*ρ1*(G - m))*dt", FIRST_MOMENT, SECOND_MOMENT], // (7)
    },
    consistent: {
      ...shared,
      standing: "derived and checked",
      equations: [
        "dx = -sqrt(γ2)/(γ1*P)*((m + η*ρ1*(G - m))*dt + η*ρ1*sqrt(η)*sqrt(Σ)*dW)", // (8)
        FIRST_MOMENT,
        SECOND_MOMENT,
      ],
    },
    malladi: {
      ...shared,
      source: cite("malladi2022"),
      equations: ["dx = -sqrt(γ2)/(γ1*P)*m*dt", FIRST_MOMENT, "dv = ρ2*(σ^2 - v)*dt"], // (9)
    },
  },
  theory: [(parameters, problem) => adamFloor({ ...parameters, lambda: 0 }, problem)],
});
