interface Interruptible {
  listenerCount(event: string): number;
  once(event: string, listener: () => void): void;
  removeListener(event: string, listener: () => void): void;
}

/**
 * Calls `stop` when the signal is aborted, or when the process is interrupted and something (a kernel) has undertaken to
 * survive that; a script that has not still ends at Ctrl-C. The result is to be called when the run is over.
 */
export function interruption(stop: () => void, signal: AbortSignal | undefined): () => void {
  const { process } = globalThis as { process?: Partial<Interruptible> };
  const isKernel = (process?.listenerCount?.("SIGINT") ?? 0) > 0;
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop);
  if (isKernel) process?.once?.("SIGINT", stop);
  return () => {
    signal?.removeEventListener("abort", stop);
    if (isKernel) process?.removeListener?.("SIGINT", stop);
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
