/** Rewrites `await x` as `await __maruyama__.awaited(x)`, and `for await` alike, so that what waits can be stopped. */
import type typescript from "@tslab/typescript-for-tslab";
import type { TypeScript } from "../typescript.js";

/** The global object the rewritten code calls; it can define properties, too. */
export const GUARD = "__maruyama__";

export interface AwaitGuard {
  /** The thing awaited, or a promise of it that is rejected when the cell is stopped. */
  awaited(value: unknown): unknown;
  /** The iterable, whose steps are guarded alike. */
  iterated(values: AsyncIterable<unknown> | Iterable<unknown>): AsyncIterable<unknown>;
}

/** `onTopLevel` is called where something is awaited outside functions. */
export function guardAwaits(
  ts: TypeScript,
  onTopLevel: () => void,
): typescript.TransformerFactory<typescript.SourceFile> {
  return (context) => {
    const { factory } = context;
    let functions = 0;
    const guarded = (name: keyof AwaitGuard, expression: typescript.Expression): typescript.Expression =>
      ts.setTextRange(
        factory.createCallExpression(
          factory.createPropertyAccessExpression(factory.createIdentifier(GUARD), name),
          undefined,
          [expression],
        ),
        expression,
      );
    const visit = (node: typescript.Node): typescript.Node => {
      const own = ts.isFunctionLike(node) ? 1 : 0;
      functions += own;
      const inner = ts.visitEachChild(node, visit, context);
      functions -= own;
      if (ts.isAwaitExpression(inner)) {
        if (functions === 0) onTopLevel();
        return factory.updateAwaitExpression(inner, guarded("awaited", inner.expression));
      }
      if (ts.isForOfStatement(inner) && inner.awaitModifier !== undefined) {
        if (functions === 0) onTopLevel();
        const { awaitModifier, initializer, expression, statement } = inner;
        return factory.updateForOfStatement(
          inner,
          awaitModifier,
          initializer,
          guarded("iterated", expression),
          statement,
        );
      }
      return inner;
    };
    return (file) => ts.visitNode(file, visit) as typescript.SourceFile;
  };
}
