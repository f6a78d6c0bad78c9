/**
 * The SDEs of Adam, of AdamW and of Adam with L2 regularisation. λ is the decoupled decay, r = ∇f + ℓX the gradient that is
 * averaged; λ = 0 and ℓ = 0 where there is none.
 *
 * With t = kη, ρᵢ = (1 − βᵢ)/η, γᵢ = 1 − e^{−ρᵢt}, P = √V + ε√γ₂:
 *   "plain":      dX = −(√γ₂/γ₁) P⁻¹ M dt − λX dt                                                      (1)
 *                 dM = ρ₁ (r − M) dt + √η ρ₁ Σ^{1/2} dW                                                (2)
 *                 dV = ρ₂ ( r² + diag Σ − V ) dt                                                       (3)
 *   "paper":      M + ηρ₁(r − M) in place of M in (1)                                                  (4)
 *   "consistent": (4), and the noise that goes with it, −(√γ₂/γ₁) P⁻¹ ηρ₁ √η Σ^{1/2} dW in dX           (5)
 *   "malladi":    (1), (2),  dV = ρ₂ (diag Σ − V) dt                                                   (6)
 *   "look-ahead": (5) with V + ηρ₂(r² + diag Σ − V) in place of V under the root, γᵢ = 1 − βᵢ^{t/η+1}    (7)
 *   "second order", with c = ρ₁(r − M), a = ρ₂(r² + diag Σ − V), H_r = H + ℓI, and half a step ahead
 *                 γᵢ = 1 − βᵢ^{t/η+1/2},  P = √(V + (η/2)a) + ε√γ₂,  b = −(√γ₂/γ₁) P⁻¹ ( M + (η/2)c ) − λX:
 *                 dX = b dt + (η/2)λb dt − (√γ₂/γ₁) P⁻¹ (η/2)ρ₁ √η Σ^{1/2} dW                           (8)
 *                 dM = c dt + (η/2)ρ₁ (c − H_r b) dt + √η ρ₁ (1 + ηρ₁/2) Σ^{1/2} dW                      (9)
 *                 dV = a dt + (η/2)ρ₂ (a − 2r H_r b) dt + √η ρ₂ ( 2r Σ^{1/2} dW + √2 diag Σ dU )         (10)
 *
 * Regime: ρ₁, ρ₂ fixed, weak order 1 in η, and 2 for (8)–(10) from a start at a time t₀ > 0 that does not shrink with η.
 * (1)–(4): Monzio Compagnoni et al. 2025. (6): Malladi et al. 2022, for noise that dominates, of weak order 1 in η² where
 * σ ~ 1/η and 1 − βᵢ ~ η²: `batchEquivalentAdam`. (5), (7)–(10): own; the recipe of (8)–(10) is that of Callisti et al. 2025.
 * They assume Gaussian noise whose Σ is diagonal and the same everywhere.
 * (1)–(6) are 0/0 at t = 0, so one discrete step runs first. (7) looks ahead to the averages that the step will use: it
 * starts from m = v = 0 at t = 0. (8)–(10) need more: V is normal there, and of k squares has relative deviation √(2/k), so
 * 32 steps run first, after which it is four deviations above 0.
 * After the first step V is (1 − β₂)g², so that what (4) and (5) add to M is divided by about |g|, which has no finite
 * variance: five steps run first there. In (1) M is small where √V is.
 * The drift (4) without its noise lowers the stationary variance to about β₁² of what it should be; (1) is the default for
 * that. The noise in (8) and the factor 1 + ηρ₁/2 in (9) are of an order that order 2 does without; with them the stationary
 * variance is right to 0.2 % at β₁ = 0.9, without the factor 9 % low.
 * Departs: V of (10) can become negative, so under the root of (8) stands max(V + (η/2)a, η²γ₂).
 */
import { cite } from "../references.js";
import type { SdeDefinition } from "./sde-definition.js";

/** V is then a mean of five squares or more, whose inverse has a finite mean. */
const SETTLED = 5;

type Name = "plain" | "paper" | "consistent" | "malladi" | "look-ahead" | "second order";

