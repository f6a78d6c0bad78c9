import type { Vec } from "../math/vector.js";
import { shown } from "../validate.js";
import type { Ensemble } from "./ensemble.js";

/** The mean over paths of a difference taken path by path, at each recorded time. */
export interface PairedDifference {
  readonly mean: Vec;
  readonly standardError: Vec;
  /** Paths that count in both. */
  readonly count: Vec;
}

/**
 * The difference of an observable between two ensembles of coupled chains, first − second, path by path: its standard
 * error is that of the differences, which is far below that of two independent means.
 *
 * @throws RangeError where the paths were not kept (`keep: paths`), or the ensembles do not share seed and times.
 */
export function pairedDifference(first: Ensemble, second: Ensemble, observable: string): PairedDifference {
  if (first.seed !== second.seed || shown([...first.times]) !== shown([...second.times])) {
    throw new RangeError("pairedDifference: both ensembles must have the same seed and recorded times");
  }
  const paths = Math.min(first.paths, second.paths);
  const differences = Array.from({ length: paths }, (_, path) => {
    const [a, b] = [first.path(path, observable), second.path(path, observable)];
    return a.map((value, r) => value - b[r]);
  });
  const statistics = [...first.times].map((_, r) => {
    const values = differences.map((row) => row[r]).filter((value) => !Number.isNaN(value));
    const count = values.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
    return { count, mean, error: Math.sqrt(variance / count) };
  });
  return {
    mean: Float64Array.from(statistics, ({ mean }) => mean),
    standardError: Float64Array.from(statistics, ({ error }) => error),
    count: Float64Array.from(statistics, ({ count }) => count),
  };
}
