/**
 * Lion, «evolved sign momentum»: the sign of one average of gradients, while another is remembered.
 *
 *   x_{k+1} = x_k − η ( sign(c_{k+1}) + λ x_k ),  c_{k+1} = β₁ m_k + (1 − β₁) g_k                        (1)
 *   m_{k+1} = β₂ m_k + (1 − β₂) g_k                                                                    (2)
 * With ρ = (1 − β₂)/η, a = ∇f + β₁M/(1 − β₁), e = 1 − 2 P(noise < −a) = E sign(c), t = kη:
 *   dX = −(e + λX) dt − √η ( ω dW + (1 − e² − ω²)^{1/2} dU )                                            (3)
 *   dM = ρ (∇f − M) dt + √η ρ Σ^{1/2} dW                                                               (4)
 * ω = Corr(sign c, noise) (1 − e²)^{1/2} is the share of the sign's noise that M remembers: for Gaussian noise of density p
 * 2σ p(−a). Variant "independent": ω = 0 (5).
 *
 * (1), (2): Chen et al. 2023, Algorithm 2. (3)–(5): derived, mean and covariance of one step, coordinate by coordinate; (3)
 * of weak order 1 in η for β₁ and ρ fixed, Gaussian noise. (5) holds for every law with a smooth cdf, but neglects a
 * covariance of X and M of the same order η as their variances.
 */
import type { Problem } from "../objectives/problem.js";
import { cite } from "../references.js";
import { lionStationaryCovariance } from "../theory/lion.js";
import { constant, type Prediction, prediction } from "../theory/prediction.js";
import { type MethodFactory, method } from "./method.js";
import { quadraticProblem } from "./quadratic-problem.js";

type LionParameters = {
  readonly eta: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly lambda: number;
};

const SIGN = ["ρ = (1 - β2)/η", "a = G + β1/(1 - β1)*m", "e = 1 - 2*cdf(-a)"];
const MEMORY = "dm = ρ*(G - m)*dt + sqrt(η)*ρ*sqrt(Σ)*dW"; // (4)
const shared = {
  source: cite("chen2023", "its SDE derived here"),
  standing: "derived and checked",
  fixedDecays: ["beta1"],
} as const;

/**
 * Lion, x ← x − η(sign(β₁m + (1 − β₁)g) + λx), m ← β₂m + (1 − β₂)g. Defaults η = 1e-4, β₁ = 0.9, β₂ = 0.99, λ = 0. SDEs:
 * plain, independent.
 */
export const lion: MethodFactory<LionParameters> = method({
  name: "Lion",
  source: cite("chen2023", "Algorithm 2"),
  parameters: { eta: 1e-4, beta1: 0.9, beta2: 0.99, lambda: 0 },
  memory: { m: 0 },
  update: [
    "c = β1*m + (1 - β1)*g",
    "x = x - η*(sign(c) + λ*x)", // (1)
    "m = β2*m + (1 - β2)*g", // (2)
  ],
  sde: {
    ...shared,
    noise: "independent Gaussian",
    where: [...SIGN, "ω = 2*σ*pdf(-a)"],
    equations: ["dx = -(e + λ*x)*dt - sqrt(η)*(ω*dW + sqrt(max(0, 1 - e^2 - ω^2))*dU)", MEMORY], // (3)
  },
  variants: {
    independent: {
      ...shared,
      standing: "derived",
      where: SIGN,
      equations: ["dx = -(e + λ*x)*dt - sqrt(η)*sqrt(max(0, 1 - e^2))*dU", MEMORY], // (5)
    },
  },
  theory: [floor],
});

function floor({ eta, beta1, beta2, lambda }: LionParameters, problem: Problem): readonly Prediction[] {
  const quadratic = quadraticProblem(problem);
  if (quadratic === undefined || quadratic.nu !== Number.POSITIVE_INFINITY) return [];
  const { h, sigma } = quadratic;
  const variance = (i: number): number =>
    lionStationaryCovariance({ eta, beta1, beta2, h: h[i], sigma: sigma[i], lambda }).x;
  return [
    prediction({
      name: "floor, statistical linearisation",
      observable: "f",
      kind: "stationary",
      at: constant(h.reduce((sum, value, i) => sum + (value * variance(i)) / 2, 0)),
      source: cite("chen2023", "its law derived here"),
      standing: "derived and checked",
      assumptions: "diagonal quadratic, Gaussian noise, t → ∞; leading order in η and 1 − β₂",
    }),
  ];
}
