/** What a notebook shows of an error: its name, its message, the line of the cell it came from, and the calls that led there. */
import { inspect } from "node:util";
import type { Diagnostic } from "tslab/dist/converter.js";
import type { PlaceInText } from "./cell-converter.js";

/** Names are the wire's own. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** A cell that was run or a file it imports, found by the name V8 knows it by. */
export interface SourceText {
  readonly title: string;
  /** Of cells, for a reader has files before him. */
  readonly code?: string;
  readonly placeInText: PlaceInText;
}

/** By the names V8 knows them by. */
export type SourceTexts = ReadonlyMap<string, SourceText>;

export function cellName(number: number): string {
  return `cell ${number}`;
}

/** The name of a cell and its line. */
const PLACE_IN_CELL = /\b(cell \d+):(\d+):\d+/g;
/** Calls within Node say nothing about the cell; the kernel's own are left out where stacks are made (stack-traces.ts). */
const NODE_FRAME = /^\s+at .*\(?node:|^\s+\.\.\. \d+ lines matching cause stack trace/;
const FRAME = /^\s+at /;
const LINES_AROUND = 2;
const [red, bold, plain] = ["\x1b[31m", "\x1b[1m", "\x1b[0m"];

/** Never throws: what cannot be shown is told to be so. */
export function reportError(error: unknown, sources: SourceTexts): ErrorReport {
  try {
    return reportShown(error, sources);
  } catch {
    const evalue = "what was thrown cannot be shown";
    return { ename: "Error", evalue, traceback: [evalue] };
  }
}

function reportShown(error: unknown, sources: SourceTexts): ErrorReport {
  const lines = withoutNodeFrames(textOf(error).split("\n"));
  const first = lines.findIndex((line) => FRAME.test(line));
  const excerpt = innermostExcerpt(lines, sources);
  const at = first < 0 ? lines.length : first;
  const [ename, evalue] = nameAndMessage(error);
  return { ename, evalue, traceback: [...headed(lines.slice(0, at), ename), ...excerpt, ...lines.slice(at)] };
}

function withoutNodeFrames(lines: readonly string[]): string[] {
  const kept: string[] = [];
  for (const line of lines) {
    if (!NODE_FRAME.test(line)) kept.push(line);
    // Behind the last frame the error's properties are opened.
    else if (line.endsWith(" {")) kept.push(`${kept.pop()} {`);
  }
  return kept;
}

/** Node writes an error without calls in brackets. */
function textOf(error: unknown): string {
  const hasCalls = !(error instanceof Error) || /\n\s+at /.test(error.stack ?? "");
  return hasCalls ? inspect(error) : `${error}`;
}

/** Errors of the compiler, which are found before anything of the cell runs. */
export function reportDiagnostics(diagnostics: readonly Diagnostic[], code: string): ErrorReport {
  // tslab exports a cell's names in lines after its own, where an unclosed bracket shows once more.
  const height = code.split("\n").length;
  const own = diagnostics.filter(({ fileName, start }) => fileName !== undefined || start.line < height);
  const lines = (own.length > 0 ? own : diagnostics).flatMap(({ fileName, start, end, messageText }) => {
    const place = `${fileName ? `${fileName} ` : ""}${start.line + 1}:${start.character + 1} - ${messageText}`;
    if (fileName !== undefined) return [place];
    const text = code.split("\n")[start.line] ?? "";
    const width = end.line === start.line ? end.character - start.character : text.length - start.character;
    return [place, `    ${text}`, `    ${" ".repeat(start.character)}${red}${"~".repeat(Math.max(1, width))}${plain}`];
  });
  return { ename: "CompileError", evalue: diagnostics[0]?.messageText ?? "", traceback: lines };
}

function nameAndMessage(error: unknown): [string, string] {
  if (error instanceof Error || isErrorLike(error)) return [error.name || "Error", error.message];
  return ["Error", `thrown: ${inspect(error, { breakLength: Number.POSITIVE_INFINITY })}`];
}

/** Errors of another realm are none of this one's. */
function isErrorLike(value: unknown): value is Error {
  return typeof value === "object" && value !== null && "message" in value && "stack" in value && "name" in value;
}

function headed(lines: readonly string[], name: string): string[] {
  return lines.map((line, i) =>
    i === 0 && line.startsWith(name) ? `${red}${name}${plain}${line.slice(name.length)}` : line,
  );
}

/** The lines around the innermost place in a cell. */
function innermostExcerpt(lines: readonly string[], sources: SourceTexts): string[] {
  for (const line of lines.filter((one) => FRAME.test(one))) {
    for (const [, name = "", number] of line.matchAll(PLACE_IN_CELL)) {
      const code = sources.get(name)?.code;
      if (code !== undefined) return [`${name}, line ${number}`, ...excerptOf(code, Number(number) - 1)];
    }
  }
  return [];
}

function excerptOf(code: string, at: number): string[] {
  const lines = code.split("\n");
  const from = Math.max(0, at - LINES_AROUND);
  const shown = lines.slice(from, at + LINES_AROUND + 1);
  return shown.map((text, i) => {
    const number = String(from + i + 1).padStart(5);
    return from + i === at ? `${red}→${plain}${bold}${number.slice(1)} ${text}${plain}` : `${number} ${text}`;
  });
}
