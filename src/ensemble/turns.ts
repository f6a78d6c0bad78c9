/** Milliseconds of work on the main thread between two turns of everything else. */
const SLICE = 50;

/** A pause that gives way when a slice of time is used up; it answers whether to go on. */
export function createTurns(isStopped: () => boolean): () => Promise<boolean> {
  // the first look is due at once, so that a run stopped before it begins does not begin
  let end = 0;
  return async () => {
    if (performance.now() < end) return !isStopped();
    await new Promise<void>((resolve) => {
      if (typeof setImmediate === "function") setImmediate(resolve);
      else setTimeout(resolve, 0);
    });
    end = performance.now() + SLICE;
    return !isStopped();
  };
}
