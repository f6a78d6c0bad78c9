import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkNotebooks, joinCells, placeOf } from "./check-notebooks.js";
import { type Kernel, startKernel } from "./kernel-client.js";
import { tslabKernel } from "./kernelspec.js";
import { lintCells } from "./lint-cells.js";
import { code, markdown, sampleFolder } from "./sample.js";
import { findNotebooks } from "./select.js";

/** Inside the project, where imports are found as in its notebooks. */
const project = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(project, "out", `check-${process.pid}`);
const notebooks = sampleFolder({
  bad: [
    code("const loss: number = 1;\nconst f = (x) => x;"),
    markdown("between"),
    code("\nlet name: string = loss;"),
    code('import { display } from "tslab";\ndisplay.html(3);'),
    code("const loss = 2;"),
    code("const table = { loss };"),
  ],
  good: [
    code('import { display } from "tslab";\nconst η = await Promise.resolve(1);\n[η].map((step) => ({ step }));'),
    code("display.html(`\u0024{η}`); // no semicolon after this\n(1 + 1)"),
    code(
      "function declaredHere(x: number): string {\n  return process.version + Buffer.from([x]);\n}\ndeclaredHere(η)",
    ),
  ],
});
mkdirSync(join(project, "out"), { recursive: true });
afterAll(() => {
  for (const path of [folder, notebooks]) rmSync(path, { recursive: true, force: true });
});

describe("checking notebooks", () => {
  it("tells of what the compiler and the linter find, by cell and line", async () => {
    expect(await checkNotebooks(findNotebooks(notebooks), { folder })).toEqual([
      "bad cell 1 line 2: Parameter 'x' implicitly has an 'any' type. (TS7006)",
      "bad cell 2 line 2: Type 'number' is not assignable to type 'string'. (TS2322)",
      "bad cell 3 line 2: Argument of type 'number' is not assignable to parameter of type 'string'. (TS2345)",
      "bad cell 4 line 1: loss is declared in cell 1 already",
      "bad cell 5 line 1: { loss } fails in tslab, because loss is declared at the top of a cell; write { loss: loss }",
    ]);
  });
});

/** What the linter says of these cells. */
function lint(...sources: string[]): string[] {
  const joined = joinCells(sources);
  return lintCells(joined.code, joined.starts).map(
    ({ position, message }) => `${placeOf(joined, position)}: ${message}`,
  );
}

describe("the linter", () => {
  const shorthand = (place: string, name: string): string =>
    `${place}: { ${name} } fails in tslab, because ${name} is declared at the top of a cell; write { ${name}: ${name} }`;

  it.each([
    ["a constant", "const a = 1;", "({ a });", "a"],
    ["an import", 'import { a } from "maruyama";', "\n({ a });", "a"],
    ["a destructured name", "const { b: { a } } = { b: { a: 1 } };", "[1].map(() => ({ x: 1, a }));", "a"],
    ["a function", "function a() {}", "function b(c = { a }) { return c; }", "a"],
    ["a variable of a block that hoists", "if (true) { var a = 1; }", "({ a });", "a"],
    ["an assignment", "let a = 1;", "({ a } = { a: 2 });", "a"],
  ])("sees %s in a shorthand property", (_name, declaration, use, name) => {
    expect(lint(declaration, use)).toEqual([shorthand(`cell 2 line ${use.startsWith("\n") ? 2 : 1}`, name)]);
  });

  it.each([
    ["a parameter", "const a = 1;\n[1].map((a) => ({ a }));"],
    ["a name of a block", "const a = 1;\n{\n  const a = 2;\n  console.log({ a });\n}"],
    ["a name of a loop", "for (const a of [1]) console.log({ a });"],
    ["a caught error", "try { 1; } catch (a) { console.log({ a }); }"],
    ["a global", "console.log({ process });"],
    ["a destructuring declaration", "const { a } = { a: 1 };"],
    ["a method", "({ a() {} });"],
  ])("lets %s pass", (_name, source) => {
    expect(lint(source)).toEqual([]);
  });

  it("sees a name taken over by a later cell, types and imports too", () => {
    expect(
      lint(
        "type A = 1; interface B {}\nfunction f(): void;\nfunction f() {}",
        "let A = 2;",
        "import B from 'tslab'; var f;",
      ),
    ).toEqual([
      "cell 2 line 1: A is declared in cell 1 already",
      "cell 3 line 1: B is declared in cell 1 already",
      "cell 3 line 1: f is declared in cell 1 already",
    ]);
  });

  it("sees imports of anything else, and cells that are modules", () => {
    const not = (name: string): string => `a notebook imports only from "maruyama" and "tslab", not from "${name}"`;
    expect(
      lint(
        'import fs from "node:fs";',
        'await import("left-pad");',
        'const b = require("./b.js");',
        "/** @module c */",
      ),
    ).toEqual([
      `cell 1 line 1: ${not("node:fs")}`,
      `cell 2 line 1: ${not("left-pad")}`,
      `cell 3 line 1: ${not("./b.js")}`,
      "cell 4 line 1: @module cells are not used here",
    ]);
  });
});

describe("the trap the linter guards", () => {
  let kernel: Kernel;
  beforeAll(async () => {
    kernel = await startKernel({ cwd: notebooks, spec: tslabKernel() });
  });
  afterAll(() => kernel.shutdown());

  it("is still there in stock tslab", async () => {
    expect(await kernel.execute("const loss = 1;")).toMatchObject({ status: "ok" });
    expect(await kernel.execute("({ loss: loss }).loss")).toMatchObject({ status: "ok" });
    expect(await kernel.execute("({ loss }).loss")).toMatchObject({
      status: "error",
      outputs: [{ ename: "ReferenceError", evalue: "loss is not defined" }],
    });
  });
});
