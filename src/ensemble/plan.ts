import type { Vec } from "../math/vector.js";
import { requireInteger, requireObject, requirePositive, requireVector, shown } from "../validate.js";
import type { Chain } from "./chain.js";
import type { ProgressListener } from "./progress.js";
import { scheduleFault } from "./scheduled-range.js";

/**
 * Numbers of the paths: 64 bits, or 32, which take about two thirds of the time and have seven digits. A path has diverged where a
 * coordinate of x is beyond 10⁷⁵, or 10¹⁸ in 32 bits.
 */
export type Precision = "f64" | "f32";

/** When a run ends besides at `paths`. */
export interface Budget {
  /** Paths are added until so many seconds have passed. */
  readonly seconds?: number;
  /** Paths are added until the standard error of an observable is at most this at every recorded time. */
  readonly standardError?: number;
  /** The observable whose standard error counts. Default: the first. */
  readonly observable?: string;
}

/** What is asked of an ensemble. */
export interface EnsembleOptions {
  /** P, the number of paths; under a budget the most there may be. Default 1000, and 10⁷ under a budget. */
  readonly paths?: number;
  /** T, in units of t = kη; rounded to a whole number of steps. */
  readonly horizon: number;
  /** Names a run: the same seed gives the same bits. Default 1. */
  readonly seed?: number;
  /** Expressions recorded along each path; a value that is not finite is left out of the statistics. Default ["f"]. */
  readonly observables?: readonly string[];
  /**
   * How many times are recorded besides t = 0, evenly spaced, or the times themselves; a run ends at the last of them.
   * Default 100.
   */
  readonly record?: number | readonly number[] | Vec;
  /**
   * Which paths count where some diverge: "until" counts a path up to the time it leaves, "never" leaves it out at all
   * times. Default "until".
   */
  readonly diverged?: "until" | "never";
  /** Whole paths kept, from the first. Default 0. */
  readonly keep?: number;
  /**
   * Whether values are kept for quantiles and histograms: all of them, or counts in bins of 0.4 % width, or not. Default:
   * "exact" up to four million values, "approximate" up to a thousand recorded values per path, else "none".
   */
  readonly quantiles?: "exact" | "approximate" | "none";
  /** Pairs of observables whose covariance over paths is wanted. */
  readonly covariances?: readonly (readonly [string, string])[];
  /** Whether the last state of every path is kept. Default false. */
  readonly final?: boolean;
  readonly budget?: Budget;
  /** Numbers of 64 or of 32 bits. Default "f64". */
  readonly precision?: Precision;
  /** Threads to run on; the result does not depend on it. Default: the processors there are. */
  readonly threads?: number;
  /** "compiled" to WebAssembly, or the "reference" it is tested against. Default: compiled, where there is no closure. */
  readonly executor?: "compiled" | "reference";
  /** Called at most ten times a second, and when the run ends: see `progressBar`. */
  readonly progress?: ProgressListener;
  /** Stops the run; what is finished is returned. */
  readonly signal?: AbortSignal;
}

/** What an ensemble will do, checked. */
export interface Plan {
  readonly paths: number;
  readonly seed: number;
  /** What the caller asked for, then the sums that covariances are computed from. */
  readonly observables: readonly string[];
  readonly asked: number;
  readonly covariances: readonly (readonly [string, string])[];
  readonly steps: Vec;
  readonly keep: number;
  readonly quantiles: "exact" | "approximate" | "none";
  readonly final: boolean;
  readonly whole: boolean;
  readonly budget: Budget | undefined;
  readonly precision: Precision;
  readonly threads: number | undefined;
  readonly executor: "compiled" | "reference" | undefined;
}

/** The options of an ensemble. */
export const ENSEMBLE_OPTIONS: readonly (keyof EnsembleOptions)[] = [
  "paths",
  "horizon",
  "seed",
  "observables",
  "record",
  "diverged",
  "keep",
  "quantiles",
  "covariances",
  "final",
  "budget",
  "precision",
  "threads",
  "executor",
  "progress",
  "signal",
];

