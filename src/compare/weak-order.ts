/** The order of a weak error in η, with its interval, and whether the error tends to 0 at all. */
import {
  type AtZero,
  atZero,
  BEYOND,
  type Estimate,
  isVisible,
  type Slope,
  slopeOf,
  VISIBLE,
} from "./extrapolation.js";
import { errorsAt, type WeakLevel } from "./weak-error.js";

/**
 * What the errors of one test function at one time say. Refuted: they do not tend to 0 as the order asks. Too coarse: they do, but
 * with a slope that is not yet that of the order, or more than one above it.
 */
export type OrderVerdict = "confirmed" | "refuted" | "noise-limited" | "too coarse";

export interface WeakOrder {
  readonly observable: string;
  readonly t: number;
  /** At descending learning rates. */
  readonly etas: readonly number[];
  readonly errors: readonly Estimate[];
  /** Of log |error| against log η, over the three smallest η at which the error is seen; over all where that says too little. */
  readonly slope: Slope;
  /** error/η^{p−1} extrapolated to η = 0, which an SDE of order p sends to 0. */
  readonly limit: AtZero;
  readonly verdict: OrderVerdict;
  /** Where it is noise-limited: so many paths would show the errors at the three smallest learning rates. */
  readonly pathsNeeded: number;
}

/**
 * Slopes this far below the order are still those of the order: with e = aη(1 + cη), the slope over η … η/8 is 0.3 below 1
 * where cη ≈ −0.4 at the largest η, beyond which an expansion in η says little. Half way to the next lower order is 0.5.
 */
const SLACK = 0.3;
/**
 * A limit below this share of the error at the largest η refutes nothing: a term η^{1/2} or η^{3/2}, as kinks of an update
 * make them, is extrapolated to 0.17 or 0.01 of its size instead of 0, and an SDE wrong by so little is left to the slope.
 */
const LEAST_SHARE = 0.1;
/** Learning rates at which an error must be seen. */
const LEAST_VISIBLE = 3;

/** The orders of all test functions at the recorded times but the first. */
export function weakOrders(levels: readonly WeakLevel[], order: 1 | 2): readonly WeakOrder[] {
  const [{ optimizer }] = levels;
  return optimizer.observables.flatMap((observable) => {
    const errors = levels.map((level) => errorsAt(level, observable));
    return [...optimizer.times].flatMap((t, r) =>
      t > 0
        ? [
            weakOrder(
              levels,
              order,
              observable,
              t,
              errors.map((level) => level[r]),
            ),
          ]
        : [],
    );
  });
}

function weakOrder(
  levels: readonly WeakLevel[],
  order: 1 | 2,
  observable: string,
  t: number,
  errors: readonly Estimate[],
): WeakOrder {
  const etas = levels.map(({ eta }) => eta);
  const slope = finestSlope(etas, errors);
  const scaled = errors.map(({ value, standardError }, l) => {
    const scale = etas[l] ** (order - 1);
    return { value: value / scale, standardError: standardError / scale };
  });
  const limit = atZero(etas, scaled);
  const beyond = Math.abs(limit.value) - VISIBLE * limit.remainder;
  const isStuck =
    beyond > BEYOND * limit.standardError && Math.abs(limit.value) > LEAST_SHARE * Math.abs(scaled[0].value);
  const isSeen = slope.visible >= LEAST_VISIBLE && 2 * slope.standardError < SLACK;
  const isOfOrder =
    slope.value + 2 * slope.standardError >= order - SLACK &&
    slope.value - 2 * slope.standardError <= order + 1 + SLACK;
  const verdict = isStuck ? "refuted" : !isSeen ? "noise-limited" : isOfOrder ? "confirmed" : "too coarse";
  const paths = Math.min(...levels.map((level) => level.optimizer.paths));
  const factor = Math.max(2, missing(etas, errors, order), (2 * slope.standardError) / SLACK || 0);
  const pathsNeeded = isSeen ? 0 : paths * factor ** 2;
  return { observable, t, etas, errors, slope, limit, verdict, pathsNeeded };
}

/** Where the order has to show: at the smallest η. */
function finestSlope(etas: readonly number[], errors: readonly Estimate[]): Slope {
  const all = slopeOf(etas, errors);
  const seen = etas.flatMap((_, l) => (isVisible(errors[l]) ? [l] : [])).slice(-LEAST_VISIBLE);
  const finest = slopeOf(
    seen.map((l) => etas[l]),
    seen.map((l) => errors[l]),
  );
  return 2 * finest.standardError < SLACK ? { ...finest, visible: all.visible } : all;
}

/** By what factor the error bars are too long, if the best seen error shrinks like η^order. */
function missing(etas: readonly number[], errors: readonly Estimate[], order: number): number {
  const ratio = ({ value, standardError }: Estimate): number => Math.abs(value) / standardError;
  const best = errors.reduce((a, b, l) => (ratio(b) > ratio(errors[a]) ? l : a), 0);
  const constant = Math.max(Math.abs(errors[best].value), errors[best].standardError) / etas[best] ** order;
  const third = etas.slice(-LEAST_VISIBLE);
  return Math.max(
    1,
    ...third.map((eta, j) => {
      const { standardError } = errors[etas.length - third.length + j];
      return (2 * VISIBLE * standardError) / (constant * eta ** order);
    }),
  );
}

/**
 * The learning rate from which the difference between optimizer and SDE shows among so many paths of each: where the
 * error, as η^order, exceeds four standard errors of two independent means. Infinity where no error was seen.
 */
export function visibleFrom(
  levels: readonly WeakLevel[],
  orders: readonly WeakOrder[],
  order: 1 | 2,
  paths: number,
): number {
  const rates = orders.flatMap(({ observable, t, errors, etas }) =>
    levels.flatMap((level, l) => {
      const { value } = errors[l];
      if (!isVisible(errors[l])) return [];
      const r = [...level.optimizer.times].findIndex((time) => Math.abs(time - t) < 1e-9 * (1 + t));
      const variance = level.optimizer.series(observable).variance[r] + level.sde.series(observable).variance[r];
      return [etas[l] * ((4 * Math.sqrt(variance / paths)) / Math.abs(value)) ** (1 / order)];
    }),
  );
  return Math.min(Infinity, ...rates);
}
