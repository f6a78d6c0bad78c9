/** What lies beside the notebook: files that cells import and change, packages installed meanwhile, and files by the thousand. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Kernel, startKernel } from "../kernel-client.js";
import { sampleFolder } from "../sample.js";

const cwd = sampleFolder();
let kernel: Kernel;
beforeAll(async () => {
  kernel = await startKernel({ cwd });
});
afterAll(async () => {
  await kernel.shutdown();
  rmSync(cwd, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(join(cwd, path, ".."), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

/** The text of a cell's value, or its error's message. */
async function valueOf(code: string): Promise<unknown> {
  const [output] = (await kernel.execute(code, { timeout: 60 })).outputs;
  if (output?.output_type === "error") return output.evalue;
  return output !== undefined && "data" in output ? output.data["text/plain"] : undefined;
}

describe("a file beside the notebook", () => {
  it("is imported again when it has changed, with its types", async () => {
    write("side.ts", "export const value = 1;\n");
    expect(await valueOf('import { value } from "./side";\nvalue + 1')).toBe("2");
    write("side.ts", 'export const value = "text";\nexport const more = 2;\n');
    expect(await valueOf('import { value, more } from "./side";\nvalue.toUpperCase() + more')).toBe("'TEXT2'");
    expect(await valueOf("value.length")).toBe("4");
  });

  it("is taken anew where a file that it imports has changed", async () => {
    write("folder/inner.ts", "export const inner = 1;\n");
    write("outer.ts", 'import { inner } from "./folder/inner";\nexport const outer = () => inner * 10;\n');
    expect(await valueOf('import { outer } from "./outer";\nouter()')).toBe("10");
    write("folder/inner.ts", "export const inner = 2;\n");
    expect(await valueOf('import { outer } from "./outer";\nouter()')).toBe("20");
  });

  it("may appear, break, be mended and go", async () => {
    const cell = 'import { late } from "./late";\nlate';
    expect(await valueOf(cell)).toMatch(/^Cannot find module '\.\/late'/);
    write("late.ts", "export const late = 1;\n");
    expect(await valueOf(cell)).toBe("1");
    write("late.ts", 'export const late: number = "text";\n');
    expect(await valueOf(cell)).toBe("Type 'string' is not assignable to type 'number'.");
    write("late.ts", "export const late = 3;\n");
    expect(await valueOf(cell)).toBe("3");
    rmSync(join(cwd, "late.ts"));
    expect(await valueOf(cell)).toMatch(/^Cannot find module '\.\/late'/);
    expect(await valueOf("1 + 1")).toBe("2");
  });

  it("may be JavaScript or JSON", async () => {
    write("plain.js", "export const plain = 5;\n");
    write("data.json", '{ "list": [1, 2, 3] }\n');
    expect(await valueOf('import { plain } from "./plain";\nplain')).toBe("5");
    expect(await valueOf('import data from "./data.json";\ndata.list.length')).toBe("3");
  });
});

describe("a package", () => {
  const install = (name: string, value: number): void => {
    write(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: "1.0.0", main: "index.js", types: "index.d.ts" }),
    );
    write(`node_modules/${name}/index.js`, `exports.value = ${value};\n`);
    write(`node_modules/${name}/index.d.ts`, "export declare const value: number;\n");
  };

  it("can be imported as soon as it is installed", async () => {
    const cell = 'import { value as first } from "first-package";\nfirst';
    expect(await valueOf(cell)).toMatch(/^Cannot find module 'first-package'/);
    install("first-package", 7);
    expect(await valueOf(cell)).toBe("7");
    install("second-package", 8);
    expect(await valueOf('import { value as second } from "second-package";\nsecond')).toBe("8");
  });

  it("of many files may come and go while cells run, as at npm install", async () => {
    const running = kernel.execute(
      "let turns = 0;\nfor (; turns < 20; turns++) await new Promise((resolve) => setTimeout(resolve, 20));",
    );
    for (let i = 0; i < 500; i++) {
      install(`package-${i}`, i);
      write(`beside-${i}.ts`, `export const a${i} = ${i};\n`);
    }
    write("package.json", '{ "name": "beside", "dependencies": {} }\n');
    write("node_modules/@types/beside/index.d.ts", "declare const beside: number;\n");
    expect((await running).status).toBe("ok");
    expect(await valueOf('import { value as many } from "package-499";\nmany')).toBe("499");
    for (let i = 0; i < 500; i++) {
      rmSync(join(cwd, "node_modules", `package-${i}`), { recursive: true });
      rmSync(join(cwd, `beside-${i}.ts`));
    }
    rmSync(join(cwd, "package.json"));
    expect(await valueOf("turns")).toBe("20");
    expect(await valueOf("many")).toBe("499");
    expect(await valueOf('import { value as third } from "first-package";\nthird')).toBe("7");
  });
});
