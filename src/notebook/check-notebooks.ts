/**
 * Type-checks notebooks with all strictness, which the kernel does not: each becomes one module, its cells in order,
 * and what the compiler says of that module is told of the cells. Cells are numbered from 1, code cells only.
 */
import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { readNotebook } from "./document.js";
import { type Finding, lintCells } from "./lint-cells.js";
import type { NotebookFile } from "./select.js";

/** The code of a notebook as one text, and the way back. */
export interface JoinedCells {
  readonly code: string;
  /** Offset of each code cell. */
  readonly starts: readonly number[];
}

export function joinCells(sources: readonly string[]): JoinedCells {
  const starts: number[] = [];
  let code = "";
  for (const source of sources) {
    starts.push(code.length);
    // A cell is a text of its own: no statement goes on in the next one.
    code += `${source.trimEnd()}\n;\n`;
  }
  // Without an import a file would be a script, and its names global.
  return { code: `${code}export {};\n`, starts };
}

/** «cell 3 line 2» */
export function placeOf({ code, starts }: JoinedCells, position: number): string {
  const cell = starts.findLastIndex((start) => start <= position);
  const line = code.slice(starts[cell], position).split("\n").length;
  return `cell ${cell + 1} line ${line}`;
}

export interface CheckOptions {
  /** A folder inside the project, so that the notebooks' imports are found as the project finds them; emptied. */
  readonly folder: string;
}

/** One line for each thing wrong; none when all is well. */
export async function checkNotebooks(files: readonly NotebookFile[], { folder }: CheckOptions): Promise<string[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const unreadable: string[] = [];
  const readable = files.flatMap((file) => {
    try {
      return [{ name: file.name, notebook: readNotebook(file.path) }];
    } catch (error) {
      unreadable.push(error instanceof Error ? error.message : String(error));
      return [];
    }
  });
  const joined = readable.map(({ notebook }) => {
    const cells = notebook.cells.filter((cell) => cell.cell_type === "code");
    return joinCells(cells.map((cell) => cell.source));
  });
  joined.forEach(({ code }, i) => {
    writeFileSync(join(folder, moduleName(i)), code);
  });
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(configuration, null, 2));
  const lints = joined.map(({ code, starts }) => lintCells(code, starts));
  const compiled = parseDiagnostics(await compile(folder), joined);
  const found = readable.flatMap(({ name }, i) => {
    const own = compiled.filter((diagnostic) => diagnostic.module === i && !isSaidBy(lints[i], diagnostic));
    const all = [...lints[i], ...own].sort((a, b) => a.position - b.position);
    return all.map(({ position, message }) => `${name} ${placeOf(joined[i], position)}: ${message}`);
  });
  return [...unreadable, ...found];
}

interface Diagnostic extends Finding {
  readonly module: number;
  readonly code: string;
}

const configuration = {
  compilerOptions: {
    target: "es2022",
    lib: ["es2022"],
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
    strict: true,
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
    noEmit: true,
    skipLibCheck: true,
  },
  include: ["*.mts"],
};

function moduleName(i: number): string {
  return `notebook-${i}.mts`;
}

/** What the compiler prints; it exits with an error when it has something to say. */
function compile(folder: string): Promise<string> {
  const modules = createRequire(import.meta.url);
  let compiler: string;
  try {
    compiler = join(dirname(modules.resolve("typescript/package.json")), "bin", "tsc");
  } catch {
    throw new Error("check: TypeScript must be installed; get it with: npm install --save-dev typescript");
  }
  return new Promise((resolve, reject) => {
    const args = [compiler, "-p", folder, "--pretty", "false"];
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error !== null && stdout === "") reject(new Error(`check: the compiler failed: ${stderr || error.message}`));
      else resolve(stdout);
    });
  });
}

function parseDiagnostics(output: string, joined: readonly JoinedCells[]): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const line of output.split("\n")) {
    const match = /notebook-(\d+)\.mts\((\d+),(\d+)\): error (TS\d+): (.*)/.exec(line);
    if (match !== null) {
      const module = Number(match[1]);
      const position = offsetOf(joined[module].code, Number(match[2]), Number(match[3]));
      diagnostics.push({ module, position, code: match[4], message: `${match[5]} (${match[4]})` });
    } else if (/error TS\d+/.test(line)) {
      throw new Error(`check: ${line}`);
    }
  }
  return diagnostics;
}

function offsetOf(code: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) start = code.indexOf("\n", start) + 1;
  return start + column - 1;
}

/** Duplicate names, of which the linter says more. */
const duplicateName: readonly string[] = ["TS2300", "TS2451", "TS2440", "TS2567", "TS2393"];

function isSaidBy(lints: readonly Finding[], { code, message }: Diagnostic): boolean {
  if (!duplicateName.includes(code)) return false;
  return lints.some((lint) => message.includes(`'${lint.message.split(" ")[0]}'`));
}
