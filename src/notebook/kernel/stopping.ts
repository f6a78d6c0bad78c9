/**
 * Stopping a cell that waits. Whatever it awaits when it is stopped is rejected; for a while after that its clean-up may
 * still await; then nothing it awaits ever comes, so that a loop that swallows errors stands still as well.
 *
 * Timers go on until they are cleared: nothing tells those of the stopped cell from another's, or from a package's.
 */
import type { AwaitGuard } from "./guard-awaits.js";

export interface Stopping extends AwaitGuard {
  /** A cell begins; what it awaits from now on can be stopped. */
  begin(): void;
  /** Rejects what is awaited. */
  stop(): void;
  /** The cell has ended; what a stopped one still awaits never comes. */
  end(): void;
}

/** `error` makes what a stopped cell is rejected with. */
export function stopping(error: () => Error): Stopping {
  let state: "idle" | "running" | "stopped" = "idle";
  let awaiting = new Set<{ reject(error: Error): void; live: boolean }>();

  function awaited(value: unknown): unknown {
    const isThenable = typeof value === "object" && value !== null && typeof Reflect.get(value, "then") === "function";
    if (!isThenable || state === "idle") return value;
    return new Promise((resolve, reject) => {
      const one = { reject, live: true };
      const mine = awaiting;
      mine.add(one);
      Promise.resolve(value).then(
        (result) => {
          mine.delete(one);
          if (one.live) resolve(result);
        },
        (reason) => {
          mine.delete(one);
          if (one.live) reject(reason);
        },
      );
    });
  }

  async function* iterated(values: AsyncIterable<unknown> | Iterable<unknown>): AsyncIterable<unknown> {
    const iterator =
      Symbol.asyncIterator in values
        ? values[Symbol.asyncIterator]()
        : (values as Iterable<unknown>)[Symbol.iterator]();
    let done = false;
    try {
      for (;;) {
        const step = (await awaited(iterator.next())) as IteratorResult<unknown>;
        done = step.done === true;
        if (done) return;
        yield await awaited(step.value);
      }
    } finally {
      if (!done) await iterator.return?.();
    }
  }

  function begin(): void {
    state = "running";
    awaiting = new Set();
  }

  function stop(): void {
    if (state === "idle") return;
    state = "stopped";
    for (const one of awaiting) one.reject(error());
  }

  function end(): void {
    if (state === "stopped") for (const one of awaiting) one.live = false;
    state = "idle";
  }

  return { awaited, iterated, begin, stop, end };
}
