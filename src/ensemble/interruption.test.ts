import { afterEach, describe, expect, it } from "vitest";
import { interruption } from "./interruption.js";

const survives = (): void => {};
afterEach(() => process.off("SIGINT", survives));

describe("an interrupt of the process", () => {
  it("stops all that runs by one listener, which goes with the last", () => {
    process.on("SIGINT", survives);
    const before = process.listenerCount("SIGINT");
    const stopped: number[] = [];
    // More than the 10 listeners from which on Node warns.
    const releases = Array.from({ length: 12 }, (_, i) => interruption(() => stopped.push(i), undefined));
    expect(process.listenerCount("SIGINT")).toBe(before + 1);
    releases[0]?.();
    expect(process.listenerCount("SIGINT")).toBe(before + 1);
    // The listener itself: the signal would reach the test runner, too.
    process.listeners("SIGINT").at(-1)?.("SIGINT");
    expect(stopped).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(process.listenerCount("SIGINT")).toBe(before);
    for (const release of releases) release();
    const release = interruption(() => stopped.push(12), undefined);
    expect(process.listenerCount("SIGINT")).toBe(before + 1);
    release();
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});
