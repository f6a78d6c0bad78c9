/** Where in its cell an error arose: stock tslab reports lines of the JavaScript it made of the cell. */
import { SourceMap } from "node:module";
import { loadTypeScript, type TypeScript, topLevelNames } from "./typescript.js";

/** Our kernel tells lines of the cell itself. */
const ownFrame = /\bcell \d+:(\d+):\d+/;

/** tslab's name for the code of any cell, in a stack trace. */
const cellFrame = /evalmachine\.<anonymous>:(\d+):(\d+)/;

/** The 1-based line of `code` that `traceback` blames, where it can be told. */
export function failingLine(code: string, traceback: readonly string[]): number | undefined {
  const diagnostic = /^(\d+):\d+ - /.exec(traceback[0] ?? "");
  if (diagnostic !== null) return Number(diagnostic[1]);
  const own = traceback.map((line) => (/^\s+at /.test(line) ? ownFrame.exec(line) : null)).findLast(Boolean);
  if (own) return Number(own[1]);
  // Inner frames may lie in functions of earlier cells; the outermost one is this cell's own statement.
  const frame = traceback.map((line) => (/^\s+at /.test(line) ? cellFrame.exec(line) : null)).findLast(Boolean);
  return frame ? originalLine(code, Number(frame[1]), Number(frame[2])) : undefined;
}

/** Frames of the kernel and of Node below the cell's own code say nothing about the cell. */
export function withoutKernelFrames(traceback: readonly string[]): string[] {
  return traceback.filter((line, i) => {
    if (!/^\s+at /.test(line)) return true;
    const callsCell = cellFrame.test(line) && /sigintHandlersWrap|runInThisContext/.test(traceback[i + 1] ?? "");
    return !callsCell && !/[\\/]tslab[\\/]dist[\\/]|node:|process\.processTicks/.test(line);
  });
}

/** Follows a place in the kernel's JavaScript back through the two compilations tslab makes. */
function originalLine(code: string, line: number, column: number): number | undefined {
  const ts = loadTypeScript();
  const first = transpile(ts, withExports(ts, code), ts.ModuleKind.ESNext);
  const second = transpile(ts, first.code, ts.ModuleKind.CommonJS);
  const between = second.map.findEntry(line - 1, column - 1);
  if (!("originalLine" in between)) return undefined;
  const origin = first.map.findEntry(between.originalLine, between.originalColumn);
  if (!("originalLine" in origin)) return undefined;
  return origin.originalLine < code.split("\n").length ? origin.originalLine + 1 : undefined;
}

/** The kernel exports every top-level name, and the value of a last expression, which it shows. */
function withExports(ts: TypeScript, code: string): string {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.ES2022);
  const names = topLevelNames(ts, file).map(({ name }) => name);
  const last = file.statements.at(-1);
  const shown = last !== undefined && ts.isExpressionStatement(last) ? "\nexport let tsLastExpr;" : "";
  return `${code}\nexport { ${names.join(", ")} };${shown}`;
}

function transpile(ts: TypeScript, code: string, module: number): { code: string; map: SourceMap } {
  const { outputText, sourceMapText } = ts.transpileModule(code, {
    compilerOptions: {
      module,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      noImplicitUseStrict: true,
      sourceMap: true,
    },
  });
  return { code: outputText, map: new SourceMap(JSON.parse(sourceMapText ?? "{}")) };
}
