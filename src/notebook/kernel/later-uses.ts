/** What functions and classes of a cell read when they are called, which may be long after they have their own values. */
import type typescript from "@tslab/typescript-for-tslab";
import type { TypeScript } from "../typescript.js";

/** By name, every name that stands in the function or class, whether it means a variable of the cell or not. */
export function laterUses(ts: TypeScript, file: typescript.SourceFile): Map<string, ReadonlySet<string>> {
  const uses = new Map<string, ReadonlySet<string>>();
  const add = (name: typescript.Node | undefined, body: typescript.Node): void => {
    if (name !== undefined && ts.isIdentifier(name)) uses.set(name.text, identifiersIn(ts, body));
  };
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) add(statement.name, statement);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer && (ts.isFunctionLike(initializer) || ts.isClassLike(initializer))) add(name, initializer);
    }
  }
  return uses;
}

function identifiersIn(ts: TypeScript, node: typescript.Node): Set<string> {
  const found = new Set<string>();
  const visit = (inner: typescript.Node): void => {
    if (ts.isIdentifier(inner)) found.add(inner.text);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
}
