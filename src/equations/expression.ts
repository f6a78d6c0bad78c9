import { type MathNode, parse } from "mathjs/number";
import { suggestion } from "../validate.js";
import { FUNCTIONS, own, ruleOf, SDE_FUNCTIONS } from "./functions.js";
import { canonical } from "./symbols.js";
import type { FunctionNames } from "./tabulated.js";

/** A parsed expression; names are canonical, operators are calls, entries count from 1 as in print. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "entry"; readonly name: string; readonly index: number }
  | { readonly kind: "transpose"; readonly name: string }
  | { readonly kind: "call"; readonly operation: string; readonly arguments: readonly Expression[] };

/** An assignment `target = expression` and the text it was read from. */
export interface Equation {
  readonly target: string;
  readonly expression: Expression;
  readonly text: string;
}

/** Raised for text that is no equation; `where` is the phrase «AdamW, line 2 of update». */
export function equationError(where: string, problem: string): SyntaxError {
  return new SyntaxError(`${where}: ${problem}`);
}

export const number = (value: number): Expression => ({ kind: "number", value });
export const name = (id: string): Expression => ({ kind: "name", name: id });
export const call = (operation: string, ...args: readonly Expression[]): Expression => ({
  kind: "call",
  operation,
  arguments: args,
});

/** Reads `target = expression`. */
export function parseEquation(text: string, where: string, functions: FunctionNames = {}): Equation {
  const node = parseText(text, where);
  if (node.type !== "AssignmentNode" || node.object.type !== "SymbolNode" || ("index" in node && node.index !== null)) {
    throw equationError(where, `must be an assignment «name = expression», got ${JSON.stringify(text)}`);
  }
  return { target: canonical(node.object.name), expression: convert(node.value, where, functions), text };
}

/** Reads an expression. */
export function parseExpression(text: string, where: string, functions: FunctionNames = {}): Expression {
  return convert(parseText(text, where), where, functions);
}

/** The part of mathjs's tree that equations use. */
type Node =
  | { type: "AssignmentNode"; object: Node & { name: string }; value: Node; index: unknown }
  | { type: "ConstantNode"; value: unknown }
  | { type: "SymbolNode"; name: string }
  | { type: "ParenthesisNode"; content: Node }
  | { type: "OperatorNode"; op: string; fn: string; args: Node[] }
  | { type: "FunctionNode"; fn: { name?: string }; args: Node[] }
  | { type: "AccessorNode"; object: Node; index: { dimensions?: Node[] } }
  | { type: "other" };

function parseText(text: unknown, where: string): Node {
  if (typeof text !== "string" || text.trim() === "") {
    throw equationError(where, `must be an equation in text, got ${JSON.stringify(text) ?? String(text)}`);
  }
  try {
    return parse(text) as MathNode as unknown as Node;
  } catch (cause) {
    throw equationError(where, `cannot read ${JSON.stringify(text)}: ${(cause as Error).message}`);
  }
}

const OPERATOR_NAMES: Readonly<Record<string, string>> = {
  add: "add",
  subtract: "subtract",
  multiply: "multiply",
  dotMultiply: "multiply",
  divide: "divide",
  dotDivide: "divide",
  pow: "power",
  dotPow: "power",
  unaryMinus: "negate",
};

function convert(node: Node, where: string, functions: FunctionNames): Expression {
  switch (node.type) {
    case "ConstantNode":
      if (typeof node.value !== "number" || !Number.isFinite(node.value)) {
        throw equationError(where, `a constant must be a finite number, got ${String(node.value)}`);
      }
      return number(node.value);
    case "SymbolNode":
      return canonical(node.name) === "pi" ? number(Math.PI) : name(canonical(node.name));
    case "ParenthesisNode":
      return convert(node.content, where, functions);
    case "OperatorNode":
      return convertOperator(node, where, functions);
    case "FunctionNode":
      return convertFunction(node, where, functions);
    case "AccessorNode":
      return convertEntry(node, where);
    default:
      throw equationError(where, "only assignments, operators + - * / ^, functions and x[1] are understood");
  }
}

function convertOperator(
  node: Extract<Node, { type: "OperatorNode" }>,
  where: string,
  functions: FunctionNames,
): Expression {
  if (node.fn === "unaryPlus") return convert(node.args[0], where, functions);
  if (node.fn === "ctranspose" && node.args[0].type === "SymbolNode") {
    return { kind: "transpose", name: canonical(node.args[0].name) };
  }
  const operation = own(OPERATOR_NAMES, node.fn);
  if (operation === undefined) throw equationError(where, `the operator ${node.op} is not understood`);
  return call(operation, ...node.args.map((argument) => convert(argument, where, functions)));
}

function convertFunction(
  node: Extract<Node, { type: "FunctionNode" }>,
  where: string,
  functions: FunctionNames,
): Expression {
  const written = canonical(node.fn.name ?? "");
  const operation = own(functions, written) ?? written;
  const rule =
    own(functions, written) === undefined
      ? (own(FUNCTIONS, operation) ?? own(SDE_FUNCTIONS, operation))
      : ruleOf(operation);
  if (rule === undefined) {
    const known = [...Object.keys(FUNCTIONS), ...Object.keys(SDE_FUNCTIONS), ...Object.keys(functions)];
    throw equationError(where, `unknown function "${operation}"${suggestion(operation, known)}`);
  }
  if (node.args.length < rule.least || node.args.length > rule.most) {
    const wanted = rule.least === rule.most ? `${rule.least}` : `${rule.least} or ${rule.most}`;
    throw equationError(where, `${written} takes ${wanted} arguments, got ${node.args.length}`);
  }
  return call(operation, ...node.args.map((argument) => convert(argument, where, functions)));
}

function convertEntry(node: Extract<Node, { type: "AccessorNode" }>, where: string): Expression {
  const [index] = node.index.dimensions ?? [];
  const isEntry = node.object.type === "SymbolNode" && node.index.dimensions?.length === 1;
  if (!isEntry || index.type !== "ConstantNode" || !Number.isInteger(index.value) || Number(index.value) < 1) {
    throw equationError(where, "an entry is written x[1], x[2], … with a whole number from 1");
  }
  return { kind: "entry", name: canonical((node.object as { name: string }).name), index: Number(index.value) };
}

/** Every name an expression mentions, entries and transposes included. */
export function namesIn(expression: Expression, found: Set<string> = new Set()): Set<string> {
  if (expression.kind === "call") for (const argument of expression.arguments) namesIn(argument, found);
  else if (expression.kind !== "number") found.add(expression.name);
  return found;
}

/** Every operation an expression calls. */
export function operationsIn(expression: Expression, found: Set<string> = new Set()): Set<string> {
  if (expression.kind === "call") {
    found.add(expression.operation);
    for (const argument of expression.arguments) operationsIn(argument, found);
  }
  return found;
}

/** The expression with names and calls replaced where `replace` returns one; arguments are replaced first. */
export function substitute(expression: Expression, replace: (part: Expression) => Expression | undefined): Expression {
  const inner: Expression =
    expression.kind === "call"
      ? call(expression.operation, ...expression.arguments.map((argument) => substitute(argument, replace)))
      : expression;
  return replace(inner) ?? inner;
}

/** Whether reductions or entries make an operation couple coordinates. */
export function isReduction(operation: string, argumentCount: number): boolean {
  return ruleOf(operation)?.shape === "reduce" || (operation === "max" && argumentCount === 1);
}