/** The SDEs by name, for a gradient with or without ℓx added (l2) and an update with or without decoupled decay (λ). */
export function adamSdes({
  decoupledDecay,
  addedDecay,
}: {
  readonly decoupledDecay: boolean;
  readonly addedDecay: boolean;
}): Readonly<Record<Name, SdeDefinition>> {
  const r = addedDecay ? "r" : "G";
  const curved = addedDecay ? "(hessian(b) + l2*b)" : "hessian(b)";
  const decay = decoupledDecay ? " - λ*x" : "";
  const decayed = decoupledDecay ? " - λ*x*dt" : "";
  const rates = [...(addedDecay ? ["r = G + l2*x"] : []), "ρ1 = (1 - β1)/η", "ρ2 = (1 - β2)/η"];
  const where = [...rates, "γ1 = 1 - exp(-ρ1*t)", "γ2 = 1 - exp(-ρ2*t)", "P = sqrt(v) + ε*sqrt(γ2)"];
  const compagnoni = { source: cite("compagnoni2025"), standing: "recalled and checked" } as const;
  const own = { ...compagnoni, standing: "derived and checked" } as const;
  const still = `dx = -sqrt(γ2)/(γ1*P)*m*dt${decayed}`; // (1)
  const ahead = `dx = -sqrt(γ2)/(γ1*P)*((m + η*ρ1*(${r} - m))*dt + η*ρ1*sqrt(η)*sqrt(Σ)*dW)${decayed}`; // (5)
  const firstMoment = `dm = ρ1*(${r} - m)*dt + sqrt(η)*ρ1*sqrt(Σ)*dW`; // (2)
  const secondMoment = `dv = ρ2*(${r}^2 + σ^2 - v)*dt`; // (3)
  return {
    plain: { ...compagnoni, where, burnIn: 1, equations: [still, firstMoment, secondMoment] },
    paper: {
      ...compagnoni,
      standing: "recalled",
      where,
      burnIn: SETTLED,
      equations: [`dx = -sqrt(γ2)/(γ1*P)*(m + η*ρ1*(${r} - m))*dt${decayed}`, firstMoment, secondMoment], // (4)
    },
    consistent: { ...own, where, burnIn: SETTLED, equations: [ahead, firstMoment, secondMoment] },
    malladi: {
      ...compagnoni,
      source: cite("malladi2022"),
      regime: "noise that dominates: σ ~ 1/η, 1 − β ~ η²",
      where,
      burnIn: 1,
      equations: [still, firstMoment, "dv = ρ2*(σ^2 - v)*dt"], // (6)
    },
    "look-ahead": {
      ...own,
      where: [
        ...rates,
        "γ1 = 1 - β1^(t/η + 1)", // (7)
        "γ2 = 1 - β2^(t/η + 1)",
        `P = sqrt(v + η*ρ2*(${r}^2 + σ^2 - v)) + ε*sqrt(γ2)`,
      ],
      equations: [ahead, firstMoment, secondMoment],
    },
    "second order": {
      ...own,
      source: cite("callisti2025"),
      order: 2,
      noise: "independent Gaussian",
      burnIn: 32,
      where: [
        ...rates,
        `c = ρ1*(${r} - m)`,
        `a = ρ2*(${r}^2 + σ^2 - v)`,
        "γ1 = 1 - β1^(t/η + 1/2)",
        "γ2 = 1 - β2^(t/η + 1/2)",
        "P = sqrt(max(v + η/2*a, η^2*γ2)) + ε*sqrt(γ2)",
        `b = -sqrt(γ2)/(γ1*P)*(m + η/2*c)${decay}`,
      ],
      equations: [
        `dx = ${decoupledDecay ? "(b + η/2*λ*b)" : "b"}*dt - sqrt(γ2)/(γ1*P)*η/2*ρ1*sqrt(η)*sqrt(Σ)*dW`, // (8)
        `dm = (c + η/2*ρ1*(c - ${curved}))*dt + sqrt(η)*ρ1*(1 + η/2*ρ1)*sqrt(Σ)*dW`, // (9)
        `dv = (a + η/2*ρ2*(a - 2*${r}*${curved}))*dt + sqrt(η)*ρ2*(2*${r}*sqrt(Σ)*dW + sqrt(2)*σ^2*dU)`, // (10)
      ],
    },
  };
}
