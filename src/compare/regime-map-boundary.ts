/**
 * A boundary in a regime map: where a quantity that theory knows, such as ηλ/2, passes 1. Between neighbouring points its
 * logarithm is interpolated linearly in the coordinates of the axes, which is exact for powers on logarithmic axes.
 */
import type { AxisType } from "../figures/plotly-json.js";
import type { Method } from "../methods/method.js";
import { quadraticProblem } from "../methods/quadratic-problem.js";
import type { Problem } from "../objectives/problem.js";
import type { RegimePoint } from "./regime-map-point.js";

/** A quantity that is positive, and 1 at the boundary. */
export interface RegimeBoundary {
  readonly name: string;
  readonly ratio: (point: RegimePoint) => number;
}

/** The points of a boundary, in the order in which they are joined. */
export interface BoundaryLine {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** An axis as the boundary needs it. */
interface GridAxis {
  readonly name: string;
  readonly values: readonly number[];
  readonly type: AxisType;
}

/**
 * SGD on a diagonal quadratic is stable for ηλ < 2, λ the largest eigenvalue; its first-order SDE at every η. No other
 * boundary is known here. Standing: derived and checked.
 */
export function knownBoundary(
  method: (point: RegimePoint) => Method,
  problem: (point: RegimePoint) => Problem,
  points: readonly RegimePoint[],
): RegimeBoundary | undefined {
  const largest = (point: RegimePoint): number | undefined => {
    const quadratic = quadraticProblem(problem(point));
    return quadratic && Math.max(...quadratic.h);
  };
  const isKnown = points.every((point) => method(point).name === "SGD" && largest(point) !== undefined);
  if (!isKnown) return undefined;
  return { name: "ηλ = 2", ratio: (point) => (method(point).parameters.eta * (largest(point) ?? 0)) / 2 };
}

type Point = readonly [number, number];

/** The boundary through a grid; undefined where it does not pass between any two neighbours. */
export function boundaryLine({ ratio }: RegimeBoundary, x: GridAxis, y: GridAxis): BoundaryLine | undefined {
  const at = (i: number, j: number): number => Math.log(ratio({ [x.name]: x.values[i], [y.name]: y.values[j] }));
  const alongX = y.values.flatMap((value, j) => {
    return crossings(x, (i) => at(i, j)).map((crossing) => [crossing, coordinate(y, value)] as const);
  });
  const alongY = x.values.flatMap((value, i) => {
    return crossings(y, (j) => at(i, j)).map((crossing) => [coordinate(x, value), crossing] as const);
  });
  const isSteep = alongX.length >= alongY.length;
  const points = isSteep ? alongX : [...alongY].sort((a, b) => a[0] - b[0]);
  if (points.length === 0) return undefined;
  const whole = prolonged(points, [x, y], isSteep ? 1 : 0);
  return { x: whole.map(([a]) => value(x, a)), y: whole.map(([, b]) => value(y, b)) };
}

/** The coordinates along an axis at which a function of the index changes sign. */
function crossings(axis: GridAxis, of: (index: number) => number): readonly number[] {
  return axis.values.slice(1).flatMap((_, i) => {
    const [before, after] = [of(i), of(i + 1)];
    if (!(before < 0 !== after < 0) || !Number.isFinite(before - after)) return [];
    const [from, to] = [coordinate(axis, axis.values[i]), coordinate(axis, axis.values[i + 1])];
    return [from + (before / (before - after)) * (to - from)];
  });
}

/** The line continued by one step at both ends, so that it reaches the edges of the outer cells. */
function prolonged(points: readonly Point[], axes: readonly [GridAxis, GridAxis], along: 0 | 1): readonly Point[] {
  const [first, last] = [points[0], points[points.length - 1]];
  if (points.length === 1) {
    const { values } = axes[along];
    const span = coordinate(axes[along], values[values.length - 1]) - coordinate(axes[along], values[0]) || 1;
    const shifted = (by: number): Point => (along === 1 ? [first[0], first[1] + by] : [first[0] + by, first[1]]);
    return [shifted(-span), shifted(span)];
  }
  const beyond = (end: Point, inner: Point): Point => [2 * end[0] - inner[0], 2 * end[1] - inner[1]];
  return [beyond(first, points[1]), ...points, beyond(last, points[points.length - 2])];
}

function coordinate({ type }: GridAxis, of: number): number {
  return type === "log" ? Math.log10(of) : of;
}

function value({ type }: GridAxis, at: number): number {
  return type === "log" ? 10 ** at : at;
}
