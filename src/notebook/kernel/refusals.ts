/** What a cell cannot hold, though a module can. */
import type typescript from "@tslab/typescript-for-tslab";
import type { Diagnostic } from "tslab/dist/converter.js";
import { type TypeScript, topLevelNames } from "../typescript.js";
import { GUARD } from "./guard-awaits.js";
import { varNames } from "./var-names.js";

/** Names that the code around a cell needs: a cell that declared one would cut itself off from the others. */
const JOINTS: readonly string[] = ["exports", "require", GUARD, "globalThis", "undefined"];

export function refusals(ts: TypeScript, file: typescript.SourceFile): Diagnostic[] {
  const placeOf = (offset: number): Diagnostic["start"] => ({ offset, ...file.getLineAndCharacterOfPosition(offset) });
  const refusal = (messageText: string, start: number, end: number): Diagnostic => ({
    start: placeOf(start),
    end: placeOf(end),
    messageText,
    category: ts.DiagnosticCategory.Error,
    code: 0,
  });
  const rule = `a name must not be one that cells are joined by, ${JOINTS.join(", ")}`;
  const declared = new Map([...topLevelNames(ts, file), ...varNames(ts, file)].map((one) => [one.position, one]));
  const names = [...declared.values()]
    .filter(({ name }) => JOINTS.includes(name))
    .map(({ name, position }) => refusal(`cell: ${rule}, got ${name}`, position, position + name.length));
  const passedOn = file.statements.filter(ts.isExportDeclaration).flatMap((statement) => {
    const told = whyNotExported(ts, statement, file);
    return told === undefined ? [] : [refusal(told, statement.getStart(file), statement.end)];
  });
  return [...names, ...passedOn];
}

function whyNotExported(
  ts: TypeScript,
  statement: typescript.ExportDeclaration,
  file: typescript.SourceFile,
): string | undefined {
  const { moduleSpecifier, exportClause: clause } = statement;
  if (moduleSpecifier !== undefined) {
    return `cell: names of a module must be imported, not exported, got ${statement.getText(file)}`;
  }
  const renamed = clause && ts.isNamedExports(clause) ? clause.elements.find((one) => one.propertyName) : undefined;
  return renamed && `cell: a name must be exported as it is, not as another, got ${renamed.getText(file)}`;
}
