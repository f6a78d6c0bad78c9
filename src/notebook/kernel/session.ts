/** What the cells of a notebook share: their names, their types, the modules they load. */
import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import type { CompletionInfo, ConvertResult, Diagnostic } from "tslab/dist/converter.js";
import type { CodeMetadata } from "tslab/dist/metadata.js";
import { loadTypeScript } from "../typescript.js";
import type { CellConverter } from "./cell-converter.js";
import { namesOfCells } from "./cell-names.js";
import type { Completeness } from "./completeness.js";
import { cellName, type SourceText } from "./error-report.js";
import { importedFiles } from "./imported-files.js";
import { keptDeclarations } from "./kept-declarations.js";
import { mendedCompletion, placeOfCall } from "./questions.js";

const modules = createRequire(import.meta.url);
const { getCodeMetadata } = modules("tslab/dist/metadata.js") as {
  getCodeMetadata: (code: string) => CodeMetadata;
};
const { printQuickInfo } = modules("tslab/dist/inspect.js") as { printQuickInfo: (information: unknown) => string };

/** How a cell went: not compiled, or run to its value; where it is `awaited`, to a promise of it. */
export type Ran =
  | { readonly diagnostics: readonly Diagnostic[] }
  | { readonly value: unknown; readonly awaited: boolean };

export interface Session {
  run(code: string, number: number): Ran;
  complete(code: string, position: number): CompletionInfo;
  /** The type and the doc comment of what stands at `position`, as text. */
  describe(code: string, position: number): string | undefined;
  isComplete(code: string): Completeness;
  /** The cells run so far and the files they import, by their names in stack traces. */
  readonly sources: ReadonlyMap<string, SourceText>;
}

export function session(converter: CellConverter, folder: string): Session {
  const sources = new Map<string, SourceText>();
  const names = namesOfCells();
  const files = importedFiles(folder);
  let declarations = "";
  /** The cell run last, with what later ones would be told if it were `whole`; a stopped one may never say that it ended. */
  let last: { readonly declarations: string; whole: boolean } | undefined;

  /** What the last cell declares is known to the next ones also where it failed or was stopped, as far as it came. */
  function settle(): void {
    if (last === undefined) return;
    const kept = names.end(last.whole);
    declarations = keptDeclarations(loadTypeScript(), declarations, last.declarations, kept);
    last = undefined;
  }

  function run(code: string, number: number): Ran {
    settle();
    const about = getCodeMetadata(code);
    if (about.module !== undefined) {
      const diagnostics = converter.addModule(about.module, code, about);
      return diagnostics.length > 0 ? { diagnostics } : { value: undefined, awaited: false };
    }
    const conversion = converter.convert(declarations, code);
    files.update(conversion.files);
    for (const { path, placeInText } of conversion.files) {
      sources.set(path, { title: path.replace(/\.js$/, ".ts"), placeInText });
    }
    if (conversion.diagnostics.length > 0) return { diagnostics: conversion.diagnostics };
    const after = conversion.declOutput ?? "";
    if (!conversion.output) {
      declarations = after;
      return { value: undefined, awaited: false };
    }
    const title = cellName(number);
    sources.set(title, { title, code, placeInText: conversion.placeInText });
    const body = functionOf(conversion, title);
    const cell = { declarations: after, whole: false };
    names.begin(conversion.names);
    last = cell;
    const ran = body(names.exports, files.require);
    const valueOf = (): unknown => {
      cell.whole = true;
      return takeValue(names.exports, conversion.lastExpressionVar);
    };
    const awaited = conversion.hasToplevelAwait === true;
    return { value: awaited ? (ran as Promise<void>).then(valueOf) : valueOf(), awaited };
  }

  return {
    run,
    complete(code, position) {
      settle();
      const found = converter.complete(declarations, code, position);
      return mendedCompletion(found, position, (name) => Object.hasOwn(names.exports, name));
    },
    describe(code, position) {
      settle();
      const at = (place: number | undefined): unknown => place && converter.inspect(declarations, code, place);
      const information = converter.inspect(declarations, code, position) ?? at(placeOfCall(code, position));
      return information ? printQuickInfo(information) : undefined;
    },
    isComplete: converter.isComplete,
    sources,
  };
}

type CellFunction = (exports: object, require: (id: string) => unknown) => unknown;

/** A function, not a script, so that names can be declared again and loops run fast. */
function functionOf(
  { output, hasToplevelAwait }: Pick<ConvertResult, "output" | "hasToplevelAwait">,
  filename: string,
): CellFunction {
  const head = `(${hasToplevelAwait ? "async " : ""}function (exports, require) {`;
  return runInThisContext(`${head}\n${output}\n})`, { filename, lineOffset: -1 }) as CellFunction;
}

function takeValue(names: Record<string, unknown>, name: string | undefined): unknown {
  if (name === undefined) return undefined;
  const value = names[name];
  delete names[name];
  // A function without a name was given the variable's.
  if (typeof value === "function" && value.name === name) Object.defineProperty(value, "name", { value: "" });
  return value;
}
