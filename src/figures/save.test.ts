import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { figure } from "./figure.js";
import { save } from "./save.js";

const folder = mkdtempSync(join(tmpdir(), "maruyama-"));
afterAll(() => rmSync(folder, { recursive: true }));

const line = figure({
  panels: [{ x: { title: "t" }, y: { title: "y" }, curves: [{ name: "a", role: "theory", x: [0, 1], y: [0, 1] }] }],
  caption: "A line.",
});

describe("save", () => {
  it.each([
    [".svg", "<svg xmlns"],
    [".png", "\x89PNG"],
    [".pdf", "%PDF-1.4"],
    [".json", '{"data":['],
    [".html", "<!doctype html>"],
  ])("writes %s", (extension, start) => {
    const path = join(folder, "new", `line${extension}`);
    save(line, path);
    expect(readFileSync(path, "latin1").startsWith(start)).toBe(true);
  });

  it("is a method of the figure, which stays plain data", () => {
    const path = join(folder, "method.pdf");
    line.save(path);
    expect(readFileSync(path, "latin1").startsWith("%PDF-1.4")).toBe(true);
    expect(Object.keys(line)).toEqual(["data", "layout", "caption", "alt"]);
    expect(structuredClone(line)).toEqual(line);
    expect(JSON.parse(JSON.stringify(line))).toEqual(line);
  });

  it("names the formats it knows", () => {
    expect(() => save(line, "line.gif")).toThrow(
      'save: path must end in one of .svg, .png, .pdf, .json, .html, got "line.gif"',
    );
    expect(() => save(line, 5 as unknown as string)).toThrow("save: path must be text, got 5");
  });
});
