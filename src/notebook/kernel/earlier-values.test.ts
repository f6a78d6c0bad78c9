/** Names declared again by a cell that fails or is stopped: what they were before stays, with its type. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Kernel, startKernel } from "../kernel-client.js";
import { sampleFolder } from "../sample.js";
import { loadTypeScript } from "../typescript.js";
import { keptDeclarations } from "./kept-declarations.js";

const cwd = sampleFolder();
let kernel: Kernel;
beforeAll(async () => {
  writeFileSync(join(cwd, "good.ts"), "export const good = 1;\nexport default 2;\n");
  writeFileSync(join(cwd, "bad.ts"), 'export const good = "text";\nexport default 3;\nthrow new Error("not ready");\n');
  kernel = await startKernel({ cwd });
  await kernel.execute("const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));");
  await kernel.execute('const fail = (): never => { throw new Error("failed"); };');
});
afterAll(async () => {
  await kernel.shutdown();
  rmSync(cwd, { recursive: true });
});

/** The text of a cell's value, or its error's message. */
async function valueOf(code: string): Promise<unknown> {
  const [output] = (await kernel.execute(code, { timeout: 60 })).outputs;
  if (output?.output_type === "error") return output.evalue;
  return output !== undefined && "data" in output ? output.data["text/plain"] : undefined;
}

/** Runs a cell and stops it once it has printed. */
async function stop(code: string): Promise<void> {
  let pressed: Promise<void> | undefined;
  const onOutput = (): void => {
    pressed ??= kernel.interrupt();
  };
  const { status, outputs } = await kernel.execute(code, { onOutput, timeout: 60 });
  await pressed;
  expect([status, outputs.at(-1)]).toMatchObject(["error", { ename: "Interrupted" }]);
}

const here = 'console.log("here");';

describe("a function of a cell that was stopped", () => {
  const cell = (wait: string, factor: number): string => `console.log("here");
    const numbers = ${wait};
    const doubled = () => numbers.map((x) => x * ${factor});
    function sum() { return doubled().reduce((a, b) => a + b); }
    function greeting() { return "hello ${factor}"; }`;

  it("is the earlier one where it reads what has no value, also through another, and the new one where not", async () => {
    await kernel.execute(cell("[1, 2, 3]", 2));
    expect(await valueOf("[sum(), greeting()]")).toBe("[ 12, 'hello 2' ]");
    await stop(cell("await wait(1e6).then(() => [4])", 10));
    expect(await valueOf("[sum(), greeting()]")).toBe("[ 12, 'hello 10' ]");
    await kernel.execute(cell("[4]", 10));
    expect(await valueOf("[sum(), greeting()]")).toBe("[ 40, 'hello 10' ]");
  });
});

describe("a cell that is run again and stopped", () => {
  it.each([
    ["const r1 = await Promise.resolve(42); r1", `${here} const r1 = await wait(1e6).then(() => 43); r1`, "r1", "42"],
    ["let r2 = 1;", `${here} while (true) {} let r2 = 2;`, "r2", "1"],
    ["var r3 = 1;", `${here} var r3 = await wait(1e6).then(() => 2);`, "r3", "1"],
    ["enum R4 { a = 1 }", `${here} while (true) {} enum R4 { a = 2 }`, "R4.a", "1"],
    ["class R5 { a = 1 }", `${here} await wait(1e6); class R5 { a = 2 }`, "new R5().a", "1"],
    [
      "const [r6, { q6 }] = [1, { q6: 2 }];",
      `${here} const [r6, { q6 }] = await wait(1e6).then(() => [3, { q6: 4 }] as const);`,
      "[r6, q6]",
      "[ 1, 2 ]",
    ],
    ["if (true) { var r7 = 1; }", `${here} if (true) { await wait(1e6); var r7 = 2; }`, "r7", "1"],
  ])("leaves what it had not come to: %s", async (first, again, use, value) => {
    await kernel.execute(first);
    expect(await valueOf(use)).toBe(value);
    await stop(again);
    expect(await valueOf(use)).toBe(value);
    // Once more, for what was left is not forgotten the second time.
    await stop(again);
    expect(await valueOf(use)).toBe(value);
    await kernel.execute(first.replace("42", "44"));
    expect(await valueOf(use)).toBe(value.replace("42", "44"));
  });

  it("keeps what it had come to, also where that is undefined", async () => {
    await kernel.execute("let best: number | undefined = 5; let steps = 1; function name() { return 1; }");
    const cell = `let best: number | undefined; let steps = 0; ${here} while (true) steps++; function name() { return 2; }`;
    await stop(cell);
    expect(await valueOf("[best, steps > 1, name()]")).toBe("[ undefined, true, 2 ]");
  });
});

