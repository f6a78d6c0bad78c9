/**
 * The exact transition of a linear SDE dY = (A Y + c) dt + B dW over all state variables together:
 *   Y ← e^{AΔ} Y + R c + L z,  R = ∫₀^Δ e^{As} ds,  L Lᵀ = Q = ∫₀^Δ e^{As} B Bᵀ e^{Aᵀs} ds,  z ~ N(0, I).    (1)
 *
 * Exact in law at every Δ, so the reference that other solvers and stationary formulas are held to: SGD and SGD with
 * momentum on a quadratic, diagonal or dense, with constant Σ. L = D C^{1/2} with D² = diag Q and C the correlations, which
 * keep their digits where Q does not: a momentum's x has variance of order Δ³. z has one entry for each of Y, more than
 * there are in W, so a path is no path of Euler–Maruyama with the same seed.
 * Source: Gillespie 1996 in one dimension; the rest derived (`linearTransition`), and checked.
 */
import { type Expression, name } from "../equations/expression.js";
import { DRIVERS } from "../equations/program.js";
import { type Shape, vectorOver } from "../equations/shapes.js";
import { plus, times, ZERO } from "../equations/simplify.js";
import { assign } from "../equations/straight-line.js";
import { symmetricSquareRoot } from "../math/eigen.js";
import { linearTransition } from "../math/linear-transition.js";
import { type Matrix, multiply, type Vec } from "../math/vector.js";
import { cite } from "../references.js";
import { linearParts } from "./linear-sde.js";
import type { Solver } from "./solver.js";

/**
 * Exact Ornstein–Uhlenbeck: no error in dt. For drift affine in the state and constant noise, neither depending on t, and at
 * most as many state variables as there are Brownian motions to draw from. Where coordinates are coupled its build costs
 * O(n³), n the length of the state: seconds at n = 150.
 */
export const exactOrnsteinUhlenbeck: Solver = {
  name: "exact Ornstein–Uhlenbeck",
  strongOrder: Number.POSITIVE_INFINITY,
  weakOrder: Number.POSITIVE_INFINITY,
  source: cite("gillespie1996"),
  step(sde, context) {
    const { state, owner } = sde;
    const { d } = context.sizes;
    if (state.length > DRIVERS.length) {
      throw new TypeError(
        `exact Ornstein–Uhlenbeck: needs at most ${DRIVERS.length} state variables, but ${owner} has ${state.length}`,
      );
    }
    const parts = linearParts("exact Ornstein–Uhlenbeck", sde, context).map(({ A, C, c }) => {
      const { propagator, response, covariance } = linearTransition(A, C, context.dt);
      const shift = new Float64Array(c.length);
      multiply(response, c, shift);
      return { propagator, root: covarianceRoot(covariance), shift };
    });
    const constants = new Map<string, Vec | Matrix>();
    const constant = (id: string, value: Vec | Matrix): Expression => {
      const entries = value instanceof Float64Array ? value : value.entries;
      if (entries.every((entry) => entry === 0)) return ZERO;
      constants.set(id, value);
      return name(id);
    };
    const next = state.map((variable, y) => {
      const terms = state.flatMap((other, w) => {
        const E = constant(
          `E.${variable}.${other}`,
          block(
            parts.map(({ propagator }) => propagator),
            d,
            y,
            w,
          ),
        );
        const L = constant(
          `L.${variable}.${other}`,
          block(
            parts.map(({ root }) => root),
            d,
            y,
            w,
          ),
        );
        return [times(E, name(other)), times(L, name(`z.${DRIVERS[w]}`))];
      });
      const shift = parts.length === d ? parts.map((part) => part.shift[y]) : parts[0].shift.slice(y * d, (y + 1) * d);
      return [...terms, constant(`shift.${variable}`, Float64Array.from(shift))].reduce(plus, ZERO); // (1)
    });
    return {
      lines: [
        ...state.map((variable, y) => assign(`next.${variable}`, next[y])),
        ...state.map((variable) => assign(variable, name(`next.${variable}`))),
      ],
      normals: new Map(state.map((_, w) => [DRIVERS[w], "d"])),
      constants,
      shapes: new Map([...constants].map(([id, value]) => [id, value instanceof Float64Array ? vectorOver() : SQUARE])),
    };
  },
};

const SQUARE: Shape = { kind: "matrix", rows: "d", columns: "d" };

/** What takes variable w to variable y: a d × d block of the one matrix, or a factor from the matrix of each coordinate. */
function block(matrices: readonly Matrix[], d: number, y: number, w: number): Vec | Matrix {
  if (matrices.length === d) return Float64Array.from(matrices, ({ columns, entries }) => entries[y * columns + w]);
  const [{ columns, entries }] = matrices;
  const rows = Array.from({ length: d }, (_, i) => (y * d + i) * columns + w * d);
  return { rows: d, columns: d, entries: Float64Array.from(rows.flatMap((at) => [...entries.subarray(at, at + d)])) };
}

/** L with L Lᵀ = Q, for Q positive semidefinite: variances scaled out before the root is taken. */
function covarianceRoot(Q: Matrix): Matrix {
  const { rows: n, columns, entries } = Q;
  const deviation = Float64Array.from({ length: n }, (_, i) => Math.sqrt(entries[i * n + i]));
  const scale = (k: number): number => deviation[Math.floor(k / n)] * deviation[k % n];
  const correlation = entries.map((value, k) => (scale(k) === 0 ? 0 : value / scale(k)));
  const root = symmetricSquareRoot({ rows: n, columns, entries: correlation });
  return { rows: n, columns, entries: root.entries.map((value, k) => deviation[Math.floor(k / n)] * value) };
}
