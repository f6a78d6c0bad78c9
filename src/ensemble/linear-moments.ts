/**
 * Mean and variance of x at a time, of an optimizer and of an SDE that are linear in some of their variables, while the others
 * and the clock are held. On one coordinate, y the linear variables, from y₀ = (1, 0, …):
 *   optimizer: y_{k+1} = A y_k + Q^{1/2} z_k,   SDE: dY = B Y dt + C^{1/2} dW                            (1)
 * A, Q are read from `exactStep`, B and C from the SDE's coefficients; powers and exponentials do the rest.
 */
import { linearPower } from "../math/linear-recursion.js";
import { linearTransition } from "../math/linear-transition.js";
import type { Matrix } from "../math/vector.js";
import type { Chain } from "./chain.js";
import { coefficientsOf } from "./coefficients.js";
import { exactStep, type Point } from "./exact-step.js";

/** What is held: the other variables, and t in the coefficients. */
export interface Held {
  readonly state: Point;
  readonly t: number;
}

export interface LinearMoments {
  readonly mean: number;
  readonly variance: number;
}

/** The moments of x of an optimizer at time T. (1) */
export function optimizerMoments(chain: Chain, variables: readonly string[], held: Held, T: number): LinearMoments {
  const n = variables.length;
  const all = chain.method.update.state;
  const places = variables.map((id) => all.indexOf(id));
  const at = (point: Point) => exactStep(chain, point, held.t);
  const { mean: from, covariance } = at(stateOf(variables, held.state, -1));
  const Q = square(n, (i, j) => covariance[places[i] * all.length + places[j]]);
  const ahead = variables.map((_, j) => at(stateOf(variables, held.state, j)).mean);
  const A = square(n, (i, j) => (i === j ? 1 : 0) + ahead[j][places[i]] - from[places[i]]);
  const { power, covariance: spread } = linearPower(A, Q, Math.round(T / chain.eta));
  return { mean: power.entries[0], variance: spread.entries[0] };
}

/** The moments of X of an SDE at time T. (1) */
export function sdeMoments(chain: Chain, variables: readonly string[], held: Held, T: number): LinearMoments {
  const n = variables.length;
  const coefficients = coefficientsOf(chain);
  const at = (j: number) => coefficients(stateOf(variables, held.state, j), held.t);
  const origin = at(-1);
  const rows = variables.map((id) => origin.diffusion[id].entries);
  const C = square(n, (i, j) => rows[i].reduce((sum, value, w) => sum + value * rows[j][w], 0));
  const ahead = variables.map((_, j) => at(j).drift);
  const B = square(n, (i, j) => ahead[j][variables[i]][0] - origin.drift[variables[i]][0]);
  if (![...B.entries, ...C.entries].every(Number.isFinite)) return { mean: Number.NaN, variance: Number.NaN };
  const { propagator, covariance } = linearTransition(B, C, T);
  return { mean: propagator.entries[0], variance: covariance.entries[0] };
}

/** The j-th linear variable 1 and the others 0; none is 1 for j = −1. */
function stateOf(variables: readonly string[], held: Point, j: number): Point {
  return { ...held, ...Object.fromEntries(variables.map((id, i) => [id, [i === j ? 1 : 0]])) };
}

function square(n: number, entry: (i: number, j: number) => number): Matrix {
  return {
    rows: n,
    columns: n,
    entries: Float64Array.from({ length: n * n }, (_, at) => entry(Math.floor(at / n), at % n)),
  };
}
