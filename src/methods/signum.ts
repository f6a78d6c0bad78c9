/**
 * Signum: the sign of an average of gradients.
 *
 *   m_{k+1} = β m_k + (1 − β) g_k                                                                      (1)
 *   x_{k+1} = x_k − η sign(m_{k+1})                                                                    (2)
 *   dX = −sign(M) dt,  dM = ρ (∇f − M) dt + √η ρ Σ^{1/2} dW,  ρ = (1 − β)/η,  t = kη                    (3)
 *   dX = −erf(u/√2) dt + √η D(u) dW,  u = ∇f/σ_m,  σ_m = σ √((1 − β)/(1 + β))       ("homogenised")   (4)
 *   D²(u) = Σ_{j ∈ ℤ} Cov(sign m₀, sign m_j), m of correlation β^|j| around ∇f: `signumDiffusion`       (5)
 *
 * (1), (2): Bernstein et al. 2018. (3): derived, ρ fixed as η → 0; its drift jumps, so no theorem gives its order. (4), (5):
 * derived, β fixed as η → 0; for Gaussian noise, independent in each coordinate. Where 1 − β ≫ η√(2/π) ∇²f/σ_m the memory is
 * short and (4) holds; (3) takes the noise of a few steps for Brownian, so it needs 1 − β ≪ 1.
 */
import { tabulate } from "../math/tabulate.js";
import type { Problem } from "../objectives/problem.js";
import { cite } from "../references.js";
import { constant, type Prediction, prediction } from "../theory/prediction.js";
import { signumDiffusion, signumLossFloor } from "../theory/signum.js";
import { type MethodFactory, method } from "./method.js";
import { quadraticProblem } from "./quadratic-problem.js";

/** Where D² has fallen to e^{−40} of its peak: it is at most that of e^{−u²/2}. */
const FAR = 9;

/** Signum, m ← βm + (1 − β)g, x ← x − η sign(m). Defaults η = 1e-3, β = 0.9. SDEs: plain, homogenised. */
export const signum: MethodFactory<{ readonly eta: number; readonly beta: number }> = method({
  name: "Signum",
  source: cite("bernstein2018", "Algorithm 2"),
  parameters: { eta: 1e-3, beta: 0.9 },
  memory: { m: 0 },
  functions({ beta }) {
    const D2 = signumDiffusion(beta);
    return { D2: tabulate({ from: 0, to: FAR, tolerance: 1e-8 * D2(0) }, D2) }; // (5)
  },
  update: [
    "m = β*m + (1 - β)*g", // (1)
    "x = x - η*sign(m)", // (2)
  ],
  sde: {
    where: ["ρ = (1 - β)/η"],
    equations: ["dx = -sign(m)*dt", "dm = ρ*(G - m)*dt + sqrt(η)*ρ*sqrt(Σ)*dW"], // (3)
    source: cite("bernstein2018", "its SDE derived here"),
    standing: "derived",
  },
  variants: {
    homogenised: {
      where: ["u = G/(σ*sqrt((1 - β)/(1 + β)))"],
      equations: ["dx = -erf(u/sqrt(2))*dt + sqrt(η)*sqrt(max(0, D2(abs(u))))*dW"], // (4)
      source: cite("bernstein2018", "its SDE derived here"),
      standing: "derived and checked",
      noise: "independent Gaussian",
      fixedDecays: ["beta"],
    },
  },
  theory: [floor],
});

/** Var X_∞ = ηS(β)/(2a) per coordinate. */
function floor(
  { eta, beta }: { readonly eta: number; readonly beta: number },
  problem: Problem,
): readonly Prediction[] {
  const quadratic = quadraticProblem(problem);
  if (quadratic === undefined || quadratic.nu !== Number.POSITIVE_INFINITY) return [];
  const { h, sigma } = quadratic;
  return [
    prediction({
      name: "floor, linear in σ",
      observable: "f",
      kind: "stationary",
      at: constant(signumLossFloor({ eta, beta, h, sigma })),
      source: cite("bernstein2018", "its law derived here"),
      standing: "derived and checked",
      assumptions: "diagonal quadratic, Gaussian noise, t → ∞; leading order in η with β fixed",
    }),
  ];
}
