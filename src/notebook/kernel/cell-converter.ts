/**
 * Cells to JavaScript, by tslab's converter, with what it lacks added at the seams of the TypeScript it calls:
 *
 * - source maps, so that an error is told in lines of the cell;
 * - a call around each thing awaited, so that a cell can be stopped where it waits;
 * - names that are the same variables in all cells, whatever they are called and whether they are exported or not;
 * - files are looked at when a cell is run. tslab's own watchers call into the compiler at any moment, also between two
 *   halves of a conversion, and it dies when an installation changes many files beside the notebook.
 */
import { createRequire, SourceMap } from "node:module";
import type typescript from "@tslab/typescript-for-tslab";
import type { Converter, ConvertResult } from "tslab/dist/converter.js";
import { loadTypeScript } from "../typescript.js";
import { withoutExports } from "./cell-exports.js";
import { type CellNames, NO_NAMES } from "./cell-names.js";
import { type Completeness, completeness } from "./completeness.js";
import { guardAwaits } from "./guard-awaits.js";
import { liveNames, withOwnMark, withoutCleared } from "./live-names.js";
import { programs } from "./programs.js";
import { refusals } from "./refusals.js";
import { watchedFiles } from "./watched-files.js";

/** 0-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place in a text of a place in the JavaScript made of it. */
export type PlaceInText = (place: Place) => Place | undefined;

/** A TypeScript file that a cell imports, as JavaScript; `path` ends with .js. */
export interface ConvertedFile {
  readonly path: string;
  readonly data: string;
  readonly placeInText: PlaceInText;
}

export interface Conversion extends Omit<ConvertResult, "sideOutputs"> {
  readonly placeInText: PlaceInText;
  /** All files that cells import, as they were when a cell last depended on them. */
  readonly files: readonly ConvertedFile[];
  /** What the cell declares; nothing where it could not be converted. */
  readonly names: CellNames;
}

export interface CellConverter extends Pick<Converter, "inspect" | "complete" | "addModule"> {
  convert(declarations: string, code: string): Conversion;
  isComplete(code: string): Completeness;
}

/** What a host is made of: root files, their options, the system, a maker of programs, and who is told of errors and changes. */
type HostParts = [
  string[],
  typescript.CompilerOptions,
  typescript.System,
  unknown,
  typescript.DiagnosticReporter,
  typescript.WatchStatusReporter,
];

interface TslabConverter {
  createConverter(options: object): Converter;
}

/** tslab puts a line before each cell. */
const LINES_BEFORE = 1;

/** «Cannot find module», and the same with a hint about how modules are resolved. */
const CANNOT_FIND_MODULE: readonly number[] = [2307, 2792];

