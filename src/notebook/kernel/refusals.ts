/** What a cell cannot hold, though a module can. */
import type typescript from "@tslab/typescript-for-tslab";
import type { Diagnostic } from "tslab/dist/converter.js";
import { type TypeScript, topLevelNames } from "../typescript.js";
import { GUARD } from "./guard-awaits.js";

/** Names that the code around a cell needs: a cell that declared one would cut itself off from the others. */
const JOINTS: readonly string[] = ["exports", "require", GUARD];

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
  const names = topLevelNames(ts, file)
    .filter(({ name }) => JOINTS.includes(name))
    .map(({ name, position }) => refusal(`cell: ${rule}, got ${name}`, position, position + name.length));
  const passedOn = file.statements
    .filter(ts.isExportDeclaration)
    .filter(({ moduleSpecifier }) => moduleSpecifier !== undefined)
    .map((statement) => {
      const start = statement.getStart(file);
      const text = statement.getText(file);
      return refusal(`cell: names of a module must be imported, not exported, got ${text}`, start, statement.end);
    });
  return [...names, ...passedOn];
}
