import type { Chain } from "../ensemble/chain.js";
import { isOptimizerItself } from "../ensemble/optimizer-itself.js";

/** Refuses an SDE chain that is the optimizer itself, so that comparing the two says nothing of the SDE. */
export function requireInformative(who: string, chain: Chain): void {
  if (!isOptimizerItself(chain)) return;
  throw new RangeError(
    `${who}: ${chain.name} at dt = η is SGD itself when the noise is Gaussian, so the comparison is empty; use substeps ≥ 2, got 1`,
  );
}
