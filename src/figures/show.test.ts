import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { latex, markdown } from "./bundle.js";
import { type Figure, figure } from "./figure.js";
import { show } from "./show.js";

const require = createRequire(import.meta.url);
const curves = [{ name: "a", role: "theory", x: [0, 1], y: [0, 1] }] as const;
const line = figure({ panels: [{ x: { title: "t" }, y: { title: "y" }, curves }], caption: "A <i>line</i>." });

describe("show in a notebook", () => {
  const jupyter = require("tslab/dist/jupyter.js") as { lastWriteDisplayData: unknown };
  const write = vi.fn();
  beforeEach(() => {
    write.mockClear();
    jupyter.lastWriteDisplayData = write;
  });
  afterEach(() => {
    jupyter.lastWriteDisplayData = null;
  });

  it("sends one message with every form of a figure", () => {
    show(line);
    expect(write).toHaveBeenCalledTimes(1);
    const [{ data, metadata }, update] = write.mock.calls[0];
    expect(Object.keys(data)).toEqual(["application/vnd.plotly.v1+json", "image/png", "text/plain"]);
    expect(data["text/plain"]).toBe("A line.");
    expect(Buffer.from(data["image/png"], "base64").subarray(1, 4).toString()).toBe("PNG");
    expect([metadata, update]).toEqual([{}, false]);
  });

  it("shows text, formulas and whatever says how it is shown, in order", () => {
    show("text", latex("x^2"), markdown("**b**"), { show: () => ({ "text/html": "<b>h</b>" }) });
    const sent = write.mock.calls.map(([{ data }]) => data);
    expect(sent[0]).toEqual({ "text/plain": "text" });
    expect(sent[1]["text/latex"]).toBe("$$x^2$$");
    expect(sent[2]["text/markdown"]).toBe("**b**");
    expect(sent[3]).toEqual({ "text/html": "<b>h</b>" });
  });

  it("refuses what it cannot show", () => {
    expect(() => show(3 as unknown as Figure)).toThrow(
      "show: thing must be a figure, text or an object with a method show, got 3",
    );
  });
});

describe("show in a script", () => {
  it("writes figures to out/figures and prints the path and the caption", () => {
    const folder = mkdtempSync(join(tmpdir(), "maruyama-"));
    const cwd = vi.spyOn(process, "cwd").mockReturnValue(folder);
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    try {
      show(line, "done");
      expect(log.mock.calls.flat()).toEqual([join("out", "figures", "figure-1.png"), "A line.", "done"]);
      expect(readFileSync(join(folder, "out/figures/figure-1.png")).subarray(1, 4).toString()).toBe("PNG");
    } finally {
      log.mockRestore();
      cwd.mockRestore();
      rmSync(folder, { recursive: true });
    }
  });
});
