import { describe, expect, it, vi } from "vitest";
import { latest } from "./latest.js";

describe("work of which only the latest request matters", () => {
  it("skips what has been overtaken, and stops what is under way once it had its time", async () => {
    vi.useFakeTimers();
    const log: string[] = [];
    const { ask } = latest<string>(async (request, signal) => {
      log.push(`begin ${request}`);
      await new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => resolve());
        setTimeout(resolve, 1000);
      });
      log.push(`${signal.aborted ? "stop" : "end"} ${request}`);
    }, 200);
    ask("a");
    await vi.advanceTimersByTimeAsync(150);
    ask("b");
    ask("c");
    await vi.advanceTimersByTimeAsync(40);
    expect(log).toEqual(["begin a"]);
    await vi.advanceTimersByTimeAsync(20);
    expect(log).toEqual(["begin a", "stop a", "begin c"]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(log).toEqual(["begin a", "stop a", "begin c", "end c"]);
    vi.useRealTimers();
  });

  it("lets short work end however fast requests come", async () => {
    vi.useFakeTimers();
    const ended: number[] = [];
    const { ask } = latest<number>(async (request, signal) => {
      await new Promise((resolve) => setTimeout(resolve, 80));
      if (!signal.aborted) ended.push(request);
    }, 200);
    for (let i = 0; i < 60; i++) {
      ask(i);
      await vi.advanceTimersByTimeAsync(16);
    }
    await vi.advanceTimersByTimeAsync(500);
    // a second of requests, 80 ms each
    expect(ended.length).toBeGreaterThanOrEqual(10);
    expect(ended[ended.length - 1]).toBe(59);
    vi.useRealTimers();
  });
});