/** Bytes of values that one run may hold. */
const MEMORY_LIMIT = 4e9;
/** Paths are numbered in words of 32 bits. */
const MOST_PATHS = 2 ** 31 - 1;
/** Values kept one by one unless asked otherwise, and recorded values per path that are counted in bins. */
const MOST_EXACT = 4e6;
const MOST_BINNED = 1000;

/** @throws TypeError or RangeError on options that make no sense, or would not fit in memory. */
export function planOf(chain: Chain, options: EnsembleOptions): Plan {
  if (chain?.method === undefined) throw new TypeError(`ensemble: chain must be a chain, got ${shown(chain)}`);
  requireObject("ensemble", options, ENSEMBLE_OPTIONS);
  const budget = budgetOf(options);
  const paths = requireInteger(
    "ensemble",
    "paths",
    options.paths ?? (budget === undefined ? 1000 : 1e7),
    1,
    MOST_PATHS,
  );
  requireListeners(options);
  const asked = options.observables ?? ["f"];
  if (!Array.isArray(asked) || asked.length === 0) {
    throw new TypeError(`ensemble: observables must be a non-empty list of expressions, got ${shown(asked)}`);
  }
  const covariances = covariancesOf(options, asked);
  const observables = [...asked, ...covariances.map(([a, b]) => sumOf(a, b))];
  const steps = recordedSteps(chain, options);
  const values = steps.length * observables.length;
  const quantiles = oneOf("quantiles", options.quantiles ?? defaultQuantiles(paths, values), [
    ...(["exact", "approximate", "none"] as const),
  ]);
  const keep = requireInteger("ensemble", "keep", options.keep ?? 0, 0, paths);
  const final = options.final ?? false;
  if (typeof final !== "boolean") throw new TypeError(`ensemble: final must be true or false, got ${shown(final)}`);
  const state = chain.problem.objective.dimension * chain.method.update.state.length;
  requireMemory(
    8 * (keptValues(paths, values, keep, quantiles) + (final ? paths * state : 0)),
    `${quantiles === "exact" ? paths : keep} paths × ${values} values${final ? ` and ${paths} final states` : ""}`,
  );
  requireBurnIn(chain, steps[steps.length - 1]);
  const fault = scheduleFault(chain.method, steps[steps.length - 1] * chain.eta);
  if (fault !== undefined) throw new RangeError(`ensemble: ${fault}`);
  return {
    paths,
    seed: requireInteger("ensemble", "seed", options.seed ?? 1, 0, Number.MAX_SAFE_INTEGER),
    observables,
    asked: asked.length,
    covariances,
    steps,
    keep,
    quantiles,
    final,
    whole: oneOf("diverged", options.diverged ?? "until", ["until", "never"]) === "never",
    budget,
    precision: oneOf("precision", options.precision ?? "f64", ["f64", "f32"]),
    threads:
      options.threads === undefined ? undefined : requireInteger("ensemble", "threads", options.threads, 1, 1024),
    executor:
      options.executor === undefined
        ? undefined
        : oneOf<"compiled" | "reference">("executor", options.executor, ["compiled", "reference"]),
  };
}

function oneOf<T extends string>(name: string, value: T, allowed: readonly T[]): T {
  if (allowed.includes(value)) return value;
  const list = allowed.map((item) => JSON.stringify(item));
  throw new TypeError(
    `ensemble: ${name} must be ${list.slice(0, -1).join(", ")} or ${list.at(-1)}, got ${shown(value)}`,
  );
}

function requireListeners({ progress, signal }: EnsembleOptions): void {
  if (progress !== undefined && typeof progress !== "function") {
    throw new TypeError(`ensemble: progress must be a function, got ${shown(progress)}`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`ensemble: signal must be an AbortSignal, got ${shown(signal)}`);
  }
}

