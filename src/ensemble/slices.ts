import type { Chain } from "./chain.js";
import type { EnsembleOptions } from "./plan.js";

/** Turns of work between which other work, messages and Stop get theirs. */
export interface Slices {
  readonly isDue: () => boolean;
  /** Gives way; false when the run must stop. */
  readonly pause: (finished: number) => Promise<boolean>;
}

const SLICE = 50;
const BETWEEN_MESSAGES = 100;

/** The turns of a run of so many paths. */
export function slices(chain: Chain, paths: number, { progress, signal }: EnsembleOptions): Slices {
  const start = performance.now();
  // The first look is due at once, so that a run stopped before it begins does not begin.
  let sliceEnd = start;
  let nextMessage = start + BETWEEN_MESSAGES;
  return {
    isDue: () => performance.now() >= sliceEnd,
    async pause(finished) {
      const now = performance.now();
      if (progress !== undefined && now >= nextMessage) {
        const pathsPerSecond = (finished * 1000) / (now - start);
        progress({ chain: chain.name, finished, paths, pathsPerSecond, timeLeft: (paths - finished) / pathsPerSecond });
        nextMessage = now + BETWEEN_MESSAGES;
      }
      await new Promise(setImmediate);
      sliceEnd = performance.now() + SLICE;
      return !signal?.aborted;
    },
  };
}
