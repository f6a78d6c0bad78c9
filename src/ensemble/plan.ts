import type { Vec } from "../math/vector.js";
import { requireInteger, requireObject, requirePositive, requireVector, shown } from "../validate.js";
import type { Chain } from "./chain.js";

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

/** What an ensemble will do, checked. */
export interface Plan {
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

/** @throws TypeError or RangeError on options that make no sense, or would not fit in memory. */
export function planOf(chain: Chain, options: EnsembleOptions): Plan {
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
  if (!Array.isArray(observables) || observables.length === 0) {
    throw new TypeError(`ensemble: observables must be a non-empty list of expressions, got ${shown(observables)}`);
  }
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
function recordedSteps({ eta }: Chain, { horizon, record = 100 }: EnsembleOptions): Vec {
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
