/** What tslab's own compiler lets pass and then trips over, found in a notebook's cells. */
import type typescript from "@tslab/typescript-for-tslab";
import { loadTypeScript, type TypeScript, topLevelNames } from "./typescript.js";

/** A place in a notebook's code, all cells joined: an offset from its start. */
export interface Finding {
  readonly position: number;
  readonly message: string;
}

/** What a notebook may import; whatever else it needs belongs to the library. */
const importable: readonly string[] = ["maruyama", "tslab"];

const options: typescript.CompilerOptions = { noLib: true, noResolve: true, types: [] };

/** `starts`: where each cell begins in `code`. */
export function lintCells(code: string, starts: readonly number[]): Finding[] {
  const ts = loadTypeScript();
  const { file, checker } = programOf(ts, code);
  const cellOf = (position: number): number => starts.findLastIndex((start) => start <= position) + 1;
  return [
    ...redeclarations(ts, file, cellOf),
    ...shorthands(ts, file, checker),
    ...imports(ts, file),
    ...modules(code, starts),
  ].sort((a, b) => a.position - b.position);
}

/** The kernel lets a later cell take over a name, so that the notebook means another thing when run out of order. */
function redeclarations(ts: TypeScript, file: typescript.SourceFile, cellOf: (position: number) => number): Finding[] {
  const first = new Map<string, number>();
  const findings: Finding[] = [];
  for (const { name, position } of topLevelNames(ts, file)) {
    const cell = cellOf(position);
    const before = first.get(name) ?? cell;
    first.set(name, before);
    if (before !== cell) findings.push({ position, message: `${name} is declared in cell ${before} already` });
  }
  return findings;
}

/** The kernel makes `loss` into `exports.loss`, but not in `{ loss }`, which then fails in a later cell. */
function shorthands(ts: TypeScript, file: typescript.SourceFile, checker: typescript.TypeChecker): Finding[] {
  const findings: Finding[] = [];
  // What the kernel exports is what the binder calls the file's locals, so the linter asks the same.
  const { locals } = file as { locals?: ReadonlyMap<typescript.__String, typescript.Symbol> };
  const visit = (node: typescript.Node): void => {
    if (ts.isShorthandPropertyAssignment(node)) {
      const symbol = checker.getShorthandAssignmentValueSymbol(node);
      if (symbol !== undefined && locals?.get(symbol.escapedName) === symbol) {
        const name = node.name.text;
        findings.push({
          position: node.getStart(file),
          message: `{ ${name} } fails in tslab, because ${name} is declared at the top of a cell; write { ${name}: ${name} }`,
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return findings;
}

function imports(ts: TypeScript, file: typescript.SourceFile): Finding[] {
  const findings: Finding[] = [];
  const visit = (node: typescript.Node): void => {
    const source = importedFrom(ts, node);
    if (source !== undefined && !importable.includes(source.text)) {
      const message = `a notebook imports only from ${importable.map((name) => `"${name}"`).join(" and ")}, not from "${source.text}"`;
      findings.push({ position: source.getStart(file), message });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return findings;
}

/** tslab makes a cell with such a comment a file of its own, which Jupyter's other readers do not understand. */
function modules(code: string, starts: readonly number[]): Finding[] {
  return starts.flatMap((start) => {
    const found = /^\s*\/\*\*\s*@(module|browser)\b/.exec(code.slice(start));
    return found === null ? [] : [{ position: start, message: `@${found[1]} cells are not used here` }];
  });
}

function importedFrom(ts: TypeScript, node: typescript.Node): typescript.StringLiteral | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier : undefined;
  }
  if (ts.isImportEqualsDeclaration(node)) {
    const reference = node.moduleReference;
    const source = ts.isExternalModuleReference(reference) ? reference.expression : undefined;
    return source && ts.isStringLiteral(source) ? source : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require";
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const argument = node.arguments.at(0);
  return (isRequire || isImport) && argument && ts.isStringLiteral(argument) ? argument : undefined;
}

/** One file that sees no other: scopes are all that is asked of it. */
function programOf(ts: TypeScript, code: string): { file: typescript.SourceFile; checker: typescript.TypeChecker } {
  const file = ts.createSourceFile("notebook.ts", code, ts.ScriptTarget.ES2022, true);
  const host: typescript.CompilerHost = {
    getSourceFile: (name) => (name === file.fileName ? file : undefined),
    getDefaultLibFileName: () => "lib.d.ts",
    writeFile: () => {},
    getCurrentDirectory: () => "",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (name) => name === file.fileName,
    readFile: () => undefined,
  };
  return { file, checker: ts.createProgram([file.fileName], options, host).getTypeChecker() };
}
