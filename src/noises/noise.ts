import { type Equation, parseEquation } from "../equations/expression.js";
import type { Shape } from "../equations/shapes.js";
import type { FunctionNames } from "../equations/tabulated.js";
import type { Matrix, Vec } from "../math/vector.js";
import type { Objective } from "../objectives/objective.js";
import { requireNonNegative, requireVector } from "../validate.js";

/** The law of g − ∇f(x), the error of a stochastic gradient. */
export interface Noise {
  readonly name: string;
  /** The law and its scale in one line, for captions and messages. */
  readonly description: string;
  /** The law on a given objective. @throws RangeError when its dimension does not fit. */
  readonly bind: (objective: Objective) => BoundNoise;
}

/** What is drawn afresh at each step, independently per coordinate: N(0, 1), or uniform on (0, 1), under a name. */
export interface Variate {
  readonly name: string;
  readonly law: "normal" | "uniform";
  /** Whether all coordinates see one draw, which lines read as an entry: w[1]. Default: one draw per coordinate. */
  readonly shared?: boolean;
}

/** The range of a shared variate; its length is 1. */
export const SINGLE = "1";

/** The one variate of a law made of normals. */
export const NORMAL_VARIATES: readonly Variate[] = [{ name: "z", law: "normal" }];

/** The variate of a law made of one uniform. */
export const UNIFORM_VARIATES: readonly Variate[] = [{ name: "u", law: "uniform" }];

/** The variates of a law made of two uniforms. */
export const UNIFORM_PAIR: readonly Variate[] = [...UNIFORM_VARIATES, { name: "v", law: "uniform" }];

/** A noise law on an objective: how the optimizer draws a gradient, and what an SDE may know of the law. */
export interface BoundNoise {
  readonly constants: ReadonlyMap<string, number | Vec | Matrix>;
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly oracle: Oracle;
  readonly sde: SdeNoise;
  /** σ per coordinate where it does not depend on x: what closed formulas of theory take. For Student-t: the scale. */
  readonly scale?: Vec;
  /** Degrees of freedom; Infinity for Gaussian noise. */
  readonly nu?: number;
}

/** How a stochastic gradient g is drawn: by lines of G and the variates, ending in `g = …`, or from a minibatch. */
export type Oracle =
  | { readonly kind: "additive"; readonly variates: readonly Variate[]; readonly lines: readonly Equation[] }
  | { readonly kind: "minibatch"; readonly batch: number };

/** What an SDE may use of the law; a part that does not exist says why. */
export interface SdeNoise {
  /** Lines ending in `sigma = …`, σ² = diag Σ(x), and in `noise = …`, √Σ(x) applied to dW. */
  readonly covariance: { readonly sigma: readonly Equation[]; readonly root: readonly Equation[] } | Absent;
  /** The range a Brownian motion that drives √Σ runs over: d, or n for a finite sum. */
  readonly range: string;
  /** The functions cdf, pdf, clipMean, clipVar; they hold coordinate by coordinate, so for independent coordinates. */
  readonly functions: readonly NoiseFunctionFamily[] | Absent;
  /** Functions made when an SDE is bound, from the values of its parameters. */
  readonly tabulated?: readonly TabulatedFamily[];
  /** Why a function that is not among `functions` is not, by its name. */
  readonly lacking?: Readonly<Record<string, string>>;
}

export interface Absent {
  readonly absent: string;
}

/** Functions of one argument list that share intermediate lines. */
export interface NoiseFunctionFamily {
  readonly parameters: readonly string[];
  readonly lines: readonly Equation[];
  /** The line's name that holds each function's value. */
  readonly results: Readonly<Record<string, string>>;
}

/** Functions of one argument list whose lines are made for given values of some arguments, as tables must be. */
export interface TabulatedFamily {
  readonly parameters: readonly string[];
  /** The line's name that holds each function's value. */
  readonly results: Readonly<Record<string, string>>;
  /** The same of functions with one more argument, the Brownian increment, which their lines call dW. */
  readonly driven: Readonly<Record<string, string>>;
  /** The arguments that must be numbers, or parameters of the method. */
  readonly constants: readonly string[];
  readonly lines: (constants: Readonly<Record<string, number>>) => TabulatedLines;
}

/** The lines of a family, those that apply it to dW, and constant vectors and matrices that they call by name. */
export interface TabulatedLines {
  readonly lines: readonly Equation[];
  readonly driven: readonly Equation[];
  readonly constants?: ReadonlyMap<string, Vec | Matrix>;
  readonly shapes?: ReadonlyMap<string, Shape>;
  /** Lengths of ranges besides d, whose names tell lengths apart. */
  readonly sizes?: Readonly<Record<string, number>>;
}

/** Why a law has no cdf where its scale, written as `scale`, is 0 in a coordinate. */
export function vanishing(scale: string): Absent {
  return {
    absent:
      `the noise must not vanish in any coordinate (${scale} > 0): its law then jumps, and SignSGD walks on a lattice ` +
      `without chance; take ${scale} > 0, however small, or run the optimizer alone`,
  };
}

export function isAbsent(part: object): part is Absent {
  return "absent" in part;
}

/** A family of noise functions from its text, which may call functions given by tables. */
export function functionFamily(
  parameters: readonly string[],
  lines: readonly string[],
  results: Readonly<Record<string, string>>,
  tables: FunctionNames = {},
): NoiseFunctionFamily {
  return { parameters, lines: lines.map((line) => parseEquation(line, "noise function", tables)), results };
}

/** A scale given as one number or one per coordinate, as a vector of length d. */
export function scaleVector(who: string, name: string, scale: number | readonly number[] | Vec, d: number): Vec {
  return typeof scale === "number" ? new Float64Array(d).fill(scale) : requireVector(who, name, scale, d);
}

/** Checks a scale when the noise is built: numbers ≥ 0. */
export function requireScale(who: string, name: string, scale: unknown): number | Vec {
  if (typeof scale === "number") return requireNonNegative(who, name, scale);
  const values = requireVector(who, name, scale);
  values.forEach((value, i) => {
    requireNonNegative(who, `${name}[${i}]`, value);
  });
  return values;
}
