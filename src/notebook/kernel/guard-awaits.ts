/**
 * Rewrites what awaits so that it can be stopped, and so that the guard knows when it goes on:
 *
 *     await x                  ⟶  (await __maruyama__.awaited(x))()
 *     for await (const y of x) ⟶  for await (const y of __maruyama__.iterated(x))
 */
import type typescript from "@tslab/typescript-for-tslab";
import type { TypeScript } from "../typescript.js";

/** The global object the rewritten code calls; it can define properties, too. */
export const GUARD = "__maruyama__";

/** Goes on behind an await: returns what has come, or throws it. */
export type Resumption = () => unknown;

export interface AwaitGuard {
  /** How to go on when `value` has come, or when the cell is stopped. */
  awaited(value: unknown): Resumption | Promise<Resumption>;
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
        const resumption = factory.updateAwaitExpression(inner, guarded("awaited", inner.expression));
        return ts.setTextRange(factory.createCallExpression(resumption, undefined, []), inner);
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
