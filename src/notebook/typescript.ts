/** The TypeScript that tslab compiles cells with; unlike TypeScript 7 it can be asked about syntax from a program. */
import { createRequire } from "node:module";
import type typescript from "@tslab/typescript-for-tslab";

export type TypeScript = typeof typescript;

let loaded: TypeScript | undefined;

/** Loaded when first needed: it is large, and running notebooks that do not fail needs none of it. */
export function loadTypeScript(): TypeScript {
  if (loaded === undefined) {
    // Asked for by tslab's own name for it, because it is tslab's dependency and need not lie beside it.
    const tslab = createRequire(import.meta.url).resolve("tslab");
    loaded = createRequire(tslab)("@tslab/typescript-for-tslab") as TypeScript;
  }
  return loaded;
}

/** A name declared at the top of a module, with the place of its declaration. */
export interface Declared {
  readonly name: string;
  readonly position: number;
}

/** The names a file declares at its top level, values and types alike, in order. */
export function topLevelNames(ts: TypeScript, file: typescript.SourceFile): Declared[] {
  const found: Declared[] = [];
  const add = (name: typescript.Identifier): void => {
    found.push({ name: name.text, position: name.getStart(file) });
  };
  const addBinding = (name: typescript.BindingName): void => {
    if (ts.isIdentifier(name)) add(name);
    else for (const element of name.elements) if (ts.isBindingElement(element)) addBinding(element.name);
  };
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) addBinding(declaration.name);
    } else if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      if (clause?.name) add(clause.name);
      if (clause?.namedBindings === undefined) continue;
      if (ts.isNamespaceImport(clause.namedBindings)) add(clause.namedBindings.name);
      else for (const element of clause.namedBindings.elements) add(element.name);
    } else if (isNamedDeclaration(ts, statement) && statement.name && ts.isIdentifier(statement.name)) {
      add(statement.name);
    }
  }
  return found;
}

function isNamedDeclaration(
  ts: TypeScript,
  statement: typescript.Statement,
): statement is
  | typescript.FunctionDeclaration
  | typescript.ClassDeclaration
  | typescript.InterfaceDeclaration
  | typescript.TypeAliasDeclaration
  | typescript.EnumDeclaration
  | typescript.ModuleDeclaration {
  return (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  );
}
