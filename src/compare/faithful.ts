import { SDE_OPTIONS, type SdeOptions, sde as sdeChain } from "../ensemble/chain.js";
import { ensemble } from "../ensemble/ensemble.js";
import { inParts, type ProgressListener } from "../ensemble/progress.js";
import { scheduleFault } from "../ensemble/scheduled-range.js";
import { canonical } from "../equations/symbols.js";
import type { Method } from "../methods/method.js";
import type { Problem } from "../objectives/problem.js";
import { requireInteger, requireObject, requirePositive, requireVector, shown } from "../validate.js";
import { chosen } from "./chosen.js";
import { type Faithfulness, faithfulnessOf } from "./faithfulness.js";
import { requireInformative } from "./informative.js";
import { lateMoments } from "./late-moments.js";
import { lawDistances } from "./law-distance.js";
import { isResolved, oneStepMoments } from "./one-step-moments.js";
import { methodAt, modelOf, optimizerOf, type Trial } from "./trial.js";
import { weakLevels } from "./weak-error.js";
import { weakOrders } from "./weak-order.js";

/** What {@link faithful} takes besides method and problem. */
export interface FaithfulOptions extends SdeOptions {
  /** T of the weak errors and the law; late moments are those at 4T, or at T where a schedule ends before. Default 1, but no less than 16 steps and no more than 400. */
  readonly horizon?: number;
  /** Learning rates of the weak errors, descending, each half the one before. Default four, from 8η down where that is stable, in x and in all memories. */
  readonly etas?: readonly number[];
  /** Test functions. Default f, mean(x), mean(x^2), mean(cos(x)). */
  readonly observables?: readonly string[];
  /** Paths at each learning rate. Default 20 000. */
  readonly paths?: number;
  /** Random draws for the moments of one step at each state. Default 20 000. */
  readonly samples?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Called as an ensemble's is. */
  readonly progress?: ProgressListener;
  /** Stops the work; what is finished is reported. */
  readonly signal?: AbortSignal;
}

const KEYS = [...SDE_OPTIONS, "horizon", "etas", "observables", "paths", "samples", "seed", "progress", "signal"];

/** Of paths, and of random draws. */
export const LEAST_PATHS = 100;

const OBSERVABLES = ["f", "mean(x)", "mean(x^2)", "mean(cos(x))"];

/**
 * Whether an SDE of a method is right: (i) one step of the update against drift and diffusion, entry by entry; (ii) the
 * weak error against η, with its order; (iii) the distance of the laws over time; (iv) late moments; (v) the η from which
 * the difference shows. A verdict in one sentence, a table and a figure.
 *
 * All learning rates keep the method's continuous time: decays β = 1 − ρη follow η, but for those the SDE says are fixed; an
 * SDE that has averaged a memory out is not compared in one step.
 *
 * @throws TypeError where the method has no such SDE, or the SDE does not exist for this noise, with the reason; RangeError
 *         on options that make no sense.
 */
export async function faithful(method: Method, problem: Problem, options: FaithfulOptions = {}): Promise<Faithfulness> {
  requireObject("faithful", options, KEYS);
  const { horizon, etas, observables = OBSERVABLES, ...rest } = options;
  const paths = requireInteger("faithful", "paths", rest.paths ?? 20_000, LEAST_PATHS);
  const samples = requireInteger("faithful", "samples", rest.samples ?? 20_000, LEAST_PATHS);
  const seed = requireInteger("faithful", "seed", rest.seed ?? 1, 0);
  const setting = chosen(options, SDE_OPTIONS);
  const chain = sdeChain(method, problem, setting);
  requireInformative("faithful", chain);
  const { sde } = chain.sde as NonNullable<typeof chain.sde>;
  const order = sde.order ?? 1;
  const { eta } = method.parameters;
  const given = horizon === undefined ? undefined : requirePositive("faithful", "horizon", horizon);
  const wanted = given ?? Math.max(16 * eta, Math.min(1, 400 * eta));
  const asked = etas === undefined ? undefined : checkedRates(etas);
  return inParts(options, RUNS + 2 * (asked?.length ?? DEFAULT_PARTS.length), async (next, signal) => {
    const trial = { method, problem, sde: setting, observables, paths, seed, signal };
    const rates = asked ?? (await defaultRates(trial, wanted));
    const T = wholeHorizon(method, wanted, rates[0]);
    const stable = eta > rates[0] ? methodAt(method, rates[0], setting) : method;
    const step = {
      method: stable,
      problem,
      sde: sde.name,
      burnIn: chain.sde?.burnIn ?? 0,
      horizon: T,
      seed,
      samples,
      signal,
      ...chosen(setting, ["memory"]),
    };
    next("one step");
    const oneStep = isResolved(method, sde.name) ? await oneStepMoments(step) : undefined;
    const weak = { ...trial, horizon: T, etas: rates, next: () => next("weak error") };
    const levels = await weakLevels(weak);
    const first = { ...trial, observables: observables.slice(0, 2), next: () => next("law") };
    const laws = await lawDistances({ ...first, horizon: T, paths: Math.min(paths, 4000) });
    const last = { ...trial, observables: ["f", "mean(x^2)"], next: () => next("late moments") };
    const late = await lateMoments({ ...last, t: lateTime(method, T), paths: Math.min(paths, 10_000) });
    const kept = levels.filter(({ optimizer, sde: X }) => optimizer.diverged.count + X.diverged.count === 0);
    const orders = kept.length < 3 ? [] : weakOrders(kept, order);
    return faithfulnessOf({ chain, order, oneStep, levels, kept, orders, laws, late, stopped: signal.aborted });
  });
}

