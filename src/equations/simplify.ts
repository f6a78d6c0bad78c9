/** Expressions built with the identities of 0 and 1 applied, so that what vanishes leaves no trace in a program. */
import { call, type Expression, number } from "./expression.js";

export const ZERO: Expression = number(0);
export const ONE: Expression = number(1);

/** Whether an expression is this very number. */
export function isNumber(expression: Expression, value: number): boolean {
  return expression.kind === "number" && expression.value === value;
}

export const plus = (a: Expression, b: Expression): Expression => simplest("add", a, b);
export const minus = (a: Expression, b: Expression): Expression => simplest("subtract", a, b);
export const times = (a: Expression, b: Expression): Expression => simplest("multiply", a, b);
export const over = (a: Expression, b: Expression): Expression => simplest("divide", a, b);

/**
 * The call, or what it equals where an argument is 0 or 1: 0 + a = a, 0·a = 0, 1·a = a, a/1 = a, −(−a) = a, sum(0) = 0.
 * A 0 may stand for a vector of zeros, and 0·a counts as 0 whatever a is.
 */
export function simplest(operation: string, ...args: readonly Expression[]): Expression {
  const [a, b] = args;
  const hasZero = args.some((argument) => isNumber(argument, 0));
  switch (operation) {
    case "add":
      if (isNumber(a, 0)) return b;
      if (isNumber(b, 0)) return a;
      break;
    case "subtract":
      if (isNumber(b, 0)) return a;
      if (isNumber(a, 0)) return simplest("negate", b);
      break;
    case "multiply":
      if (hasZero) return ZERO;
      if (isNumber(a, 1)) return b;
      if (isNumber(b, 1)) return a;
      break;
    case "divide":
      if (isNumber(a, 0)) return ZERO;
      if (isNumber(b, 1)) return a;
      break;
    case "power":
      if (isNumber(b, 1)) return a;
      break;
    case "negate":
      if (a.kind === "number") return number(a.value === 0 ? 0 : -a.value);
      if (a.kind === "call" && a.operation === "negate") return a.arguments[0];
      break;
    case "sum":
    case "mean":
    case "dot":
      if (hasZero) return ZERO;
      break;
  }
  return call(operation, ...args);
}
