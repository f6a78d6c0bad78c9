import { requireMemory, requireNonNegatives, requirePositives } from "./require.js";

/*
 * The batch-equivalent regime: a step τ, 1 − β = cτ, and gradient noise γ/√τ as of a batch that shrinks with τ, where
 *   v ← (1 − cτ) v + cτ² g²,  x ← x − τ g/(√v + ε).
 * In v/τ that is RMSprop with η = √τ, β = 1 − cτ, ε/√τ on noise σ = γ/√τ, and the time kτ is η·kη. As τ → 0 the noise does not
 * vanish; the SDE "malladi" is of weak order 1 in τ. So an ordinary problem and an ordinary method are all it takes.
 * Source: Callisti, Romito & Triggiano, arXiv 2509.21614, and their program; as scaling of η: Malladi et al., arXiv 2205.10287.
 */

/** Parameters of RMSprop, and the noise of its problem. */
export interface BatchEquivalentRmsprop {
  readonly eta: number;
  readonly beta: number;
  readonly eps: number;
  /** Standard deviation of the gradient noise. */
  readonly sigma: number;
}

/**
 * RMSprop at a step τ, with v of rate c in the time kτ, noise γ and ε of the limit. Standing: recalled and checked.
 *
 * @throws RangeError where cτ > 1.
 */
export function batchEquivalentRmsprop(options: {
  readonly tau: number;
  readonly c: number;
  readonly gamma: number;
  readonly eps: number;
}): BatchEquivalentRmsprop {
  const { tau: τ, c, gamma: γ, eps: ε } = options;
  requirePositives("batchEquivalentRmsprop", { tau: τ, c });
  requireNonNegatives("batchEquivalentRmsprop", { gamma: γ, eps: ε });
  const beta = 1 - c * τ;
  requireMemory("batchEquivalentRmsprop", beta);
  return { eta: Math.sqrt(τ), beta, eps: ε / Math.sqrt(τ), sigma: γ / Math.sqrt(τ) };
}

/** Parameters of Adam, and the noise of its problem. */
export interface BatchEquivalentAdam extends Omit<BatchEquivalentRmsprop, "beta"> {
  readonly beta1: number;
  readonly beta2: number;
}

/** Adam at a step τ, with m and v of rates c₁ and c₂ in the time kτ. Standing: recalled and checked. */
export function batchEquivalentAdam(options: {
  readonly tau: number;
  readonly c1: number;
  readonly c2: number;
  readonly gamma: number;
  readonly eps: number;
}): BatchEquivalentAdam {
  const { c1, c2, ...shared } = options;
  const { beta: beta1 } = batchEquivalentRmsprop({ ...shared, c: c1 });
  const { beta: beta2, eta, eps, sigma } = batchEquivalentRmsprop({ ...shared, c: c2 });
  return { eta, beta1, beta2, eps, sigma };
}
