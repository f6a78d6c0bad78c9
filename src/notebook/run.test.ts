import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readNotebook } from "./document.js";
import { progressOn } from "./progress.js";
import { type RunOptions, type RunResult, runNotebooks } from "./run.js";
import { code, markdown, sampleFolder } from "./sample.js";
import { findNotebooks } from "./select.js";

const folder = sampleFolder({
  bad: [
    code("const a: number = 1;"),
    code('console.log("before");\n\nnull_.x;'),
    code("a", [{ output_type: "stream", name: "stdout", text: "of an earlier run\n" }]),
  ],
  good: [markdown("# Good"), code('console.log("hello")'), code("")],
  slow: [code("await new Promise(() => setInterval(() => {}, 1000));")],
  twice: [code("process.exit(3)")],
});
const out = sampleFolder();
writeFileSync(join(folder, "torn.ipynb"), "{");
afterAll(() => {
  for (const path of [folder, out]) rmSync(path, { recursive: true });
});

async function run(
  options: Partial<RunOptions>,
  ...names: string[]
): Promise<{ results: RunResult[]; lines: string[] }> {
  let text = "";
  const progress = progressOn({ write: (more) => (text += more) });
  const files = findNotebooks(folder).filter(({ name }) => names.includes(name));
  const results = await runNotebooks(files, { out, progress, ...options });
  return { results, lines: text.trimEnd().split("\n") };
}

describe("running notebooks", () => {
  it("goes on after a failure, and says where it was", async () => {
    const { results, lines } = await run({}, "bad", "good", "torn");
    expect(results.map(({ ok }) => ok)).toEqual([false, true, false]);
    const text = lines.map((line) => line.replace(/\d+\.\d s$/, "N s"));
    expect(text).toEqual([
      "bad.ipynb  kernel  N s",
      "bad.ipynb  cell 1/3  N s",
      "bad.ipynb  cell 2/3  N s",
      "bad.ipynb  cell 2/3  failed: CompileError: Cannot find name 'null_'.",
      "  line 3: null_.x;",
      "  3:1 - Cannot find name 'null_'.",
      "      null_.x;",
      "      ~~~~~",
      "good.ipynb  kernel  N s",
      "good.ipynb  cell 1/2  N s",
      "good.ipynb  2 of 2 cells  N s",
      expect.stringMatching(/^torn\.ipynb {2}failed: .*torn\.ipynb: a notebook must be JSON: /),
    ]);
  });

  it("writes what was executed, with no outputs but this run's", () => {
    const outputs = (name: string): unknown[] =>
      readNotebook(join(out, `${name}.ipynb`)).cells.map((cell) => (cell.cell_type === "code" ? cell.outputs : "text"));
    expect(outputs("good")).toEqual(["text", [{ output_type: "stream", name: "stdout", text: "hello\n" }], []]);
    expect(outputs("bad")).toMatchObject([[], [{ output_type: "error", ename: "CompileError" }], []]);
    expect(existsSync(join(out, "torn.ipynb"))).toBe(false);
  });

  it("writes in place when asked to, the same text each time, and nothing that failed", async () => {
    const text = (name: string): string => readFileSync(join(folder, `${name}.ipynb`), "utf8");
    const before = text("bad");
    await run({ write: true }, "bad", "good");
    const first = text("good");
    await run({ write: true }, "good");
    expect(text("good")).toBe(first);
    expect(first).toContain("hello");
    expect(text("bad")).toBe(before);
  });

  it("ends a cell that takes too long, and tells of a kernel that died", async () => {
    const { results, lines } = await run({ timeout: 1 }, "slow", "twice");
    expect(results.map(({ ok }) => ok)).toEqual([false, false]);
    expect(lines).toContain("slow.ipynb  cell 1/1  failed: Timeout: the cell did not end within 1 s");
    expect(lines).toContain("twice.ipynb  cell 1/1  failed: KernelDied: the kernel ended with exit code 3");
  });
});

describe("progress", () => {
  it("is one line, written over, on a terminal", () => {
    let text = "";
    const progress = progressOn({ isTTY: true, columns: 30, write: (more) => (text += more) });
    progress.begin("a-very-long-name.ipynb  cell 3/9");
    progress.end();
    progress.say("done");
    expect(text).toBe("\r\x1b[Ka-very-long-name.ipynb  cell \r\x1b[K\r\x1b[Kdone\n");
  });
});
