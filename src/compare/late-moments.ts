/**
 * Late moments, stationary where there is a stationary law, at η and η/2: with d(η) = (E g(x) − E g(X))/E g(x), an SDE that is
 * right has d(η) → 0, and what is extrapolated from both, 2 d(η/2) − d(η), is 0 up to noise and O(η²).
 */
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import {
  type AtZero,
  atZero,
  BEYOND,
  type Estimate,
  effectiveDraws,
  LEAST_EFFECTIVE,
  VISIBLE,
} from "./extrapolation.js";
import { methodAt, optimizerOf, runOf, sdeOf, type Trial } from "./trial.js";

export interface LateMoment {
  readonly observable: string;
  readonly t: number;
  /** Means at η. */
  readonly optimizer: Estimate;
  readonly sde: Estimate;
  /** d(η). */
  readonly relative: Estimate;
  /** d extrapolated to η = 0. */
  readonly limit: AtZero;
  /** Paths that had diverged by then, at η and η/2, of optimizer and SDE. */
  readonly diverged: number;
  /** A limit no larger than this cannot be told from 0. */
  readonly resolution: number;
  /**
   * Undefined where nothing is said: paths diverged, so that the others are a selection; few paths carry the mean, so that its
   * error bar is none; the optimizer's mean is 0; or noise that is 10 % too strong would not be resolved.
   */
  readonly agrees: boolean | undefined;
}

export interface LateTrial extends Trial {
  readonly t: number;
}

/** Of both at η and η/2; none where the four were not run. */
export async function lateMoments({ t, ...trial }: LateTrial): Promise<readonly LateMoment[]> {
  const { eta } = trial.method.parameters;
  const etas = [eta, eta / 2];
  const pairs: (readonly [Ensemble, Ensemble])[] = [];
  for (const [level, h] of etas.entries()) {
    if (trial.signal?.aborted) return [];
    const own = { ...trial, method: methodAt(trial.method, h, trial.sde) };
    const run = { ...runOf(own), horizon: t, record: 1, keep: trial.paths };
    const x = await ensemble(optimizerOf(own), { ...run, ...trial.next?.(), seed: trial.seed + 2 * level });
    const X = await ensemble(sdeOf(own), { ...run, ...trial.next?.(), seed: trial.seed + 2 * level + 1 });
    // an error bar takes two
    if (Math.min(x.paths, X.paths) < 2) return [];
    pairs.push([x, X]);
  }
  const diverged = pairs.flat().reduce((sum, one) => sum + one.diverged.count, 0);
  return trial.observables.map((observable): LateMoment => {
    const means = pairs.map((pair) => pair.map((one) => lastMean(one, observable)));
    const differences = means.map(
      ([x, X]): Estimate => ({
        value: (x.value - X.value) / Math.abs(x.value),
        standardError: Math.hypot(x.standardError, X.standardError) / Math.abs(x.value),
      }),
    );
    const limit = atZero(etas, differences);
    const resolution = BEYOND * limit.standardError + VISIBLE * limit.remainder;
    const isKnown = diverged === 0 && pairs.flat().every((one) => hasErrorBar(one, observable));
    const differs = isKnown && Math.abs(limit.value) > resolution;
    const agrees = differs ? false : isKnown && resolution < STRONGER_NOISE ? true : undefined;
    return {
      observable,
      t,
      optimizer: means[0][0],
      sde: means[0][1],
      relative: differences[0],
      limit,
      diverged,
      resolution,
      agrees,
    };
  });
}

/** What noise of 1.1 σ adds to second moments. */
const STRONGER_NOISE = 0.21;

/** Whether an error bar of the last mean can be trusted; paths that are all alike have none to be wrong. */
function hasErrorBar(ensemble: Ensemble, observable: string): boolean {
  const { value, standardError } = lastMean(ensemble, observable);
  const deviations = Array.from({ length: ensemble.paths }, (_, path) => {
    const values = ensemble.path(path, observable);
    return values[values.length - 1] - value;
  });
  return standardError === 0 || effectiveDraws(deviations) >= LEAST_EFFECTIVE;
}

function lastMean(ensemble: Ensemble, observable: string): Estimate {
  const { mean, standardError } = ensemble.series(observable);
  const r = ensemble.times.length - 1;
  return { value: mean[r], standardError: standardError[r] };
}
