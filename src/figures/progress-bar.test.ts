import { createRequire } from "node:module";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type BarProgress, progressBar } from "./progress-bar.js";

const require = createRequire(import.meta.url);
const half: BarProgress = {
  stage: "SGD <1>",
  share: 0.5,
  state: "running",
  finished: 500,
  paths: 1000,
  pathsPerSecond: 250.4,
  timeLeft: 1.2,
  standardError: 0.01234,
};
const done: BarProgress = { ...half, share: 1, state: "finished", finished: 1000 };

beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => vi.useRealTimers());

describe("a bar in a notebook", () => {
  const jupyter = require("tslab/dist/jupyter.js") as { lastWriteDisplayData: unknown };
  const write = vi.fn();
  beforeEach(() => {
    write.mockClear();
    jupyter.lastWriteDisplayData = write;
  });
  afterEach(() => {
    jupyter.lastWriteDisplayData = null;
  });
  const sent = () =>
    write.mock.calls.map(([{ data, transient }, update]) => ({ data, id: transient.display_id, update }));

  it("is one display, updated in place at most ten times a second, of which a line without times is left", () => {
    const bar = progressBar("trial");
    for (let i = 0; i < 10; i++) {
      bar(half);
      vi.advanceTimersByTime(30);
    }
    bar(done);
    const [first, ...rest] = sent();
    expect(rest).toHaveLength(3);
    expect(first.update).toBe(false);
    expect(rest.every(({ update, id }) => update && id === first.id)).toBe(true);
    expect(first.data["text/html"]).toContain('<progress max="1" value="0.500"');
    expect(first.data["text/html"]).toContain(
      "trial: SGD &lt;1&gt;, 50 %, 500 of 1000 paths, 250/s, 2 s left, s.e. 0.012",
    );
    expect(rest[2].data).toEqual({ "text/plain": "trial: finished, 1000 paths" });
  });

  it("leaves its line where the work was too short for a bar, and begins anew for the next", () => {
    const bar = progressBar();
    bar(done);
    bar({ ...half, state: "stopped" });
    const [one, two] = sent();
    expect([one.data, two.data]).toEqual([
      { "text/plain": "finished, 1000 paths" },
      { "text/plain": "stopped at 500 of 1000 paths" },
    ]);
    expect([one.update, two.update]).toEqual([false, false]);
    expect(one.id).not.toBe(two.id);
  });

  it("leaves out what is not known, and says when the work failed", () => {
    const bar = progressBar();
    const unknown = { finished: 0, paths: 0, pathsPerSecond: 0, timeLeft: Infinity, standardError: Number.NaN };
    bar({ ...half, ...unknown, stage: "one step", share: 0 });
    bar({ ...half, state: "failed" });
    expect(sent().map(({ data }) => data["text/plain"])).toEqual([`${"░".repeat(24)} one step, 0 %`, "failed"]);
  });

  it("writes to the cell that began it, though the cell has ended", () => {
    const bar = progressBar();
    bar(half);
    jupyter.lastWriteDisplayData = null;
    bar(done);
    expect(sent()).toHaveLength(2);
  });
});

describe("a bar in a script", () => {
  it("is a line on the terminal, cut to its width and rewritten", () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const { isTTY, columns } = process.stderr;
    try {
      Object.assign(process.stderr, { isTTY: true, columns: 40 });
      const bar = progressBar();
      bar(half);
      bar(done);
      expect(stderr.mock.calls.flat()).toEqual([
        `\r\x1b[K${"█".repeat(12)}${"░".repeat(12)} SGD <1>, 50 %,`,
        "\r\x1b[Kfinished, 1000 paths\n",
      ]);
    } finally {
      Object.assign(process.stderr, { isTTY, columns });
      stderr.mockRestore();
    }
  });

  it("is nothing where nobody looks", () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const { isTTY } = process.stderr;
    try {
      Object.assign(process.stderr, { isTTY: false });
      const bar = progressBar();
      bar(half);
      bar(done);
      expect(stderr).not.toHaveBeenCalled();
    } finally {
      Object.assign(process.stderr, { isTTY });
      stderr.mockRestore();
    }
  });

  it("refuses a label that is no text", () => {
    expect(() => progressBar(3 as unknown as string)).toThrow("progressBar: label must be a text, got 3");
  });
});
