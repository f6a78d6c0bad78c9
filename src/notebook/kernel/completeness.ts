/** Whether a cell is whole: consoles ask when Enter is pressed, to run it or to go on with the next line. */
import type typescript from "@tslab/typescript-for-tslab";
import type { TypeScript } from "../typescript.js";

/** Names are the wire's own. `indent` is what the next line begins with. */
export type Completeness =
  | { readonly status: "complete" }
  | { readonly status: "invalid" }
  | { readonly status: "incomplete"; readonly indent: string };

/** A cell is a module, in which `await` may stand outside functions. */
const BEFORE = "export {};\n";

/** An unclosed string literal and an unclosed regular expression: another line does not close them. */
const NEVER_CLOSED: readonly number[] = [1002, 1161];
/** An unclosed comment and an unclosed template literal, of which an indent would be a part. */
const TEXTS: readonly number[] = [1010, 1160];

/** «Declaration or statement expected», of a word that must not stand alone. */
const STATEMENT_EXPECTED = 1128;
const OPENERS: readonly string[] = ["import", "export"];

/** A cell goes on where the first thing that is wrong with it is that it ends; blanks and comments behind it say nothing. */
export function completeness(ts: TypeScript, code: string): Completeness {
  const text = BEFORE + code;
  const file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.Latest) as typescript.SourceFile & Parsed;
  const end = file.endOfFileToken.pos;
  const incomplete = { status: "incomplete", indent: indentAfter(code) } as const;
  const [first] = [...file.parseDiagnostics].sort((a, b) => a.start - b.start);
  if (first === undefined) return declaresNothing(ts, file) ? incomplete : { status: "complete" };
  const isOpener = first.code === STATEMENT_EXPECTED && OPENERS.includes(text.slice(first.start, end));
  if (isOpener) return incomplete;
  if (first.start < end || NEVER_CLOSED.includes(first.code)) return { status: "invalid" };
  return TEXTS.includes(first.code) ? { ...incomplete, indent: "" } : incomplete;
}

/** `const`, `let` or `const a,` at the end, which the compiler takes for whole and complains of only when it asks for types. */
function declaresNothing(ts: TypeScript, file: typescript.SourceFile): boolean {
  const last = file.statements.at(-1);
  if (last === undefined) return false;
  if (ts.isExpressionStatement(last)) return last.getText(file) === "let";
  if (!ts.isVariableStatement(last)) return false;
  const { declarations } = last.declarationList;
  const endsWithComma = declarations.hasTrailingComma === true && declarations.end === last.end;
  return declarations.length === 0 || endsWithComma;
}

/** What the compiler keeps of a file but does not declare. */
interface Parsed {
  readonly parseDiagnostics: readonly typescript.DiagnosticWithLocation[];
}

/** That of the last line, and more behind a bracket. */
function indentAfter(code: string): string {
  const [, indent, rest] = /([^\S\n]*)(.*)$/.exec(code) ?? ["", "", ""];
  return /[([{]\s*$/.test(rest) ? `${indent}  ` : indent;
}
