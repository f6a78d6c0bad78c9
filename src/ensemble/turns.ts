/** Milliseconds of work on the main thread between two turns of everything else. */
const SLICE = 50;

/** The turns of work that other work, messages and Stop wait for. */
export interface Turns {
  /** Whether a slice of time is used up. */
  readonly isDue: () => boolean;
  /** Gives way; false when the run must stop. */
  readonly pause: () => Promise<boolean>;
}

export function createTurns(isStopped: () => boolean): Turns {
  // the first look is due at once, so that a run stopped before it begins does not begin
  let end = 0;
  return {
    isDue: () => performance.now() >= end,
    async pause() {
      await new Promise<void>((resolve) => {
        if (typeof setImmediate === "function") setImmediate(resolve);
        else setTimeout(resolve, 0);
      });
      end = performance.now() + SLICE;
      return !isStopped();
    },
  };
}
