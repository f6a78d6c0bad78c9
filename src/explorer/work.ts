/** How much there is to compute, counted and not timed, so that it is the same everywhere. */
import type { Chain } from "../ensemble/chain.js";
import type { EnsembleOptions } from "../ensemble/plan.js";

/** Steps of one coordinate that one chain may take: a minute or two on two processors. */
const MOST_WORK = 1e10;

/** Of these, what is computed before anything is shown: about a tenth of a second. */
const AT_ONCE = 1e7;

/** Paths come in blocks whose sizes divide this. */
const BLOCK = 128;

/** The numbers whose product is the work on a path, and what they count. */
function factorsOf({ eta, method, problem, sde }: Chain, { horizon }: EnsembleOptions): readonly [number, string][] {
  const { count } = method.workers;
  return [
    [Math.round(horizon / eta), "steps"],
    [sde?.substeps ?? 1, "substeps"],
    [sde === undefined || sde.sde.perWorker ? count : 1, "workers"],
    [problem.objective.dimension, "coordinates"],
  ];
}

function workPerPath(chain: Chain, options: EnsembleOptions): number {
  return factorsOf(chain, options).reduce((product, [factor]) => product * factor, 1);
}

/** @throws RangeError where a chain would take longer than anyone waits. */
export function requireAffordable(chain: Chain, options: EnsembleOptions): void {
  const { paths = 1 } = options;
  const work = paths * workPerPath(chain, options);
  if (!(work > MOST_WORK)) return;
  const factors = [[paths, "paths"] as const, ...factorsOf(chain, options)].filter(([factor]) => factor !== 1);
  const product = factors.map(([factor, what]) => `${Number(factor.toPrecision(6))} ${what}`).join(" × ");
  throw new RangeError(
    `explorer: ${chain.name} must take at most ${MOST_WORK.toExponential()} steps of one coordinate, got ${work.toExponential(1)} = ${product}`,
  );
}

/** What is run before the rest. */
export interface Beginning {
  /** Whole blocks, which the rest goes on from, or all. */
  readonly paths: number;
  /** Whether it takes so little that it is not worth stopping. */
  readonly isQuick: boolean;
}

/** The paths of all chains that are shown first. */
export function beginningOf(chains: readonly Chain[], options: EnsembleOptions): Beginning {
  const { paths: asked = 1 } = options;
  const each = chains.reduce((sum, chain) => sum + workPerPath(chain, options), 0);
  const paths = Math.min(asked, BLOCK * Math.max(1, Math.floor(AT_ONCE / (BLOCK * each))));
  return { paths, isQuick: paths * each <= AT_ONCE };
}
