/** Names that `var` declares: wherever it stands outside functions, they are names of the whole cell. */
import type typescript from "@tslab/typescript-for-tslab";
import type { Declared, TypeScript } from "../typescript.js";

export function varNames(ts: TypeScript, file: typescript.SourceFile): Declared[] {
  const found: Declared[] = [];
  const add = (name: typescript.BindingName): void => {
    if (ts.isIdentifier(name)) found.push({ name: name.text, position: name.getStart(file) });
    else for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name);
  };
  const visit = (node: typescript.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0) {
      for (const { name } of node.declarations) add(name);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
