import type { Equation } from "../equations/expression.js";
import type { Matrix, Vec } from "../math/vector.js";
import type { LineProgram } from "./line-program.js";

/** One step of a chain as an executor takes it: what is drawn, then lines of equations, `substeps` times. */
export interface StepProgram {
  /** Reads k or t, and the draws; ends by writing the state. */
  readonly program: LineProgram;
  readonly draws: readonly Draw[];
  /** The names of the state, outputs of the program. */
  readonly state: readonly string[];
  readonly substeps: number;
  /** A gradient from examples drawn with replacement, computed before the lines, which read it as g. */
  readonly minibatch?: Minibatch;
  /** The user's own functions, which only the reference executor can call: G before the lines, the update after them. */
  readonly closures?: {
    readonly gradient?: (x: Vec) => ArrayLike<number>;
    readonly update?: (state: Readonly<Record<string, Vec>>, g: Vec, k: number) => void;
  };
}

/** A vector that is drawn anew at each substep. */
export interface Draw {
  readonly name: string;
  readonly law: "normal" | "uniform";
  /** The range of its coordinates. */
  readonly over: string;
  readonly stream: number;
  /** Its number among the variates of its stream and step. */
  readonly variate: number;
  /**
   * A normal may be the sum of so many finer ones, times `scale`: draw number s is then made of the finer draws
   * s·terms … (s + 1)·terms − 1. So one Brownian path is seen at several resolutions.
   */
  readonly terms: number;
  readonly scale: number;
}

/** What the gradient of a minibatch is made from: g = (1/B) Σ r(aᵢ·x, yᵢ) aᵢ + λ x over B examples i. */
export interface Minibatch {
  /** B. */
  readonly batch: number;
  /** The rows aᵢ. */
  readonly features: Matrix;
  /** λ. */
  readonly ridge: number;
  readonly stream: number;
  /** Lines that end in `r = …`, over the examples: the derivative of each example's loss in its score. */
  readonly residuals: readonly Equation[];
  /** What the residual lines read besides x. */
  readonly constants: ReadonlyMap<string, number | Vec | Matrix>;
  /** The same derivative of one example, and the labels, as the reference executor takes them. */
  readonly residual: (score: number, label: number) => number;
  readonly labels: Vec;
}
