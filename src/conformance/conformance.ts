/** What every method must obey, checked on one: for a method of the registry as for one's own, in a test or in a cell. */
import { compare } from "../compare/compare.js";
import { faithful, LEAST_PATHS } from "../compare/faithful.js";
import { shortNumber, type Table, table, tableBundle } from "../compare/table.js";
import { requireSteps } from "../compare/trial.js";
import { optimizer, sde } from "../ensemble/chain.js";
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import { inParts, type NextPart, type ProgressListener } from "../ensemble/progress.js";
import type { Domain } from "../equations/symbols.js";
import type { Bundle } from "../figures/bundle.js";
import { type Method, requireMethod } from "../methods/method.js";
import { gaussian } from "../noises/gaussian.js";
import { type Problem, problem as problemOf } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { prediction } from "../theory/prediction.js";
import { requireInteger, requireObject, shown } from "../validate.js";

export interface ConformanceOptions {
  /** Where the method is tried. Default a quadratic with curvatures 1 and 2 and Gaussian noise of ½, from (1, ½). */
  readonly problem?: Problem;
  /** Paths and draws of the faithfulness of each SDE, 100 or more. Default 4000; 0 leaves those out. */
  readonly paths?: number;
  readonly seed?: number;
  /** Called as an ensemble's is. */
  readonly progress?: ProgressListener;
  /** Stops the work; the laws that were checked are reported. */
  readonly signal?: AbortSignal;
}

/** One law, and what came of it. */
export interface LawResult {
  readonly law: string;
  /** Undefined where the law is not asked: of an SDE that is for another regime, or that does not exist on the problem. */
  readonly holds: boolean | undefined;
  readonly detail: string;
}

export interface Conformance {
  readonly method: Method;
  /** Whether all laws were checked, and none is broken. */
  readonly holds: boolean;
  readonly laws: readonly LawResult[];
  /** Whether it was stopped before its end. */
  readonly stopped: boolean;
  readonly verdict: string;
  readonly table: Table;
  readonly show: () => Bundle;
}

/** What one law says of a method and those of its SDEs that are for the problem: nothing where it holds, else what is wrong. */
type Law = (method: Method, on: Problem, seed: number, sdes: readonly string[]) => Promise<readonly string[]>;

/**
 * Checks that a method says where it is from, that every parameter has an effect, that runs repeat bit by bit and both
 * executors agree, that without noise all paths are one, that predictions are well formed, and that each SDE runs and is
 * faithful, where it is for the noise of the problem.
 *
 * @throws TypeError where `method` is no method, or options are unknown; RangeError where paths are too few.
 */
export async function conformance(method: Method, options: ConformanceOptions = {}): Promise<Conformance> {
  requireMethod("conformance", method);
  requireObject("conformance", options, ["problem", "paths", "seed", "progress", "signal"]);
  const seed = requireInteger("conformance", "seed", options.seed ?? 1, 0);
  const paths = requireInteger("conformance", "paths", options.paths ?? 4000, 0);
  if (paths > 0 && paths < LEAST_PATHS) {
    throw new RangeError(`conformance: paths must be 0 or an integer ≥ ${LEAST_PATHS}, got ${paths}`);
  }
  const on = options.problem ?? problemOf({ objective: quadratic([1, 2]), noise: gaussian(0.5), start: [1, 0.5] });
  const refusals = refusalsOf(method, on);
  const sdes = [...method.sdes.keys()].filter((name) => paths > 0 || refusals.has(name));
  const trial = { method, on, refusals, sdes, paths, seed };
  const parts = Object.keys(LAWS).length + sdes.length;
  const { laws, stopped } = await inParts(options, parts, async (next, signal) => {
    const laws = await lawsOf(trial, next, signal);
    return { laws, stopped: laws.length < parts };
  });
  const broken = laws.filter(({ holds }) => holds === false);
  const verdict = verdictOf(method, laws, broken, parts);
  const lawTable = table({
    columns: ["law", "", "detail"],
    rows: laws.map(({ law, holds, detail }) => [law, wordOf(holds), detail]),
    caption: `${method.name} on ${on.description}, seed ${seed}.`,
  });
  const holds = broken.length === 0 && !stopped;
  return { method, holds, laws, stopped, verdict, table: lawTable, show: () => tableBundle(lawTable, verdict) };
}

