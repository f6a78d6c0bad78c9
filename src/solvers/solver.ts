import type { Equation } from "../equations/expression.js";
import type { SdeProgram } from "../equations/program.js";

/** A rule that advances an SDE by dt, given as lines for an executor. */
export interface Solver {
  readonly name: string;
  /** Order in dt of E|X − X_dt|, for multiplicative noise. */
  readonly strongOrder: number;
  /** Order in dt of |E φ(X) − E φ(X_dt)|. */
  readonly weakOrder: number;
  readonly source: string;
  /**
   * The lines of one step. They may read the state, t, dt and, for each driver dW, the standard normals `z.dW`; they end
   * by writing every state variable.
   */
  readonly step: (sde: SdeProgram) => readonly Equation[];
}
