/** What a notebook shows of errors: name, message, and the line of the cell, whichever cell that is. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Execution, type Kernel, startKernel } from "../kernel-client.js";
import { sampleFolder } from "../sample.js";

const cwd = sampleFolder();
let kernel: Kernel;
beforeAll(async () => {
  writeFileSync(
    join(cwd, "side.ts"),
    '// its first line\nexport function aside(): never {\n  throw new Error("aside");\n}\n',
  );
  writeFileSync(
    join(cwd, "slow.ts"),
    `interface Shape { size: 1 }
export async function failsLate(): Promise<void> {
  await null;
  throw new Error("late");
}
export const failsInTimer = () =>
  new Promise((_, reject) => setTimeout(() => reject(new Error("timed")), 1));
`,
  );
  kernel = await startKernel({ cwd });
});
afterAll(async () => {
  await kernel.shutdown();
  rmSync(cwd, { recursive: true });
});

interface Told {
  readonly ename: string;
  readonly evalue: string;
  readonly lines: readonly string[];
}

function told({ outputs }: Execution): Told {
  const error = outputs.at(-1);
  if (error?.output_type !== "error") throw new Error(`an error was expected, got ${JSON.stringify(outputs)}`);
  const { ename, evalue, traceback } = error;
  return { ename, evalue, lines: stripVTControlCharacters(traceback.join("\n")).split("\n") };
}

/** The number in brackets of a cell that succeeds. */
async function run(code: string): Promise<number> {
  return Number((await kernel.request("execute_request", { code })).reply?.execution_count);
}

const failure = async (code: string): Promise<Told> => told(await kernel.execute(code));

describe("the traceback", () => {
  it("shows the line and its neighbours, then the calls", async () => {
    const count = await run("1");
    const { ename, evalue, lines } = await failure(
      'interface A {\n  a: 1;\n}\n\nconst a: A = { a: 1 };\nthrow new RangeError("f: bad");\n\n// end',
    );
    expect([ename, evalue]).toEqual(["RangeError", "f: bad"]);
    expect(lines).toEqual([
      "RangeError: f: bad",
      `cell ${count + 1}, line 6`,
      "    4 ",
      "    5 const a: A = { a: 1 };",
      '→   6 throw new RangeError("f: bad");',
      "    7 ",
      "    8 // end",
      `    at cell ${count + 1}:6:7`,
    ]);
  });

  it("leads into functions of earlier cells", async () => {
    const earlier = await run(
      'type T = number;\nfunction step(k: T): number {\n  if (k < 0) throw new RangeError("k");\n  return step(k - 1);\n}',
    );
    const { lines } = await failure("// none\nconst answer = await Promise.resolve(1);\nstep(answer);");
    expect(lines).toContain(`cell ${earlier}, line 3`);
    expect(lines.filter((line) => line.includes(" at "))).toEqual([
      ...[3, 4, 4].map((line) => expect.stringContaining(`at step (cell ${earlier}:${line}:`)),
      `    at cell ${earlier + 1}:3:1`,
    ]);
  });

  it("tells causes, properties and the parts of an aggregate, with their lines", async () => {
    const caused = await failure(
      'const cause = new TypeError("inner");\nthrow Object.assign(new Error("outer", { cause }), { code: 7 });',
    );
    expect(caused.lines.join("\n")).toMatch(
      /^Error: outer[\s\S]*at cell \d+:2:\d+ \{\n {2}code: 7,\n {2}\[cause\]: TypeError: inner\n {6}at cell \d+:1:\d+\n\}$/,
    );
    const both = await failure('throw new AggregateError([new Error("a"),\n  new Error("b")], "both");');
    expect(both.lines.join("\n")).toMatch(/Error: a\n +at cell \d+:1:\d+,\n +Error: b\n +at cell \d+:2:\d+/);
  });

  it("follows awaits, callbacks and failing parts of many", async () => {
    const late = 'const late = async () => {\n  await null;\n  throw new Error("late");\n};\n';
    for (const call of ["await late();", "await Promise.all([late(), 1]);", "for await (const _ of [late()]);"]) {
      expect((await failure(`${late}${call}`)).lines).toContainEqual(expect.stringMatching(/^cell \d+, line 3$/));
    }
    const timed = await kernel.execute(
      'setTimeout(() => {\n  throw new Error("timed");\n}, 1);\nawait new Promise((resolve) => setTimeout(resolve, 100));\n5',
    );
    expect(timed.status).toBe("ok");
    expect(timed.outputs[0]).toMatchObject({
      name: "stderr",
      text: expect.stringMatching(/in the background: .*timed\ncell \d+, line 2/s),
    });
    expect(timed.outputs[1]).toMatchObject({ data: { "text/plain": "5" } });
  });

  it.each([
    [
      "a file beside the notebook",
      'import { failsLate } from "./slow";\nasync function middle() {\n  await failsLate();\n}\nawait middle();',
      [/^at failsLate \(.*slow\.ts:4:9\)$/, /^at async middle \(cell \d+:3:3\)$/, /^at async cell \d+:5:1$/],
    ],
    [
      "a timer of it",
      'import { failsInTimer } from "./slow";\n\nawait failsInTimer();',
      [/slow\.ts:7:\d+\)$/, /^at async cell \d+:3:1$/],
    ],
    [
      "another function of the cell",
      "const inner = async () => {\n  await null;\n  (null as never as { gone: 1 }).gone;\n};\nconst outer = async () => {\n  await inner();\n};\nawait outer();",
      [/^at inner \(cell \d+:3:34\)$/, /^at async outer \(cell \d+:6:3\)$/, /^at async cell \d+:8:1$/],
    ],
    ["Node", 'import { readFile } from "node:fs/promises";\nawait readFile("/nowhere");', [/^at async cell \d+:2:1/]],
    [
      "native code",
      "const { WebAssembly } = globalThis as never as { WebAssembly: { compile(bytes: Uint8Array): Promise<unknown> } };\nawait WebAssembly.compile(new Uint8Array(3));",
      [/^at async cell \d+:2:1/],
    ],
  ])("leads through awaits to the line of the cell from %s", async (_name, code, frames) => {
    const { lines } = await failure(code);
    const calls = lines.map((line) => line.trim()).filter((line) => line.startsWith("at "));
    expect(calls).toEqual(frames.map((frame) => expect.stringMatching(frame)));
  });

  it("names the file beside the notebook an error comes from", async () => {
    const { evalue, lines } = await failure('import { aside } from "./side";\n\naside();');
    expect(evalue).toBe("aside");
    expect(lines.join("\n")).toMatch(/cell \d+, line 3[\s\S]*at aside \(.*side\.ts:3:9\)\n {4}at cell \d+:3:\d+$/);
  });

  it("keeps the kernel and Node out", async () => {
    const { lines } = await failure('await new Promise((resolve) => setTimeout(resolve, 1));\nJSON.parse("{");');
    expect(lines.filter((line) => /node:|notebook.kernel|__maruyama__|tslab/.test(line))).toEqual([]);
    expect(lines.at(-1)).toMatch(/at cell \d+:2:6$/);
  });
});

