/**
 * The operations of the equation language on values: folded where everything is known, else nodes of the graph.
 *
 * A result may differ from the reference executor's in the last places: constant factors are multiplied together, and a
 * division by what is the same for all paths is a multiplication by its reciprocal.
 */
import { tableOf } from "../../equations/tabulated.js";
import { elementary } from "./functions/index.js";
import { lookUp } from "./functions/tabulate.js";
import { type Node, REACH, type Reach } from "./graph.js";
import type { LaneType } from "./lanes.js";
import { type Materializer, numberValue, rangeOf, type Value } from "./values.js";

export interface Operations {
  /** An elementwise operation of the language on values. */
  readonly apply: (operation: string, args: readonly Value[]) => Value;
}

/**
 * The operations that are carried out on numbers when code is built: those that IEEE 754 rounds correctly. The others are
 * left to the code, since Math.exp and its kin differ between engines in the last place.
 */
const ON_NUMBERS: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  negate: (a) => -a,
  clip: (a, c) => Math.max(-c, Math.min(c, a)),
  abs: Math.abs,
  min: Math.min,
  max: Math.max,
  sign: Math.sign,
  sqrt: Math.sqrt,
};

/** Beyond these sizes, multiplying constants together could overflow where the text would not. */
const isModerate = (x: number): boolean => Math.abs(x) > 1e-100 && Math.abs(x) < 1e100;

const MOST_FACTORS = 16;

