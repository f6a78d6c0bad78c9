/**
 * A scaling rule on trial: the method with its parameters moved by the rule, on gradients of a batch δ times as large, and
 * the question whether the curves collapse on the axis on which the rule claims that nothing changes.
 */
import { type OptimizerOptions, optimizer } from "../ensemble/chain.js";
import { type Ensemble, prepare } from "../ensemble/ensemble.js";
import type { EnsembleOptions } from "../ensemble/plan.js";
import { inParts } from "../ensemble/progress.js";
import type { Bundle } from "../figures/bundle.js";
import type { Method } from "../methods/method.js";
import { batch } from "../objectives/batch.js";
import type { Problem } from "../objectives/problem.js";
import type { ScalingRule } from "../theory/scaling-rules.js";
import { requireInteger, requireObject, requirePositive, requireVector, shown, suggestion } from "../validate.js";
import { chosen } from "./chosen.js";
import { type Collapse, collapse } from "./scaling-rule-collapse.js";
import { collapseTable, collapseVerdict } from "./scaling-rule-report.js";
import { type Table, tableBundle } from "./table.js";

/** A scaling rule, and the axis on which it claims that nothing changes. */
export interface RuleOnTrial extends Pick<ScalingRule, "name" | "apply"> {
  /** The methods it is for, by name. Default any; `{ ...rule, methods: ["SignSGD"] }` tries a rule on another than its own. */
  readonly methods?: readonly string[];
  /**
   * τ = time(δ)·t, with t = kη at δ. Default δ η₁/η_δ, η₁ the learning rate at δ = 1: τ counts samples, and is t for the
   * run at δ = 1.
   */
  readonly time?: (delta: number) => number;
}

type Parameters = Readonly<Record<string, number>>;

export interface ScalingRuleOptions
  extends OptimizerOptions,
    Pick<
      EnsembleOptions,
      "paths" | "seed" | "observables" | "diverged" | "precision" | "threads" | "executor" | "progress" | "signal"
    > {
  /** Makes the method of its parameters: `maruyama.adamW`. */
  readonly method: (parameters: Parameters) => Method;
  /** The parameters at δ = 1; those left out have the method's defaults, and are moved too. */
  readonly parameters: Parameters;
  /** The problem at δ = 1. */
  readonly problem: Problem;
  /** The δ, ascending. The first is what the others are measured against. Default [1, 2, 4, 8]. */
  readonly factors?: readonly number[];
  /** The last τ. */
  readonly horizon: number;
  /** Times recorded besides τ = 0. Default 60. */
  readonly record?: number;
  /**
   * Relative rms deviation that still counts as a collapse where it is more than noise. Default 0.1: rules hold to leading
   * order in η, while a power of δ that is wrong by ½ moves a floor by 41 % at δ = 2.
   */
  readonly tolerance?: number;
}

/** The method at one δ. */
export interface ScaledRun {
  readonly delta: number;
  readonly parameters: Parameters;
  /** τ = time · t. */
  readonly time: number;
  readonly ensemble: Ensemble;
}

/** What a trial of a rule came to. */
export interface ScalingRuleTest {
  readonly rule: string;
  /** The runs that are finished, in the order of their δ. */
  readonly runs: readonly ScaledRun[];
  /** The recorded τ. */
  readonly times: Float64Array;
  /** One per observable; none where fewer than two runs are finished. */
  readonly collapses: readonly Collapse[];
  readonly stopped: boolean;
  /** One sentence per observable. */
  readonly verdict: string;
  readonly table: Table;
  readonly show: () => Bundle;
}

const RUN_KEYS = ["paths", "observables", "diverged", "precision", "threads", "executor", "signal"] as const;
const KEYS = [
  ...["method", "parameters", "problem", "factors", "horizon", "record", "tolerance", "memory", "seed", "progress"],
  ...RUN_KEYS,
];

/**
 * Tries a scaling rule: runs the method at each δ and compares the curves of each observable.
 *
 * The runs draw from independent streams: seed, seed + 1, … A run stopped by the signal counts with the paths it has
 * finished, the δ after it are left out.
 *
 * @throws TypeError or RangeError before anything runs; also where the rule is for other methods, or gives no parameters of
 *         this one.
 */
export async function scalingRule(rule: RuleOnTrial, options: ScalingRuleOptions): Promise<ScalingRuleTest> {
  requireObject("scalingRule", options, KEYS);
  const { factors, seed, tolerance, record, horizon } = checked(rule, options);
  const { parameters, method, problem } = options;
  const first = method(parameters);
  const base = first.parameters;
  requireMethodOf(rule, first);
  const settings = factors.map((delta) => {
    const moved = movedBy(rule, first, delta, method);
    const chain = optimizer(moved, batch(problem, delta), chosen(options, ["memory"]));
    const time = requirePositive("scalingRule", `time(${delta})`, rule.time?.(delta) ?? (delta * base.eta) / chain.eta);
    return { delta, time, parameters: moved.parameters, chain: { ...chain, name: `${chain.name}, δ = ${delta}` } };
  });
  const times = commonTimes(
    settings.map(({ chain, time }) => chain.eta * time),
    horizon,
    record,
  );
  const paths = requireInteger("scalingRule", "paths", options.paths ?? 1000, 2);
  const run = chosen(options, RUN_KEYS);
  const prepared = settings.map(({ chain, time }, i) => {
    const own = times.map((τ) => Math.round(τ / time / chain.eta) * chain.eta);
    const last = own[own.length - 1];
    const kept = { paths, keep: paths, quantiles: "none" } as const;
    return prepare(chain, { ...run, ...kept, seed: seed + i, horizon: last, record: own });
  });
  return inParts(options, prepared.length, async (next, signal) => {
    const runs: ScaledRun[] = [];
    for (const [i, start] of prepared.entries()) {
      if (signal.aborted) break;
      const { delta, time, parameters: moved, chain } = settings[i];
      const ensemble = await start(next(chain.name));
      if (ensemble.paths > 1) runs.push({ delta, parameters: moved, time, ensemble });
    }
    return result(rule.name, runs, times, { tolerance, stopped: signal.aborted });
  });
}

