/**
 * Lines as a program without branches: the parts of it that are needed, the same lines at another point, and their
 * derivative along a direction. All but `singlyAssigned` expect lines in which no name is written twice.
 */
import { derivative } from "./derivative.js";
import { type Equation, type Expression, isReduction, name, namesIn, substitute } from "./expression.js";
import { ruleOf } from "./functions.js";
import type { Scope } from "./shapes.js";
import { isNumber, simplest, ZERO } from "./simplify.js";

/** Lines made from others, and where they hold what the others' names hold. */
export interface Derived {
  readonly lines: readonly Equation[];
  /** What stands for a name of the original lines: a name or a number; a number stands for itself. */
  readonly value: (original: Expression) => Expression;
}

/** The line target = expression. */
export function assign(target: string, expression: Expression): Equation {
  return { target, expression, text: `${target} = …` };
}

/** The lines with a name of its own for every value that a later line overwrites. */
export function singlyAssigned(lines: readonly Equation[]): readonly Equation[] {
  const left = new Map<string, number>();
  for (const { target } of lines) left.set(target, (left.get(target) ?? 0) + 1);
  const current = new Map<string, string>();
  return lines.map(({ target, expression, text }) => {
    const renamed = substitute(expression, (part) => {
      if (part.kind !== "name" && part.kind !== "entry") return undefined;
      return { ...part, name: current.get(part.name) ?? part.name };
    });
    const later = (left.get(target) ?? 1) - 1;
    left.set(target, later);
    current.set(target, later === 0 ? target : `${target}.before${later}`);
    return { target: current.get(target) ?? target, expression: renamed, text };
  });
}

/** The lines that the wanted names depend on. */
export function neededFor(lines: readonly Equation[], wanted: Iterable<string>): readonly Equation[] {
  const needed = new Set(wanted);
  const kept = [...lines].reverse().filter(({ target, expression }) => {
    if (!needed.has(target)) return false;
    namesIn(expression, needed);
    return true;
  });
  return kept.reverse();
}

/** The names that depend on any of the sources, these included. */
export function dependentsOf(lines: readonly Equation[], sources: Iterable<string>): ReadonlySet<string> {
  const dependent = new Set(sources);
  for (const { target, expression } of lines) {
    if ([...namesIn(expression)].some((id) => dependent.has(id))) dependent.add(target);
  }
  return dependent;
}

/** The first line in which a coordinate of its result depends on other coordinates of the sources. */
export function couplingLine(
  lines: readonly Equation[],
  sources: Iterable<string>,
  scope: Scope,
): Equation | undefined {
  const dependent = dependentsOf(lines, sources);
  const depends = (expression: Expression): boolean => [...namesIn(expression)].some((id) => dependent.has(id));
  const isMatrix = (factor: Expression): boolean =>
    factor.kind === "transpose" || (factor.kind === "name" && scope.get(factor.name)?.kind === "matrix");
  const couples = (expression: Expression): boolean => {
    if (expression.kind === "entry") return dependent.has(expression.name);
    if (expression.kind !== "call" || !depends(expression)) return false;
    const { operation, arguments: args } = expression;
    const mixes =
      isReduction(operation, args.length) ||
      ruleOf(operation)?.shape === "vector" ||
      (operation === "multiply" && isMatrix(args[0]));
    return mixes || args.some(couples);
  };
  return lines.find(({ expression }) => couples(expression));
}

/** The lines that depend on what is replaced, once more with the replacements, their results under a prefix. */
export function replaced(
  lines: readonly Equation[],
  prefix: string,
  replacements: ReadonlyMap<string, Expression>,
): Derived {
  const values = new Map(replacements);
  const again: Equation[] = [];
  for (const line of lines) {
    if (![...namesIn(line.expression)].some((id) => values.has(id))) continue;
    keep(again, values, prefix, { ...line, expression: withValues(line.expression, values) });
  }
  return { lines: again, value: (original) => (original.kind === "name" && values.get(original.name)) || original };
}

/** Lines that give the rate of change of every name along the direction given by the seeds. */
export function tangentOf(lines: readonly Equation[], prefix: string, seeds: ReadonlyMap<string, Expression>): Derived {
  const tangents = new Map([...seeds].filter(([, seed]) => !isNumber(seed, 0)));
  const rates: Equation[] = [];
  for (const line of lines) {
    const rate = derivative(line.expression, tangents);
    if (!isNumber(rate, 0)) keep(rates, tangents, prefix, { ...line, expression: rate });
  }
  return { lines: rates, value: (original) => (original.kind === "name" && tangents.get(original.name)) || ZERO };
}

/** Notes where a line's result stands; a name or a number needs no line. */
function keep(lines: Equation[], values: Map<string, Expression>, prefix: string, line: Equation): void {
  const { target, expression, text } = line;
  if (expression.kind === "name" || expression.kind === "number") {
    values.set(target, expression);
    return;
  }
  values.set(target, name(prefix + target));
  lines.push({ target: prefix + target, expression, text });
}

function withValues(expression: Expression, values: ReadonlyMap<string, Expression>): Expression {
  return substitute(expression, (part) => {
    if (part.kind === "call") return simplest(part.operation, ...part.arguments);
    if (part.kind !== "name" && part.kind !== "entry") return undefined;
    const value = values.get(part.name);
    return part.kind === "entry" && value?.kind === "name" ? { ...part, name: value.name } : value;
  });
}
