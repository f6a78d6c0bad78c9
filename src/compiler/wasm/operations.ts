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

const ONE = numberValue(1);

/** Functions with f(−x) = −f(x), bit for bit. */
const ODD: ReadonlySet<string> = new Set(["erf", "tanh", "sin"]);

/** A value as a factor, which is the same for all paths, times a node; `rest` is absent where it is a factor alone. */
interface Parts {
  readonly factor: Value;
  readonly rest: Node | undefined;
}

type Scaled = Parts & { readonly rest: Node };

const isNumber = (value: Value | undefined, x: number): boolean => value?.kind === "number" && value.value === x;

/** Whether a factor may be taken out of a product; what a node holds is not known here. */
function isTame(factor: Value): boolean {
  if (factor.kind === "number") return isModerate(factor.value);
  return factor.kind === "constants" ? factor.values.every(isModerate) : factor.kind === "node";
}

export function operations(make: Materializer): Operations {
  const { lanesFor, lanesOf, nodeOf } = make;
  /** Nodes known to be a factor, the same for all paths, times another node. */
  const scaled = new Map<Node, Scaled>();
  /** Nodes known to be a number less a node: c − (c − x) is x, to more digits than the text would give. */
  const complements = new Map<Node, { readonly from: number; readonly rest: Node }>();

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

  const parts = (value: Value, type: LaneType): Parts => {
    if (value.kind !== "node" || value.node.reach < REACH.path) return { factor: value, rest: undefined };
    return scaled.get(value.node) ?? { factor: ONE, rest: nodeOf(value, type) };
  };

  function scale(factor: Value, rest: Node, type: LaneType): Node {
    if (isNumber(factor, 1)) return rest;
    const { mul, neg } = lanesOf(type);
    const result = isNumber(factor, -1) ? neg(rest) : mul(nodeOf(factor, type), rest);
    if (isTame(factor)) scaled.set(result, { factor, rest });
    return result;
  }

  function multiply(a: Value, b: Value): Node {
    const { type, mul } = lanesFor([a, b]);
    const left = parts(a, type);
    const right = parts(b, type);
    const isPlain =
      left.rest === undefined ? right.rest === undefined : isNumber(left.factor, 1) && isNumber(right.factor, 1);
    if (isPlain) return mul(nodeOf(a, type), nodeOf(b, type));
    const factor = apply("multiply", [left.factor, right.factor]);
    if (!isTame(factor)) return mul(nodeOf(a, type), nodeOf(b, type));
    if (left.rest === undefined) return scale(factor, right.rest as Node, type);
    return scale(factor, right.rest === undefined ? left.rest : mul(left.rest, right.rest), type);
  }

  function divide(a: Value, b: Value): Node {
    if (b.kind === "number" && isModerate(b.value)) return multiply(a, numberValue(1 / b.value));
    if (b.kind === "constants" && b.values.every(isModerate)) return multiply(a, folded("divide", [ONE, b]));
    const { type, div } = lanesFor([a, b]);
    if (b.kind === "node" && b.node.reach < reachOf(a)) return multiply(a, apply("divide", [ONE, b]));
    const above = parts(a, type);
    const below = parts(b, type);
    if (below.rest === undefined || (isNumber(above.factor, 1) && isNumber(below.factor, 1)))
      return div(nodeOf(a, type), nodeOf(b, type));
    const factor = apply("divide", [above.factor, below.factor]);
    if (!isTame(factor)) return div(nodeOf(a, type), nodeOf(b, type));
    if (above.rest !== undefined) return scale(factor, div(above.rest, below.rest), type);
    const result = div(nodeOf(factor, type), below.rest);
    scaled.set(result, { factor, rest: div(nodeOf(ONE, type), below.rest) });
    return result;
  }

  /** a + b, or a − b; a sum with what is negated is a difference. */
  function sum(a: Value, b: Value, isDifference: boolean): Node {
    const { type, add, sub } = lanesFor([a, b]);
    const [left, right] = [negated(a, type), negated(b, type)];
    if (left !== undefined && right === undefined && !isDifference) return sum(b, a, false);
    const isSum = isDifference === (right !== undefined);
    const other = right ?? nodeOf(b, type);
    const known = complements.get(other);
    if (!isSum && known !== undefined && isNumber(a, known.from)) return known.rest;
    const result = (isSum ? add : sub)(nodeOf(a, type), other);
    if (!isSum && a.kind === "number") complements.set(result, { from: a.value, rest: other });
    return result;
  }

  /** What a value is the negative of. */
  function negated(value: Value, type: LaneType): Node | undefined {
    const { factor, rest } = parts(value, type);
    return isNumber(factor, -1) ? rest : undefined;
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
    const isBound = (value: Value): boolean => value.kind === "number" && !Number.isNaN(value.value);
    if (isBound(b)) return one(nodeOf(a, type), nodeOf(b, type));
    if (isBound(a)) return one(nodeOf(b, type), nodeOf(a, type));
    return graph.node(`${type}.${operation}`, [nodeOf(a, type), nodeOf(b, type)]);
  }

  function negate(a: Value): Node {
    const { type, neg } = lanesFor([a]);
    const { factor, rest } = parts(a, type);
    return rest === undefined ? neg(nodeOf(a, type)) : scale(apply("negate", [factor]), rest, type);
  }

  /** f(−x) = −f(x), whose bits are the same. */
  function odd(f: (x: Node) => Node, a: Value, type: LaneType): Node {
    const rest = negated(a, type);
    return rest === undefined ? f(nodeOf(a, type)) : scale(numberValue(-1), f(rest), type);
  }

  function nodeFor(operation: string, args: readonly Value[]): Node {
    const [a, b] = args;
    const arithmetic = lanesFor(args);
    const { type } = arithmetic;
    switch (operation) {
      case "add":
        return sum(a, b, false);
      case "subtract":
        return sum(a, b, true);
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
        return arithmetic.abs(negated(a, type) ?? nodeOf(a, type));
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
        if (ODD.has(operation)) return odd((x) => f(make.graph, x), a, type);
        return f(make.graph, nodeOf(a, type));
      }
    }
  }

  function apply(operation: string, args: readonly Value[]): Value {
    const [a, b] = args;
    const isFoldable = operation === "power" ? isPlainExponent(b) : Object.hasOwn(ON_NUMBERS, operation);
    if (args.every(isKnown) && isFoldable) return folded(operation, args);
    // x·1 and x/1 are x in all cases; x + 0 is not where x = −0
    if (
      (operation === "multiply" || operation === "divide" || operation === "power") &&
      isNumber(b, 1) &&
      rangeOf(args) === rangeOf([a])
    )
      return a;
    if (operation === "multiply" && isNumber(a, 1) && rangeOf(args) === rangeOf([b])) return b;
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
