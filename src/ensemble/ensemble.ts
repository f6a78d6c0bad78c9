import { createHash } from "node:crypto";
import type { Vec } from "../math/vector.js";
import { requireInteger, shown, suggestion } from "../validate.js";
import type { Chain } from "./chain.js";
import { type EnsembleOptions, type Plan, planOf } from "./plan.js";
import { type PathRunner, runner } from "./runner.js";
import { type Slices, slices } from "./slices.js";
import { type Series, series } from "./statistics.js";

/** Statistics of P paths of a chain. */
export interface Ensemble {
  readonly chain: Chain;
  readonly seed: number;
  /** Finished paths, the honest n; fewer than `requested` when stopped. */
  readonly paths: number;
  readonly requested: number;
  readonly stopped: boolean;
  /** Recorded steps k and times t = kη. */
  readonly steps: Vec;
  readonly times: Vec;
  readonly observables: readonly string[];
  /** The statistics of an observable. @throws TypeError when it was not recorded. */
  readonly series: (observable: string) => Series;
  readonly diverged: Divergence;
  /** The first `keep` paths: values of an observable at the recorded times, NaN after divergence. */
  readonly path: (index: number, observable: string) => Vec;
  /** Which executor ran it; all executors obey the same equations. */
  readonly executor: "reference";
  /** SHA-256 of steps and statistics: equal runs have equal hashes. */
  readonly hash: string;
}

/** The paths that left: how many, and at which steps. */
export interface Divergence {
  readonly count: number;
  /** Times t at which paths left, ascending. */
  readonly times: Vec;
}

/**
 * Runs P paths of a chain, in slices of time, so that progress and Stop work while it computes.
 *
 * @throws TypeError or RangeError when options or equations are wrong, before anything runs.
 */
export async function ensemble(chain: Chain, options: EnsembleOptions): Promise<Ensemble> {
  return prepare(chain, options)();
}

/** An ensemble that is checked and compiled, and waits to be run. */
export function prepare(chain: Chain, options: EnsembleOptions): () => Promise<Ensemble> {
  const plan = planOf(chain, options);
  const walker = runner(chain, plan.seed, plan.observables);
  return async () => {
    const values = plan.observables.map(() => new Float64Array(plan.paths * plan.steps.length));
    const left = new Float64Array(plan.paths).fill(-1);
    const finished = await walk(walker, plan, values, left, slices(chain, plan.paths, options));
    return summary(chain, plan, values, left, finished);
  };
}

/** Steps between two looks at the clock. */
const CHUNK = 64;

/**
 * Runs the paths; `left` takes the step at which each diverged, or −1. A value that is not finite on a path that has not
 * diverged is kept as NaN and not counted. A path that is under way when the run is stopped is not counted at all.
 */
async function walk(
  walker: PathRunner,
  { steps, paths }: Plan,
  values: readonly Vec[],
  left: Vec,
  { isDue, pause }: Slices,
): Promise<number> {
  for (let path = 0; path < paths; path++) {
    if (isDue() && !(await pause(path))) return path;
    walker.begin(path);
    let k = 0;
    for (let r = 0; r < steps.length; r++) {
      while (k < steps[r]) {
        k = Math.min(k + CHUNK, steps[r]);
        walker.advance(k);
        if (isDue() && !(await pause(path))) return path;
      }
      left[path] = walker.divergedAt();
      const row = left[path] < 0 ? walker.observe() : undefined;
      values.forEach((column, o) => {
        column[r * paths + path] = row !== undefined && Number.isFinite(row[o]) ? row[o] : Number.NaN;
      });
    }
  }
  return paths;
}

function summary(chain: Chain, plan: Plan, values: readonly Vec[], left: Vec, finished: number): Ensemble {
  const { steps, paths, observables, seed } = plan;
  const times = steps.map((k) => k * chain.eta);
  const counted = (path: number, r: number): boolean => left[path] < 0 || (!plan.whole && steps[r] < left[path]);
  const columns = observables.map((_, o) =>
    Array.from(steps, (_k, r) => {
      const column = values[o].subarray(r * paths, r * paths + finished);
      return column.filter((value, path) => counted(path, r) && !Number.isNaN(value));
    }),
  );
  const all = observables.map((observable, o) => series(observable, columns[o]));
  const divergenceSteps = left
    .subarray(0, finished)
    .filter((k) => k >= 0)
    .sort();
  const indexOf = (observable: string): number => {
    const index = observables.indexOf(observable);
    if (index >= 0) return index;
    throw new TypeError(`${chain.name}: ${shown(observable)} was not recorded${suggestion(observable, observables)}`);
  };
  return {
    chain,
    seed,
    paths: finished,
    requested: paths,
    stopped: finished < paths,
    steps,
    times,
    observables,
    series: (observable) => all[indexOf(observable)],
    diverged: { count: divergenceSteps.length, times: divergenceSteps.map((k) => k * chain.eta) },
    path(index, observable) {
      const kept = Math.min(plan.keep, finished);
      if (kept === 0) throw new RangeError(`${chain.name}: no path was kept; ask for keep: 1 or more`);
      requireInteger(chain.name, "path", index, 0, kept - 1);
      const o = indexOf(observable);
      return Float64Array.from(steps, (_, r) => values[o][r * paths + index]);
    },
    executor: "reference",
    hash: hashOf(steps, all),
  };
}

function hashOf(steps: Vec, all: readonly Series[]): string {
  const hash = createHash("sha256").update(steps);
  for (const { mean, variance, count } of all) hash.update(mean).update(variance).update(count);
  return hash.digest("hex");
}
