import { call, type Expression, equationError, number } from "./expression.js";
import { ruleOf } from "./functions.js";
import { display } from "./symbols.js";

/**
 * The right-hand side of an SDE line, checked to be linear and homogeneous in dt and the Brownian increments, with every
 * product √Σ·dW gathered into one operation `rootSigma(dW)`: a noise law knows how to apply √Σ, which need not be diagonal.
 */
export function requireIncrement(expression: Expression, where: string): Expression {
  const gathered = gatherRootSigma(expression, where);
  if (degree(gathered, where) !== 1) throw equationError(where, "every term must carry one factor dt or dW");
  return gathered;
}

const isDifferential = (id: string): boolean => id === "dt" || id === "dW" || id === "dU";

/** The degree of an expression in the differentials: 0 or 1. */
function degree(expression: Expression, where: string): 0 | 1 {
  if (expression.kind === "name") return isDifferential(expression.name) ? 1 : 0;
  if (expression.kind !== "call") return 0;
  const degrees = expression.arguments.map((argument) => degree(argument, where));
  const total = degrees.reduce<number>((sum, n) => sum + n, 0);
  switch (expression.operation) {
    case "add":
    case "subtract":
      if (degrees[0] !== degrees[1]) throw equationError(where, "every term must carry one factor dt or dW");
      return degrees[0];
    case "negate":
    case "sum":
    case "mean":
    case "rootSigma":
      return degrees[0];
    case "multiply":
    case "dot":
      if (total > 1) throw equationError(where, "dt and dW may stand only once in a product");
      return total === 1 ? 1 : 0;
    case "divide":
      if (degrees[1] === 1) throw equationError(where, "dt and dW may not stand in a denominator");
      return degrees[0];
    default: {
      const last = degrees[degrees.length - 1];
      if (ruleOf(expression.operation)?.driven && total === last) return last;
      if (total > 0) throw equationError(where, `dt and dW may not stand inside ${expression.operation}`);
      return 0;
    }
  }
}

function gatherRootSigma(expression: Expression, where: string): Expression {
  if (expression.kind === "name" && expression.name === "Sigma") {
    throw equationError(where, `Σ may only stand as sqrt(Σ)*dW; its diagonal is ${display("sigma")}^2`);
  }
  if (expression.kind !== "call") return expression;
  if (expression.operation !== "multiply") {
    return call(expression.operation, ...expression.arguments.map((argument) => gatherRootSigma(argument, where)));
  }
  const factors = factorsOf(expression);
  const root = factors.findIndex(isRootSigma);
  if (root < 0) return call("multiply", ...expression.arguments.map((argument) => gatherRootSigma(argument, where)));
  const driver = factors[root + 1];
  if (driver?.kind !== "name" || !isDifferential(driver.name) || driver.name === "dt") {
    throw equationError(where, "Σ may only stand as sqrt(Σ)*dW, the two side by side");
  }
  factors.splice(root, 2, call("rootSigma", driver));
  const product = factors
    .filter((factor) => factor !== MINUS)
    .map((factor) => (isRootSigmaOf(factor) ? factor : gatherRootSigma(factor, where)))
    .reduce((left, factor) => call("multiply", left, factor));
  const signs = factors.filter((factor) => factor === MINUS).length;
  return signs % 2 === 0 ? product : call("negate", product);
}

/** The sign of a factor, while a product is taken apart. */
const MINUS = number(-1);

/** a*b*c as [a, b, c]. */
function factorsOf(expression: Expression): Expression[] {
  if (expression.kind !== "call") return [expression];
  // A leading minus binds to its factor, as in -sqrt(Σ)*dW.
  if (expression.operation === "negate") return [MINUS, ...factorsOf(expression.arguments[0])];
  return expression.operation === "multiply" ? expression.arguments.flatMap(factorsOf) : [expression];
}

/** √Σ, written sqrt(Σ), Σ^(1/2) or Σ^0.5. */
function isRootSigma(expression: Expression): boolean {
  if (expression.kind !== "call") return false;
  const [base, exponent] = expression.arguments;
  if (base.kind !== "name" || base.name !== "Sigma") return false;
  return expression.operation === "sqrt" || (expression.operation === "power" && isHalf(exponent));
}

function isHalf(expression: Expression): boolean {
  if (expression.kind === "number") return expression.value === 0.5;
  if (expression.kind !== "call" || expression.operation !== "divide") return false;
  const [one, two] = expression.arguments;
  return one.kind === "number" && one.value === 1 && two.kind === "number" && two.value === 2;
}

function isRootSigmaOf(expression: Expression): boolean {
  return expression.kind === "call" && expression.operation === "rootSigma";
}
