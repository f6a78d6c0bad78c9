import { optimizer, type SdeOptions, sde } from "../ensemble/chain.js";
import { type Ensemble, prepare } from "../ensemble/ensemble.js";
import { ENSEMBLE_OPTIONS, type EnsembleOptions } from "../ensemble/plan.js";
import { inParts } from "../ensemble/progress.js";
import type { Method } from "../methods/method.js";
import type { Problem } from "../objectives/problem.js";
import { type Prediction, prediction } from "../theory/prediction.js";
import { requireObject, shown, suggestion } from "../validate.js";
import { chosen } from "./chosen.js";
import { type Comparison, comparison } from "./comparison.js";
import { requireInformative } from "./informative.js";

/** What {@link compare} takes besides method and problem. */
export interface CompareOptions extends EnsembleOptions, Omit<SdeOptions, "sde"> {
  /** Which SDEs of the method, by name. Default: its first. */
  readonly sdes?: readonly string[];
  /** Predictions beside the method's own; `false` leaves those out. */
  readonly predictions?: readonly Prediction[] | false;
}

const INTEGRATION = ["memory", "solver", "substeps", "brownian", "burnIn"] as const;
const KEYS = [...ENSEMBLE_OPTIONS, ...INTEGRATION, "sdes", "predictions"];

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
  requireObject("compare", options, KEYS);
  const { sdes, predictions } = options;
  if (sdes !== undefined && (!Array.isArray(sdes) || sdes.length === 0)) {
    throw new TypeError(`compare: sdes must be a non-empty list of names, got ${shown(sdes)}`);
  }
  if (sdes !== undefined && new Set(sdes).size < sdes.length) {
    throw new TypeError(`compare: sdes must be names of different SDEs, got ${shown(sdes)}`);
  }
  const run = chosen(options, ENSEMBLE_OPTIONS);
  const integration = chosen(options, INTEGRATION);
  const discrete = optimizer(method, problem, chosen(options, ["memory"]));
  const names = sdes ?? [...method.sdes.keys()].slice(0, 1);
  const chains = names.map((name) => sde(method, problem, { ...integration, sde: name }));
  if (chains.length === 0) sde(method, problem);
  for (const chain of chains) requireInformative("compare", chain);
  const prepared = [discrete, ...chains].map((chain) => ({ name: chain.name, start: prepare(chain, run) }));
  const asserted = predictions === false ? [] : [...method.predictions(problem), ...checked(predictions, run)];
  const { results } = await inParts(options, prepared.length, async (next) => {
    const results: Ensemble[] = [];
    for (const { name, start } of prepared) results.push(await start(next(name)));
    return { results, stopped: results.some(({ stopped }) => stopped) };
  });
  return comparison(results[0], results.slice(1), asserted);
}

/** The caller's own predictions: each whole, and of an observable that is recorded. */
function checked(predictions: unknown, { observables = ["f"] }: EnsembleOptions): readonly Prediction[] {
  if (predictions === undefined) return [];
  if (!Array.isArray(predictions)) {
    throw new TypeError(`compare: predictions must be a list of predictions or false, got ${shown(predictions)}`);
  }
  return predictions.map((given) => {
    const whole = prediction(given);
    if (observables.includes(whole.observable)) return whole;
    const known = suggestion(whole.observable, observables);
    throw new TypeError(
      `compare: the prediction ${shown(whole.name)} is of ${shown(whole.observable)}, not recorded${known}`,
    );
  });
}
