/**
 * Steps of an optimizer from states it visits and from two beside them, at three small learning rates h, h/2, h/4 with the same random numbers: what
 * they change per unit of time on average, and the covariance of that.
 */
import { optimizer, sde } from "../ensemble/chain.js";
import { oneStep, type State, visitedStates } from "../ensemble/one-step.js";
import { createTurns } from "../ensemble/turns.js";
import type { Vec } from "../math/vector.js";
import type { Method } from "../methods/method.js";
import type { Problem } from "../objectives/problem.js";
import { chosen } from "./chosen.js";
import { type Estimate, effectiveDraws, weightsAtZero } from "./extrapolation.js";
import { methodAt } from "./trial.js";

export interface OneStepOptions {
  readonly method: Method;
  readonly problem: Problem;
  readonly sde: string;
  readonly burnIn: number;
  /** T: the states visited are those at T/8, T/4, T/2 and T; at 0 memories may stand where no path comes back to. */
  readonly horizon: number;
  readonly seed: number;
  readonly samples: number;
  readonly memory?: Readonly<Record<string, number | string>>;
  /** Stops the work: what was sampled at whole states is kept. */
  readonly signal?: AbortSignal;
}

/** One entry of a state, and a moment of its change: an estimate at h → 0, and the mean at each h. */
export interface Entry {
  readonly variable: string;
  readonly i: number;
  readonly name: string;
}

export interface SampledMoment extends Estimate {
  readonly means: readonly number[];
  /** So many draws carry the estimate, (Σ w)²/Σ w² with w the squared deviations: few where what matters is rare. */
  readonly effective: number;
}

/** What was sampled; it depends on the method, and on an SDE only in what entries there are. */
export interface SampledSteps {
  readonly samples: number;
  readonly levels: readonly { readonly h: number; readonly method: Method }[];
  readonly entries: readonly Entry[];
  /** Fewer where it was stopped. */
  readonly states: readonly SampledState[];
}

export interface SampledState {
  readonly t: number;
  readonly state: State;
  /** E Δ/h, by entry. */
  readonly drifts: readonly SampledMoment[];
  /** Cov Δ/h², by pair of entries: each entry with itself and those after it, in turn. */
  readonly covariances: readonly SampledMoment[];
  /** max |Δ/h|, by entry. */
  readonly reaches: readonly number[];
}

/** Coordinates that are looked at, of many. */
const MOST_COORDINATES = 3;
/** The largest h is η over a power of two at which no memory forgets more than this share in a step. */
const LARGEST_SHARE = 1 / 32;

export async function sampledSteps(options: OneStepOptions): Promise<SampledSteps> {
  const { method, problem, horizon, seed, burnIn, samples, signal } = options;
  const begin = chosen(options, ["memory"]);
  const { eta } = method.parameters;
  const last = Math.max(1, Math.round(horizon / eta));
  const steps = [1 / 8, 1 / 4, 1 / 2, 1].map((share) => Math.max(burnIn, Math.round(share * last)));
  const visited = visitedStates(optimizer(method, problem, begin), seed, steps);
  const divisor = 2 ** Math.ceil(Math.log2(Math.max(4, forgetting(method, options.sde) / LARGEST_SHARE)));
  const levels = [1, 2, 4].map((part) => {
    const h = eta / (divisor * part);
    return { h, method: methodAt(method, h, { sde: options.sde }) };
  });
  const of = method.sdes.get(options.sde)?.perWorker ? "worker" : "mean";
  const walkers = levels.map((level) => oneStep(optimizer(level.method, problem, begin), seed + 1, of));
  const modelled = sde(method, problem, { ...begin, sde: options.sde }).sde?.sde.program.state ?? [];
  const entries = modelled.flatMap((variable) =>
    coordinatesOf(problem.objective.dimension).map((i) => ({ variable, i, name: `${variable}[${i + 1}]` })),
  );
  const weights = weightsAtZero(levels.map(({ h }) => h));
  const places = visited.map((state, index) => ({ state, t: steps[index] * eta }));
  const all = [...places, ...[1, 3].map((index, side) => beside(places[index], problem.start, side))];
  const turns = createTurns(() => signal?.aborted === true);
  const states: SampledState[] = [];
  for (const [index, { state, t }] of all.entries()) {
    const changes = levels.map(() => entries.map(() => new Float64Array(samples)));
    for (const [l, { h }] of levels.entries()) {
      const k = Math.round(t / h);
      for (let s = 0; s < samples; s++) {
        if (turns.isDue() && !(await turns.pause())) return { samples, levels, entries, states };
        const change = walkers[l].change(state, k, index * samples + s);
        for (let e = 0; e < entries.length; e++) changes[l][e][s] = change[entries[e].variable][entries[e].i] / h;
      }
    }
    const reaches = entries.map((_, e) => changes[2][e].reduce((most, value) => Math.max(most, Math.abs(value)), 0));
    // a place beside may lie where the objective is not defined
    if (index >= visited.length && !reaches.every(Number.isFinite)) continue;
    const drifts = entries.map((_, e) =>
      momentOf(
        changes.map((columns) => columns[e]),
        weights,
      ),
    );
    const centred = changes.map((columns, l) => columns.map((column, e) => minus(column, drifts[e].means[l])));
    const covariances = entries.flatMap((_, e) =>
      entries.slice(e).map((__, other) =>
        momentOf(
          centred.map((columns) => times(columns[e], columns[e + other], samples / (samples - 1))),
          weights,
        ),
      ),
    );
    states.push({ t, state, drifts, covariances, reaches });
  }
  return { samples, levels, entries, states };
}

interface Place {
  readonly state: State;
  readonly t: number;
}

/** The same memories half a start, or half of 1, away in every coordinate: near an optimum the drift is too small to be tested. */
function beside({ state, t }: Place, start: Vec, side: number): Place {
  const away = Math.max(1, ...start.map(Math.abs)) / 2;
  return { t, state: { ...state, x: state.x.map((value, i) => value + ((i + side) % 2 === 0 ? away : -away)) } };
}

/** A moment from its terms in each draw at each h. */
function momentOf(terms: readonly Vec[], weights: readonly number[]): SampledMoment {
  const n = terms[0].length;
  const means = terms.map((column) => column.reduce((sum, value) => sum + value, 0) / n);
  const value = weights.reduce((sum, w, l) => sum + w * means[l], 0);
  const deviations = Float64Array.from({ length: n }, (_, s) =>
    weights.reduce((sum, w, l) => sum + w * terms[l][s], -value),
  );
  const squares = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
  return { value, standardError: Math.sqrt(squares / (n - 1) / n), means, effective: effectiveDraws(deviations) };
}

const minus = (column: Vec, mean: number): Vec => column.map((value) => value - mean);

const times = (a: Vec, b: Vec, factor: number): Vec => a.map((value, s) => factor * value * b[s]);

/** The largest share 1 − β that a memory forgets in a step. */
function forgetting(method: Method, name: string): number {
  const { parameters } = method;
  const half = methodAt(method, parameters.eta / 2, { sde: name }).parameters;
  const moved = Object.keys(parameters).filter((name) => name !== "eta" && half[name] !== parameters[name]);
  return Math.max(0, ...moved.map((name) => 1 - parameters[name]));
}

function coordinatesOf(d: number): readonly number[] {
  if (d <= MOST_COORDINATES) return Array.from({ length: d }, (_, i) => i);
  return Array.from({ length: MOST_COORDINATES }, (_, i) => Math.round((i * (d - 1)) / (MOST_COORDINATES - 1)));
}