interface ConformanceTrial extends Required<Pick<ConformanceOptions, "paths" | "seed">> {
  readonly method: Method;
  readonly on: Problem;
  readonly refusals: ReadonlyMap<string, string>;
  /** Those of which something is said. */
  readonly sdes: readonly string[];
}

/** The laws in turn; a stop leaves out the one under way, for what it runs was stopped as well. */
async function lawsOf(trial: ConformanceTrial, next: NextPart, signal: AbortSignal): Promise<readonly LawResult[]> {
  const { method, on, refusals, sdes, seed } = trial;
  const laws: LawResult[] = [];
  const asked = [...method.sdes.keys()].filter((name) => !refusals.has(name));
  for (const [law, check] of Object.entries(LAWS)) {
    if (signal.aborted) return laws;
    next(law);
    const faults = await faultsOf(() => check(method, on, seed, asked));
    if (signal.aborted) return laws;
    laws.push({ law, holds: faults.length === 0, detail: faults.join("; ") || "holds" });
  }
  for (const name of sdes) {
    if (signal.aborted) return laws;
    const [law, refusal] = [`the SDE "${name}" is faithful`, refusals.get(name)];
    if (refusal !== undefined) laws.push({ law, holds: undefined, detail: `not asked, since ${refusal}` });
    else {
      const result = await faithfulness(trial, name, next(law));
      if (result !== undefined) laws.push({ law, ...result });
    }
  }
  return laws;
}

/** `parts`: how many laws there are to be. */
function verdictOf({ name }: Method, laws: readonly LawResult[], broken: readonly LawResult[], parts: number): string {
  const asked = laws.filter(({ holds }) => holds !== undefined).length;
  const left = laws.length < parts ? `; stopped before ${parts - laws.length} more` : "";
  const rest = `${laws.length === asked ? "" : `; not asked: ${laws.length - asked}`}${left}.`;
  if (asked === 0 && left !== "")
    return `${name} was not judged: stopped before the first of ${parts} laws was checked.`;
  if (broken.length === 0)
    return `${name} ${left === "" ? "conforms" : "is not judged yet"}: ${asked} laws hold${rest}`;
  return `${name} breaks ${broken.length} of ${asked} laws: ${broken.map(({ law }) => law).join(", ")}${rest}`;
}

function wordOf(holds: boolean | undefined): string {
  if (holds === undefined) return "not asked";
  return holds ? "holds" : "broken";
}

/** Which SDEs of the method are not asked, by name: those for another regime, and those that do not exist on the problem. */
function refusalsOf(method: Method, on: Problem): ReadonlyMap<string, string> {
  const refusals = new Map<string, string>();
  for (const [name, { regime }] of method.sdes) {
    if (regime !== undefined) {
      refusals.set(name, `it is for ${regime}`);
      continue;
    }
    try {
      requireSteps(sde(method, on, { sde: name }));
    } catch (reason) {
      // what else is wrong with it, a law says
      if (reason instanceof TypeError) refusals.set(name, reason.message);
    }
  }
  return refusals;
}

async function faultsOf(check: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await check();
  } catch (reason) {
    return [reason instanceof Error ? reason.message : String(reason)];
  }
}

/** A law that noise leaves open is not broken; one that a stop leaves open is none. */
async function faithfulness(
  { method, on, paths, seed }: ConformanceTrial,
  name: string,
  attended: ReturnType<NextPart>,
): Promise<Omit<LawResult, "law"> | undefined> {
  try {
    const { isFaithful, verdict, stopped } = await faithful(method, on, {
      sde: name,
      paths,
      samples: paths,
      seed,
      ...attended,
    });
    if (stopped && isFaithful !== false) return undefined;
    return { holds: isFaithful !== false, detail: verdict };
  } catch (reason) {
    return { holds: false, detail: reason instanceof Error ? reason.message : String(reason) };
  }
}

