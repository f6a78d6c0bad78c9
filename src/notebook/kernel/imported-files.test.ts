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

  it("is loaded anew after its loading failed, and so is what imports it", async () => {
    write(
      "failing.ts",
      "export const cfg = 1;\nif (!Reflect.get(globalThis, 'READY')) throw new Error('not ready');\nexport const later = 2;\n",
    );
    write("around.ts", 'import { cfg, later } from "./failing";\nexport const sum = cfg + later;\n');
    const cell = 'import { cfg, later } from "./failing"; import { sum } from "./around";\n[cfg, later, sum]';
    for (let i = 0; i < 2; i++) expect(await valueOf(cell)).toBe("not ready");
    const twice =
      'let told = "";\nfor (let i = 0; i < 2; i++) await import("./around").catch((error) => { told += error.message; });\ntold';
    expect(await valueOf(twice)).toBe("'not readynot ready'");
    expect(await valueOf(`Reflect.set(globalThis, "READY", true);\n${cell}`)).toMatch(/not ready|3/);
    expect(await valueOf(cell)).toBe("[ 1, 2, 3 ]");
  });

  it("may import one that imports it", async () => {
    write(
      "left.ts",
      'import { right } from "./right";\nexport const left = () => right;\nexport const sum = () => left() + 1;\n',
    );
    write("right.ts", 'import { left } from "./left";\nexport const right = 1;\nexport const back = () => left();\n');
    expect(await valueOf('import { sum } from "./left"; import { back } from "./right";\n[sum(), back()]')).toBe(
      "[ 2, 1 ]",
    );
  });

  it("may be JavaScript or JSON", async () => {
    write("plain.js", "export const plain = 5;\n");
    write("data.json", '{ "list": [1, 2, 3] }\n');
    expect(await valueOf('import { plain } from "./plain";\nplain')).toBe("5");
    expect(await valueOf('import data from "./data.json";\ndata.list.length')).toBe("3");
  });
});

describe("loading that is stopped", () => {
  const wait = "console.log('here');\nwhile (!globalThis['GO']);\n";
  const slowPackage = (name: string, type: string, text: string): void => {
    const about = { name, type, main: "index.js", types: "index.d.ts" };
    write(`node_modules/${name}/package.json`, JSON.stringify(about));
    write(`node_modules/${name}/index.d.ts`, "export declare const a: number, b: number;\n");
    write(`node_modules/${name}/index.js`, text);
  };

  async function stop(code: string): Promise<void> {
    let pressed: Promise<void> | undefined;
    const onOutput = (): void => {
      pressed ??= kernel.interrupt();
    };
    const { outputs } = await kernel.execute(code, { onOutput, timeout: 60 });
    expect(outputs).toMatchObject([{ text: "here\n" }, { ename: "Interrupted" }]);
    await pressed;
  }

  it("begins anew, be it of a file or of a package", async () => {
    write("slow.ts", `export const a = 1;\n${wait}export const b = 2;\n`);
    slowPackage("slow-package", "commonjs", `exports.a = 1;\n${wait}exports.b = 2;\n`);
    for (const id of ["./slow", "slow-package"]) {
      const cell = `import { a, b } from "${id}";\n[a, b]`;
      await kernel.execute('Reflect.deleteProperty(globalThis, "GO");');
      for (let i = 0; i < 2; i++) await stop(cell);
      await kernel.execute('Reflect.set(globalThis, "GO", true);');
      const { outputs } = await kernel.execute(cell);
      expect(outputs).toMatchObject([{ text: "here\n" }, { data: { "text/plain": "[ 1, 2 ]" } }]);
    }
  });

  it("of an ES module cannot begin anew, which is said", async () => {
    slowPackage("slow-module", "module", `export const a = 1;\n${wait}export const b = 2;\n`);
    const cell = 'import { a, b } from "slow-module";\n[a, b]';
    await kernel.execute('Reflect.deleteProperty(globalThis, "GO");');
    await stop(cell);
    const told = "import: the kernel must be restarted to load slow-module, whose loading was stopped";
    for (let i = 0; i < 2; i++) expect(await valueOf(cell)).toBe(told);
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
