/**
 * One step of an optimizer against the coefficients of an SDE, at states the optimizer visits and beside them. With
 * Δ = y_{k+1} − y_k:
 *
 *   E[Δ | state]/η → b(state, t),   Cov[Δ | state]/η² → S Sᵀ(state, t)/η    as η → 0, t = kη fixed      (1)
 *
 * Decays β = 1 − ρη follow η, so both sides have limits. Each difference of (1) is measured at h, h/2 and h/4 with the
 * same random numbers and extrapolated to 0, so that what is left is noise, or an error in the SDE.
 */
import { type Chain, sde } from "../ensemble/chain.js";
import { sdeCoefficients } from "../ensemble/coefficients.js";
import type { Method } from "../methods/method.js";
import { chosen } from "./chosen.js";
import { LEAST_EFFECTIVE, thresholdFor, weightsAtZero } from "./extrapolation.js";
import {
  type Entry,
  type OneStepOptions,
  type SampledMoment,
  type SampledSteps,
  sampledSteps,
} from "./sampled-steps.js";

/** One entry of the drift or of the covariance at one state. */
export interface MomentCheck {
  readonly kind: "drift" | "covariance";
  /** The entry: "x[1]", or "x[1], m[2]" for a covariance. */
  readonly entry: string;
  readonly variable: string;
  readonly t: number;
  /** What the optimizer does, per unit of time, extrapolated to η → 0, and what the SDE says. */
  readonly optimizer: number;
  readonly sde: number;
  /** Of the difference, the remainder of the extrapolation included. */
  readonly standardError: number;
  readonly z: number;
}

export interface OneStepMoments {
  readonly checks: readonly MomentCheck[];
  readonly worst: MomentCheck;
  /** So many standard errors count as more than noise among so many checks. */
  readonly threshold: number;
  readonly agrees: boolean;
  /** State variables whose noise the SDE leaves out although the optimizer has some. */
  readonly neglected: readonly string[];
  readonly samples: number;
  /** How many states were looked at. */
  readonly states: number;
}

/**
 * Whether one step of the optimizer can be compared with an SDE at all: not where the SDE has averaged a memory out, or
 * holds a decay fixed as η → 0, so that a memory is forgotten within a step's time.
 */
export function isResolved(method: Method, name: string): boolean {
  const sde = method.sdes.get(name);
  if (sde === undefined || (sde.fixedDecays ?? []).length > 0) return false;
  return method.update.state.every((variable) => sde.program.state.includes(variable));
}

/** At the states that were sampled before a stop; undefined where there is none. */
export async function oneStepMoments(options: OneStepOptions): Promise<OneStepMoments | undefined> {
  const { problem } = options;
  const setting = chosen(options, ["sde", "memory"]);
  const steps = await sampledSteps(options);
  return steps.states.length === 0 ? undefined : againstSde(steps, (method) => sde(method, problem, setting));
}

/** Sampled steps against the coefficients of an SDE, which is made anew for each learning rate. */
export function againstSde(steps: SampledSteps, sdeAt: (method: Method) => Chain): OneStepMoments {
  const chains = steps.levels.map(({ method }) => sdeAt(method));
  const found = steps.states.map((_, index) => checksAt(steps, index, chains));
  const checks = found.flatMap((one) => one.checks);
  const threshold = thresholdFor(checks.length);
  const worst = checks.reduce((a, b) => (Math.abs(b.z) > Math.abs(a.z) ? b : a));
  const neglected = [...new Set(found.flatMap((one) => one.neglected))];
  const agrees = Math.abs(worst.z) <= threshold;
  return { checks, worst, threshold, agrees, neglected, samples: steps.samples, states: steps.states.length };
}

