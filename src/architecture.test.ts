/** The house rules that a reader of import lines and file sizes can check. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL(".", import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"));
const modules = files.filter((path) => !path.endsWith(".test.ts"));
const text = (path: string): string => readFileSync(join(source, path), "utf8");

/** What each room may import besides itself; a room is a folder, or a file beside them. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  "validate.ts": [],
  "references.ts": [],
  math: ["validate.ts"],
  equations: ["validate.ts", "math"],
  compiler: ["equations", "math"],
  theory: ["validate.ts", "math"],
  objectives: ["noises", "equations", "math", "validate.ts"],
  noises: ["objectives", "equations", "math", "validate.ts"],
  solvers: ["compiler", "equations", "math", "references.ts"],
  methods: ["objectives", "equations", "theory", "math", "references.ts", "validate.ts"],
  ensemble: ["methods", "objectives", "noises", "solvers", "compiler", "equations", "math", "validate.ts"],
  figures: ["math", "validate.ts"],
  compare: ["ensemble", "figures", "methods", "objectives", "solvers", "theory", "equations", "math", "validate.ts"],
  tables: ["compare", "ensemble", "figures", "validate.ts"],
  adapters: ["tables", "validate.ts"],
  pages: [],
  explorer: [
    ...["compare", "ensemble", "methods", "noises", "objectives", "compiler", "equations", "figures", "math"],
    ...["pages", "validate.ts"],
  ],
  notebook: ["explorer", "figures", "pages", "validate.ts"],
  conformance: [
    ...[
      "compare",
      "ensemble",
      "methods",
      "noises",
      "objectives",
      "solvers",
      "compiler",
      "equations",
      "figures",
      "theory",
    ],
    "validate.ts",
  ],
  "cli.ts": ["notebook", "validate.ts"],
  "index.ts": [
    ...["objectives", "noises", "methods", "references.ts", "ensemble", "solvers", "theory", "compare", "figures"],
    ...["math", "adapters", "compiler", "conformance", "tables"],
  ],
};

const roomOf = (path: string): string => path.split("/")[0];

/** The files of this project that a file imports. */
function imports(path: string): string[] {
  const found = text(path).matchAll(/^(?:import|export)\b[^;]*?from\s+"(\.[^"]+)"|^import\s+"(\.[^"]+)"/gm);
  return [...found].map(([, from, bare]) =>
    relative(source, join(source, dirname(path), from ?? bare))
      .replaceAll("\\", "/")
      .replace(/\.js$/, ".ts"),
  );
}

describe("the house", () => {
  it.each(modules)("%s imports downward only", (path) => {
    const room = roomOf(path);
    const allowed = [room, ...(BELOW[room] ?? [])];
    expect(BELOW[room], `room ${room} is not in the table`).toBeDefined();
    expect(
      imports(path)
        .map(roomOf)
        .filter((target) => !allowed.includes(target)),
    ).toEqual([]);
  });

  it("reads the import lines: the table would not hold if nothing were found", () => {
    expect(imports("index.ts").length).toBeGreaterThan(20);
    expect(imports("ensemble/start.ts")).toContain("compiler/reference.ts");
  });

  it("a method imports no other method", () => {
    const methods = modules.filter((path) => roomOf(path) === "methods" && text(path).includes("= method({"));
    expect(methods.length).toBeGreaterThan(7);
    for (const path of methods) expect(imports(path).filter((target) => methods.includes(target))).toEqual([]);
  });

  it("every method file is in the registry", () => {
    const registry = imports("methods/index.ts");
    for (const path of modules.filter((file) => /^methods\/.*\.ts$/.test(file) && text(file).includes("= method({"))) {
      expect(registry).toContain(path);
    }
  });

  it.each(files)("%s is at most 300 lines", (path) => {
    expect(text(path).split("\n").length).toBeLessThanOrEqual(300);
  });

  it("optional companions are imported by their adapters only", () => {
    for (const path of modules.filter((file) => roomOf(file) !== "adapters")) {
      expect(text(path)).not.toMatch(/from "(danfojs-node|@tensorflow\/tfjs-node)"/);
    }
  });

  it("allows Greek letters, but not those that look Latin", () => {
    for (const path of modules.filter((file) => file !== "equations/symbols.ts")) {
      const code = text(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*|(["'`])(?:\\.|(?!\1)[^\\])*\1/g, "");
      expect(code, path).not.toMatch(/[νοµ]/u);
    }
  });

  it("has no default exports, no classes and no open ends", () => {
    for (const path of modules) {
      expect(text(path), path).not.toMatch(/^export default|^\s*(export )?(abstract )?class |\bTODO\b|\bFIXME\b/m);
    }
  });
});
