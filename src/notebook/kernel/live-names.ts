/**
 * Makes the names that a cell declares one and the same variable for all cells. tslab gives other cells a copy, so that a
 * function which reads `n` would not see what a later cell assigns to it; and to keep the copy, every `n++` of a loop
 * would go through it.
 *
 *     let n = 0; export { n };  ⟶  __maruyama__.define(exports, "n", { get: () => n, set: (value) => { n = value; } });
 *                                  let n = 0;
 *
 * What defines them is `Object.defineProperty`, under a name that no cell may declare. It stands at the head, where the
 * variables have no values yet: see cell-names.ts for what others see until they have.
 */
import type typescript from "@tslab/typescript-for-tslab";
import type { TypeScript } from "../typescript.js";
import type { CellNames } from "./cell-names.js";
import { GUARD } from "./guard-awaits.js";
import { laterUses } from "./later-uses.js";
import { varNames } from "./var-names.js";

/** What TypeScript writes before a module's own statements; it would assign to variables of earlier cells. */
const CLEARED_EXPORTS = /^exports\.\S+ = (exports\.\S+ = )*void 0;$/m;

/** JavaScript without the line that clears what it exports; the others keep their numbers. */
export function withoutCleared(code: string): string {
  return code.replace(CLEARED_EXPORTS, "");
}

/** What TypeScript marks a module with, before its own statements, which may declare an `Object`. */
const MODULE_MARK = /^Object\.defineProperty(?=\(exports, "__esModule", \{ value: true \}\);$)/m;

/** JavaScript that marks itself as a module under a name that it cannot have declared. */
export function withOwnMark(code: string): string {
  return code.replace(MODULE_MARK, `${GUARD}.define`);
}

/** `onNames` is told what each file declares. */
export function liveNames(
  ts: TypeScript,
  onNames: (names: CellNames) => void,
): typescript.TransformerFactory<typescript.SourceFile> {
  return ({ factory }) => {
    function defined({ propertyName, name }: typescript.ExportSpecifier): typescript.Statement {
      const local = propertyName ?? name;
      // A cell's own variable may be called so.
      const value = factory.createUniqueName("value");
      const parameter = factory.createParameterDeclaration(undefined, undefined, value);
      const assign = factory.createExpressionStatement(factory.createAssignment(local, value));
      const arrow = (parameters: typescript.ParameterDeclaration[], body: typescript.ConciseBody) =>
        factory.createArrowFunction(undefined, undefined, parameters, undefined, undefined, body);
      const accessors = factory.createObjectLiteralExpression([
        factory.createPropertyAssignment("get", arrow([], local)),
        factory.createPropertyAssignment("set", arrow([parameter], factory.createBlock([assign]))),
      ]);
      const define = factory.createPropertyAccessExpression(factory.createIdentifier(GUARD), "define");
      const words = [factory.createIdentifier("exports"), factory.createStringLiteral(name.text), accessors];
      return factory.createExpressionStatement(factory.createCallExpression(define, undefined, words));
    }

    return (file) => {
      const imported = new Set(file.statements.filter(ts.isImportDeclaration).flatMap((one) => namesOf(ts, one)));
      const head: typescript.Statement[] = [];
      const all = new Set<string>();
      const statements = file.statements.flatMap((statement) => {
        if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier !== undefined) return [statement];
        const { exportClause: clause } = statement;
        if (clause === undefined || !ts.isNamedExports(clause)) return [statement];
        const isImported = ({ propertyName, name }: typescript.ExportSpecifier): boolean =>
          imported.has((propertyName ?? name).text);
        for (const { name } of clause.elements) all.add(name.text);
        head.push(...clause.elements.filter((element) => !isImported(element)).map(defined));
        const rest = factory.updateNamedExports(clause, clause.elements.filter(isImported));
        return [factory.updateExportDeclaration(statement, undefined, false, rest, undefined, undefined)];
      });
      const original = ts.getOriginalNode(file) as typescript.SourceFile;
      const hoisted = new Set(varNames(ts, original).map(({ name }) => name));
      onNames({ all, hoisted, imported, uses: laterUses(ts, original) });
      return factory.updateSourceFile(file, [...head, ...statements]);
    };
  };
}

function namesOf(ts: TypeScript, { importClause }: typescript.ImportDeclaration): string[] {
  const { name, namedBindings } = importClause ?? {};
  const more =
    namedBindings === undefined
      ? []
      : ts.isNamespaceImport(namedBindings)
        ? [namedBindings.name]
        : namedBindings.elements.map((element) => element.name);
  return [...(name === undefined ? [] : [name]), ...more].map(({ text }) => text);
}
