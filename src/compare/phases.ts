/**
 * The phases of SignSGD along a run. With Y_i = ∂_i f/(√2 σ_i) the signal-to-noise ratio of coordinate i, the SDE has
 * |Y_i| > 3/2 in phase 1, where the sign is all but certain, 1 < |Y_i| < 3/2 in phase 2, |Y_i| < 1 in phase 3. Here a
 * coordinate is in the phase of the mean of |Y_i| over paths, and the shares of paths in each phase are given beside it.
 *
 * A border b is crossed at the time t* at which E|Y_i| = b, by linear interpolation between recorded times; to first order
 *   se(t*) = se(E|Y_i|)/|d E|Y_i|/dt|                                                                   (1)
 * A crossing counts once the mean is more than two standard errors beyond the border, so that a mean that rests on a border
 * does not flicker.
 * Source of the phases: Monzio Compagnoni et al., arXiv 2411.15958. Standing: recalled and checked; (1): derived.
 */
import type { Chain } from "../ensemble/chain.js";
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import type { EnsembleOptions } from "../ensemble/plan.js";
import { replay } from "../ensemble/replay.js";
import type { Series } from "../ensemble/statistics.js";
import type { Bundle } from "../figures/bundle.js";
import type { Shading } from "../figures/panel.js";
import { phaseBoundaries, signPhase } from "../theory/sign-sgd-phases.js";
import { requireInteger, requireObject, requireOptions, shown } from "../validate.js";
import { phasesTable, phasesVerdict, stretchLabel } from "./phases-report.js";
import { type Table, tableBundle } from "./table.js";

/** |Y| > 3/2, between 1 and 3/2, below 1. */
export type Phase = 1 | 2 | 3;

/** What is asked of the run that tells the phases; of an ensemble each defaults to what it was run with. */
export type PhasesOptions = Pick<
  EnsembleOptions,
  "paths" | "horizon" | "seed" | "record" | "precision" | "threads" | "executor" | "progress" | "signal"
>;

/** A coordinate passes from one phase to another. */
export interface Transition {
  /** From 1. */
  readonly coordinate: number;
  readonly from: Phase;
  readonly to: Phase;
  /** When, and (1). */
  readonly t: number;
  readonly standardError: number;
}

/** One coordinate along the run, at the recorded times. */
export interface CoordinatePhases {
  readonly coordinate: number;
  /** |Y_i| over paths. */
  readonly ratio: Series;
  /** The share of paths in each phase. */
  readonly shares: Readonly<Record<Phase, Float64Array>>;
  /** The phase at t = 0, and what follows. */
  readonly first: Phase;
  readonly transitions: readonly Transition[];
}

/** A stretch of time in which the phases of all coordinates lie between two. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly lowest: Phase;
  readonly highest: Phase;
  /** Of its beginning; 0 for the first. */
  readonly standardError: number;
}

/** The phases of all coordinates. */
export interface Phases {
  /** The run that told them. */
  readonly ensemble: Ensemble;
  readonly coordinates: readonly CoordinatePhases[];
  readonly stretches: readonly Stretch[];
  /** The stretches as `comparisonFigure` takes them. */
  readonly shading: readonly Shading[];
  readonly verdict: string;
  readonly table: Table;
  readonly show: () => Bundle;
}

const KEYS = ["paths", "horizon", "seed", "record", "precision", "threads", "executor", "progress", "signal"];
/** Standard errors beyond a border at which a crossing counts. */
const BEYOND = 2;
/** Coordinates that are followed one by one. */
const MOST = 64;

/**
 * Tells the phases of SignSGD, or of its SDE, by a run of its own. An ensemble stands for its chain: the same paths are run
 * again, with |Y| recorded.
 *
 * @throws TypeError where the method is not SignSGD, or the noise not Gaussian with independent coordinates.
 */
export async function phases(of: Chain | Ensemble, options?: Partial<PhasesOptions>): Promise<Phases> {
  const { chain, ...run } = asked(of, options);
  const scale = requireSignSgd(chain);
  requireInteger("phases", "paths", run.paths ?? 1000, 2);
  const names = scale.map((σ, i) => {
    const Y = `abs(G[${i + 1}])*${1 / (Math.SQRT2 * σ)}`;
    const above = (border: number): string => `(1 + sign(${Y} - ${border}))/2`;
    return { Y, outer: above(phaseBoundaries.outer), inner: above(phaseBoundaries.inner) };
  });
  const observables = names.flatMap(({ Y, outer, inner }) => [Y, outer, inner]);
  const result = await ensemble(chain, { ...run, observables, quantiles: "none" });
  const coordinates = names.map((name, i) => coordinatePhases(result, name, i + 1));
  const stretches = stretchesOf(coordinates, result.times[result.times.length - 1]);
  const parts = { ensemble: result, coordinates, stretches };
  const verdict = phasesVerdict(parts);
  const table = phasesTable(parts);
  return {
    ...parts,
    shading: stretches.map((stretch, i) => ({
      from: stretch.from,
      to: i === stretches.length - 1 ? Number.POSITIVE_INFINITY : stretch.to,
      label: stretchLabel(stretch),
    })),
    verdict,
    table,
    show: () => tableBundle(table, verdict),
  };
}

