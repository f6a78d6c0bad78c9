/**
 * Finished blocks of earlier runs: a run with more paths begins where the last one ended, and one that was stopped is
 * taken up again. Kept in memory, least recently used first out.
 */
import type { BlockSource } from "./block-source.js";
import type { Collected } from "./collected.js";
import type { Plan } from "./plan.js";

const MOST_ENTRIES = 32;
/** Numbers held by all entries together. */
const MOST_NUMBERS = 3e7;

const entries = new Map<string, { readonly collected: Collected; readonly numbers: number }>();

/** What is finished of a run, if not more than its whole blocks; the caller may go on with it. */
export function cached({ key, blockPaths }: BlockSource, { paths, budget }: Plan): Collected | undefined {
  const found = entries.get(key);
  // a budget of standard error must end where it would have ended without the cache
  if (key === "" || found === undefined || budget?.standardError !== undefined) return undefined;
  const whole = paths - (paths % blockPaths);
  return found.collected.paths <= whole ? found.collected.copy() : undefined;
}

export function keepInCache({ key }: BlockSource, { steps, observables, quantiles }: Plan, collected: Collected): void {
  const before = entries.get(key);
  if (key === "" || (before !== undefined && before.collected.paths >= collected.paths)) return;
  const cells = steps.length * observables.length;
  const perCell = quantiles === "none" ? 3 : quantiles === "exact" ? 3 + collected.paths : 2000;
  const numbers =
    cells * (perCell + collected.kept.length) + collected.final.reduce((sum, state) => sum + state.length, 0);
  entries.delete(key);
  if (numbers > MOST_NUMBERS) return;
  entries.set(key, { collected, numbers });
  let total = [...entries.values()].reduce((sum, entry) => sum + entry.numbers, 0);
  for (const [oldest, entry] of entries) {
    if (entries.size <= MOST_ENTRIES && total <= MOST_NUMBERS) break;
    entries.delete(oldest);
    total -= entry.numbers;
  }
}

/** Forgets all finished blocks. */
export function clearCache(): void {
  entries.clear();
}
