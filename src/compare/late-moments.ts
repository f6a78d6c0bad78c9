/**
 * Late moments, stationary where there is a stationary law, at η and η/2: with d(η) = (E g(x) − E g(X))/E g(x), an SDE that is
 * right has d(η) → 0, and what is extrapolated from both, 2 d(η/2) − d(η), is 0 up to noise and O(η²).
 */
import { optimizer, type SdeOptions, sde } from "../ensemble/chain.js";
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import type { Method } from "../methods/method.js";
import type { Problem } from "../objectives/problem.js";
import { type AtZero, atZero, type Estimate, VISIBLE } from "./extrapolation.js";
import { methodAt } from "./rate.js";
import { withSolver } from "./weak-error.js";

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
  readonly agrees: boolean;
}

export interface LateOptions {
  readonly method: Method;
  readonly problem: Problem;
  readonly sde: SdeOptions;
  readonly t: number;
  readonly paths: number;
  readonly seed: number;
  readonly observables: readonly string[];
  readonly signal?: AbortSignal;
}

export async function lateMoments(options: LateOptions): Promise<readonly LateMoment[]> {
  const { method, problem, t, paths, seed, observables, signal } = options;
  const begin = options.sde.memory === undefined ? {} : { memory: options.sde.memory };
  const { eta } = method.parameters;
  const etas = [eta, eta / 2];
  const run = { paths, horizon: t, observables, record: 1, quantiles: "none", ...(signal && { signal }) } as const;
  const pairs: (readonly [Ensemble, Ensemble])[] = [];
  for (const [level, h] of etas.entries()) {
    const one = methodAt(method, h, options.sde.sde);
    const x = await ensemble(optimizer(one, problem, begin), { ...run, seed: seed + 2 * level });
    const X = await ensemble(sde(one, problem, withSolver(one, problem, options.sde)), {
      ...run,
      seed: seed + 2 * level + 1,
    });
    pairs.push([x, X]);
  }
  return observables.map((observable): LateMoment => {
    const means = pairs.map((pair) => pair.map((one) => lastMean(one, observable)));
    const differences = means.map(
      ([x, X]): Estimate => ({
        value: (x.value - X.value) / Math.abs(x.value),
        standardError: Math.hypot(x.standardError, X.standardError) / Math.abs(x.value),
      }),
    );
    const limit = atZero(etas, differences);
    const agrees = !(Math.abs(limit.value) > 4 * limit.standardError + VISIBLE * limit.remainder);
    return { observable, t, optimizer: means[0][0], sde: means[0][1], relative: differences[0], limit, agrees };
  });
}

function lastMean(ensemble: Ensemble, observable: string): Estimate {
  const { mean, standardError } = ensemble.series(observable);
  const r = ensemble.times.length - 1;
  return { value: mean[r], standardError: standardError[r] };
}
