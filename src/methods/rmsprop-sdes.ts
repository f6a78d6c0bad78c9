/**
 * The SDEs of RMSprop, of RMSprop that divides by the old v, and with decoupled weight decay; λ = 0 where there is none.
 *
 * With t = kη, ρ = (1 − β)/η, P = diag √V + ε, b = −P⁻¹∇f − λX, a = ρ ( (∇f)² + diag Σ − V ):
 *   "plain":        dX = b dt − √η P⁻¹ Σ^{1/2} dW,  dV = a dt                                           (1)
 *   "malladi":      dX as in (1),  dV = ρ ( diag Σ − V ) dt                                            (2)
 *   "second order": dX = b dt + (η/2) ( P⁻¹ H b + λ b − ∇f a/(2 √V P²) ) dt − √η P⁻¹ Σ^{1/2} dW          (3)
 *                   dV = a dt + (η/2) ρ ( a − 2 ∇f H b ) dt + √η ρ ( 2 ∇f Σ^{1/2} dW + √2 diag Σ dU )    (4)
 *   and in dX, where the update divides by the new v,
 *                   + ηρ ∇f ( (∇f)² + 3 diag Σ − V )/(2 √V P²) dt                                       (5)
 *
 * Regime of (1), (3): ρ fixed, weak order 1 and 2 in η. (1): Monzio Compagnoni et al. 2025. (3), (4): Callisti et al. 2025,
 * from their program, derived again; (5): own. They assume Gaussian noise whose Σ is diagonal and the same everywhere:
 * √2 diag Σ dU is what the squares of the noise add to V, 3 diag Σ the third moment of the gradient.
 * (2): Malladi et al. 2022. It is for noise that dominates, η → 0 with σ ~ 1/η, 1 − β ~ η² and ε ~ 1/η: there the limit has
 * noise of order 1, and (2) is of weak order 1 in η². Callisti et al. call this batch-equivalent, with their step τ = η²;
 * `batchEquivalentRmsprop` has the parameters.
 * Departs: dV of (4) has noise, so V can become negative; the roots in (3), (5) are of max(V, η²). Callisti's program takes
 * max(V, η), which for σ² < η is not rare.
 */
import { cite } from "../references.js";
import type { SdeDefinition } from "./sde-definition.js";

/** The SDEs by name, the update's `denominator` being the new or the old v. */
export function rmspropSdes({
  denominator,
  decoupledDecay,
}: {
  readonly denominator: "new" | "old";
  readonly decoupledDecay: boolean;
}): Readonly<Record<"plain" | "malladi" | "second order", SdeDefinition>> {
  const decay = decoupledDecay ? " - λ*x*dt" : "";
  const first = `dx = -(G*dt + sqrt(η)*sqrt(Σ)*dW)/(sqrt(v) + ε)${decay}`;
  const newV = denominator === "new" ? " + η*ρ*G*(G^2 + 3*σ^2 - v)/(2*q*P^2)" : ""; // (5)
  const shared = { where: ["ρ = (1 - β)/η"], positive: ["v"], standing: "recalled and checked" } as const;
  return {
    plain: {
      ...shared,
      equations: [first, "dv = ρ*(G^2 + σ^2 - v)*dt"], // (1)
      source: cite("compagnoni2025"),
    },
    malladi: {
      ...shared,
      equations: [first, "dv = ρ*(σ^2 - v)*dt"], // (2)
      source: cite("malladi2022"),
      regime: "noise that dominates: σ ~ 1/η, 1 − β ~ η²",
    },
    "second order": {
      ...shared,
      where: [
        ...shared.where,
        "q = sqrt(max(v, η^2))",
        "P = q + ε",
        `b = -G/P${decoupledDecay ? " - λ*x" : ""}`,
        "a = ρ*(G^2 + σ^2 - v)",
      ],
      equations: [
        `dx = (b + η/2*(hessian(b)/P${decoupledDecay ? " + λ*b" : ""} - G*a/(2*q*P^2))${newV})*dt - sqrt(η)*sqrt(Σ)*dW/P`, // (3)
        "dv = (a + η/2*ρ*(a - 2*G*hessian(b)))*dt + sqrt(η)*ρ*(2*G*sqrt(Σ)*dW + sqrt(2)*σ^2*dU)", // (4)
      ],
      source: cite("callisti2025"),
      standing: "derived and checked",
      noise: "independent Gaussian",
      order: 2,
    },
  };
}
