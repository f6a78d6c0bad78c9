/**
 * The weak error of an SDE, E g(x_k) − E g(X_{kη}), at several learning rates with the same continuous time: decays
 * β = 1 − ρη follow η. Where the noise is Gaussian both run on one Brownian path, and the error bar is that of the
 * difference path by path; else they are independent.
 */
import type { Chain, SdeOptions } from "../ensemble/chain.js";
import { coupled } from "../ensemble/coupling.js";
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import { pairedDifference } from "../ensemble/paired.js";
import type { Method } from "../methods/method.js";
import type { Estimate } from "./extrapolation.js";
import { methodAt, modelOf, optimizerOf, runOf, sdeOf, type Trial, withSolver } from "./trial.js";

/** Optimizer and SDE at one learning rate. */
export interface WeakLevel {
  readonly eta: number;
  readonly optimizer: Ensemble;
  readonly sde: Ensemble;
  readonly isCoupled: boolean;
}

export interface WeakTrial extends Trial {
  readonly horizon: number;
  readonly etas: readonly number[];
}

/** Runs both chains at each learning rate; a stop leaves out the level under way, whose ensembles have not the same paths. */
export async function weakLevels({ horizon, etas, ...trial }: WeakTrial): Promise<readonly WeakLevel[]> {
  const levels: WeakLevel[] = [];
  for (const eta of etas) {
    if (trial.signal?.aborted) break;
    const method = methodAt(trial.method, eta, trial.sde);
    const level = await weakLevel({ ...trial, method, sde: settingAt(trial, method, etas[0] / eta) }, horizon);
    if (level.optimizer.stopped || level.sde.stopped) break;
    levels.push(level);
  }
  return levels;
}

async function weakLevel(trial: Trial, horizon: number): Promise<WeakLevel> {
  const pair = chainsOf(trial);
  const times = { horizon, record: [horizon / 2, horizon] };
  const run = { ...runOf(trial), ...times, seed: trial.seed, keep: pair.isCoupled ? trial.paths : 0 };
  const x = await ensemble(pair.optimizer, { ...run, ...trial.next?.() });
  const X = await ensemble(pair.sde, { ...run, ...trial.next?.() });
  return { eta: x.chain.eta, isCoupled: pair.isCoupled, optimizer: x, sde: X };
}

/**
 * Discrete steps that come first end at the same time at every η, so that all SDEs start where the first one does. The error
 * of the scheme falls with η as that of the SDE should.
 */
function settingAt({ method, problem, sde: setting }: Trial, at: Method, smaller: number): SdeOptions {
  const { burnIn, order } = modelOf(method, setting) ?? {};
  const ratio = Math.round(smaller);
  const steps = setting.burnIn ?? burnIn ?? 0;
  const started = steps === 0 ? setting : { ...setting, burnIn: steps * ratio };
  return withSolver(at, problem, started, order === 2 ? ratio : 1);
}

/** The chains, coupled where they can be. */
function chainsOf(trial: Trial): { readonly optimizer: Chain; readonly sde: Chain; readonly isCoupled: boolean } {
  const { method, problem } = trial;
  try {
    return { ...coupled(method, problem, trial.sde), isCoupled: true };
  } catch (reason) {
    if (!(reason instanceof TypeError)) throw reason;
    return { optimizer: optimizerOf(trial), sde: sdeOf(trial), isCoupled: false };
  }
}

/** E g(x) − E g(X) of an observable at each recorded time; where nothing is random the error bar is that of rounding. */
export function errorsAt({ optimizer: x, sde: X, isCoupled }: WeakLevel, observable: string): readonly Estimate[] {
  const [a, b] = [x.series(observable), X.series(observable)];
  const rounding = (r: number): number => ROUNDING * Math.abs(a.mean[r]);
  if (isCoupled) {
    const { mean, standardError } = pairedDifference(x, X, observable);
    return [...mean].map((value, r) => ({ value, standardError: Math.hypot(standardError[r], rounding(r)) }));
  }
  return [...a.mean].map((mean, r) => ({
    value: mean - b.mean[r],
    standardError: Math.hypot(a.standardError[r], b.standardError[r], rounding(r)),
  }));
}

/** Thousands of steps of some ten roundings each, which add up like a walk or, at worst, in one direction. */
const ROUNDING = 1e-12;
