/**
 * A specification made into chains, run and compared, as `compare` does it in a notebook; but what is finished is shown
 * before the rest is, and an SDE that is refused leaves the optimizer.
 */
import { type Comparison, comparison } from "../compare/comparison.js";
import { requireInformative } from "../compare/informative.js";
import { type Chain, optimizer, sde } from "../ensemble/chain.js";
import { compileChain } from "../ensemble/compiled-chain.js";
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import { type EnsembleOptions, planOf } from "../ensemble/plan.js";
import { methods } from "../methods/index.js";
import type { Method } from "../methods/method.js";
import { type Problem, problem } from "../objectives/problem.js";
import { requireInteger } from "../validate.js";
import { noiseChoices } from "./noise-choices.js";
import { objectiveChoices } from "./objective-choices.js";
import { listOf, numberOf } from "./quantity.js";
import { NO_SDE, type Specification } from "./specification.js";

/** A specification ready to run. */
export interface Experiment {
  readonly method: Method;
  readonly problem: Problem;
  /** The optimizer, and the SDE where there is one. */
  readonly chains: readonly Chain[];
  /** Why the SDE that was asked for is not among them. */
  readonly refusal?: string;
  readonly options: EnsembleOptions;
}

/** Paths that are drawn on the contour. */
const KEPT = 3;

/** Seconds after which what is finished of a chain is shown first. */
const PREVIEW = 0.06;

/**
 * Builds what a specification says. An SDE that does not hold here is left out, and the reason given.
 *
 * @throws TypeError or RangeError where not even the optimizer can be run.
 */
export function experimentOf(specification: Specification): Experiment {
  const method = methods[specification.method]().with(specification.parameters as Record<string, number>);
  const on = problem({
    objective: objectiveChoices[specification.objective].make(specification.coefficients),
    noise: noiseChoices[specification.noise].make(specification.law),
    start: listOf(specification.run, "start"),
  });
  const options = optionsOf(specification, on.objective.dimension);
  const discrete = optimizer(method, on);
  requireInteger("explorer", "coordinate", specification.coordinate, 1, on.objective.dimension);
  requireRunnable(discrete, options);
  const substeps = numberOf(specification.run, "substeps");
  if (specification.sde === NO_SDE) return { method, problem: on, chains: [discrete], options };
  try {
    const continuous = sde(method, on, { sde: specification.sde, substeps });
    requireInformative("explorer", continuous);
    requireRunnable(continuous, options);
    return { method, problem: on, chains: [discrete, continuous], options };
  } catch (reason) {
    return { method, problem: on, chains: [discrete], refusal: messageOf(reason), options };
  }
}

/** Checks the options, and compiles the chain, which its runs then find compiled. */
function requireRunnable(chain: Chain, options: EnsembleOptions): void {
  const { observables, precision } = planOf(chain, options);
  compileChain(chain, observables, precision);
}

/** What is asked of both ensembles, as the cell says it too. */
export function optionsOf({ run, show }: Specification, dimension: number): EnsembleOptions {
  const paths = numberOf(run, "paths");
  return {
    horizon: numberOf(run, "horizon"),
    paths,
    seed: numberOf(run, "seed"),
    observables: [...new Set(["f", show, "x[1]", ...(dimension > 1 ? ["x[2]"] : [])])],
    // the last states give the distribution at the end; paths are drawn
    quantiles: "none",
    final: true,
    keep: Math.min(KEPT, paths),
  };
}

/** What a run says while it goes on. */
export interface Listener {
  /** What is finished, whether or not all paths are. */
  readonly show: (result: Comparison, isWhole: boolean) => void;
  readonly progress: (chain: Chain, finished: number, paths: number) => void;
}

/** Runs an experiment: first as many paths as a blink allows, then all. Resolves early when the signal is aborted. */
export async function runExperiment(experiment: Experiment, signal: AbortSignal, listener: Listener): Promise<void> {
  const { method, problem: on, chains, options } = experiment;
  const asserted = method.predictions(on);
  for (const budget of [{ seconds: PREVIEW }, undefined]) {
    const results: Ensemble[] = [];
    for (const chain of chains) {
      const progress = ({ finished, paths }: { readonly finished: number; readonly paths: number }): void =>
        listener.progress(chain, finished, paths);
      results.push(await ensemble(chain, { ...options, signal, progress, ...(budget && { budget }) }));
      if (signal.aborted) return;
    }
    const isWhole = results.every(({ paths, requested }) => paths === requested);
    const isVisible = results.every(({ paths }) => paths > 1);
    if (isWhole || isVisible) listener.show(comparison(results[0], results.slice(1), asserted), isWhole);
    if (isWhole) return;
  }
}

export function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