function asked(
  of: Chain | Ensemble,
  options: Partial<PhasesOptions> | undefined,
): PhasesOptions & { readonly chain: Chain } {
  requireOptions("phases", options, KEYS);
  if (typeof of !== "object" || of === null || !("chain" in of || "method" in of)) {
    throw new TypeError(`phases: a chain or an ensemble must be given, got ${shown(of)}`);
  }
  if (!("chain" in of)) {
    requireObject("phases", options, KEYS);
    return { ...(options as PhasesOptions), chain: of };
  }
  const { chain, paths, times, seed, precision, executor } = of;
  return {
    ...{ paths, horizon: times[times.length - 1], seed, record: times, precision },
    ...(executor === "reference" && { executor }),
    ...options,
    chain,
  };
}

/** The scale σ of the noise; refuses what the phases are not defined for. */
function requireSignSgd({ method, problem, eta }: Chain): readonly number[] {
  const { law, noise, start } = problem;
  const g = start.map((_, i) => Math.cos(1 + 2 * i));
  const isSign = (): boolean =>
    replay(method, { start, steps: 1, gradient: () => g })[0].x.every(
      (value, i) => Math.abs(value - (start[i] - eta * Math.sign(g[i]))) <= 1e-12 * (1 + Math.abs(value)),
    );
  if (method.update.state.length > 1 || method.workers.count > 1 || !isSign()) {
    throw new TypeError(`phases: method must be SignSGD, whose phases they are, got ${method.name}`);
  }
  if (law.nu !== Number.POSITIVE_INFINITY || law.scale === undefined) {
    throw new TypeError(
      `phases: noise must be Gaussian with independent coordinates, for which |Y| is defined, got ${noise.description}`,
    );
  }
  const { scale } = law;
  if (!scale.every((σ) => σ > 0)) {
    throw new RangeError(`phases: σ must be positive in every coordinate, got ${shown(scale)}`);
  }
  requireInteger("phases", "the dimension", scale.length, 1, MOST);
  return [...scale];
}

function coordinatePhases(
  of: Ensemble,
  names: { readonly Y: string; readonly outer: string; readonly inner: string },
  coordinate: number,
): CoordinatePhases {
  const ratio = of.series(names.Y);
  const [outer, inner] = [of.series(names.outer).mean, of.series(names.inner).mean];
  return {
    coordinate,
    ratio,
    shares: { 1: outer, 2: inner.map((share, r) => share - outer[r]), 3: inner.map((share) => 1 - share) },
    first: signPhase(ratio.mean[0]),
    transitions: transitionsOf(of.times, ratio, coordinate),
  };
}

/** The crossings of a mean, each counted once the mean is clearly beyond. */
function transitionsOf(
  times: Float64Array,
  { mean, standardError }: Series,
  coordinate: number,
): readonly Transition[] {
  const transitions: Transition[] = [];
  let phase = signPhase(mean[0]);
  let begin = 0;
  for (let r = 1; r < times.length; r++) {
    for (let next = clearPhase(mean[r], standardError[r], phase); next !== phase; ) {
      const to = (phase + Math.sign(next - phase)) as Phase;
      const border = phase + to === 3 ? phaseBoundaries.outer : phaseBoundaries.inner;
      transitions.push({ coordinate, from: phase, to, ...crossing(border, begin, r) });
      phase = to;
    }
  }
  return transitions;

  /** Where the mean passes the border for the last time in records `from` … `until`, and (1). */
  function crossing(border: number, from: number, until: number): { t: number; standardError: number } {
    let q = until - 1;
    while (q > from && mean[q] > border === mean[q + 1] > border) q--;
    const slope = (mean[q + 1] - mean[q]) / (times[q + 1] - times[q]);
    begin = q;
    return {
      t: times[q] + (border - mean[q]) / slope,
      standardError: Math.max(standardError[q], standardError[q + 1]) / Math.abs(slope), // (1)
    };
  }
}

/** The phase of a mean, or the present one while a border between them is within noise. */
function clearPhase(mean: number, standardError: number, present: Phase): Phase {
  const toward = signPhase(mean);
  // the borders between, crossed with room to spare
  const held = mean + Math.sign(toward - present) * BEYOND * standardError;
  const clear = toward === present ? present : signPhase(held);
  return Number.isNaN(held) || Math.sign(clear - present) !== Math.sign(toward - present) ? present : clear;
}

/** The stretches between the transitions of all coordinates, neighbours of one label joined. */
function stretchesOf(coordinates: readonly CoordinatePhases[], end: number): readonly Stretch[] {
  const present = coordinates.map(({ first }) => first);
  const stretches: Stretch[] = [];
  const open = (from: number, standardError: number): void => {
    const [lowest, highest] = [Math.min(...present) as Phase, Math.max(...present) as Phase];
    const last = stretches[stretches.length - 1];
    if (last?.lowest === lowest && last.highest === highest) return;
    if (last !== undefined) stretches[stretches.length - 1] = { ...last, to: from };
    stretches.push({ from, to: end, lowest, highest, standardError });
  };
  open(0, 0);
  const all = coordinates.flatMap(({ transitions }) => transitions);
  for (const { coordinate, to, t, standardError } of [...all].sort((a, b) => a.t - b.t)) {
    present[coordinate - 1] = to;
    open(t, standardError);
  }
  return stretches;
}
