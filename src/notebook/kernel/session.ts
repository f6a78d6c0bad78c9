/** What the cells of a notebook share: their names, their types, the modules they load. */
import Module, { createRequire } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { runInThisContext } from "node:vm";
import type { CompletionInfo, ConvertResult, Diagnostic } from "tslab/dist/converter.js";
import type { CodeMetadata } from "tslab/dist/metadata.js";
import type { CellConverter, ConvertedFile } from "./cell-converter.js";
import type { Completeness } from "./completeness.js";
import { cellName, type SourceText } from "./error-report.js";

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

  function run(code: string, number: number): Ran {
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
    // What a cell declares is known to the next ones also when it fails or is stopped: what it has computed stays.
    declarations = conversion.declOutput ?? "";
    if (!conversion.output) return { value: undefined, awaited: false };
    const title = cellName(number);
    sources.set(title, { title, code, placeInText: conversion.placeInText });
    const body = functionOf(conversion, title);
    const ran = body(names, files.require);
    const valueOf = (): unknown => takeValue(names, conversion.lastExpressionVar);
    const awaited = conversion.hasToplevelAwait === true;
    return { value: awaited ? (ran as Promise<void>).then(valueOf) : valueOf(), awaited };
  }

  return {
    run,
    complete: (code, position) => converter.complete(declarations, code, position),
    describe(code, position) {
      const information = converter.inspect(declarations, code, position);
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
  return value;
}

/** The object that holds what cells declare: variables of theirs, and imports, whose values are taken at once. */
function namesOfCells(): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  return new Proxy(values, {
    defineProperty(_target, name, { get, set, value }) {
      if (name === "__esModule") return true;
      const held = get && set ? { get, set } : { value: get ? get() : value, writable: true };
      return Reflect.defineProperty(values, name, { ...held, enumerable: true, configurable: true });
    },
  });
}

interface ImportedFiles {
  /** Compiled text of TypeScript files beside the notebook; a changed one is loaded anew, and so is what imports it. */
  update(files: readonly ConvertedFile[]): void;
  readonly require: (id: string) => unknown;
}

function importedFiles(folder: string): ImportedFiles {
  const texts = new Map<string, string>();
  const loaded = new Map<string, Module>();
  /** Who imports a file. */
  const importers = new Map<string, Set<string>>();

  function requireFrom(base: NodeJS.Require, importer: string): NodeJS.Require {
    return new Proxy(base, {
      apply(_target, _self, [id]: [string]) {
        if (id === "tslab") return modules("tslab");
        const path = resolve(dirname(importer), id);
        return fileAt(extname(path) === "" ? `${path}.js` : path, importer)?.exports ?? base(id);
      },
    });
  }

  function fileAt(path: string, importer: string): Module | undefined {
    const text = texts.get(path);
    if (text === undefined) return undefined;
    importers.set(path, (importers.get(path) ?? new Set()).add(importer));
    const known = loaded.get(path);
    if (known !== undefined) return known;
    const file = new Module(path);
    Object.assign(file, { filename: path, paths: nodeModulesAbove(dirname(path)) });
    file.require = requireFrom(file.require as NodeJS.Require, path);
    loaded.set(path, file);
    (file as unknown as { _compile(text: string, path: string): void })._compile(text, path);
    return file;
  }

  function forget(path: string): void {
    if (loaded.delete(path)) importers.get(path)?.forEach(forget);
  }

  const cell = join(folder, "cell.js");
  return {
    update(files) {
      for (const { path, data } of files) {
        texts.set(path, data);
        forget(path);
      }
    },
    require: requireFrom(createRequire(cell), cell),
  };
}

function nodeModulesAbove(folder: string): string[] {
  const above = dirname(folder);
  return [join(folder, "node_modules"), ...(above === folder ? [] : nodeModulesAbove(above))];
}
