/** What a solver's order is measured with: one step with its normals in the caller's hand, and a slope with its interval. */
import type { Executable } from "../compiler/line-program.js";
import { referenceExecutable } from "../compiler/reference.js";
import { bindChain } from "../ensemble/bound-chain.js";
import type { Chain } from "../ensemble/chain.js";
import { sdeProgram } from "../ensemble/step-programs.js";
import { call, type Equation, number } from "../equations/expression.js";
import type { Solver } from "../solvers/solver.js";

/**
 * One step of length dt of an SDE chain's equation: the caller sets the state and `z.dW`, and evaluates at t.
 *
 * @param alter changes the solver's lines: a deliberate error in one of them. Default: none.
 */
export function solverExecutable(
  chain: Chain,
  solver: Solver,
  dt: number,
  alter: (line: Equation) => Equation = (line) => line,
): Executable {
  if (chain.sde === undefined) throw new TypeError(`solverExecutable: chain must be an SDE, got ${chain.name}`);
  const setting = { ...chain.sde, solver, substeps: 1, brownian: 1 };
  const { program } = sdeProgram(bindChain({ ...chain, eta: dt }), setting);
  return referenceExecutable({ ...program, lines: program.lines.map(alter) });
}

/** A deliberate error: the line of a scheme that makes it more than Euler's, 10 % wrong. */
export function wrongCorrection(line: Equation): Equation {
  if (!/^(correction|q)\./.test(line.target)) return line;
  return { ...line, expression: call("multiply", number(1.1), line.expression) };
}

/** An estimate with the ends of its confidence interval. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** The 99.5 % point of Student's t with 19 degrees of freedom: twenty batches, 99 % two-sided. */
const T_19 = 2.861;

/**
 * The order p of an error e ∝ dtᵖ with its 99 % interval, from twenty independent batches and the jackknife.
 *
 * @param errors errors[b][l], the mean error of batch b at dt = dt₀ 2⁻ˡ; signed for weak orders.
 * @param order the order from the errors of all batches. Default the least-squares slope.
 */
export function measuredOrder(
  errors: readonly (readonly number[])[],
  order: (errors: readonly number[]) => number = slope,
): Interval {
  const n = errors.length;
  if (n !== 20) throw new RangeError(`measuredOrder: errors must have 20 batches, got ${n}`);
  const total = errors[0].map((_, l) => errors.reduce((sum, batch) => sum + batch[l], 0));
  const estimate = order(total);
  const without = errors.map((batch) => order(total.map((sum, l) => sum - batch[l])));
  const mean = without.reduce((sum, value) => sum + value, 0) / n;
  const spread = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = T_19 * Math.sqrt(((n - 1) / n) * spread);
  return { estimate, low: estimate - half, high: estimate + half };
}

/** The least-squares slope of −log₂ |e_l| against l. */
export function slope(errors: readonly number[]): number {
  const centre = (errors.length - 1) / 2;
  const norm = errors.reduce((sum, _, l) => sum + (l - centre) ** 2, 0);
  return -errors.reduce((sum, e, l) => sum + (l - centre) * Math.log2(Math.abs(e)), 0) / norm;
}

/** The limit of the local slopes log₂ |e_l/e_{l+1}| = p + c dt + O(dt²), extrapolated from three errors: p + O(dt²). */
export function limitOrder(errors: readonly number[]): number {
  const [a, b, c] = errors.map(Math.abs);
  return 2 * Math.log2(b / c) - Math.log2(a / b);
}
