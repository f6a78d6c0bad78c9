import type { Vec } from "../math/vector.js";
import { requireInteger, shown, suggestion } from "../validate.js";
import { type BlockSource, blockSource, type Executor } from "./block-source.js";
import type { Chain } from "./chain.js";
import { conduct, type Outcome } from "./conduct.js";
import { ensembleSummary } from "./ensemble-summary.js";
import { hashOf } from "./hash.js";
import { type EnsembleOptions, type Plan, type Precision, planOf, sumOf } from "./plan.js";
import { type Series, series } from "./statistics.js";

/** Statistics of P paths of a chain. */
export interface Ensemble {
  readonly chain: Chain;
  readonly seed: number;
  /** Finished paths, the honest n; fewer than `requested` when stopped, or when a budget was used up. */
  readonly paths: number;
  readonly requested: number;
  readonly stopped: boolean;
  /** Recorded steps k and times t = kη. */
  readonly steps: Vec;
  readonly times: Vec;
  readonly observables: readonly string[];
  /** The statistics of an observable. @throws TypeError when it was not recorded. */
  readonly series: (observable: string) => Series;
  /**
   * The covariance over paths of two observables at each recorded time, from the variance of their sum, so with fewer
   * digits where their sizes differ much; NaN where they were not counted on the same paths. @throws TypeError when the pair was not asked for.
   */
  readonly covariance: (first: string, second: string) => Vec;
  readonly diverged: Divergence;
  /** The first `keep` paths: values of an observable at the recorded times, NaN after divergence. */
  readonly path: (index: number, observable: string) => Vec;
  /** The last states of the paths, of one state variable: path by path, d numbers each; NaN where a path has left. */
  readonly final: (variable: string) => Vec;
  /** Which executor ran it; all executors obey the same equations. */
  readonly executor: Executor;
  readonly precision: Precision;
  /** Threads that died during the run; their blocks were run again. */
  readonly crashes: number;
  /** SHA-256 of steps and statistics: equal runs have equal hashes, on any number of threads. */
  readonly hash: string;
  /** In short, as a notebook shows it: how many paths, whether it was stopped, the last means. */
  readonly show: () => Readonly<Record<string, string>>;
}

/** The paths that left: how many, and at which steps. */
export interface Divergence {
  readonly count: number;
  /** Times t at which paths left, ascending. */
  readonly times: Vec;
}

/**
 * Runs P paths of a chain on worker threads, so that progress and Stop work while it computes.
 *
 * The bits of the result depend on chain, seed and options, not on threads, machine or order of finishing.
 *
 * @throws TypeError or RangeError when options or equations are wrong, before anything runs.
 */
export async function ensemble(chain: Chain, options: EnsembleOptions): Promise<Ensemble> {
  return prepare(chain, options)();
}

/** An ensemble that is checked and compiled, and waits to be run, perhaps by one who listens. */
export function prepare(
  chain: Chain,
  options: EnsembleOptions,
): (listening?: Pick<EnsembleOptions, "progress" | "signal">) => Promise<Ensemble> {
  const plan = planOf(chain, options);
  const source = blockSource(chain, plan);
  return async (listening) =>
    summary(chain, plan, source, await conduct(chain, plan, source, { ...options, ...listening }));
}

function summary(chain: Chain, plan: Plan, { executor, state }: BlockSource, outcome: Outcome): Ensemble {
  const { collected, stopped, crashes } = outcome;
  const { steps, seed, observables } = plan;
  const asked = observables.slice(0, plan.asked);
  const stride = observables.length;
  const { moments, distributions, kept } = collected;
  const all = observables.map((observable, index) =>
    series({
      observable,
      moments,
      index,
      stride,
      distributions: distributions.filter((_, cell) => cell % stride === index),
    }),
  );
  const indexOf = (observable: string): number => {
    const index = asked.indexOf(observable);
    if (index >= 0) return index;
    throw new TypeError(`${chain.name}: ${shown(observable)} was not recorded${suggestion(observable, asked)}`);
  };
  const result: Ensemble = {
    chain,
    seed,
    paths: collected.paths,
    requested: plan.paths,
    stopped,
    steps,
    times: steps.map((k) => k * chain.eta),
    observables: asked,
    series: (observable) => all[indexOf(observable)],
    covariance(first, second) {
      const isPair = ([a, b]: readonly [string, string]): boolean =>
        (a === first && b === second) || (a === second && b === first);
      const pair = plan.covariances.find(isPair);
      if (pair === undefined) {
        throw new TypeError(
          `${chain.name}: ask for covariances: [[${shown(first)}, ${shown(second)}]] to have this one`,
        );
      }
      const [a, b] = [all[indexOf(first)], all[indexOf(second)]];
      const sum = all[observables.indexOf(sumOf(...pair))];
      // Cov(a, b) = (Var(a + b) − Var a − Var b)/2
      return sum.variance.map((variance, r) => {
        const isWhole = a.count[r] === b.count[r] && a.count[r] === sum.count[r];
        return isWhole ? (variance - a.variance[r] - b.variance[r]) / 2 : Number.NaN;
      });
    },
    diverged: {
      count: collected.left.length,
      times: Float64Array.from(collected.left, (k) => k * chain.eta).sort(),
    },
    path(index, observable) {
      if (kept.length === 0) throw new RangeError(`${chain.name}: no path was kept; ask for keep: 1 or more`);
      requireInteger(chain.name, "path", index, 0, kept.length - 1);
      const o = indexOf(observable);
      return Float64Array.from(steps, (_, r) => kept[index][r * stride + o]);
    },
    final(variable) {
      if (!plan.final) throw new RangeError(`${chain.name}: final states were not kept; ask for final: true`);
      const at = state.indexOf(variable);
      if (at < 0)
        throw new TypeError(`${chain.name}: no state variable ${shown(variable)}${suggestion(variable, state)}`);
      const d = chain.problem.objective.dimension;
      return Float64Array.from(collected.final.flatMap((numbers) => [...numbers.subarray(at * d, (at + 1) * d)]));
    },
    executor,
    precision: plan.precision,
    crashes,
    hash: hashOf([steps, ...all.flatMap(({ mean, variance, count }) => [mean, variance, count])]),
    show: () => ensembleSummary(result),
  };
  return result;
}
