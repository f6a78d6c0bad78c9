import { optimizer, type SdeOptions, sde } from "../ensemble/chain.js";
import { type Ensemble, type EnsembleOptions, ensemble } from "../ensemble/ensemble.js";
import type { Method } from "../methods/method.js";
import type { Problem } from "../objectives/problem.js";
import type { Prediction } from "../theory/prediction.js";
import { requireOptions, shown } from "../validate.js";
import { type Comparison, comparison } from "./comparison.js";
import { requireInformative } from "./informative.js";

/** What {@link compare} takes besides method and problem. */
export interface CompareOptions extends EnsembleOptions, Omit<SdeOptions, "sde"> {
  /** Which SDEs of the method, by name. Default: its first. */
  readonly sdes?: readonly string[];
  /** Predictions beside the method's own; `false` leaves those out. */
  readonly predictions?: readonly Prediction[] | false;
}

const KEYS = [
  ...["paths", "horizon", "seed", "observables", "record", "diverged", "keep", "progress", "signal"],
  ...["memory", "solver", "substeps", "burnIn", "sdes", "predictions"],
];

/**
 * Runs a method and its SDEs on a problem and compares them, and what theory says, in standard errors.
 *
 * The optimizer and the SDEs draw from independent streams of one seed. A run stopped by the signal compares the paths
 * that are finished.
 *
 * @throws TypeError or RangeError before anything runs; also where the comparison would be empty, as Euler–Maruyama at
 *         dt = η of SGD with Gaussian noise, which is SGD itself.
 */
export async function compare(method: Method, problem: Problem, options: CompareOptions): Promise<Comparison> {
  requireOptions("compare", options, KEYS);
  const { sdes, predictions, memory, solver, substeps, burnIn, ...run } = options;
  if (sdes !== undefined && (!Array.isArray(sdes) || sdes.length === 0)) {
    throw new TypeError(`compare: sdes must be a non-empty list of names, got ${shown(sdes)}`);
  }
  const start = memory === undefined ? {} : { memory };
  const integration = {
    ...start,
    ...(solver && { solver }),
    ...(substeps !== undefined && { substeps }),
    ...(burnIn !== undefined && { burnIn }),
  };
  const discrete = optimizer(method, problem, start);
  const names = sdes ?? [...method.sdes.keys()].slice(0, 1);
  const chains = names.map((name) => sde(method, problem, { ...integration, sde: name }));
  if (chains.length === 0) sde(method, problem);
  for (const chain of chains) requireInformative(chain);
  const results: Ensemble[] = [];
  for (const chain of [discrete, ...chains]) results.push(await ensemble(chain, run));
  const asserted = predictions === false ? [] : [...method.predictions(problem), ...(predictions ?? [])];
  return comparison(results[0], results.slice(1), asserted);
}
