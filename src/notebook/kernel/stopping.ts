/**
 * Stopping a cell that waits. Whatever it awaits when it is stopped is rejected; for a while after that its clean-up may
 * still await; then nothing it awaits ever comes, so that a loop that swallows errors stands still as well. What earlier
 * cells left at work goes on: each await hands on whose it is to what runs after it. (AsyncLocalStorage would do so also
 * through callbacks, but Node 20 aborts when a loop is ended by force while one is in use.)
 *
 * Timers go on until they are cleared: nothing tells those of the stopped cell from another's, or from a package's.
 */
import process from "node:process";
import { inspect } from "node:util";
import type { AwaitGuard, Resumption } from "./guard-awaits.js";
import { addCallers } from "./stack-traces.js";

export interface Stopping extends AwaitGuard {
  /** A cell begins; what it awaits from now on can be stopped. */
  begin(): void;
  /** Rejects what is awaited. */
  stop(): void;
  /** The cell has ended; what a stopped one still awaits never comes. */
  end(): void;
}

interface Await {
  reject(error: Error): void;
  live: boolean;
}

/** A run of a cell; code that it left behind belongs to it after its end, too. */
interface CellRun {
  state: "running" | "stopped" | "ended";
  readonly awaiting: Set<Await>;
}

/** `error` makes what a stopped cell is rejected with. */
export function stopping(error: () => Error): Stopping {
  let last: CellRun = { state: "ended", awaiting: new Set() };
  /** Whose code runs; undefined in a callback, which is taken for the last cell's. */
  let current: CellRun | undefined;
  let isLeaving = false;

  function enter(cell: CellRun): void {
    current = cell;
    if (isLeaving) return;
    isLeaving = true;
    // After all that follows from what came, and before a callback.
    process.nextTick(leave);
  }

  function leave(): void {
    current = undefined;
    isLeaving = false;
  }

  function awaited(value: unknown): Resumption | Promise<Resumption> {
    const cell = current ?? last;
    const resumption = (result: unknown) => (): unknown => {
      enter(cell);
      return result;
    };
    const failure = (reason: unknown) => (): never => {
      enter(cell);
      throw reason;
    };
    if (!isThenable(value)) return resumption(value);
    return new Promise((resolve) => {
      const one: Await = { reject: (reason) => resolve(failure(reason)), live: true };
      const isStoppable = cell.state !== "ended";
      if (isStoppable) cell.awaiting.add(one);
      const settled = (next: Resumption): Resumption | Promise<Resumption> => {
        if (isStoppable) cell.awaiting.delete(one);
        return one.live ? next : new Promise(() => {});
      };
      // V8 finds who awaits, for stack traces, through `then` and a promise's own `resolve`, not through other functions.
      Promise.resolve(value)
        .then(
          (result) => settled(resumption(result)),
          (reason) => {
            if (cell.state !== "stopped") addCallers(reason);
            return settled(failure(reason));
          },
        )
        .then(resolve);
    });
  }

  function iterated(values: AsyncIterable<unknown> | Iterable<unknown>): AsyncIterable<unknown> {
    return {
      [Symbol.asyncIterator]() {
        const { iterator, isAsync } = iteratorOf(values);
        const next = async (): Promise<IteratorResult<unknown>> => {
          try {
            const step = (await awaited(iterator.next()))() as IteratorResult<unknown>;
            return isAsync || step.done === true ? step : { value: (await awaited(step.value))() };
          } catch (error) {
            // An iterator that fails has ended; one that is left because the cell is stopped has not.
            if ((current ?? last).state === "stopped") await iterator.return?.();
            throw error;
          }
        };
        return { next, return: async () => (await iterator.return?.()) ?? { done: true, value: undefined } };
      },
    };
  }

  function begin(): void {
    last = { state: "running", awaiting: new Set() };
    leave();
  }

  function stop(): void {
    if (last.state === "ended") return;
    last.state = "stopped";
    for (const one of last.awaiting) one.reject(error());
  }

  function end(): void {
    if (last.state === "stopped") for (const one of last.awaiting) one.live = false;
    last.state = "ended";
  }

  return { awaited, iterated, begin, stop, end };
}

/** As `for await` finds it; the values of one that is not asynchronous are awaited. */
function iteratorOf(values: unknown): { readonly iterator: AnyIterator; readonly isAsync: boolean } {
  if (values !== undefined && values !== null) {
    for (const method of [Symbol.asyncIterator, Symbol.iterator]) {
      const make: unknown = (values as Readonly<Record<symbol, unknown>>)[method];
      if (make === undefined || make === null) continue;
      if (typeof make !== "function") break;
      return { iterator: make.call(values) as AnyIterator, isAsync: method === Symbol.asyncIterator };
    }
  }
  throw new TypeError(`${inspect(values)} is not async iterable`);
}

type AnyIterator = AsyncIterator<unknown> | Iterator<unknown>;

function isThenable(value: unknown): value is PromiseLike<unknown> {
  const mayBe = (typeof value === "object" && value !== null) || typeof value === "function";
  return mayBe && typeof Reflect.get(value, "then") === "function";
}
