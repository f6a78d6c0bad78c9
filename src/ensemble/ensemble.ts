import { createHash } from "node:crypto";
import type { Vec } from "../math/vector.js";
import { requireInteger, requireObject, requirePositive, requireVector, shown, suggestion } from "../validate.js";
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
  /** Expressions recorded along each path; a value that is not finite is left out of the statistics. Default ["f"]. */
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
  /** Seconds, at the present rate; Infinity before the first path is finished. */
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

interface Plan {
  readonly paths: number;
  readonly seed: number;
  readonly observables: readonly string[];
  readonly steps: Vec;
  readonly keep: number;
  readonly whole: boolean;
}

const KEYS = ["paths", "horizon", "seed", "observables", "record", "diverged", "keep", "progress", "signal"];

/** Bytes of recorded values that one run may hold. */
const MEMORY_LIMIT = 4e9;

function planOf(chain: Chain, options: EnsembleOptions): Plan {
  if (chain?.method === undefined) throw new TypeError(`ensemble: chain must be a chain, got ${shown(chain)}`);
  requireObject("ensemble", options, KEYS);
  const paths = requireInteger("ensemble", "paths", options.paths ?? 1000);
  const diverged = options.diverged ?? "until";
  if (diverged !== "until" && diverged !== "never") {
    throw new TypeError(`ensemble: diverged must be "until" or "never", got ${shown(diverged)}`);
  }
  if (options.progress !== undefined && typeof options.progress !== "function") {
    throw new TypeError(`ensemble: progress must be a function, got ${shown(options.progress)}`);
  }
  if (options.signal !== undefined && !(options.signal instanceof AbortSignal)) {
    throw new TypeError(`ensemble: signal must be an AbortSignal, got ${shown(options.signal)}`);
  }
  const observables = options.observables ?? ["f"];
  const steps = recordedSteps(chain, options);
  requireMemory(paths, steps.length * observables.length);
  const burnIn = chain.sde?.burnIn ?? 0;
  const last = steps[steps.length - 1];
  if (burnIn >= last && burnIn > 0) {
    throw new RangeError(`ensemble: burnIn must end before the last recorded step ${last}, got ${burnIn}`);
  }
  return {
    paths,
    seed: requireInteger("ensemble", "seed", options.seed ?? 1, 0, Number.MAX_SAFE_INTEGER),
    observables,
    steps,
    keep: requireInteger("ensemble", "keep", options.keep ?? 0, 0, paths),
    whole: diverged === "never",
  };
}

function requireMemory(paths: number, valuesPerPath: number): void {
  const bytes = 8 * paths * valuesPerPath;
  if (bytes <= MEMORY_LIMIT) return;
  throw new RangeError(
    `ensemble: recorded values must fit in ${MEMORY_LIMIT / 1e9} GB, got ${(bytes / 1e9).toPrecision(3)} GB ` +
      `for ${paths} paths × ${valuesPerPath} values; record fewer times, or run fewer paths`,
  );
}

/** The steps at which values are recorded; times are rounded to the nearest step. */
export function recordedSteps({ eta }: Chain, { horizon, record = 100 }: EnsembleOptions): Vec {
  const last = Math.round(requirePositive("ensemble", "horizon", horizon) / eta);
  if (last < 1) throw new RangeError(`ensemble: horizon must be at least one step of η = ${eta}, got ${horizon}`);
  if (typeof record === "number") {
    const count = Math.min(last, requireInteger("ensemble", "record", record));
    return Float64Array.from({ length: count + 1 }, (_, i) => Math.round((i * last) / count));
  }
  if (!Array.isArray(record)) {
    throw new TypeError(`ensemble: record must be a number of times or a list of them, got ${shown(record)}`);
  }
  const times = requireVector("ensemble", "record", record);
  const steps = times.map((t) => Math.round(t / eta));
  steps.forEach((k, i) => {
    if (k < 0 || k > last || (i > 0 && times[i] <= times[i - 1])) {
      throw new RangeError(`ensemble: record must hold ascending times in 0..${horizon}, got ${times[i]} at ${i + 1}`);
    }
    if (i > 0 && k === steps[i - 1]) {
      throw new RangeError(
        `ensemble: record must hold times at least η = ${eta} apart, got ${times[i - 1]} and ${times[i]}`,
      );
    }
  });
  return steps;
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

/** Turns of work between which other work, messages and Stop get theirs. */
interface Slices {
  readonly isDue: () => boolean;
  /** Gives way; false when the run must stop. */
  readonly pause: (finished: number) => Promise<boolean>;
}

const SLICE = 50;
const BETWEEN_MESSAGES = 100;

function slices(chain: Chain, paths: number, { progress, signal }: EnsembleOptions): Slices {
  const start = performance.now();
  // The first look is due at once, so that a run stopped before it begins does not begin.
  let sliceEnd = start;
  let nextMessage = start + BETWEEN_MESSAGES;
  return {
    isDue: () => performance.now() >= sliceEnd,
    async pause(finished) {
      const now = performance.now();
      if (progress !== undefined && now >= nextMessage) {
        const pathsPerSecond = (finished * 1000) / (now - start);
        progress({ chain: chain.name, finished, paths, pathsPerSecond, timeLeft: (paths - finished) / pathsPerSecond });
        nextMessage = now + BETWEEN_MESSAGES;
      }
      await new Promise(setImmediate);
      sliceEnd = performance.now() + SLICE;
      return !signal?.aborted;
    },
  };
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
