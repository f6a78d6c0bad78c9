/**
 * Late moments, stationary where there is a stationary law, at η and η/2: with d(η) = (E g(x) − E g(X))/E g(x), an SDE that is
 * right has d(η) → 0, and what is extrapolated from both, 2 d(η/2) − d(η), is 0 up to noise and O(η²).
 */
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import { type AtZero, atZero, type Estimate, VISIBLE } from "./extrapolation.js";
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
  /** Undefined where paths diverged, since the others are a selection, or where the optimizer's mean is 0. */
  readonly agrees: boolean | undefined;
}

export interface LateTrial extends Trial {
  readonly t: number;
}

/** So many standard errors are exceeded by chance once in 16 000. */
const BEYOND = 4;

export async function lateMoments({ t, ...trial }: LateTrial): Promise<readonly LateMoment[]> {
  const { eta } = trial.method.parameters;
  const etas = [eta, eta / 2];
  const pairs: (readonly [Ensemble, Ensemble])[] = [];
  for (const [level, h] of etas.entries()) {
    const own = { ...trial, method: methodAt(trial.method, h, trial.sde.sde) };
    const run = { ...runOf(own), horizon: t, record: 1 };
    const x = await ensemble(optimizerOf(own), { ...run, seed: trial.seed + 2 * level });
    const X = await ensemble(sdeOf(own), { ...run, seed: trial.seed + 2 * level + 1 });
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
    const isKnown = diverged === 0 && Number.isFinite(limit.value);
    const agrees = isKnown
      ? Math.abs(limit.value) <= BEYOND * limit.standardError + VISIBLE * limit.remainder
      : undefined;
    return {
      observable,
      t,
      optimizer: means[0][0],
      sde: means[0][1],
      relative: differences[0],
      limit,
      diverged,
      agrees,
    };
  });
}

function lastMean(ensemble: Ensemble, observable: string): Estimate {
  const { mean, standardError } = ensemble.series(observable);
  const r = ensemble.times.length - 1;
  return { value: mean[r], standardError: standardError[r] };
}
