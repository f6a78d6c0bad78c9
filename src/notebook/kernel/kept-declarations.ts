/** What later cells are told of the names of a cell that failed: of those that are still an earlier cell's, what they were. */
import type typescript from "@tslab/typescript-for-tslab";
import type { TypeScript } from "../typescript.js";

/**
 * The declarations before a cell and after it, as tslab writes them, mixed: of the names `kept` the earlier ones, as values
 * and as types, of all others the later ones.
 */
export function keptDeclarations(ts: TypeScript, before: string, after: string, kept: ReadonlySet<string>): string {
  if (kept.size === 0) return after;
  return only(ts, after, (name) => !kept.has(name)) + only(ts, before, (name) => kept.has(name));
}

function only(ts: TypeScript, text: string, isWanted: (name: string) => boolean): string {
  const { factory } = ts;

  function wanted(statement: typescript.Statement): typescript.Statement | undefined {
    if (ts.isVariableStatement(statement)) {
      const { modifiers, declarationList: list } = statement;
      const declarations = list.declarations.filter(({ name }) => ts.isIdentifier(name) && isWanted(name.text));
      const rest = factory.updateVariableDeclarationList(list, declarations);
      return declarations.length > 0 ? factory.updateVariableStatement(statement, modifiers, rest) : undefined;
    }
    if (ts.isImportDeclaration(statement)) return wantedImport(statement);
    const { name } = statement as typescript.Statement & Named;
    return isWanted(name?.text ?? "default") ? statement : undefined;
  }

  function wantedImport(statement: typescript.ImportDeclaration): typescript.Statement | undefined {
    const { modifiers, importClause: clause, moduleSpecifier, assertClause } = statement;
    if (clause === undefined) return undefined;
    const name = clause.name && isWanted(clause.name.text) ? clause.name : undefined;
    const bindings = clause.namedBindings && wantedBindings(clause.namedBindings);
    if (name === undefined && bindings === undefined) return undefined;
    const rest = factory.updateImportClause(clause, clause.isTypeOnly, name, bindings);
    return factory.updateImportDeclaration(statement, modifiers, rest, moduleSpecifier, assertClause);
  }

  function wantedBindings(bindings: typescript.NamedImportBindings): typescript.NamedImportBindings | undefined {
    if (ts.isNamespaceImport(bindings)) return isWanted(bindings.name.text) ? bindings : undefined;
    const elements = bindings.elements.filter(({ name }) => isWanted(name.text));
    return elements.length > 0 ? factory.updateNamedImports(bindings, elements) : undefined;
  }

  const file = ts.createSourceFile("declarations.d.ts", text, ts.ScriptTarget.Latest);
  const statements = file.statements.flatMap((statement) => wanted(statement) ?? []);
  return ts.createPrinter({ newLine: ts.NewLineKind.LineFeed }).printFile(factory.updateSourceFile(file, statements));
}

/** Functions, classes, interfaces and their like; what has none is called «default». */
interface Named {
  readonly name?: { readonly text: string };
}
