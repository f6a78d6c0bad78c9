import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { codeCells, type Notebook, readNotebook } from "./document.js";
import { writeNotebook } from "./document-text.js";
import { forgetRun, keyOf, lastRun, recordRun, surroundingsOf } from "./last-run.js";
import type { Output } from "./outputs.js";
import { code, markdown, sampleFolder, sampleNotebook } from "./sample.js";

const folder = sampleFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const printed: Output[] = [{ output_type: "stream", name: "stdout", text: "2\n" }];
const source = sampleNotebook([markdown("# One"), code("1 + 1"), code("3")]);
const key = keyOf(source, "tslab", "here");
const executed = join(folder, "one.ipynb");

function record(): void {
  writeNotebook(executed, sampleNotebook([markdown("# One"), code("1 + 1", printed), code("3")]));
  recordRun(executed, key);
}
const outputs = (notebook: Notebook | undefined): Output[][] | undefined =>
  notebook && codeCells(notebook).map((cell) => cell.outputs);

describe("the last run of a notebook", () => {
  it("gives its outputs, under prose that may be new", () => {
    record();
    const edited = sampleNotebook([markdown("# Two"), markdown("more"), code("1 + 1"), code("3")]);
    expect(keyOf(edited, "tslab", "here")).toBe(key);
    const last = lastRun(edited, executed, key);
    expect(last?.cells[0].source).toBe("# Two");
    expect(outputs(last)).toEqual([printed, []]);
  });

  it("counts no more when code, kernel or surroundings are others", () => {
    const others = [
      keyOf(sampleNotebook([code("1 + 2"), code("3")]), "tslab", "here"),
      keyOf(sampleNotebook([code("1 + 1\n3")]), "tslab", "here"),
      keyOf(source, "maruyama", "here"),
      keyOf(source, "tslab", "there"),
    ];
    expect(new Set([key, ...others]).size).toBe(5);
    record();
    for (const other of others) expect(lastRun(source, executed, other)).toBeUndefined();
  });

  it("counts no more when what it gave was changed, damaged or removed", () => {
    record();
    writeNotebook(executed, sampleNotebook([code("1 + 1", []), code("3")]));
    expect(lastRun(source, executed, key)).toBeUndefined();
    record();
    writeFileSync(executed, readFileSync(executed, "utf8").slice(0, 100));
    expect(lastRun(source, executed, key)).toBeUndefined();
    rmSync(executed);
    expect(lastRun(source, executed, key)).toBeUndefined();
    record();
    forgetRun(executed);
    expect(lastRun(source, executed, key)).toBeUndefined();
    expect(outputs(readNotebook(executed))).toEqual([printed, []]);
  });

  it("depends on the lock file of its project, and on nothing that stays", () => {
    const project = join(folder, "project");
    mkdirSync(project);
    const before = surroundingsOf(project);
    expect(surroundingsOf(project)).toBe(before);
    writeFileSync(join(project, "package-lock.json"), "{}");
    expect(surroundingsOf(project)).not.toBe(before);
  });
});