function checksAt(
  { samples, levels, states, entries }: SampledSteps,
  index: number,
  chains: readonly Chain[],
): { readonly checks: readonly MomentCheck[]; readonly neglected: readonly string[] } {
  const { t, state, drifts, covariances, reaches } = states[index];
  const modelled = [...new Set(entries.map(({ variable }) => variable))];
  const coefficients = chains.map((chain) =>
    sdeCoefficients(chain, Object.fromEntries(modelled.map((id) => [id, state[id]])), t),
  );
  const product = (l: number, a: Entry, b: Entry): number => {
    const [S, R] = [coefficients[l].diffusion[a.variable], coefficients[l].diffusion[b.variable]];
    let sum = 0;
    for (let j = 0; j < S.columns; j++) sum += S.entries[a.i * S.columns + j] * R.entries[b.i * R.columns + j];
    return sum / levels[l].h;
  };
  const check = judge(
    levels.map(({ h }) => h),
    t,
  );
  const least = levels[levels.length - 1].h;
  const rounding = entries.map(({ variable, i }) => (16 * Number.EPSILON * Math.abs(state[variable][i])) / least);
  const deviations = entries.map((_, e) => Math.sqrt(covariances[placeOf(e, e, entries.length)].value));
  const ofDrift = entries.map((entry, e) => {
    // what is too rare to be drawn is in the noise that the SDE says there is
    const modelled = Math.sqrt(product(levels.length - 1, entry, entry) / samples);
    return check(
      "drift",
      entry,
      entry,
      drifts[e],
      coefficients.map(({ drift }) => drift[entry.variable][entry.i]),
      Math.hypot(rounding[e], Math.max(0, modelled - drifts[e].standardError)),
    );
  });
  const places = entries.flatMap((_, e) => entries.slice(e).map((__, other) => [e, e + other] as const));
  const pairs = places.map(([e, f]) => [entries[e], entries[f]] as const);
  const ofCovariance = places.map(([e, f], p) => {
    const isRare =
      covariances[p].effective < LEAST_EFFECTIVE || deviations[e] <= rounding[e] || deviations[f] <= rounding[f];
    const rare = isRare ? (UNSEEN * 4 * reaches[e] * reaches[f]) / samples : 0;
    // the mean that is subtracted is an estimate too: its square is of order 1/n, 25/n at five standard errors
    const centre = (5 * deviations[e] * deviations[f]) / samples;
    const rounded = rounding[e] * (deviations[f] + rounding[f]) + rounding[f] * deviations[e];
    return check(
      "covariance",
      entries[e],
      entries[f],
      covariances[p],
      levels.map((_, l) => product(l, entries[e], entries[f])),
      Math.hypot(rare, centre, rounded),
    );
  });
  const isNoisy = new Set(entries.filter((a) => product(0, a, a) > 0).map(({ variable }) => variable));
  const silent = ofCovariance.filter((_, p) => pairs[p].some(({ variable }) => !isNoisy.has(variable)));
  const seen = silent.filter(({ z }) => Math.abs(z) > thresholdFor(silent.length));
  return {
    checks: [...ofDrift, ...ofCovariance.filter((one) => !silent.includes(one))],
    neglected: seen.map(({ variable }) => variable).filter((variable) => !isNoisy.has(variable)),
  };
}

/** Where the pair (a, b), a ≤ b, of n entries stands among all. */
const placeOf = (a: number, b: number, n: number): number => a * n - (a * (a - 1)) / 2 + (b - a);

/** Twice the largest change seen, unseen among n draws, is allowed for: at a probability of 12/n it is drawn but for one time in 10⁵. */
const UNSEEN = 12;

/** Relative error of the tables that noise laws are given by. */
const TABLES = 1e-6;

/**
 * Makes checks of what was sampled against what an SDE has at each h. Where the update jumps close by, moments are no series in h
 * and the remainder may be small by chance: half of what they change from h/2 to h/4, too, is not held against the SDE.
 */
function judge(etas: readonly number[], t: number) {
  const weights = weightsAtZero(etas);
  /** What the extrapolation changes when the largest h is left out: the series beyond it is no larger. */
  const finer = [0, ...weightsAtZero(etas.slice(1))];
  return (
    kind: MomentCheck["kind"],
    a: Entry,
    b: Entry,
    { value, standardError, means }: SampledMoment,
    modelled: readonly number[],
    allowance: number,
  ): MomentCheck => {
    const expected = weights.reduce((sum, w, l) => sum + w * modelled[l], 0);
    const remainder = weights.reduce((sum, w, l) => sum + (w - finer[l]) * (means[l] - modelled[l]), 0);
    const [coarser, finest] = [1, 2].map((l) => means[l] - modelled[l]);
    const error = Math.hypot(standardError, remainder, (coarser - finest) / 2, allowance, TABLES * expected);
    const entry = a === b ? a.name : `${a.name}, ${b.name}`;
    return {
      kind,
      entry,
      variable: a.variable,
      t,
      optimizer: value,
      sde: expected,
      standardError: error,
      z: (value - expected) / error,
    };
  };
}
