/** `for await` in a cell does what it does in the language. */
import { describe, expect, it } from "vitest";
import { stopping } from "./stopping.js";

type Log = unknown[];

const later = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(value), 1));

/** What a loop sees and what is asked of what it goes through; it leaves after `most` turns. */
async function logOf(make: (log: Log) => unknown, guard: (values: never) => unknown, most: number): Promise<Log> {
  const log: Log = [];
  let turns = 0;
  try {
    for await (const value of guard(make(log) as never) as AsyncIterable<unknown>) {
      log.push(value instanceof Promise ? "promise" : value);
      if (++turns === most) break;
    }
  } catch (error) {
    log.push(error instanceof TypeError ? "TypeError" : String(error));
  }
  return log;
}

/** Steps 0 and 1 are given, step 2 fails. */
const steps = (log: Log, value: (step: number) => unknown): object => {
  let step = 0;
  return {
    async next() {
      if (step === 2) throw new Error("next");
      return { done: false, value: value(step++) };
    },
    async return() {
      log.push("return");
      return { done: true, value: undefined };
    },
  };
};

describe("for await", () => {
  it.each<[string, (log: Log) => unknown]>([
    ["text", () => "aβ😀"],
    ["an array of promises", () => [later(1), 2, later(3)]],
    [
      "a generator of promises, one of which is rejected",
      function* () {
        yield 1;
        yield Promise.reject(new Error("second"));
      },
    ],
    ["nothing", () => undefined],
    ["a number", () => 5],
    [
      "an object that says it is not asynchronous",
      () => ({
        [Symbol.asyncIterator]: null,
        *[Symbol.iterator]() {
          yield 1;
        },
      }),
    ],
    ["an iterator that fails", (log) => ({ [Symbol.asyncIterator]: () => steps(log, (step) => step) })],
    ["an iterator that gives promises", (log) => ({ [Symbol.asyncIterator]: () => steps(log, later) })],
    ["an iterator without return", () => ({ [Symbol.asyncIterator]: () => ({ next: async () => ({ value: 7 }) }) })],
    [
      "a generator",
      async function* (log) {
        try {
          yield 1;
          yield later(2);
          throw new Error("third");
        } finally {
          log.push("finally");
        }
      },
    ],
  ])("goes through %s", async (_, make) => {
    const { iterated, begin, end } = stopping(() => new Error("stopped"));
    for (const most of [1, 5]) {
      begin();
      const guarded = await logOf(make, iterated, most);
      end();
      expect(guarded).toEqual(await logOf(make, (values) => values, most));
      expect(guarded.length).toBeGreaterThan(0);
    }
  });

  it("ends what it goes through when the cell is stopped", async () => {
    const { iterated, begin, stop, end } = stopping(() => new Error("stopped"));
    begin();
    const silent = (log: Log): unknown => ({
      [Symbol.asyncIterator]: () => ({ ...steps(log, later), next: () => new Promise(() => {}) }),
    });
    const log = logOf(silent, iterated, 5);
    stop();
    expect(await log).toEqual(["return", "Error: stopped"]);
    end();
  });
});
