import type { Expression } from "./expression.js";
import { own } from "./functions.js";

const SIGNS: Readonly<Record<string, { readonly sign: string; readonly strength: number }>> = {
  add: { sign: " + ", strength: 1 },
  subtract: { sign: " - ", strength: 1 },
  multiply: { sign: "*", strength: 2 },
  divide: { sign: "/", strength: 2 },
  power: { sign: "^", strength: 4 },
};
const NEGATION = 3;
const ATOM = 5;

/** An expression as text that is read back as the same expression; a table is called by its name. */
export function textOf(expression: Expression): string {
  return written(expression).text;
}

/** The text, and how strongly its outermost operator binds. */
function written(expression: Expression): { readonly text: string; readonly strength: number } {
  const atLeast = (part: Expression, strength: number): string => {
    const inner = written(part);
    return inner.strength >= strength ? inner.text : `(${inner.text})`;
  };
  switch (expression.kind) {
    case "number":
      return { text: String(expression.value), strength: expression.value < 0 ? 0 : ATOM };
    case "name":
      return { text: expression.name, strength: ATOM };
    case "entry":
      return { text: `${expression.name}[${expression.index}]`, strength: ATOM };
    case "transpose":
      return { text: `${expression.name}'`, strength: ATOM };
    case "call": {
      const { operation, arguments: args } = expression;
      if (operation === "negate") return { text: `-${atLeast(args[0], NEGATION + 1)}`, strength: NEGATION };
      const operator = own(SIGNS, operation);
      if (operator === undefined) {
        return { text: `${operation.split("#")[0]}(${args.map(textOf).join(", ")})`, strength: ATOM };
      }
      const { sign, strength } = operator;
      // sums and products are read from the left, powers from the right
      const [left, right] = operation === "power" ? [ATOM, ATOM] : [strength, strength + 1];
      return { text: `${atLeast(args[0], left)}${sign}${atLeast(args[1], right)}`, strength };
    }
  }
}
