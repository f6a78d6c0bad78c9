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

/** A cell that was run or a file it imports, found by its name in a stack trace. */
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

/** V8 writes a place as «cell 3:LINE:COLUMN» or «/folder/file.js:LINE:COLUMN». */
const PLACE = /(\bcell \d+|(?:[A-Za-z]:)?[\\/][^():]*\.js):(\d+):(\d+)/g;
/** Frames of the kernel and of Node below a cell's own say nothing about it. */
const KERNEL_FRAME =
  /^\s+at .*([\\/]notebook[\\/]kernel[\\/]|\(?node:|__maruyama__)|^\s+\.\.\. \d+ lines matching cause stack trace/;
/** Functions of cells are called as the names object's own, which says nothing either. */
const NAMES_OBJECT = /^(\s+at (?:async )?)Proxy\./;
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
  const lines = withoutKernelFrames(textOf(error).split("\n"), sources);
  const first = lines.findIndex((line) => FRAME.test(line));
  const excerpt = innermostExcerpt(lines, sources);
  const told = lines.map((line) =>
    line.replace(NAMES_OBJECT, "$1").replace(PLACE, (text, ...at) => {
      const place = placeOf(at, sources);
      return place === undefined ? text : `${place.source.title}:${place.line + 1}:${place.column + 1}`;
    }),
  );
  const at = first < 0 ? told.length : first;
  const [ename, evalue] = nameAndMessage(error);
  return { ename, evalue, traceback: [...headed(told.slice(0, at), ename), ...excerpt, ...told.slice(at)] };
}

function withoutKernelFrames(lines: readonly string[], sources: SourceTexts): string[] {
  const kept: string[] = [];
  for (const line of lines) {
    // What has no place in its cell's text was written by the kernel.
    const places = FRAME.test(line) ? [...line.matchAll(PLACE)] : [];
    const isKernels = places.some(([, ...at]) => sources.has(at[0]) && placeOf(at, sources) === undefined);
    if (!isKernels && !KERNEL_FRAME.test(line)) kept.push(line);
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

type At = readonly (string | number)[];

function placeOf([name, line, column]: At, sources: SourceTexts) {
  const source = sources.get(`${name}`);
  const place = source?.placeInText({ line: Number(line) - 1, column: Number(column) - 1 });
  return source === undefined || place === undefined ? undefined : { source, ...place };
}

/** The lines around the innermost place in a cell. */
function innermostExcerpt(lines: readonly string[], sources: SourceTexts): string[] {
  for (const line of lines.filter((one) => FRAME.test(one))) {
    for (const [, ...at] of line.matchAll(PLACE)) {
      const place = placeOf(at, sources);
      if (place?.source.code === undefined) continue;
      return [`${place.source.title}, line ${place.line + 1}`, ...excerptOf(place.source.code, place.line)];
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
