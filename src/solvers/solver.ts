import { call, type Equation, type Expression, name } from "../equations/expression.js";
import type { Driver, SdeProgram } from "../equations/program.js";
import type { Scope, Shape } from "../equations/shapes.js";
import { isNumber, plus, times, ZERO } from "../equations/simplify.js";
import { assign } from "../equations/straight-line.js";
import type { Matrix, Vec } from "../math/vector.js";

/** A rule that advances an SDE by dt, given as lines for an executor. */
export interface Solver {
  readonly name: string;
  /** Order in dt of E|X − X_dt| for the noise the solver accepts. Infinity: the law is exact at every dt. */
  readonly strongOrder: number;
  /** Order in dt of |E φ(X) − E φ(X_dt)|, for coefficients and φ with as many derivatives as the order asks. */
  readonly weakOrder: number;
  readonly source: string;
  /**
   * One step for an SDE on a problem.
   *
   * @throws TypeError naming the solver, what it needs of the SDE and where the SDE does not have it.
   */
  readonly step: (sde: SdeProgram, context: SolverContext) => SolverStep;
}

/** The problem's side of an SDE, its names as the SDE's lines use them. */
export interface SolverContext {
  /** Lines from x to G. */
  readonly gradient: readonly Equation[];
  /** Shapes of the problem's names, the state and the parameters. */
  readonly scope: Scope;
  readonly sizes: Readonly<Record<string, number>>;
  readonly constants: ReadonlyMap<string, number | Vec | Matrix>;
  /** The range each Brownian motion of the SDE runs over. */
  readonly ranges: ReadonlyMap<Driver, string>;
  readonly dt: number;
}

/** One step, ready for an executor. */
export interface SolverStep {
  /**
   * They may read the state, t, dt and the standard normals `z.dW`, `z.dU`; they end by writing every state variable.
   * The gradient is among them.
   */
  readonly lines: readonly Equation[];
  /** The vectors of standard normals the lines read, with the range of each. */
  readonly normals: ReadonlyMap<Driver, string>;
  /** What the lines read besides the constants of the context. */
  readonly constants?: ReadonlyMap<string, Vec | Matrix>;
  readonly shapes?: ReadonlyMap<string, Shape>;
}

/** ΔW = √dt z for each Brownian motion, under the driver's name. */
export function brownianIncrements(drivers: readonly Driver[]): readonly Equation[] {
  return drivers.map((driver) => assign(driver, times(call("sqrt", name("dt")), name(`z.${driver}`))));
}

/** A line `prefix.y` for what belongs to each state variable; 0 gets none and stays 0. */
export function named(
  prefix: string,
  state: readonly string[],
  of: (variable: string) => Expression,
): { readonly lines: readonly Equation[]; readonly value: (variable: string) => Expression } {
  const lines = state.map((variable) => assign(`${prefix}.${variable}`, of(variable)));
  const kept = lines.filter(({ expression }) => !isNumber(expression, 0));
  const targets = new Set(kept.map(({ target }) => target));
  return {
    lines: kept,
    value: (variable) => (targets.has(`${prefix}.${variable}`) ? name(`${prefix}.${variable}`) : ZERO),
  };
}

/** y ← y + by(y) for every state variable, all taken before any is written. */
export function advanced(state: readonly string[], by: (variable: string) => Expression): readonly Equation[] {
  const steps = named("step", state, by);
  return [...steps.lines, ...state.map((variable) => assign(variable, plus(name(variable), steps.value(variable))))];
}

/** What replaces state and time when coefficients are taken at t + dt at another state. */
export function atNextTime(
  state: readonly string[],
  there: (variable: string) => Expression,
): ReadonlyMap<string, Expression> {
  return new Map([
    ...state.map((variable) => [variable, there(variable)] as const),
    ["t", plus(name("t"), name("dt"))] as const,
  ]);
}
