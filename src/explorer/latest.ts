/**
 * Work that only its latest request matters of: one at a time, a new request stops the work under way. Where requests
 * come faster than the work goes, each is still given `patience` milliseconds, so that results keep coming.
 */
export interface Latest<T> {
  /** Asks for work on this, instead of whatever waits. */
  readonly ask: (request: T) => void;
}

/** @param work resolves early when its signal is aborted; it must not reject. */
export function latest<T>(work: (request: T, signal: AbortSignal) => Promise<void>, patience: number): Latest<T> {
  let waiting: { readonly request: T } | undefined;
  let underWay: { readonly controller: AbortController; readonly began: number } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const begin = async (): Promise<void> => {
    while (waiting !== undefined) {
      const { request } = waiting;
      waiting = undefined;
      clearTimeout(timer);
      const controller = new AbortController();
      underWay = { controller, began: performance.now() };
      await work(request, controller.signal);
      underWay = undefined;
    }
  };

  return {
    ask(request) {
      waiting = { request };
      if (underWay === undefined) {
        void begin();
        return;
      }
      const { controller, began } = underWay;
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), Math.max(0, began + patience - performance.now()));
    },
  };
}
