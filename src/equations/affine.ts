import type { Equation, Expression } from "./expression.js";

/**
 * The first line that is not affine in the sources, as far as its form shows: sums, products and quotients with what is
 * free of them, constant matrices, entries, sums and means over coordinates.
 */
export function nonAffineLine(lines: readonly Equation[], sources: Iterable<string>): Equation | undefined {
  const degrees = new Map<string, number>([...sources].map((id) => [id, 1]));
  return lines.find(({ target, expression }) => {
    const degree = degreeOf(expression, degrees);
    degrees.set(target, degree);
    return degree > 1;
  });
}

/** 0, 1, or 2 for everything else. */
function degreeOf(expression: Expression, degrees: ReadonlyMap<string, number>): number {
  if (expression.kind === "number") return 0;
  if (expression.kind !== "call") return degrees.get(expression.name) ?? 0;
  const { operation, arguments: args } = expression;
  const each = args.map((argument) => degreeOf(argument, degrees));
  const highest = Math.max(...each);
  if (highest === 0) return 0;
  switch (operation) {
    case "add":
    case "subtract":
    case "negate":
    case "sum":
    case "mean":
      return highest;
    case "multiply":
    case "dot":
      return Math.min(2, each[0] + each[1]);
    case "divide":
      return each[1] === 0 ? each[0] : 2;
    default:
      return 2;
  }
}
