/**
 * An objective from one expression of x, its gradient derived symbolically by reverse accumulation:
 *   ∇f = (derivative in x as a whole) + Σⱼ (∂f/∂xⱼ) eⱼ
 */
import { type Expression, parseExpression } from "../equations/expression.js";
import { type Gradient, gradientOf } from "../equations/gradient.js";
import { SCALAR, type Scope, type Shape, shapeOf, vectorOver } from "../equations/shapes.js";
import { canonical } from "../equations/symbols.js";
import { textOf } from "../equations/text.js";
import type { Matrix, Vec } from "../math/vector.js";
import { requireInteger, requireOptions } from "../validate.js";
import { type Objective, objective } from "./objective.js";

/** What {@link expression} cannot read from the text. */
export interface ExpressionOptions {
  /** d. Default: the last entry of x that is named, where x does not stand as a whole. */
  readonly dimension?: number;
  /** Numbers, vectors of length d and d × d matrices, by name. Not e1, e2, …, which are the unit vectors. */
  readonly constants?: Readonly<Record<string, number | Vec | Matrix>>;
  /** min f where it is known. */
  readonly minimum?: number;
}

/**
 * The objective f given by an expression of x, as a whole or by entries: `expression("(x[1] - 1)^2 + 100*(x[2] - x[1]^2)^2")`,
 * `expression("sum(h*x^2)/2", { dimension: 2, constants: { h } })`. At a kink, as of abs and max, the gradient is the mean
 * of the one-sided derivatives, or one of them.
 *
 * @throws SyntaxError where the text cannot be read or f is no number; TypeError where the gradient cannot be derived, as
 *         through clipNorm, the largest coordinate or a function given by a table: give `objective` the gradient then.
 */
export function expression(text: string, options: ExpressionOptions = {}): Objective {
  const who = "expression";
  requireOptions(who, options, ["dimension", "constants", "minimum"]);
  const { constants = {}, minimum } = options;
  const f = parseExpression(text, who);
  const { isWhole, last } = usesOf(f);
  if (isWhole && options.dimension === undefined) {
    throw new TypeError(`${who}: dimension must be given where x stands as a whole, got ${JSON.stringify(text)}`);
  }
  const d = requireInteger(who, "dimension", options.dimension ?? last, Math.max(1, last));
  const scope = scopeOf(constants);
  const { whole, entries } = derived(f, text, scope);
  const parts = [...entries].sort(([i], [j]) => i - j).map(([j, rate]) => `(${textOf(rate)})*e${j}`);
  // a number would not do for a vector
  const isVector = parts.length > 0 || shapeOf(whole, scope, who).kind === "vector";
  const terms = [isVector ? "0" : "0*x", textOf(whole), ...parts].filter((term) => term !== "0");
  const units = Object.fromEntries([...entries.keys()].map((j) => [`e${j}`, unit(j, d)]));
  const taken = Object.keys(constants).find((id) => Object.hasOwn(units, id));
  if (taken !== undefined)
    throw new TypeError(`${who}: ${taken} is a unit vector, choose another name for the constant`);
  return objective({
    name: who,
    dimension: d,
    value: [`f = ${text}`],
    gradient: [`G = ${terms.join(" + ")}`],
    constants: { ...constants, ...units },
    ...(minimum !== undefined && { minimum }),
    description: `f = ${text}`,
  });
}

/** Whether x stands as a whole, and the last entry of it that is named. */
function usesOf(part: Expression): { readonly isWhole: boolean; readonly last: number } {
  if (part.kind === "name") return { isWhole: part.name === "x", last: 0 };
  if (part.kind === "entry") return { isWhole: false, last: part.name === "x" ? part.index : 0 };
  if (part.kind !== "call") return { isWhole: false, last: 0 };
  const uses = part.arguments.map(usesOf);
  return { isWhole: uses.some(({ isWhole }) => isWhole), last: Math.max(...uses.map(({ last }) => last)) };
}

function scopeOf(constants: Readonly<Record<string, number | Vec | Matrix>>): Scope {
  const shapeOfConstant = (value: number | Vec | Matrix): Shape => {
    if (typeof value === "number") return SCALAR;
    return ArrayBuffer.isView(value) || Array.isArray(value)
      ? vectorOver()
      : { kind: "matrix", rows: "d", columns: "d" };
  };
  return new Map<string, Shape>([
    ["x", vectorOver()],
    ["d", SCALAR],
    ...Object.entries(constants).map(([id, value]) => [canonical(id), shapeOfConstant(value)] as const),
  ]);
}

function derived(f: Expression, text: string, scope: Scope): Gradient {
  if (shapeOf(f, scope, "expression").kind !== "scalar") {
    throw new SyntaxError(`expression: f must be a number, got a vector from ${JSON.stringify(text)}`);
  }
  try {
    return gradientOf(f, "x", scope);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const reason = cause.message.replace(/^derivative: /, "");
    throw new TypeError(
      `expression: no gradient of ${JSON.stringify(text)}: ${reason}; give objective() the gradient`,
      {
        cause,
      },
    );
  }
}

function unit(j: number, d: number): Vec {
  const e = new Float64Array(d);
  e[j - 1] = 1;
  return e;
}
