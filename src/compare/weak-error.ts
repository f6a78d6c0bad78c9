/**
 * The weak error of an SDE, E g(x_k) − E g(X_{kη}), at several learning rates with the same continuous time: decays
 * β = 1 − ρη follow η. Where the noise is Gaussian both run on one Brownian path, and the error bar is that of the
 * difference path by path; else they are independent.
 */
import { type Chain, optimizer, type SdeOptions, sde } from "../ensemble/chain.js";
import { coupled } from "../ensemble/coupling.js";
import { type Ensemble, ensemble, prepare } from "../ensemble/ensemble.js";
import { pairedDifference } from "../ensemble/paired.js";
import type { Method } from "../methods/method.js";
import type { Problem } from "../objectives/problem.js";
import { eulerMaruyama } from "../solvers/euler-maruyama.js";
import { platen } from "../solvers/platen.js";
import type { Estimate } from "./extrapolation.js";
import { methodAt } from "./rate.js";

/** Optimizer and SDE at one learning rate. */
export interface WeakLevel {
  readonly eta: number;
  readonly optimizer: Ensemble;
  readonly sde: Ensemble;
  readonly isCoupled: boolean;
}

export interface WeakErrorOptions {
  readonly method: Method;
  readonly problem: Problem;
  readonly sde: SdeOptions;
  readonly horizon: number;
  readonly etas: readonly number[];
  readonly paths: number;
  readonly seed: number;
  readonly observables: readonly string[];
  readonly signal?: AbortSignal;
  /** Called before each learning rate. */
  readonly progress?: (done: number, of: number) => void;
}

/** Runs both chains at each learning rate; stops after the level during which the signal came. */
export async function weakLevels(options: WeakErrorOptions): Promise<readonly WeakLevel[]> {
  const levels: WeakLevel[] = [];
  for (const [index, eta] of options.etas.entries()) {
    if (options.signal?.aborted) break;
    options.progress?.(index, options.etas.length);
    levels.push(await weakLevel(options, eta));
  }
  return levels;
}

async function weakLevel(options: WeakErrorOptions, eta: number): Promise<WeakLevel> {
  const { problem, horizon, paths, seed, observables, signal } = options;
  const method = methodAt(options.method, eta, options.sde.sde);
  const pair = chainsOf(method, problem, withBurnIn(method, options, eta));
  const run = (chain: Chain): Promise<Ensemble> =>
    ensemble(chain, {
      paths,
      horizon,
      seed,
      observables,
      record: [horizon / 2, horizon],
      keep: pair.isCoupled ? paths : 0,
      quantiles: "none",
      ...(signal && { signal }),
    });
  return { eta, isCoupled: pair.isCoupled, optimizer: await run(pair.optimizer), sde: await run(pair.sde) };
}

/** Discrete steps that come first end at the same time at every η, so that all SDEs start where the first one does. */
function withBurnIn(method: Method, { sde: setting, etas }: WeakErrorOptions, eta: number): SdeOptions {
  const name = setting.sde ?? [...method.sdes.keys()][0];
  const steps = setting.burnIn ?? method.sdes.get(name)?.burnIn ?? 0;
  return steps === 0 ? setting : { ...setting, burnIn: steps * Math.round(etas[0] / eta) };
}

/** The chains, coupled where they can be, the SDE by a scheme of weak order 2 where it can be. */
function chainsOf(
  method: Method,
  problem: Problem,
  options: SdeOptions,
): { readonly optimizer: Chain; readonly sde: Chain; readonly isCoupled: boolean } {
  const setting = withSolver(method, problem, options);
  try {
    return { ...coupled(method, problem, setting), isCoupled: true };
  } catch (reason) {
    if (!(reason instanceof TypeError)) throw reason;
    const begin = options.memory === undefined ? {} : { memory: options.memory };
    return { optimizer: optimizer(method, problem, begin), sde: sde(method, problem, setting), isCoupled: false };
  }
}

/** Platen's scheme at dt = η/2, whose error is far below the modelling error; Euler–Maruyama at η/16 where it is refused. */
export function withSolver(method: Method, problem: Problem, options: SdeOptions): SdeOptions {
  if (options.solver !== undefined || options.substeps !== undefined) return options;
  const precise = { ...options, solver: platen, substeps: 2 };
  try {
    const chain = sde(method, problem, precise);
    // the scheme is refused when its step is built
    prepare(chain, { horizon: ((chain.sde?.burnIn ?? 0) + 2) * chain.eta, paths: 1 });
    return precise;
  } catch (reason) {
    if (!(reason instanceof TypeError)) throw reason;
    return { ...options, solver: eulerMaruyama, substeps: 16 };
  }
}

/** E g(x) − E g(X) of an observable at each recorded time. */
export function errorsAt({ optimizer: x, sde: X, isCoupled }: WeakLevel, observable: string): readonly Estimate[] {
  if (isCoupled) {
    const { mean, standardError } = pairedDifference(x, X, observable);
    return [...mean].map((value, r) => ({ value, standardError: standardError[r] }));
  }
  const [a, b] = [x.series(observable), X.series(observable)];
  return [...a.mean].map((mean, r) => ({
    value: mean - b.mean[r],
    standardError: Math.hypot(a.standardError[r], b.standardError[r]),
  }));
}
