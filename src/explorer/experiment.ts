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
import type { ProgressListener } from "../ensemble/progress.js";
import { DIVERGENCE_LIMIT } from "../ensemble/runner.js";
import type { Vec } from "../math/vector.js";
import { methods } from "../methods/index.js";
import type { Method } from "../methods/method.js";
import { type Problem, problem } from "../objectives/problem.js";
import { requireInteger, shown } from "../validate.js";
import { noiseChoices } from "./noise-choices.js";
import { objectiveChoices } from "./objective-choices.js";
import { listOf, numberOf } from "./quantity.js";
import { remembering } from "./remembering.js";
import { NO_SDE, type Specification } from "./specification.js";
import { beginningOf, requireAffordable } from "./work.js";

/** A specification ready to run. */
export interface Experiment extends Setting {
  /** The optimizer, and the SDE where there is one. */
  readonly chains: readonly Chain[];
  /** Why the SDE that was asked for is not among them. */
  readonly refusal?: string;
  readonly options: EnsembleOptions;
}

/** What is run, whatever is asked of the runs. */
interface Setting {
  readonly method: Method;
  readonly problem: Problem;
  readonly predictions: Comparison["predictions"];
}

/** Paths that are drawn on the contour. */
const KEPT = 3;

/** Settings and chains that are remembered: compiled, and with what theory says of them. */
const MOST_REMEMBERED = 64;

function settingKey(specification: Specification): string {
  const { method, parameters, objective, coefficients, noise, law, run } = specification;
  return JSON.stringify([method, parameters, objective, coefficients, noise, law, run.start]);
}

const settingOf = remembering<Specification, Setting & { readonly discrete: Chain }>(
  (specification) => {
    const method = methods[specification.method]().with(specification.parameters as Record<string, number>);
    const on = problem({
      objective: objectiveChoices[specification.objective].make(specification.coefficients),
      noise: noiseChoices[specification.noise].make(specification.law),
      start: listOf(specification.run, "start"),
    });
    return { method, problem: on, discrete: optimizer(method, on), predictions: method.predictions(on) };
  },
  settingKey,
  MOST_REMEMBERED,
);

const sdeOf = remembering<Specification, Chain>(
  (specification) => {
    const { method, problem: on } = settingOf(specification);
    return sde(method, on, { sde: specification.sde, substeps: numberOf(specification.run, "substeps") });
  },
  (specification) => JSON.stringify([settingKey(specification), specification.sde, specification.run.substeps]),
  MOST_REMEMBERED,
);

/**
 * Builds what a specification says. An SDE that does not hold here is left out, and the reason given.
 *
 * @throws TypeError or RangeError where not even the optimizer can be run.
 */
export function experimentOf(specification: Specification): Experiment {
  const { discrete, ...setting } = settingOf(specification);
  const { dimension } = setting.problem.objective;
  const options = optionsOf(specification, dimension);
  requireInteger("explorer", "coordinate", specification.coordinate, 1, dimension);
  requireInside(setting.problem.start);
  requireRunnable(discrete, options);
  const alone = { ...setting, chains: [discrete], options };
  if (specification.sde === NO_SDE) return alone;
  try {
    const continuous = sdeOf(specification);
    requireInformative("explorer", continuous);
    requireRunnable(continuous, options);
    return { ...alone, chains: [discrete, continuous] };
  } catch (reason) {
    return { ...alone, refusal: messageOf(reason) };
  }
}

/** A path that begins where it counts as diverged would show nothing. */
function requireInside(start: Vec): void {
  if (start.every((value) => Math.abs(value) < DIVERGENCE_LIMIT)) return;
  throw new RangeError(
    `explorer: start must be less than ${DIVERGENCE_LIMIT} in size, where paths count as diverged, got ${shown(start)}`,
  );
}

/** Checks the options, and compiles the chain, which its runs then find compiled. */
function requireRunnable(chain: Chain, options: EnsembleOptions): void {
  requireAffordable(chain, options);
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
  /** The first paths, where all would take long. */
  readonly preview: (result: Comparison) => void;
  /** Paths finished and asked for, of all chains. */
  readonly progress: (finished: number, paths: number) => void;
}

/**
 * Runs all chains at once: first as many paths as a blink allows, whatever the signal, so that results keep coming while
 * requests do; then the others, until it is aborted. What it resolves to compares them, which takes time of its own;
 * undefined where it was stopped.
 */
export async function runExperiment(
  experiment: Experiment,
  signal: AbortSignal,
  { preview, progress }: Listener,
): Promise<(() => Comparison) | undefined> {
  const { predictions, chains, options } = experiment;
  const { paths = 1 } = options;
  const compared = ([reference, ...others]: readonly Ensemble[]): Comparison =>
    comparison(reference, others, predictions);
  const finished = chains.map(() => 0);
  const run = (more: Partial<EnsembleOptions>): Promise<readonly Ensemble[]> => {
    const listeners = chains.map(
      (_, i): ProgressListener =>
        (one) => {
          finished[i] = one.finished;
          // how it ended is told by what it resolves to
          if (one.state !== "running") return;
          progress(
            finished.reduce((sum, count) => sum + count, 0),
            chains.length * paths,
          );
        },
    );
    return Promise.all(chains.map((chain, i) => ensemble(chain, { ...options, progress: listeners[i], ...more })));
  };
  const first = beginningOf(chains, options);
  const early = await run({ paths: first.paths, ...(!first.isQuick && { signal }) });
  if (signal.aborted && !first.isQuick) return undefined;
  if (first.paths === paths) return () => compared(early);
  preview(compared(early));
  const results = signal.aborted ? [] : await run({ signal });
  return signal.aborted ? undefined : () => compared(results);
}

export function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