function budgetOf({ budget, observables = ["f"] }: EnsembleOptions): Budget | undefined {
  if (budget === undefined) return undefined;
  requireObject("ensemble, budget", budget, ["seconds", "standardError", "observable"]);
  const { seconds, standardError, observable } = budget;
  if (seconds === undefined && standardError === undefined) {
    throw new TypeError("ensemble: budget must name seconds or a standardError");
  }
  if (seconds !== undefined) requirePositive("ensemble, budget", "seconds", seconds);
  if (standardError !== undefined) requirePositive("ensemble, budget", "standardError", standardError);
  if (observable !== undefined && (standardError === undefined || !observables.includes(observable))) {
    throw new TypeError(
      `ensemble, budget: observable must be recorded and have a standardError, got ${shown(observable)}`,
    );
  }
  return budget;
}

/** The observable from whose variance a covariance follows. */
export const sumOf = (a: string, b: string): string => `(${a}) + (${b})`;

function covariancesOf({ covariances = [] }: EnsembleOptions, asked: readonly string[]): Plan["covariances"] {
  const isPair = (pair: unknown): boolean =>
    Array.isArray(pair) && pair.length === 2 && pair.every((name) => asked.includes(name)) && pair[0] !== pair[1];
  if (Array.isArray(covariances) && covariances.every(isPair)) {
    const isSame = ([a, b]: readonly string[], [c, d]: readonly string[]): boolean =>
      (a === c && b === d) || (a === d && b === c);
    return covariances.filter((pair, i) => covariances.findIndex((other) => isSame(pair, other)) === i);
  }
  throw new TypeError(
    `ensemble: covariances must be a list of pairs of two recorded observables, got ${shown(covariances)}`,
  );
}

function defaultQuantiles(paths: number, values: number): Plan["quantiles"] {
  if (paths * values <= MOST_EXACT) return "exact";
  return values <= MOST_BINNED ? "approximate" : "none";
}

/** Numbers held at most: values are held twice while arrays grow and when they are handed over, bins number thousands. */
function keptValues(paths: number, values: number, keep: number, quantiles: Plan["quantiles"]): number {
  const perValue = { exact: 2.5 * paths, approximate: 4000, none: 10 };
  return values * (perValue[quantiles] + keep);
}

function requireMemory(bytes: number, what: string): void {
  if (bytes <= MEMORY_LIMIT) return;
  throw new RangeError(
    `ensemble: recorded values must fit in ${MEMORY_LIMIT / 1e9} GB, got ${(bytes / 1e9).toPrecision(3)} GB ` +
      `for ${what}; record fewer times, keep fewer paths, or ask for quantiles: "approximate"`,
  );
}

function requireBurnIn({ sde }: Chain, last: number): void {
  const burnIn = sde?.burnIn ?? 0;
  if (burnIn >= last && burnIn > 0) {
    throw new RangeError(`ensemble: burnIn must end before the last recorded step ${last}, got ${burnIn}`);
  }
}

/** Steps are counted in words of 32 bits. */
const MOST_STEPS = 2 ** 31 - 1;

/** The steps at which values are recorded; times are rounded to the nearest step. */
function recordedSteps({ eta, sde }: Chain, { horizon, record = 100 }: EnsembleOptions): Vec {
  const last = Math.round(requirePositive("ensemble", "horizon", horizon) / eta);
  if (last < 1) throw new RangeError(`ensemble: horizon must be at least one step of η = ${eta}, got ${horizon}`);
  const most = Math.floor(MOST_STEPS / (sde?.brownian ?? 1));
  if (last > most)
    throw new RangeError(`ensemble: horizon must be at most ${most} steps of η = ${eta}, got ${last} steps`);
  if (typeof record === "number") {
    const count = Math.min(last, requireInteger("ensemble", "record", record));
    return Float64Array.from({ length: count + 1 }, (_, i) => Math.round((i * last) / count));
  }
  if (!Array.isArray(record) && !(record instanceof Float64Array)) {
    throw new TypeError(`ensemble: record must be a number of times or a list of them, got ${shown(record)}`);
  }
  const times = requireVector("ensemble", "record", record as readonly number[] | Vec);
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