describe("name and message", () => {
  it.each([
    ['"text"', "Error", "thrown: 'text'"],
    ["undefined", "Error", "thrown: undefined"],
    ["null", "Error", "thrown: null"],
    ["Symbol.iterator", "Error", "thrown: Symbol(Symbol.iterator)"],
    ['{ code: 5, why: "object" }', "Error", "thrown: { code: 5, why: 'object' }"],
    ['Object.freeze(new TypeError("frozen"))', "TypeError", "frozen"],
    ['Object.assign(new Error("named"), { name: "Mine" })', "Mine", "named"],
    ['Object.assign(new Error("bare"), { stack: undefined })', "Error", "bare"],
    [
      'Object.defineProperty(new Error("blank"), "stack", { get() { throw 1; } })',
      "Error",
      "what was thrown cannot be shown",
    ],
    ['new Error("two\\nlines")', "Error", "two\nlines"],
    ['new DOMException("gone", "AbortError")', "AbortError", "gone"],
    [
      '{ name: "x", stack: "y", get message(): string { throw new Error("no"); } }',
      "Error",
      "what was thrown cannot be shown",
    ],
  ])("throw %s", async (thrown, ename, evalue) => {
    expect(await failure(`throw ${thrown};`)).toMatchObject({ ename, evalue });
    expect(await failure(`await null; throw ${thrown};`)).toMatchObject({ ename, evalue });
    expect(await failure(`await Promise.reject(${thrown});`)).toMatchObject({ ename, evalue });
  });

  it("of endless recursion", async () => {
    const { ename, lines } = await failure("const down = (): number => down() + 1;\ndown();");
    expect(ename).toBe("RangeError");
    expect(lines).toContainEqual(expect.stringMatching(/^cell \d+, line 1$/));
  });
});

describe("what does not compile", () => {
  it.each([
    ["a type", "let a = 1;\n\nlet b: string = a;", "3:5 - Type 'number' is not assignable to type 'string'."],
    ["a bracket", "let { = 3", "1:7 - Property destructuring pattern expected."],
    ["a string", 'const s = "unclosed', "1:20 - Unterminated string literal."],
    [
      "a package",
      'import x from "no-such-package";',
      "1:15 - Cannot find module 'no-such-package' or its corresponding type declarations.",
    ],
    ["a name", "nowhere", "1:1 - Cannot find name 'nowhere'."],
  ])("is told with its place: %s", async (_name, code, line) => {
    const { ename, evalue, lines } = await failure(code);
    expect(ename).toBe("CompileError");
    expect(line).toContain(evalue);
    expect(lines.slice(0, 2)).toEqual([line, `    ${code.split("\n")[Number(line[0]) - 1]}`]);
    expect(lines).toHaveLength(3);
  });

  it("runs nothing of its cell, and changes no name", async () => {
    await run("let untouched = 1;");
    await failure('untouched = 2;\nlet bad: number = "text";');
    const { outputs } = await kernel.execute("untouched");
    expect(outputs).toMatchObject([{ data: { "text/plain": "1" } }]);
  });

  it("is told of a file beside the notebook by its name", async () => {
    writeFileSync(join(cwd, "broken.ts"), "export const a: number = 1;\nexport const b: string = a;\n");
    const { lines } = await failure('import { b } from "./broken";');
    expect(lines[0]).toMatch(/broken\.ts 2:14 - Type 'number' is not assignable/);
  });
});

describe("names of a cell that fails", () => {
  it("are known as far as it came", async () => {
    await failure(
      'let reached = 1;\nfunction helper() { return reached; }\nreached = 2;\nthrow new Error("stop");\nlet missed = 3;',
    );
    const { outputs } = await kernel.execute("[reached, helper()]");
    expect(outputs).toMatchObject([{ data: { "text/plain": "[ 2, 2 ]" } }]);
    expect(await failure("missed")).toMatchObject({
      ename: "ReferenceError",
      evalue: "missed has no value: the cell that declares it failed or was stopped before",
    });
    await run("let missed = 4;");
    expect((await kernel.execute("missed")).outputs).toMatchObject([{ data: { "text/plain": "4" } }]);
  });
});
