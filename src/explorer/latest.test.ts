import { describe, expect, it, vi } from "vitest";
import { latest } from "./latest.js";

const after = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("work of which only the latest request matters", () => {
  it("skips what has been overtaken, and tells what is under way", async () => {
    vi.useFakeTimers();
    const log: string[] = [];
    const { ask } = latest<string>(async (request, signal) => {
      log.push(`begin ${request}`);
      signal.addEventListener("abort", () => log.push(`overtaken ${request}`));
      await after(100);
      return (isLast) => log.push(`end ${request}${isLast ? ", the last" : ""}`);
    });
    ask("a");
    await vi.advanceTimersByTimeAsync(50);
    ask("b");
    ask("c");
    await vi.advanceTimersByTimeAsync(200);
    // the next begins before the ending of the one before, so that both go on at once
    expect(log).toEqual(["begin a", "overtaken a", "begin c", "end a", "end c, the last"]);
    ask("d");
    await vi.advanceTimersByTimeAsync(200);
    expect(log.slice(5)).toEqual(["begin d", "end d, the last"]);
    vi.useRealTimers();
  });

  it("ends what it begins, however fast requests come", async () => {
    vi.useFakeTimers();
    const ended: number[] = [];
    const { ask } = latest<number>(async (request) => {
      await after(80);
      return () => ended.push(request);
    });
    for (let i = 0; i < 60; i++) {
      ask(i);
      await vi.advanceTimersByTimeAsync(16);
    }
    await vi.advanceTimersByTimeAsync(500);
    // 960 ms of requests, 80 ms each
    expect(ended.length).toBeGreaterThanOrEqual(12);
    expect(ended[ended.length - 1]).toBe(59);
    vi.useRealTimers();
  });

  it("goes on after work that has nothing more to do", async () => {
    const ended: string[] = [];
    const { ask } = latest<string>(async (request, signal) => {
      await Promise.resolve();
      return signal.aborted ? undefined : () => ended.push(request);
    });
    ask("a");
    ask("b");
    await vi.waitFor(() => expect(ended).toEqual(["b"]));
  });
});
