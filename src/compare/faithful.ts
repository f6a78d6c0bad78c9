import { type SdeOptions, sde as sdeChain } from "../ensemble/chain.js";
import { canonical } from "../equations/symbols.js";
import type { Method } from "../methods/method.js";
import type { Problem } from "../objectives/problem.js";
import { requireInteger, requireObject, requirePositive, requireVector, shown } from "../validate.js";
import { type Faithfulness, faithfulnessOf } from "./faithfulness.js";
import { requireInformative } from "./informative.js";
import { lateMoments } from "./late-moments.js";
import { lawDistances } from "./law-distance.js";
import { isResolved, oneStepMoments } from "./one-step-moments.js";
import { methodAt } from "./rate.js";
import { weakLevels } from "./weak-error.js";
import { weakOrders } from "./weak-order.js";

/** What {@link faithful} takes besides method and problem. */
export interface FaithfulOptions extends SdeOptions {
  /** T of the weak errors and the law; late moments are those at 4T. Default 1, or 16 steps where those are longer. */
  readonly horizon?: number;
  /** Learning rates of the weak errors, descending, each half the one before. Default four, from 8η down where that is stable in all memories. */
  readonly etas?: readonly number[];
  /** Test functions. Default f, mean(x), mean(x^2), mean(cos(x)). */
  readonly observables?: readonly string[];
  /** Paths at each learning rate. Default 20 000. */
  readonly paths?: number;
  /** Random draws for the moments of one step at each state. Default 20 000. */
  readonly samples?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Called as the work goes on: what is done now, and the share that is finished. */
  readonly progress?: (stage: string, share: number) => void;
  /** Stops the work; what is finished is reported. */
  readonly signal?: AbortSignal;
}

const KEYS = [
  ...[
    "memory",
    "sde",
    "solver",
    "substeps",
    "brownian",
    "burnIn",
    "horizon",
    "etas",
    "observables",
    "paths",
    "samples",
  ],
  ...["seed", "progress", "signal"],
];

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
  const { horizon, etas, observables = OBSERVABLES, progress, signal, ...rest } = options;
  const paths = requireInteger("faithful", "paths", rest.paths ?? 20_000, 100);
  const samples = requireInteger("faithful", "samples", rest.samples ?? 20_000, 100);
  const seed = requireInteger("faithful", "seed", rest.seed ?? 1, 0);
  const setting = settingOf(options);
  const chain = sdeChain(method, problem, setting);
  requireInformative(chain);
  const { sde } = chain.sde as NonNullable<typeof chain.sde>;
  const order = sde.order ?? 1;
  const { eta } = method.parameters;
  const rates =
    etas === undefined ? defaultRates(method, horizon ?? Math.max(1, 16 * eta), sde.name) : checkedRates(etas);
  const T = wholeHorizon(horizon ?? Math.max(1, 16 * eta), rates[0]);
  const tell = (stage: string, share: number): void => {
    if (!signal?.aborted) progress?.(stage, share);
  };
  const stop = signal === undefined ? {} : { signal };

  tell("one step", 0);
  const burnIn = chain.sde?.burnIn ?? 0;
  const begin = setting.memory === undefined ? {} : { memory: setting.memory };
  const oneStep = isResolved(method, sde.name)
    ? oneStepMoments({ method, problem, sde: sde.name, burnIn, horizon: T, seed, samples, ...begin })
    : undefined;
  const shared = { method, problem, sde: setting, seed, ...stop };
  const levels = await weakLevels({
    ...shared,
    horizon: T,
    etas: rates,
    paths,
    observables,
    progress: (done, of) => tell("weak error", 0.1 + (0.5 * done) / of),
  });
  tell("law", 0.6);
  const laws = await lawDistances({
    ...shared,
    horizon: T,
    observables: observables.slice(0, 2),
    paths: Math.min(paths, 4000),
  });
  tell("late moments", 0.8);
  const late = await lateMoments({
    ...shared,
    t: 4 * T,
    paths: Math.min(paths, 10_000),
    observables: ["f", "mean(x^2)"],
  });
  tell("done", 1);
  const kept = levels.filter(({ optimizer, sde: X }) => optimizer.diverged.count + X.diverged.count === 0);
  const orders = kept.length < 3 ? [] : weakOrders(kept, order);
  return faithfulnessOf({ chain, order, oneStep, levels, kept, orders, laws, late, stopped: signal?.aborted ?? false });
}

function settingOf(options: FaithfulOptions): SdeOptions {
  const { memory, sde, solver, substeps, brownian, burnIn } = options;
  return {
    ...(memory && { memory }),
    ...(sde !== undefined && { sde }),
    ...(solver && { solver }),
    ...(substeps !== undefined && { substeps }),
    ...(brownian !== undefined && { brownian }),
    ...(burnIn !== undefined && { burnIn }),
  };
}

/** Four learning rates, each half the one before: the largest η·2ᵃ, a ≤ 3, at which T has 8 steps and no memory forgets half in a step. */
function defaultRates(method: Method, horizon: number, sde: string): readonly number[] {
  const { eta } = method.parameters;
  const fixed = method.sdes.get(sde)?.fixedDecays ?? [];
  const isGood = (rate: number): boolean => {
    // a memory of 1/(1 − β) steps must be short against T where the SDE has averaged it out
    if (rate > horizon / 8 || fixed.some((name) => rate / (1 - method.parameters[canonical(name)]) > horizon / 32))
      return false;
    try {
      const { parameters } = methodAt(method, rate, sde);
      const isKept = ([name, value]: [string, number]): boolean =>
        name === "eta" || value === method.parameters[name] || value >= 0.5;
      return Object.entries(parameters).every(isKept);
    } catch (reason) {
      if (reason instanceof RangeError) return false;
      throw reason;
    }
  };
  let top = 8 * eta;
  while (!isGood(top) && top > 1e-12) top /= 2;
  return [1, 2, 4, 8].map((part) => top / part);
}

function checkedRates(etas: readonly number[]): readonly number[] {
  const rates = [...requireVector("faithful", "etas", etas)];
  const isHalving = rates.every((eta, l) => eta > 0 && (l === 0 || Math.abs(eta - rates[l - 1] / 2) < 1e-9 * eta));
  if (rates.length >= 3 && isHalving) return rates;
  throw new RangeError(
    `faithful: etas must be at least three positive numbers, each half the one before, got ${shown(rates)}`,
  );
}

/** The horizon as an even number of the longest steps. */
function wholeHorizon(horizon: number, eta: number): number {
  return 2 * eta * Math.max(1, Math.round(requirePositive("faithful", "horizon", horizon) / (2 * eta)));
}
