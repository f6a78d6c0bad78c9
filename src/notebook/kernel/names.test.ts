/** What the names of cells may be, over the wire: exported or not, whatever they begin with, and those that cannot be had. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Kernel, startKernel } from "../kernel-client.js";
import { sampleFolder } from "../sample.js";

const cwd = sampleFolder();
let kernel: Kernel;
beforeAll(async () => {
  writeFileSync(join(cwd, "side.ts"), "const __hidden = 1;\nconst Object = 2;\nexport { __hidden, Object };\n");
  kernel = await startKernel({ cwd });
});
afterAll(async () => {
  await kernel.shutdown();
  rmSync(cwd, { recursive: true });
});

/** The text of a cell's value. */
async function valueOf(code: string): Promise<unknown> {
  const [output] = (await kernel.execute(code)).outputs;
  return output !== undefined && "data" in output ? output.data["text/plain"] : output;
}

describe("a name that is exported", () => {
  it.each([
    ["export const one = 1;", "one", "1"],
    ["export let [two, three] = [2, 3];\nthree++;", "two + three", "6"],
    ["export async function four() { return 4; }", "await four()", "4"],
    ["export default function five() { return 5; }", "five()", "5"],
    ["export default abstract class Six { static six = 6; }", "Six.six", "6"],
    ["export enum Seven { seven = 7 }", "Seven.seven", "7"],
    ["export interface Eight { eight: number }\nexport type Nine = Eight;", "({ eight: 8 }) as Nine", "{ eight: 8 }"],
    ["const ten = 10; class Eleven {}\nexport { ten, Eleven };\n[1].length;", "ten", "10"],
  ])("is one like any other: %s", async (cell, use, value) => {
    const { status, outputs } = await kernel.execute(cell);
    expect([status, outputs.filter(({ output_type }) => output_type === "error")]).toEqual(["ok", []]);
    expect(await valueOf(use)).toBe(value);
  });

  it("is not one of another module, which is to be imported", async () => {
    for (const cell of ['export * from "node:fs";', 'export { readFileSync } from "node:fs";']) {
      const evalue = `cell: names of a module must be imported, not exported, got ${cell}`;
      expect((await kernel.execute(cell)).outputs).toMatchObject([{ ename: "CompileError", evalue }]);
    }
  });

  it("keeps its name", async () => {
    const { outputs } = await kernel.execute("const mine = 1;\nexport { mine as renamed };");
    const evalue = "cell: a name must be exported as it is, not as another, got mine as renamed";
    expect(outputs).toMatchObject([{ ename: "CompileError", evalue }]);
  });

  it("leaves every character in its place", async () => {
    const { outputs } = await kernel.execute("export const wrong: number =\n  'text';");
    expect(outputs[0]).toMatchObject({
      ename: "CompileError",
      traceback: [expect.stringContaining("1:14 - "), expect.stringContaining("export const wrong"), expect.anything()],
    });
  });
});

describe("a name that var declares inside a statement", () => {
  it("is one like any other", async () => {
    const cell = "if (true) { var [inIf] = [3]; }\nfor (var vi = 0; vi < 2; vi++) { var __inFor = `${vi}`; }";
    await kernel.execute(`${cell}\nconst read = () => vi; function own() { var unseen = 1; return unseen; }`);
    expect(await valueOf("vi += inIf; [inIf, vi.toFixed(1), __inFor.length, read()]")).toBe("[ 3, '5.0', 1, 5 ]");
    expect(await valueOf("unseen")).toMatchObject({ evalue: "Cannot find name 'unseen'." });
    await kernel.execute('let vi = "text";');
    expect(await valueOf("[vi.toUpperCase(), inIf]")).toBe("[ 'TEXT', 3 ]");
  });
});

describe("a name with two underscores before it", () => {
  it("is one like any other", async () => {
    await kernel.execute(
      "let __n = 1; function __f(k: number) { return k + __n; } type __T = number; const ___x__ = 5;",
    );
    expect(await valueOf("__n++; const t: __T = __f(2); [t, __n, ___x__]")).toBe("[ 4, 2, 5 ]");
    expect(await valueOf("({ __n }).__n + (() => __f(1))()")).toBe("5");
    expect(await valueOf('import { basename as __base } from "node:path"; __base("a/b")')).toBe("'b'");
    expect(await valueOf('__base("c/d")')).toBe("'d'");
    await kernel.execute('let __n = "text";');
    expect(await valueOf("__n.toUpperCase()")).toBe("'TEXT'");
  });
});

describe("a name that JavaScript has already", () => {
  it.each(["Object", "Promise", "Symbol", "Reflect", "Proxy", "Error", "Array"])(
    "is the cell's own: %s",
    async (name) => {
      await kernel.execute(`const ${name} = 1; const other${name} = 2;`);
      expect(await valueOf(`[${name}, other${name}]`)).toBe("[ 1, 2 ]");
    },
  );

  it("does not disturb the cells that come after", async () => {
    await kernel.execute("const [Object, Promise, Symbol] = [1, 2, 3];");
    expect(await valueOf('import * as path from "node:path"; await path.basename("a/b")')).toBe("'b'");
    expect(await valueOf("for await (const k of [4]) console.log(k);")).toMatchObject({ text: "4\n" });
    expect(await valueOf("let [later] = [Object + 1]; later++; later")).toBe("3");
  });

  it("may be a file's as well", async () => {
    expect(await valueOf('import * as side from "./side.js"; [side.__hidden, side.Object]')).toBe("[ 1, 2 ]");
  });
});

describe("a name that cells are joined by", () => {
  it.each([
    "const exports = 1;",
    "let { a: [require] } = { a: [1] };",
    "function __maruyama__() {}",
    "if (true) { var [exports] = [1]; }",
    "const undefined = 5;",
    "let globalThis = 5;",
  ])("is refused, and nothing is lost: %s", async (cell) => {
    const name = /exports|require|__maruyama__|undefined|globalThis/.exec(cell)?.[0];
    const { outputs } = await kernel.execute(cell);
    const evalue = `cell: a name must not be one that cells are joined by, exports, require, __maruyama__, globalThis, undefined, got ${name}`;
    expect(outputs).toMatchObject([
      {
        ename: "CompileError",
        evalue,
        traceback: [expect.stringMatching(/^1:\d+ - /), expect.stringContaining(cell), expect.anything()],
      },
    ]);
    expect(await valueOf("await 1; typeof require")).toBe("'function'");
  });
});
