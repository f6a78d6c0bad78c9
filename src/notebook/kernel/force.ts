/** Ends what the execution thread computes, from another thread and without its help; the program and its state live on. */
import { Session } from "node:inspector";
import { setTimeout as sleep } from "node:timers/promises";
import { SHARED, type ToExecution } from "./thread-messages.js";

/**
 * Milliseconds the execution thread has to take note of an interrupt by itself: work of ours looks every 50 ms, which a
 * busy machine makes longer, and what is ended by force cannot show what it has.
 */
const PATIENCE = 400;
/** Milliseconds by which a busy machine may make the end of a stopped cell late. */
const DELAY = 150;
const ATTEMPTS = 5;

export interface Force {
  /** Asks for an interrupt; where the execution thread is too busy to hear, ends its loop and asks again. */
  interrupt(): Promise<void>;
  /** Ends the cell `id` where it computes on although it was stopped and is to end within so many milliseconds. */
  endWithin(id: number, milliseconds: number): Promise<void>;
}

/** `ask` reaches the execution thread once it computes nothing. */
export function forceOn(shared: Int32Array<SharedArrayBuffer>, ask: (request: ToExecution) => void): Force {
  async function breakCell(): Promise<void> {
    const id = Atomics.load(shared, SHARED.running);
    await terminateExecution();
    ask({ kind: "broken", id });
  }

  async function interrupt(): Promise<void> {
    const before = Atomics.load(shared, SHARED.interrupts);
    const isHeard = (): boolean => Atomics.load(shared, SHARED.interrupts) !== before;
    Atomics.add(shared, SHARED.asked, 1);
    ask({ kind: "interrupt" });
    for (let attempt = 0; attempt < ATTEMPTS; ) {
      await sleep(PATIENCE);
      if (isHeard()) return;
      // A cell that is being compiled sees by itself, before it begins, that it was stopped.
      if (Atomics.load(shared, SHARED.compiling) === 1) continue;
      await breakCell();
      attempt++;
    }
  }

  async function endWithin(id: number, milliseconds: number): Promise<void> {
    await sleep(milliseconds + DELAY);
    for (let attempt = 0; attempt < ATTEMPTS && Atomics.load(shared, SHARED.running) === id; attempt++) {
      await breakCell();
      await sleep(PATIENCE);
    }
  }

  return { interrupt, endWithin };
}

/** A loop that the inspector cannot reach, in native code, is left alone after a while. */
export async function terminateExecution(): Promise<void> {
  const inspector = new Session();
  inspector.connectToMainThread();
  const done = new Promise<void>((resolve) => inspector.post("Runtime.terminateExecution", () => resolve()));
  await Promise.race([done, sleep(PATIENCE)]);
  inspector.disconnect();
}
