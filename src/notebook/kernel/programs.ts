/** The compiler's programs, as light as cells need them. */
import type typescript from "@tslab/typescript-for-tslab";
import { type TypeScript, topLevelNames } from "../typescript.js";
import { shorthandNames } from "./shorthand-names.js";
import { varNames } from "./var-names.js";

/** tslab's names for the file that declares what earlier cells have, for the cell, and for what it declares. */
const EARLIER = "/__prev__.d.ts";
const CELL = "/__tslab__.ts";
const DECLARED = "/__tslab__.d.ts";

/**
 * Programs without the record of what changed since the last one, which takes longer to make than a cell to check. tslab
 * asks that record only which files a cell depends on.
 */
export function programs(ts: TypeScript): typescript.CreateProgram<typescript.BuilderProgram> {
  return (...parts) => {
    const builder = ts.createAbstractBuilder(...(parts as Parameters<typeof ts.createAbstractBuilder>));
    // tslab reads what the cell declares, and where its names stand, before anything has asked for types.
    const { bindSourceFile } = ts as typeof ts & Binder;
    for (const root of builder.getProgram().getRootFileNames()) {
      const file = builder.getSourceFile(root);
      if (file === undefined) continue;
      bindSourceFile(file, builder.getCompilerOptions());
      if (root.endsWith(CELL)) tellAsWritten(ts, file);
    }
    const getAllDependencies = (file: typescript.SourceFile): string[] => {
      const found = new Set([file.fileName]);
      for (const name of found) {
        const source = builder.getSourceFile(name) as (typescript.SourceFile & Resolved) | undefined;
        source?.resolvedModules?.forEach((one) => {
          const path = one?.resolvedModule?.resolvedFileName;
          // Declarations are never compiled, and what they depend on neither.
          if (path !== undefined && !path.endsWith(".d.ts")) found.add(path);
        });
      }
      return [...found];
    };
    const { emit: emitAs } = builder;
    const emit: typeof emitAs = (file, write, token, onlyDeclarations, transformers) => {
      const earlier = builder.getSourceFiles().find(({ fileName }) => fileName.endsWith(EARLIER));
      const shorthand = shorthandNames(ts, builder.getProgram().getTypeChecker(), earlier);
      const writeAll: typescript.WriteFileCallback = (name, text, ...more) => {
        const inner = name.endsWith(DECLARED) && file ? innerVars(ts, builder.getProgram().getTypeChecker(), file) : "";
        write?.(name, text + inner, ...more);
      };
      return emitAs(file, write && writeAll, token, onlyDeclarations, { ...transformers, before: [shorthand] });
    };
    return Object.assign(builder, { getAllDependencies, emit });
  };
}

/** Declares what `var` declares inside the statements of a cell, which the compiler leaves out. */
function innerVars(ts: TypeScript, checker: typescript.TypeChecker, file: typescript.SourceFile & Bound): string {
  const outer = new Set(topLevelNames(ts, file).map(({ name }) => name));
  const inner = new Set(varNames(ts, file).map(({ name }) => name));
  const lines = [...inner].flatMap((name) => {
    const symbol = outer.has(name) ? undefined : file.locals?.get(ts.escapeLeadingUnderscores(name));
    if (symbol === undefined) return [];
    const type = checker.getTypeOfSymbolAtLocation(symbol, file);
    return `declare var ${name}: ${checker.typeToString(type, file, ts.TypeFormatFlags.NoTruncation)};\n`;
  });
  return lines.join("");
}

/** The compiler keeps `__a` as `___a`; tslab, which goes through a cell's names to export them, takes that for the name. */
function tellAsWritten(ts: TypeScript, { locals }: typescript.SourceFile & Bound): void {
  if (locals === undefined) return;
  locals.forEach = (take) => {
    for (const [name, symbol] of locals)
      take(symbol, ts.unescapeLeadingUnderscores(name) as typescript.__String, locals);
  };
}

/** Functions of the compiler that it does not declare, and what it keeps of a file's names and imports. */
interface Binder {
  bindSourceFile(file: typescript.SourceFile, options: typescript.CompilerOptions): void;
}
interface Bound {
  readonly locals?: Map<typescript.__String, typescript.Symbol>;
}
interface Resolved {
  readonly resolvedModules?: {
    forEach(take: (one: { readonly resolvedModule?: typescript.ResolvedModule } | undefined) => void): void;
  };
}
