interface Interruptible {
  listenerCount(event: string): number;
  on(event: string, listener: () => void): void;
  removeListener(event: string, listener: () => void): void;
}

/** What an interrupt of the process stops; one listener for all, for Node takes many for a leak. */
const stoppedByInterrupt = new Set<() => void>();

function thisProcess(): Partial<Interruptible> | undefined {
  return (globalThis as { process?: Partial<Interruptible> }).process;
}

function interrupted(): void {
  for (const stop of stoppedByInterrupt) {
    forget(stop);
    stop();
  }
}

function forget(stop: () => void): void {
  stoppedByInterrupt.delete(stop);
  if (stoppedByInterrupt.size === 0) thisProcess()?.removeListener?.("SIGINT", interrupted);
}

/**
 * Calls `stop` when the signal is aborted, or when the process is interrupted and something (a kernel) has undertaken to
 * survive that; a script that has not still ends at Ctrl-C. The result is to be called when the run is over.
 */
export function interruption(stop: () => void, signal: AbortSignal | undefined): () => void {
  const process = thisProcess();
  const isKernel = (process?.listenerCount?.("SIGINT") ?? 0) > 0;
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop);
  if (isKernel) {
    if (stoppedByInterrupt.size === 0) process?.on?.("SIGINT", interrupted);
    stoppedByInterrupt.add(stop);
  }
  return () => {
    signal?.removeEventListener("abort", stop);
    forget(stop);
  };
}

/** Work of several runs that a stop ends as one: the run under way, and those that have not begun. */
export async function stoppable<T>(
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const release = interruption(() => controller.abort(), signal);
  try {
    return await work(controller.signal);
  } finally {
    release();
  }
}
