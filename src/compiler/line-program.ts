import type { Equation } from "../equations/expression.js";
import type { Scope } from "../equations/shapes.js";
import type { Matrix, Vec } from "../math/vector.js";

/**
 * What an executor compiles: lines evaluated in order, on named vectors that live from step to step.
 *
 * It is closed: parameters and data are constants, noise functions are expanded, and the solver has turned increments
 * into assignments. The reference executor and any faster one take the same program and must agree.
 */
export interface LineProgram {
  readonly lines: readonly Equation[];
  /** Shapes of every name that is not assigned by a line. */
  readonly scope: Scope;
  /** The length of each range of coordinates: d, and n for a data set. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly constants: ReadonlyMap<string, number | Vec | Matrix>;
  /** Numbers handed over at each evaluation, in order: k or t. */
  readonly inputs: readonly string[];
  /** Names whose values the caller reads afterwards. */
  readonly outputs: readonly string[];
}

/** A program ready to run on storage of its own. */
export interface Executable {
  /** The vectors by name: state, gradients, draws. The caller reads and writes them. */
  readonly vectors: ReadonlyMap<string, Vec>;
  /** Scalar outputs in the order of `outputs`; NaN for those that are vectors. */
  readonly scalars: Vec;
  readonly evaluate: (...inputs: number[]) => void;
}
