/**
 * Stack traces in lines of the cells and of the files they import, without the kernel's own calls, whoever reads them:
 * a traceback, `console.error(error)`, `error.stack`. https://v8.dev/docs/stack-trace-api
 */
import { types } from "node:util";
import type { SourceTexts } from "./error-report.js";

interface Frame {
  readonly text: string;
  readonly isSource: boolean;
  readonly isKernel: boolean;
}

/** V8 writes a place as «cell 3:LINE:COLUMN» or «/folder/file.js:LINE:COLUMN». */
const PLACE = /(\bcell \d+|(?:[A-Za-z]:)?[\\/][^():]*\.js):(\d+):(\d+)/g;
/** Functions of cells are called as the names object's own, which says nothing. */
const NAMES_OBJECT = /^((?:async )?)Proxy\./;
/** V8 tells wrongly from where a text was evaluated, which the next call tells as well. */
const EVALUATED_AT = /eval at .*, (?=<anonymous>:)/;
const NODE_PLACE = /(^|\()node:/;
const CELL_FRAME = /^\s+at .*\bcell \d+:\d+:\d+/m;
/** Calls that a trace tells, where V8 tells 10: a package that fails may be deep in its own. */
const MOST_CALLS = 40;
const KERNEL_FOLDER: string = new URL(".", import.meta.url).href;

/** From now on stack traces tell places in `sources`; a function of a cell's own in `Error.prepareStackTrace` replaces this. */
export function tellPlacesIn(sources: () => SourceTexts): void {
  Error.stackTraceLimit = MOST_CALLS;
  const own: Prepare = (error, calls) =>
    [headOf(error), ...framesOf(calls, sources()).map((frame) => `    at ${frame}`)].join("\n");
  let prepare: unknown = own;
  Object.defineProperty(Error, "prepareStackTrace", {
    get: () => prepare,
    set: (given: unknown) => {
      // Programs set it to undefined where they are done with their own.
      prepare = typeof given === "function" ? given : own;
    },
    configurable: true,
  });
}

type Prepare = NonNullable<typeof Error.prepareStackTrace>;

/**
 * Adds to the stack of an error that tells no line of a cell, as those of native code and of timers, who awaits it. To be
 * called in the handler of a promise's rejection, where V8 knows that.
 */
export function addCallers(error: unknown): void {
  try {
    if (!(error instanceof Error || types.isNativeError(error))) return;
    const callers = `${new Error().stack}`.split("\n").filter((line) => /^ {4}at async /.test(line));
    const { stack } = error;
    if (typeof stack !== "string" || CELL_FRAME.test(stack) || callers.length === 0) return;
    const value = [stack, ...callers].join("\n");
    // Where an error is frozen its stack stays as it is.
    Reflect.defineProperty(error, "stack", { value, writable: true, configurable: true });
  } catch {
    // A stack that cannot be read is not told.
  }
}

/** As Node writes it: errors of its own say their code behind their name. */
function headOf(error: Error): string {
  try {
    const { name, code } = error as NodeJS.ErrnoException;
    const told = String(error);
    return told.startsWith(`${name} [${code}]`) ? told : Error.prototype.toString.call(error);
  } catch {
    return "<error>";
  }
}

function framesOf(calls: readonly NodeJS.CallSite[], sources: SourceTexts): string[] {
  const frames = calls.map((call) => frameOf(`${call}`, sources));
  const last = frames.map(({ isSource }) => isSource).lastIndexOf(true);
  // Without a cell in it, it is an error of the kernel's own.
  if (last < 0) return frames.map(({ text }) => text);
  const isTold = ({ text, isKernel }: Frame, i: number): boolean => !isKernel && (i < last || !NODE_PLACE.test(text));
  return frames.filter(isTold).map(({ text }) => text);
}

function frameOf(call: string, sources: SourceTexts): Frame {
  let isSource = false;
  let isKernel = call.includes(KERNEL_FOLDER);
  const text = call
    .replace(NAMES_OBJECT, "$1")
    .replace(EVALUATED_AT, "")
    .replace(PLACE, (place: string, name: string, line: string, column: string) => {
      const source = sources.get(name);
      if (source === undefined) return place;
      isSource = true;
      const own = source.placeInText({ line: Number(line) - 1, column: Number(column) - 1 });
      // What has no place in its cell's text was written by the kernel.
      isKernel ||= own === undefined;
      return own === undefined ? place : `${source.title}:${own.line + 1}:${own.column + 1}`;
    });
  return { text, isSource, isKernel };
}