/** The converter of the cells of a kernel that runs in the working directory; takes a second or so. */
export function cellConverter(): CellConverter {
  const ts = loadTypeScript();
  const files = watchedFiles(ts);
  /** By the JavaScript they belong to. */
  const places = new Map<string, PlaceInText>();
  /** tslab gives each file once, also where the cell that imports it is stopped before it can run. */
  const imported = new Map<string, ConvertedFile>();
  let awaits = false;
  let names: CellNames = NO_NAMES;
  replaceInCompiler({
    createWatchCompilerHost(...[roots, options, system, , ...reporters]: HostParts) {
      const withMaps = { ...options, inlineSourceMap: true };
      return ts.createWatchCompilerHost(roots, withMaps, system, programs(ts), ...reporters);
    },
    createWatchProgram(host: typescript.WatchCompilerHostOfFilesAndCompilerOptions<typescript.BuilderProgram>) {
      files.host = host;
      return ts.createWatchProgram(host);
    },
    // tslab compiles twice, to the latest JavaScript and then to CommonJS; here the second time.
    transpileModule(input: string, options: typescript.TranspileOptions) {
      const compilerOptions = { ...options.compilerOptions, sourceMap: true };
      // The cell itself comes last, after the files it imports.
      awaits = false;
      const guard = guardAwaits(ts, () => {
        awaits = true;
      });
      const live = liveNames(ts, (found) => {
        names = found;
      });
      const transformers = { before: [guard, live] };
      const result = ts.transpileModule(withoutMap(input), { ...options, compilerOptions, transformers });
      const outputText = withOwnMark(withoutCleared(withoutMap(result.outputText)));
      places.set(outputText, throughMaps(result.sourceMapText, input));
      return { ...result, outputText };
    },
  });
  // Loaded anew, for it keeps the functions it finds, and tslab's display has loaded it before.
  const modules = createRequire(import.meta.url);
  delete modules.cache[modules.resolve("tslab/dist/converter.js")];
  const { createConverter } = modules("tslab/dist/converter.js") as TslabConverter;
  const converter = createConverter({ isJS: false, isBrowser: false });

  function converted(declarations: string, code: string): Conversion {
    places.clear();
    names = NO_NAMES;
    const { sideOutputs = [], ...result } = converter.convert(declarations, code);
    const placeIn = (output: string): PlaceInText => places.get(output) ?? (() => undefined);
    for (const file of sideOutputs) imported.set(file.path, { ...file, placeInText: placeIn(file.data) });
    // tslab overlooks `for await`.
    const placeInText = withinCell(placeIn(result.output ?? ""), code);
    return { ...result, files: [...imported.values()], names, hasToplevelAwait: awaits, placeInText };
  }

  function convert(declarations: string, text: string): Conversion {
    const cell = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.Latest);
    const refused = refusals(ts, cell);
    if (refused.length > 0) return { diagnostics: refused, files: [], names: NO_NAMES, placeInText: () => undefined };
    const code = withoutExports(ts, cell);
    files.lookAgain();
    let conversion = converted(declarations, code);
    if (conversion.diagnostics.some((diagnostic) => CANNOT_FIND_MODULE.includes(diagnostic.code))) {
      // The package may have been installed since it was last looked for.
      files.forgetAbsent();
      conversion = converted(declarations, code);
    }
    return conversion;
  }

  return { ...converter, convert, isComplete: (code) => completeness(ts, code) };
}

/** Replaces functions of the compiler for what loads it from now on; it does not let itself be changed. */
function replaceInCompiler(functions: Readonly<Record<string, unknown>>): void {
  const modules = createRequire(createRequire(import.meta.url).resolve("tslab"));
  const compiler = modules.cache[modules.resolve("@tslab/typescript-for-tslab")];
  if (compiler === undefined) throw new Error("kernel: the compiler must be loaded before it is changed");
  const original = Object.getOwnPropertyDescriptors(compiler.exports as object);
  const replaced = Object.entries(functions).map(([name, value]) => [name, { value, enumerable: true }] as const);
  compiler.exports = Object.defineProperties({}, { ...original, ...Object.fromEntries(replaced) });
}

const INLINE_MAP = /\n?\/\/# sourceMappingURL=data:application\/json;base64,(\S*)\s*$/;

function withoutMap(code: string): string {
  return code.replace(/\n?\/\/# sourceMappingURL=\S*\s*$/, "");
}

function throughMaps(outer: string | undefined, input: string): PlaceInText {
  const inline = INLINE_MAP.exec(input)?.[1];
  if (outer === undefined || inline === undefined) return () => undefined;
  const second = new SourceMap(JSON.parse(outer));
  const first = new SourceMap(JSON.parse(Buffer.from(inline, "base64").toString("utf8")));
  return (place) => {
    const between = second.findEntry(place.line, place.column);
    if (!("originalLine" in between)) return undefined;
    const origin = first.findEntry(between.originalLine, between.originalColumn);
    if (!("originalLine" in origin)) return undefined;
    return { line: origin.originalLine, column: origin.originalColumn };
  };
}

/** tslab exports a cell's names in lines after its own. */
function withinCell(placeInText: PlaceInText, code: string): PlaceInText {
  const height = code.split("\n").length;
  return (place) => {
    const { line, column } = placeInText(place) ?? { line: -1, column: 0 };
    const own = line - LINES_BEFORE;
    return own >= 0 && own < height ? { line: own, column } : undefined;
  };
}
