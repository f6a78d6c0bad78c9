import { readdirSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Execution, type Kernel, startKernel } from "./kernel-client.js";
import { tslabKernel } from "./kernelspec.js";
import type { ErrorOutput, Output } from "./outputs.js";
import { sampleFolder } from "./sample.js";
import { failingLine } from "./source-line.js";

const cwd = sampleFolder();
afterAll(() => rmSync(cwd, { recursive: true }));

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

function errorOf({ outputs }: Execution): ErrorOutput | undefined {
  return outputs.find((output): output is ErrorOutput => output.output_type === "error");
}

const text = (outputs: readonly Output[]): string =>
  outputs.map((output) => (output.output_type === "stream" ? output.text : "")).join("");

describe("a stock tslab kernel", () => {
  let kernel: Kernel;
  beforeAll(async () => {
    kernel = await startKernel({ cwd, spec: tslabKernel() });
  });
  afterAll(() => kernel.shutdown());

  it("runs a cell and keeps what it declares", async () => {
    const { status, outputs } = await kernel.execute('const η = 0.5; console.log("η is", η);\nη * 2');
    expect({ status, outputs }).toEqual({
      status: "ok",
      outputs: [{ output_type: "stream", name: "stdout", text: "η is 0.5\n1\n" }],
    });
    expect(text((await kernel.execute("η")).outputs)).toBe("0.5\n");
  });

  it("shows pictures, and changes them from a later cell", async () => {
    const first = await kernel.execute(`
      import { display, newDisplay } from "tslab";
      display.png(new Uint8Array([1, 2, 3]));
      const box = newDisplay();
      box.svg("<svg>1</svg>");`);
    const bundles = (): unknown[] => first.outputs.map((output) => ("data" in output ? output.data : undefined));
    expect(bundles()).toEqual([{ "image/png": "AQID" }, { "image/svg+xml": "<svg>1</svg>" }]);
    const later = await kernel.execute('box.svg("<svg>2</svg>");');
    expect(later.outputs).toEqual([]);
    expect(bundles()[1]).toEqual({ "image/svg+xml": "<svg>2</svg>" });
  });

  it("reports outputs while the cell runs", async () => {
    const seen: string[] = [];
    const cell = 'console.log("one");\nawait new Promise((r) => setTimeout(r, 200));\nconsole.log("two");';
    await kernel.execute(cell, { onOutput: (outputs) => seen.push(text(outputs)) });
    expect(seen).toEqual(["one\n", "one\ntwo\n"]);
  });

  it("does not hang when the kernel loses its last messages among many", async () => {
    const { status, seconds } = await kernel.execute("for (let i = 0; i < 5000; i++) console.log(i);");
    expect(status).toBe("ok");
    expect(seconds).toBeLessThan(10);
  });

  it.each([
    ["a type error", "let a = 1;\n\nlet b: string = a;", 3, "Error", /^3:5 - Type 'number' is not assignable/],
    [
      "a synchronous throw",
      'interface A {\n  a: 1;\n}\n\nthrow new RangeError("f: bad");',
      5,
      "RangeError",
      /^f: bad$/,
    ],
    [
      "an imported name, a call, a last expression",
      'import { readFileSync } from "fs";\n\n// none\nconst path: string = "none";\n\nreadFileSync(path)\n  .toString()',
      6,
      "Error",
      /ENOENT/,
    ],
    [
      "an asynchronous throw",
      'type T = number;\nconst late: T = 1;\n\nawait new Promise((r) => setTimeout(r, 1));\nif (late) {\n  throw new TypeError("late");\n}',
      6,
      "TypeError",
      /^late$/,
    ],
  ])("names the line of %s", async (_name, cell, line, ename, evalue) => {
    const execution = await kernel.execute(cell);
    const error = errorOf(execution);
    expect(execution.status).toBe("error");
    expect(error?.ename).toBe(ename);
    expect(error?.evalue).toMatch(evalue);
    expect(error?.traceback.join("\n")).not.toMatch(/tslab.dist|node:vm/);
    expect(failingLine(cell, error?.traceback ?? [])).toBe(line);
    // After a failure tslab drops what is sent within a fifth of a second.
    await new Promise((resolve) => setTimeout(resolve, 400));
  });
});

describe("a kernel in trouble", () => {
  it.each([
    ["asynchronous", "await new Promise((resolve) => setTimeout(resolve, 1e9));"],
    ["synchronous", "while (true) {}"],
  ])("is ended when a cell does not end: %s", async (_name, cell) => {
    const kernel = await startKernel({ cwd });
    const execution = await kernel.execute(cell, { timeout: 1 });
    await kernel.shutdown();
    expect(execution.status).toBe("timeout");
    expect(errorOf(execution)?.evalue).toBe("the cell did not end within 1 s");
    expect(isAlive(kernel.pid)).toBe(false);
  });

  it("is ended although it ignores SIGTERM and has work left", async () => {
    const kernel = await startKernel({ cwd });
    await kernel.execute('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);');
    await kernel.shutdown();
    expect(isAlive(kernel.pid)).toBe(false);
  });

  it("says how it died, and keeps what it had printed", async () => {
    const kernel = await startKernel({ cwd });
    const execution = await kernel.execute('console.log("last words"); process.exit(3)');
    await kernel.shutdown();
    expect(execution.status).toBe("died");
    expect(text(execution.outputs)).toBe("last words\n");
    expect(errorOf(execution)?.evalue).toBe("the kernel ended with exit code 3");
  });

  const broken = (argv: string[]): Promise<Kernel> =>
    startKernel({ cwd, startTimeout: 2, spec: { name: "broken", displayName: "", language: "", argv } });

  it("says why it did not start, and leaves nothing behind", async () => {
    const temporary = sampleFolder();
    vi.stubEnv("TMPDIR", temporary);
    await expect(broken(["/no/such/kernel"])).rejects.toThrow("could not be started: spawn /no/such/kernel ENOENT");
    const dying = [process.execPath, "-e", 'console.error("no memory"); process.exit(7)'];
    await expect(broken(dying)).rejects.toThrow("the kernel ended with exit code 7\nno memory");
    const silent = [process.execPath, "-e", "setInterval(() => {}, 1000)"];
    await expect(broken(silent)).rejects.toThrow("the kernel must answer within 2 s of its start");
    vi.unstubAllEnvs();
    expect(readdirSync(temporary)).toEqual([]);
    rmSync(temporary, { recursive: true });
  });
});