function requireMethodOf({ name: rule, methods }: RuleOnTrial, { name }: Method): void {
  if (methods === undefined || methods.includes(name)) return;
  throw new TypeError(
    `scalingRule: the ${rule} must be tried on a method that it is for, ${methods.join(", ")}, got ${name}; ` +
      `to try it all the same, give { ...rule, methods: [${shown(name)}] }`,
  );
}

/** The method at δ. What the rule leaves out must not change with it, as it would where the default is another value. */
function movedBy(
  rule: RuleOnTrial,
  { name, parameters: base }: Method,
  delta: number,
  method: ScalingRuleOptions["method"],
): Method {
  const who = `scalingRule: the ${rule.name}`;
  const given: unknown = rule.apply(base, delta);
  if (typeof given !== "object" || given === null || Object.keys(given).length === 0) {
    throw new TypeError(`${who} must give parameters of ${name} at δ = ${delta}, got ${shown(given)}`);
  }
  const stray = Object.keys(given).find((parameter) => !Object.hasOwn(base, parameter));
  if (stray !== undefined) {
    throw new TypeError(
      `${who} must give parameters of ${name}, got ${shown(stray)}${suggestion(stray, Object.keys(base))}`,
    );
  }
  const moved = method(given as Parameters);
  const lost = Object.keys(base).find((one) => !Object.hasOwn(given, one) && moved.parameters[one] !== base[one]);
  if (lost === undefined) return moved;
  throw new TypeError(`${who} must give every parameter of ${name}, got none of ${lost}, which was ${base[lost]}`);
}

function checked(
  rule: RuleOnTrial,
  { method, factors: given, seed, tolerance, record, horizon, problem }: ScalingRuleOptions,
): { factors: readonly number[]; seed: number; tolerance: number; record: number; horizon: number } {
  if (typeof rule?.apply !== "function" || typeof rule.name !== "string") {
    throw new TypeError(`scalingRule: rule must have a name and a function apply, got ${shown(rule)}`);
  }
  if (typeof method !== "function") {
    throw new TypeError(`scalingRule: method must make a method of its parameters, as sgd does, got ${shown(method)}`);
  }
  if (problem?.law === undefined) {
    throw new TypeError(`scalingRule: problem must be a problem, got ${shown(problem)}`);
  }
  const factors = [...requireVector("scalingRule", "factors", given ?? [1, 2, 4, 8])];
  if (factors.length < 2 || factors.some((delta, i) => delta <= (factors[i - 1] ?? 0))) {
    throw new RangeError(`scalingRule: factors must be two or more ascending positive numbers, got ${shown(factors)}`);
  }
  return {
    factors,
    seed: requireInteger("scalingRule", "seed", seed ?? 1, 0),
    tolerance: requirePositive("scalingRule", "tolerance", tolerance ?? 0.1),
    record: requireInteger("scalingRule", "record", record ?? 60),
    horizon: requirePositive("scalingRule", "horizon", horizon),
  };
}

/** A tenth of the horizon at most is gone between two times that are common to all runs. */
const LEAST_COMMON = 10;

/** Times on the common axis at which every run has a step; the nearest steps where the runs have too few in common. */
function commonTimes(steps: readonly number[], horizon: number, record: number): Float64Array {
  const longest = Math.max(...steps);
  const isWhole = (ratio: number): boolean => Math.abs(ratio - Math.round(ratio)) < 1e-6;
  const multiples = Array.from({ length: Math.floor(horizon / longest / LEAST_COMMON) }, (_, i) => i + 1);
  const common = multiples.find((n) => steps.every((step) => isWhole((n * longest) / step)));
  const stride = (common ?? 1) * longest;
  const last = Math.floor(horizon / stride + 1e-9);
  if (last < 1) {
    throw new RangeError(`scalingRule: horizon must hold a step of every run, ${stride} long, got ${horizon}`);
  }
  const count = Math.min(record, last);
  return Float64Array.from({ length: count + 1 }, (_, i) => Math.round((i * last) / count) * stride);
}

function result(
  rule: string,
  runs: readonly ScaledRun[],
  times: Float64Array,
  { tolerance, stopped }: { tolerance: number; stopped: boolean },
): ScalingRuleTest {
  const deltas = runs.map(({ delta }) => delta);
  const ensembles = runs.map(({ ensemble }) => ensemble);
  const observables = runs.length < 2 ? [] : ensembles[0].observables;
  const collapses = observables.map((observable) => collapse(deltas, ensembles, observable));
  const sentences = collapses.map((one) => collapseVerdict(one, times, tolerance));
  const left = runs
    .filter(({ ensemble }) => ensemble.diverged.count > 0)
    .map(({ delta, ensemble }) => `${ensemble.diverged.count} of ${ensemble.paths} paths diverged at δ = ${delta}.`);
  const verdict = [
    ...sentences.map((sentence) => `${rule}: ${sentence}`),
    ...(runs.length < 2 ? [`${rule}: stopped before two runs were finished.`] : []),
    ...left,
  ].join("\n");
  const table = collapseTable(rule, runs, collapses);
  return { rule, runs, times, collapses, stopped, verdict, table, show: () => tableBundle(table, verdict) };
}
