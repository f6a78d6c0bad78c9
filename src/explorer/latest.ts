/**
 * Work that only its latest request matters of: one at a time, and a new request takes the place of one that waits. What
 * remains to be done when the work has ended is done while the next is under way.
 */
export interface Latest<T> {
  /** Asks for work on this, instead of whatever waits. */
  readonly ask: (request: T) => void;
}

/** What remains to be done at the end of some work; `isLast` where no newer request has come. */
export type Ending = (isLast: boolean) => void;

/**
 * @param work what it does before it first waits goes ahead of the ending of the work before. It must not reject. Its
 * signal says that a newer request waits: it may then end early, without more to do.
 */
export function latest<T>(work: (request: T, signal: AbortSignal) => Promise<Ending | undefined>): Latest<T> {
  let waiting: { readonly request: T } | undefined;
  let underWay: AbortController | undefined;

  const begin = async ({ request }: { readonly request: T }): Promise<void> => {
    const controller = new AbortController();
    underWay = controller;
    const ending = await work(request, controller.signal);
    underWay = undefined;
    const next = waiting;
    waiting = undefined;
    if (next !== undefined) void begin(next);
    ending?.(next === undefined);
  };

  return {
    ask(request) {
      if (underWay === undefined) {
        void begin({ request });
        return;
      }
      waiting = { request };
      underWay.abort();
    },
  };
}
