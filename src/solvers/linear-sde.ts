/**
 * The matrices of an SDE with affine drift and constant noise, over all its state variables together:
 *   dY = (A Y + c) dt + B dW,  C = B Bᵀ.                                                               (1)
 */
import { referenceExecutable } from "../compiler/reference.js";
import { nonAffineLine } from "../equations/affine.js";
import { type Equation, name } from "../equations/expression.js";
import type { SdeProgram } from "../equations/program.js";
import { SCALAR, vectorOver } from "../equations/shapes.js";
import { couplingLine, dependentsOf, neededFor } from "../equations/straight-line.js";
import { display } from "../equations/symbols.js";
import type { Matrix, Vec } from "../math/vector.js";
import { linesOf, without } from "./driven-noise.js";
import type { SolverContext } from "./solver.js";

/** A part of (1) that has no tie to the rest. */
export interface LinearPart {
  readonly A: Matrix;
  readonly C: Matrix;
  readonly c: Vec;
}

/**
 * The parts of an SDE of the form (1): where no line couples coordinates one per coordinate, its rows the state variables
 * in their order; else one in all, its rows the coordinates of the first state variable, then of the next.
 *
 * @throws TypeError where the drift is not affine in the state, the noise depends on the state, or either depends on t.
 */
export function linearParts(solver: string, sde: SdeProgram, context: SolverContext): readonly LinearPart[] {
  const { state, drivers, increments } = sde;
  const targets = increments.map(({ target }) => target);
  const lines = neededFor(linesOf(sde, context.gradient), targets);
  requireLinear(solver, sde, lines, targets);
  const isCoupled = couplingLine(lines, [...state, ...drivers], context.scope) !== undefined;
  const response = responseOf(lines, sde, context);
  // Coordinates without a tie answer all at once.
  const probes = (id: string, length: number): readonly Probe[] =>
    isCoupled ? Array.from({ length }, (_, at) => ({ id, at })) : [{ id }];
  const { d } = context.sizes;
  const c = response(undefined, 1);
  const drift = state
    .flatMap((variable) => probes(variable, d))
    .map((probe) => response(probe, 1).map((value, row) => value - c[row]));
  const noise = drivers
    .flatMap((driver) => probes(driver, context.sizes[context.ranges.get(driver) ?? "d"]))
    .map((probe) => response(probe, 0));
  const parts = isCoupled
    ? [Array.from(c.keys())]
    : Array.from({ length: d }, (_, i) => state.map((_, variable) => variable * d + i));
  return parts.map((rows) => ({
    A: square(rows.length, (i, j) => drift[j][rows[i]]),
    C: square(rows.length, (i, j) => noise.reduce((sum, column) => sum + column[rows[i]] * column[rows[j]], 0)),
    c: Float64Array.from(rows, (row) => c[row]),
  }));
}

function requireLinear(
  solver: string,
  { owner, state }: SdeProgram,
  lines: readonly Equation[],
  targets: readonly string[],
): void {
  const inTime = dependentsOf(lines, ["t"]);
  if (targets.some((target) => inTime.has(target))) {
    throw new TypeError(`${solver}: needs coefficients that do not depend on t, but those of ${owner} do`);
  }
  const noise = without(lines, "noise.", ["dt"]);
  const inState = dependentsOf([...lines, ...noise.lines], state);
  for (const target of targets) {
    const part = noise.value(name(target));
    if (part.kind === "name" && inState.has(part.name)) {
      throw new TypeError(
        `${solver}: needs noise that does not depend on the state, but in ${owner} that of ${display(target)} does`,
      );
    }
  }
  const bent = nonAffineLine(lines, state);
  if (bent !== undefined) {
    throw new TypeError(`${solver}: needs a drift that is affine in the state, but ${owner} has «${bent.text}»`);
  }
}

/** One coordinate of a vector, or all of them. */
interface Probe {
  readonly id: string;
  readonly at?: number;
}

/** The increments of all variables, one after the other, where all vectors are 0 but the probed one, which is 1. */
function responseOf(
  lines: readonly Equation[],
  { state, drivers, increments }: SdeProgram,
  { scope, sizes, constants, ranges }: SolverContext,
): (probe: Probe | undefined, dt: number) => Vec {
  const { vectors, evaluate } = referenceExecutable({
    lines,
    scope: new Map([
      ...scope,
      ...drivers.map((driver) => [driver, vectorOver(ranges.get(driver))] as const),
      ["dt", SCALAR],
    ]),
    sizes,
    constants,
    inputs: ["dt"],
    outputs: increments.map(({ target }) => target),
  });
  return (probe, dt) => {
    for (const id of [...state, ...drivers]) vectors.get(id)?.fill(0);
    const probed = probe && vectors.get(probe.id);
    probed?.fill(1, probe?.at, probe?.at === undefined ? undefined : probe.at + 1);
    evaluate(dt);
    return Float64Array.from(state.flatMap((variable) => [...(vectors.get(`d${variable}`) as Vec)]));
  };
}

function square(n: number, entry: (i: number, j: number) => number): Matrix {
  return {
    rows: n,
    columns: n,
    entries: Float64Array.from({ length: n * n }, (_, k) => entry(Math.floor(k / n), k % n)),
  };
}