const LAWS: Readonly<Record<string, Law>> = {
  "says where it is from": async ({ source, sdes }) => [
    ...(isText(source) ? [] : [`the source of the method is ${shown(source)}`]),
    ...[...sdes.values()].flatMap((one) =>
      isText(one.source) ? [] : [`the source of the SDE ${one.name} is ${shown(one.source)}`],
    ),
  ],
  "every parameter has an effect": async (method, on, seed) => {
    const base = method.with({ eta: 0.05 });
    const hash = await hashOf(base, on, seed);
    const changed = Object.entries(base.parameters).map(async ([name, value]) => {
      const other = base.with({ [name]: perturbed(base.domain(name), value) });
      return (await hashOf(other, on, seed)) === hash ? [`${name} has no effect`] : [];
    });
    return (await Promise.all(changed)).flat();
  },
  "a seed repeats, another does not": async (method, on, seed) => {
    const [once, again, other] = await Promise.all([seed, seed, seed + 1].map((s) => hashOf(method, on, s)));
    if (once !== again) return ["the same seed gave two results"];
    return once === other ? ["another seed gave the same result"] : [];
  },
  // rounding of some tens of steps, which differ in the order of operations; what grows in them is not tried
  "both executors agree": async (method, on, seed, sdes) => {
    if (method.update.closure !== undefined || on.objective.closure !== undefined) return [];
    const run = { horizon: (20 + longestBurnIn(method)) * method.parameters.eta, paths: 8, seed };
    const chains = [optimizer(method, on), ...sdes.map((name) => sde(method, on, { sde: name }))];
    const faults = chains.map(async (chain) => {
      const [fast, slow] = await Promise.all(
        (["compiled", "reference"] as const).map((executor) => ensemble(chain, { ...run, executor })),
      );
      const gap = relativeGap(fast, slow);
      return gap < 1e-9 ? [] : [`${chain.name}: ${shortNumber(gap, 2)} relative`];
    });
    return (await Promise.all(faults)).flat();
  },
  "without noise all paths are one": async (method, { objective, start }, seed) => {
    // what a method draws itself is no noise of the gradient
    if (method.update.draws.length > 0) return [];
    const silent = problemOf({ objective, noise: gaussian(0), start });
    const { variance } = (await runOf(method, silent, seed)).series("f");
    return variance.every((value) => value === 0 || Number.isNaN(value)) ? [] : ["paths differ without noise"];
  },
  "predictions are well formed": async (method, on) =>
    method.predictions(on).flatMap((one) => {
      prediction(one);
      return [0, 0.1, 1, 10].some((t) => Number.isFinite(one.at(t))) ? [] : [`${one.name} is finite nowhere`];
    }),
  "every SDE runs": async (method, on, seed, sdes) => {
    if (sdes.length === 0) return [];
    const run = { horizon: (40 + longestBurnIn(method)) * method.parameters.eta, paths: 4, substeps: 2, seed };
    const { others } = await compare(method, on, { ...run, sdes });
    return others.flatMap(({ chain, diverged }) => (diverged.count > 0 ? [`${chain.name} diverged`] : []));
  },
};

const isText = (source: unknown): boolean => typeof source === "string" && source.trim() !== "";

const longestBurnIn = ({ sdes }: Method): number => Math.max(0, ...[...sdes.values()].map(({ burnIn = 0 }) => burnIn));

/** From a start that a fixed number of paths and steps leaves well behind. */
const runOf = (method: Method, on: Problem, seed: number): Promise<Ensemble> =>
  ensemble(optimizer(method, on), {
    horizon: 60 * method.parameters.eta,
    paths: 3,
    seed,
    // a memory may know what x does not show
    observables: ["f", ...method.update.state.slice(1).map((memory) => `mean(${memory})`)],
  });

const hashOf = async (method: Method, on: Problem, seed: number): Promise<string> =>
  (await runOf(method, on, seed)).hash;

/** Another value, well inside the domain. */
function perturbed(domain: Domain, value: number): number {
  if (domain === "count") return value + 1;
  if (domain === "decay") return value > 0.1 ? value - 0.05 : value + 0.05;
  return 1.5 * value + 0.05;
}

function relativeGap(a: Ensemble, b: Ensemble): number {
  const [x, y] = [a, b].map((one) => one.series("f").mean);
  return x.reduce((most, value, r) => Math.max(most, Math.abs(value - y[r]) / (1e-300 + Math.abs(y[r]))), 0);
}