describe("a cell that fails", () => {
  it("leaves earlier values with their types, as well as it can tell new ones", async () => {
    await kernel.execute("const a = 1, b = 2; class C { c = 1 } type T = number; let d = 1;");
    await kernel.execute(
      'const a: string = "text", b: string = fail(); class C { d = 2 } type T = string; let d = "t";',
    );
    expect(await valueOf('const t: T = "t"; [a.toUpperCase(), b.toFixed(1), new C().c, d.toFixed(1)]')).toBe(
      "[ 'TEXT', '2.0', 1, '1.0' ]",
    );
    expect(await valueOf("b.toUpperCase()")).toMatch(/^Property 'toUpperCase' does not exist on type '2'/);
    const { reply } = await kernel.request("complete_request", { code: "b.toF", cursor_pos: 5 });
    expect(reply?.matches).toEqual(["toFixed"]);
  });

  it("says of a name that never had a value that it has none", async () => {
    await kernel.execute("const never: number = fail(); let nor = 1;");
    const told = "has no value: the cell that declares it failed or was stopped before";
    expect(await valueOf("never")).toBe(`never ${told}`);
    expect(await valueOf("nor = 2; nor")).toBe(`nor ${told}`);
    await kernel.execute("const never: string = fail();");
    expect(await valueOf("typeof (() => never.toUpperCase())")).toBe("'function'");
    await kernel.execute("const never = 3;");
    expect(await valueOf("never")).toBe("3");
  });

  it("leaves each function the variable it was made with, and others whatever has a value", async () => {
    await kernel.execute("let n = 1; const own = () => n;");
    await kernel.execute("const other = () => n; const put = (value: number) => { n = value; };");
    await kernel.execute(
      "const before = [own(), other()]; put(7); before.push(own()); let n = 2; before.push(own(), other()); put(3); fail();",
    );
    expect(await valueOf("[...before, own(), other(), n]")).toBe("[\n  1, 1, 7, 7,\n  2, 7, 3, 3\n]");
  });

  it("leaves what had been imported", async () => {
    expect(await valueOf('import two, { good } from "./good";\n[two, good]')).toBe("[ 2, 1 ]");
    expect(await valueOf('import two, { good } from "./bad";\n[two, good]')).toBe("not ready");
    expect(await valueOf("[two.toFixed(1), good.toFixed(1)]")).toBe("[ '2.0', '1.0' ]");
    expect(await valueOf('import { good as absent } from "./bad";\nabsent')).toBe("not ready");
    expect(await valueOf("absent")).toMatch(/^absent has no value/);
  });

  it("may import what was a constant, and the other way round", async () => {
    await kernel.execute("const basename = 1; let path = 2;");
    expect(
      await valueOf(
        'import * as path from "node:path"; import { basename } from "node:path"; basename(path.join("a", "b"))',
      ),
    ).toBe("'b'");
    await kernel.execute("const path = 3;");
    expect(await valueOf("path")).toBe("3");
  });
});

describe("kept declarations", () => {
  const kept = (before: string, after: string, ...names: string[]): string =>
    keptDeclarations(loadTypeScript(), before, after, new Set(names));

  it("are the later ones where nothing is kept", () => {
    expect(kept("declare const a: 1;\n", "declare const a: 2;\n")).toBe("declare const a: 2;\n");
  });

  it("are picked out of lists and of imports", () => {
    expect(
      kept(
        'declare let a: 1, b: 1;\nimport c, { d, e as f } from "g";\nimport * as h from "i";\nexport default class {\n}\n',
        'declare const a: 2, b: 2, c: 2;\nimport * as d from "j";\nimport f, { h } from "k";\n',
        ...["a", "d", "f"],
      ),
    ).toBe('declare const b: 2, c: 2;\nimport { h } from "k";\ndeclare let a: 1;\nimport { d, e as f } from "g";\n');
  });

  it("are all that there are of a name, as a value and as a type", () => {
    const overloads = "declare function f(a: 1): 1;\ndeclare function f(a: 2): 2;\n";
    const before = `${overloads}interface P {\n}\ndeclare const P: 1;\ndeclare enum E {\n    a = 1\n}\n`;
    const after = "declare const f: 3;\ndeclare class P {\n}\ntype E = 1;\ndeclare const E: 2;\n";
    expect(kept(before, after, "f", "P", "E")).toBe(before);
    expect(kept(before, after, "f")).toBe(`declare class P {\n}\ntype E = 1;\ndeclare const E: 2;\n${overloads}`);
  });
});
