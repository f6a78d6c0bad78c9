/**
 * `export` in a cell, which says what every cell's names are anyway. tslab exports them once more and then finds them
 * declared twice.
 *
 *     export const x = 1;    ⟶         const x = 1;
 *     export { x };          ⟶  ;
 *
 * `export default` of what has no name stays as it is.
 */
import type typescript from "@tslab/typescript-for-tslab";
import type { TypeScript } from "../typescript.js";

/** A cell's text without the word, every other character in its place. */
export function withoutExports(ts: TypeScript, file: typescript.SourceFile): string {
  let { text } = file;
  const blank = (node: typescript.Node, mark: string = ""): void => {
    const [start, end] = [node.getStart(file), node.end];
    const blanks = text.slice(start + mark.length, end).replace(/[^\r\n]/g, " ");
    text = text.slice(0, start) + mark + blanks + text.slice(end);
  };
  for (const statement of file.statements) {
    // A bracket behind it must not become a part of the statement before it.
    if (ts.isExportDeclaration(statement)) blank(statement, ";");
    const isNameless = (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && !statement.name;
    const modifiers = ts.canHaveModifiers(statement) && !isNameless ? (ts.getModifiers(statement) ?? []) : [];
    const { ExportKeyword, DefaultKeyword } = ts.SyntaxKind;
    modifiers.filter(({ kind }) => kind === ExportKeyword || kind === DefaultKeyword).forEach((word) => blank(word));
  }
  return text;
}
