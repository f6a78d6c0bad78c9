/** What the parts of a report try: a method on a problem, and one of its SDEs. */
import { type Chain, optimizer, type SdeOptions, sde } from "../ensemble/chain.js";
import { prepare } from "../ensemble/ensemble.js";
import type { EnsembleOptions } from "../ensemble/plan.js";
import type { Method } from "../methods/method.js";
import type { MethodSde } from "../methods/sde-definition.js";
import type { Problem } from "../objectives/problem.js";
import { eulerMaruyama } from "../solvers/euler-maruyama.js";
import { platen } from "../solvers/platen.js";
import { chosen } from "./chosen.js";

export interface Trial {
  readonly method: Method;
  readonly problem: Problem;
  /** Which SDE, from which memories, solved how. */
  readonly sde: SdeOptions;
  readonly observables: readonly string[];
  readonly paths: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  /** Called before each run. */
  readonly next?: () => Pick<EnsembleOptions, "progress">;
}

/** The SDE of a method that a trial is of: the one it names, else the first. */
export function modelOf({ sdes }: Method, { sde: named }: SdeOptions): MethodSde | undefined {
  const [first] = sdes.keys();
  return sdes.get(named ?? first);
}

/** A method at another learning rate, as one of its SDEs sees it: decays follow η, but for those that the SDE keeps fixed. */
export function methodAt(method: Method, eta: number, setting: SdeOptions): Method {
  return method.at(eta, modelOf(method, setting)?.fixedDecays);
}

/** Makes the steps of an SDE chain, where what it needs of noise and objective is asked. @throws TypeError where it is refused. */
export function requireSteps(chain: Chain): void {
  prepare(chain, { horizon: ((chain.sde?.burnIn ?? 0) + 2) * chain.eta, paths: 1 });
}

export function optimizerOf({ method, problem, sde: setting }: Trial): Chain {
  return optimizer(method, problem, chosen(setting, ["memory"]));
}

export function sdeOf({ method, problem, sde: setting }: Trial): Chain {
  return sde(method, problem, withSolver(method, problem, setting));
}

/** What both runs of a trial share; means need no quantiles. */
export function runOf({ paths, observables, signal }: Trial): Omit<EnsembleOptions, "horizon"> {
  return { paths, observables, quantiles: "none", ...(signal && { signal }) };
}

/**
 * Platen's scheme at dt = η/2, whose error is far below the modelling error; where it is refused, Euler–Maruyama at η/16, or
 * at a part `finer` of that, since its error is of order dt.
 */
export function withSolver(method: Method, problem: Problem, options: SdeOptions, finer = 1): SdeOptions {
  if (options.solver !== undefined || options.substeps !== undefined) return options;
  const precise = { ...options, solver: platen, substeps: 2 };
  try {
    requireSteps(sde(method, problem, precise));
    return precise;
  } catch (reason) {
    if (!(reason instanceof TypeError)) throw reason;
    return { ...options, solver: eulerMaruyama, substeps: 16 * finer };
  }
}