export function operations(make: Materializer): Operations {
  const { lanesFor, lanesOf, nodeOf } = make;
  /** Nodes known to be a constant times another node. */
  const scaled = new Map<Node, { readonly factor: number; readonly rest: Node }>();

  const nodeValue = (node: Node, args: readonly Value[]): Value => ({ kind: "node", node, over: rangeOf(args) });
  const isKnown = (value: Value): boolean => value.kind === "number" || value.kind === "constants";
  /** The exponents whose powers are roots and products. */
  const isPlainExponent = (value: Value | undefined): boolean =>
    value?.kind === "number" && (Math.abs(value.value) === 0.5 || isFactorCount(value.value));

  function folded(operation: string, args: readonly Value[]): Value {
    const compute = operation === "power" ? plainPower : ON_NUMBERS[operation];
    const vector = args.find((value) => value.kind === "constants");
    if (vector?.kind !== "constants") return numberValue(compute(numberOf(args[0]), numberOf(args[1] ?? args[0])));
    const values = vector.values.map((_, i) => compute(entryOf(args[0], i), entryOf(args[1] ?? args[0], i)));
    return { kind: "constants", values, over: vector.over };
  }

  /** A node as a constant times another. */
  const parts = (value: Value, type: LaneType): { factor: number; rest: Node | undefined } => {
    if (value.kind === "number") return { factor: value.value, rest: undefined };
    const node = nodeOf(value, type);
    return scaled.get(node) ?? { factor: 1, rest: node };
  };

  function scale(factor: number, rest: Node, type: LaneType): Node {
    if (factor === 1) return rest;
    const result = lanesOf(type).mul(nodeOf(numberValue(factor), type), rest);
    if (isModerate(factor)) scaled.set(result, { factor, rest });
    return result;
  }

  function multiply(a: Value, b: Value): Node {
    const arithmetic = lanesFor([a, b]);
    const { type } = arithmetic;
    const left = parts(a, type);
    const right = parts(b, type);
    const factor = left.factor * right.factor;
    if ((left.factor === 1 && right.factor === 1) || !isModerate(factor)) {
      return arithmetic.mul(nodeOf(a, type), nodeOf(b, type));
    }
    if (left.rest === undefined) return scale(factor, right.rest as Node, type);
    if (right.rest === undefined) return scale(factor, left.rest, type);
    return scale(factor, arithmetic.mul(left.rest, right.rest), type);
  }

  function divide(a: Value, b: Value): Node {
    if (b.kind === "number" && isModerate(b.value)) return multiply(a, numberValue(1 / b.value));
    if (b.kind === "constants" && b.values.every(isModerate)) return multiply(a, folded("divide", [numberValue(1), b]));
    const arithmetic = lanesFor([a, b]);
    const { type, div } = arithmetic;
    if (b.kind === "node" && b.node.reach < reachOf(a)) {
      const reciprocal = apply("divide", [numberValue(1), b]);
      return multiply(a, reciprocal);
    }
    return div(nodeOf(a, type), nodeOf(b, type));
  }

  function power(a: Value, b: Value): Node {
    const { type, mul, sqrt, div, constant } = lanesFor([a, b]);
    const base = nodeOf(a, type);
    if (b.kind !== "number") return elementary(type).pow(make.graph, base, nodeOf(b, type));
    const exponent = b.value;
    if (exponent === 0.5) return sqrt(base);
    if (exponent === -0.5) return div(constant(1), sqrt(base));
    if (isFactorCount(exponent)) {
      const result = repeated(base, Math.abs(exponent), mul);
      return exponent > 0 ? result : div(constant(1), result);
    }
    return elementary(type).pow(make.graph, base, nodeOf(b, type));
  }

  /** Math.min and Math.max; one instruction where one side is a number, so that only the other can be NaN. */
  function extreme(operation: "min" | "max", a: Value, b: Value): Node {
    const { type, lesser, greater, graph } = lanesFor([a, b]);
    const one = operation === "min" ? lesser : greater;
    const isNumber = (value: Value): boolean => value.kind === "number" && !Number.isNaN(value.value);
    if (isNumber(b)) return one(nodeOf(a, type), nodeOf(b, type));
    if (isNumber(a)) return one(nodeOf(b, type), nodeOf(a, type));
    return graph.node(`${type}.${operation}`, [nodeOf(a, type), nodeOf(b, type)]);
  }

  function negate(a: Value): Node {
    const { type, neg } = lanesFor([a]);
    const { factor, rest } = parts(a, type);
    return rest !== undefined && factor !== 1 ? scale(-factor, rest, type) : neg(nodeOf(a, type));
  }

  function nodeFor(operation: string, args: readonly Value[]): Node {
    const [a, b] = args;
    const arithmetic = lanesFor(args);
    const { type } = arithmetic;
    switch (operation) {
      case "add":
        return arithmetic.add(nodeOf(a, type), nodeOf(b, type));
      case "subtract":
        return arithmetic.sub(nodeOf(a, type), nodeOf(b, type));
      case "multiply":
        return multiply(a, b);
      case "divide":
        return divide(a, b);
      case "power":
        return power(a, b);
      case "negate":
        return negate(a);
      case "min":
      case "max":
        return extreme(operation, a, b);
      case "clip":
        return extreme("max", nodeValue(extreme("min", a, b), args), apply("negate", [b]));
      case "abs":
        return arithmetic.abs(nodeOf(a, type));
      case "sqrt":
        return arithmetic.sqrt(nodeOf(a, type));
      case "studentCdf":
      case "studentPdf":
        if (b.kind !== "number")
          throw new TypeError(`${operation} needs a constant ν where it is compiled; executor: "reference" takes any`);
        return elementary(type)[operation](make.graph, nodeOf(a, type), b.value);
      default: {
        const table = tableOf(operation);
        if (table !== undefined) return lookUp(make.graph, table, nodeOf(a, type), type);
        const f = elementary(type)[operation as "exp"];
        if (f === undefined) throw new TypeError(`compiler: unknown operation ${operation}`);
        return f(make.graph, nodeOf(a, type));
      }
    }
  }

  function apply(operation: string, args: readonly Value[]): Value {
    const [a, b] = args;
    const isFoldable = operation === "power" ? isPlainExponent(b) : Object.hasOwn(ON_NUMBERS, operation);
    if (args.every(isKnown) && isFoldable) return folded(operation, args);
    const isOne = (value: Value | undefined): boolean => value?.kind === "number" && value.value === 1;
    // x·1 and x/1 are x in all cases; x + 0 is not where x = −0
    if (
      (operation === "multiply" || operation === "divide" || operation === "power") &&
      isOne(b) &&
      rangeOf(args) === rangeOf([a])
    )
      return a;
    if (operation === "multiply" && isOne(a)) return b;
    return nodeValue(nodeFor(operation, args), args);
  }

  return { apply };
}

/** Integer powers up to MOST_FACTORS are products. */
const isFactorCount = (exponent: number): boolean =>
  Number.isInteger(exponent) && exponent !== 0 && Math.abs(exponent) <= MOST_FACTORS;

/** base^n as a product of squares. */
function repeated<T>(base: T, n: number, multiply: (a: T, b: T) => T): T {
  if (n === 1) return base;
  const half = repeated(base, n >> 1, multiply);
  const square = multiply(half, half);
  return n % 2 === 0 ? square : multiply(square, base);
}

/** A power with an exponent of ±½ or a few factors, by operations that are rounded correctly. */
function plainPower(base: number, exponent: number): number {
  const power = Math.abs(exponent) === 0.5 ? Math.sqrt(base) : repeated(base, Math.abs(exponent), (a, b) => a * b);
  return exponent > 0 ? power : 1 / power;
}

/** How often a value is computed. */
function reachOf(value: Value): Reach {
  if (value.kind === "node") return value.node.reach;
  return value.kind === "number" ? REACH.constant : REACH.row;
}

function entryOf(value: Value, i: number): number {
  return value.kind === "constants" ? value.values[i] : numberOf(value);
}

function numberOf(value: Value): number {
  if (value.kind === "number") return value.value;
  throw new TypeError("compiler: a vector stands where a number must");
}