/** Parts besides the weak errors: one step, two runs for the law, four for late moments. */
const RUNS = 7;

/** Of the largest learning rate. */
const DEFAULT_PARTS = [1, 2, 4, 8];

/**
 * Four learning rates, each half the one before: the largest η·2ᵃ, a ≤ 3, at which T has 8 steps, no memory forgets half in a
 * step, and the loss does not grow.
 */
async function defaultRates(trial: Trial, horizon: number): Promise<readonly number[]> {
  const { method, sde: setting, signal } = trial;
  const { eta } = method.parameters;
  const fixed = modelOf(method, setting)?.fixedDecays ?? [];
  const isSlow = (rate: number): boolean => {
    // a memory of 1/(1 − β) steps must be short against T where the SDE has averaged it out
    if (rate > horizon / 8 || fixed.some((name) => rate / (1 - method.parameters[canonical(name)]) > horizon / 32))
      return false;
    try {
      const { parameters } = methodAt(method, rate, setting);
      const isKept = ([name, value]: [string, number]): boolean =>
        name === "eta" || value === method.parameters[name] || value >= 0.5;
      return Object.entries(parameters).every(isKept);
    } catch (reason) {
      if (reason instanceof RangeError) return false;
      throw reason;
    }
  };
  let top = 8 * eta;
  while (
    !signal?.aborted &&
    top > 1e-3 * eta &&
    !(isSlow(top) && (await isStable({ ...trial, method: methodAt(method, top, setting) }, horizon)))
  )
    top /= 2;
  return DEFAULT_PARTS.map((part) => top / part);
}

/** Whether the loss does not run away on a pilot run: not over its second half, nor against that at half the learning rate. */
async function isStable({ method, sde: setting, signal, ...trial }: Trial, horizon: number): Promise<boolean> {
  const { eta } = method.parameters;
  const pilot = async (rate: number): Promise<{ readonly before: number; readonly end: number }> => {
    const chain = optimizerOf({ ...trial, method: methodAt(method, rate, setting), sde: setting });
    const run = {
      ...(signal && { signal }),
      paths: 64,
      horizon: eta * Math.max(1, Math.floor(horizon / eta + 1e-9)),
      seed: 1,
      record: 2,
      quantiles: "none",
    } as const;
    const loss = (await ensemble(chain, run)).series("f").mean.map(Math.abs);
    return { before: Math.max(loss[0], loss[1]), end: loss[2] };
  };
  const whole = await pilot(eta);
  return whole.end <= MOST_GROWTH * whole.before && whole.end <= MOST_GROWTH * (await pilot(eta / 2)).end;
}

/** Of the loss: from half a learning rate to the whole a parabola has 6 at ηh = 1.6, where a series in η has stopped to help. */
const MOST_GROWTH = 6;

function checkedRates(etas: readonly number[]): readonly number[] {
  const rates = [...requireVector("faithful", "etas", etas)];
  const isHalving = rates.every((eta, l) => eta > 0 && (l === 0 || Math.abs(eta - rates[l - 1] / 2) < 1e-9 * eta));
  if (rates.length >= 3 && isHalving) return rates;
  throw new RangeError(
    `faithful: etas must be at least three positive numbers, each half the one before, got ${shown(rates)}`,
  );
}

/** 4T, or T where a schedule leaves its range before. */
const lateTime = (method: Method, T: number): number => (scheduleFault(method, 4 * T) === undefined ? 4 * T : T);

/** The horizon as an even number of the longest steps; not beyond it where a schedule may end there. */
function wholeHorizon({ schedules }: Method, horizon: number, eta: number): number {
  const pairs = horizon / (2 * eta);
  return 2 * eta * Math.max(1, schedules.size > 0 ? Math.floor(pairs + 1e-9) : Math.round(pairs));
}
