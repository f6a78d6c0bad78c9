/**
 * `{ n }` where `n` is of an earlier cell, which tslab keeps in `exports`: it writes `exports.n` for `n`, and overlooks names
 * that stand for a property and its value at once.
 *
 *     ({ n })              ⟶  ({ n: exports.n })
 *     ({ n } = { n: 2 })   ⟶  ({ n: exports.n } = { n: 2 })
 */
import type typescript from "@tslab/typescript-for-tslab";
import type { TypeScript } from "../typescript.js";

/** `earlier`: the file in which tslab declares the names of earlier cells. */
export function shorthandNames(
  ts: TypeScript,
  checker: typescript.TypeChecker,
  earlier: typescript.SourceFile | undefined,
): typescript.TransformerFactory<typescript.SourceFile> {
  return (context) => {
    const { factory } = context;
    const isEarlier = (node: typescript.ShorthandPropertyAssignment): boolean =>
      checker
        .getShorthandAssignmentValueSymbol(node)
        ?.declarations?.some((declaration) => declaration.getSourceFile() === earlier) === true;
    const visit = (node: typescript.Node): typescript.Node => {
      if (!ts.isShorthandPropertyAssignment(node) || !isEarlier(node)) return ts.visitEachChild(node, visit, context);
      const { name, objectAssignmentInitializer: fallback } = node;
      const value = factory.createPropertyAccessExpression(factory.createIdentifier("exports"), name.text);
      const given = fallback && (ts.visitNode(fallback, visit) as typescript.Expression);
      return factory.createPropertyAssignment(name.text, given ? factory.createAssignment(value, given) : value);
    };
    return (file) => ts.visitNode(file, visit) as typescript.SourceFile;
  };
}
