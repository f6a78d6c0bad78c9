import { createHash } from "node:crypto";
import type { Vec } from "../math/vector.js";
import { requireInteger, requireOptions, requirePositive, shown, suggestion } from "../validate.js";
import type { Chain } from "./chain.js";
import { type PathRunner, runner } from "./runner.js";
import { type Series, series } from "./statistics.js";

/** What is asked of an ensemble. */
export interface EnsembleOptions {
  /** P, the number of paths. Default 1000. */
  readonly paths?: number;
  /** T, in units of t = kη; rounded to a whole number of steps. */
  readonly horizon: number;
  /** Names a run: the same seed gives the same bits. Default 1. */
  readonly seed?: number;
  /** Expressions recorded along each path. Default ["f"]. */
  readonly observables?: readonly string[];
  /** How many times are recorded besides t = 0, evenly spaced, or the times themselves. Default 100. */
  readonly record?: number | readonly number[];
  /**
   * Which paths count where some diverge: "until" counts a path up to the time it leaves, "never" leaves it out at all
   * times. Default "until".
   */
  readonly diverged?: "until" | "never";
  /** Whole paths kept, from the first. Default 0. */
  readonly keep?: number;
  /** Called at most ten times a second. */
  readonly progress?: (progress: Progress) => void;
  /** Stops the run; what is finished is returned. */
  readonly signal?: AbortSignal;
}

export interface Progress {
  readonly chain: string;
  readonly finished: number;
  readonly paths: number;
  readonly pathsPerSecond: number;
  /** Seconds, at the present rate. */
  readonly timeLeft: number;
}

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
  const plan = planOf(chain, options);
  const walker = runner(chain, plan.seed, plan.observables);
  const values = plan.observables.map(() => new Float64Array(plan.paths * plan.steps.length));
  const left = new Float64Array(plan.paths).fill(-1);
  const finished = await inSlices(chain, plan, options, (path) => {
    left[path] = walk(walker, path, plan, values);
  });
  return summary(chain, plan, values, left, finished);
}

interface Plan {
  readonly paths: number;
  readonly seed: number;
  readonly observables: readonly string[];
  readonly steps: Vec;
  readonly keep: number;
  readonly whole: boolean;
}

const KEYS = ["paths", "horizon", "seed", "observables", "record", "diverged", "keep", "progress", "signal"];

function planOf(chain: Chain, options: EnsembleOptions): Plan {
  if (chain?.method === undefined) throw new TypeError(`ensemble: chain must be a chain, got ${shown(chain)}`);
  requireOptions("ensemble", options, KEYS);
  const paths = requireInteger("ensemble", "paths", options?.paths ?? 1000);
  const diverged = options.diverged ?? "until";
  if (diverged !== "until" && diverged !== "never") {
    throw new TypeError(`ensemble: diverged must be "until" or "never", got ${shown(diverged)}`);
  }
  return {
    paths,
    seed: requireInteger("ensemble", "seed", options.seed ?? 1, 0, Number.MAX_SAFE_INTEGER),
    observables: options.observables ?? ["f"],
    steps: recordedSteps(chain, options),
    keep: requireInteger("ensemble", "keep", options.keep ?? 0, 0, paths),
    whole: diverged === "never",
  };
}

/** The steps at which values are recorded; times are rounded to the nearest step. */
export function recordedSteps({ eta }: Chain, { horizon, record = 100 }: EnsembleOptions): Vec {
  const last = Math.round(requirePositive("ensemble", "horizon", horizon) / eta);
  if (last < 1) throw new RangeError(`ensemble: horizon must be at least one step of η = ${eta}, got ${horizon}`);
  if (typeof record === "number") {
    const count = Math.min(last, requireInteger("ensemble", "record", record));
    return Float64Array.from({ length: count + 1 }, (_, i) => Math.round((i * last) / count));
  }
  const steps = Float64Array.from(record, (t) => Math.round(t / eta));
  steps.forEach((k, i) => {
    if (!(k >= 0 && k <= last && (i === 0 || k > steps[i - 1]))) {
      throw new RangeError(`ensemble: record must hold ascending times in 0..${horizon}, got ${record[i]} at ${i + 1}`);
    }
  });
  if (steps.length === 0) throw new RangeError("ensemble: record must hold at least one time, got none");
  return steps;
}

/** Runs one path; the step at which it diverged, or −1. */
function walk(walker: PathRunner, path: number, { steps, paths }: Plan, values: readonly Vec[]): number {
  walker.begin(path);
  for (let r = 0; r < steps.length; r++) {
    walker.advance(steps[r]);
    const row = walker.divergedAt() < 0 ? walker.observe() : undefined;
    if (row === undefined || !row.every(Number.isFinite)) {
      for (const column of values) for (let s = r; s < steps.length; s++) column[s * paths + path] = Number.NaN;
      return row === undefined ? walker.divergedAt() : steps[r];
    }
    for (let o = 0; o < values.length; o++) values[o][r * paths + path] = row[o];
  }
  return -1;
}

const SLICE = 50;
const BETWEEN_MESSAGES = 100;

/** Calls `run` for each path, giving way to other work every 50 ms; the number of paths finished. */
async function inSlices(
  chain: Chain,
  { paths }: Plan,
  { progress, signal }: EnsembleOptions,
  run: (path: number) => void,
): Promise<number> {
  const start = performance.now();
  let sliceEnd = start + SLICE;
  let nextMessage = start + BETWEEN_MESSAGES;
  for (let path = 0; path < paths; path++) {
    if (signal?.aborted) return path;
    run(path);
    const now = performance.now();
    if (now < sliceEnd) continue;
    if (progress !== undefined && now >= nextMessage) {
      const pathsPerSecond = ((path + 1) * 1000) / (now - start);
      const timeLeft = (paths - path - 1) / pathsPerSecond;
      progress({ chain: chain.name, finished: path + 1, paths, pathsPerSecond, timeLeft });
      nextMessage = now + BETWEEN_MESSAGES;
    }
    await new Promise(setImmediate);
    sliceEnd = performance.now() + SLICE;
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
      return column.filter((_value, path) => counted(path, r));
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
