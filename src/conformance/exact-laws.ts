/**
 * Laws of SDEs that are tested without sampling: each is a list of numbers that must vanish as η → 0 and that the SDE's terms
 * enter. A number measured at η, η/2 and η/4 is extrapolated to η = 0, so that what is left is of order η³.
 */
import { atZero } from "../compare/extrapolation.js";
import { type Chain, optimizer, sde } from "../ensemble/chain.js";
import { exactStep, expandedStep, type Point, type StepMoments } from "../ensemble/exact-step.js";
import { type Held, optimizerMoments, sdeMoments } from "../ensemble/linear-moments.js";
import type { Method } from "../methods/method.js";
import type { Problem } from "../objectives/problem.js";

/** What stands wrong in an SDE: a method in place of the right one. */
export type Change = (method: Method) => Method;

export interface ExactLaw {
  readonly name: string;
  /** The largest modulus of the numbers that must vanish; NaN where the SDE has no value. */
  readonly gap: (change: Change) => number;
}

/** Where a step is taken: a method on a problem from a state at t. */
export interface Place {
  readonly method: Method;
  readonly problem: Problem;
  readonly state: Point;
  readonly t: number;
  /** Sizes that the variables have of themselves. Default 1. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** As in {@link exactStep}. */
  readonly breaks?: readonly (readonly number[])[];
}

const LEVELS = [2 ** -7, 2 ** -8, 2 ** -9];

interface StepLaw {
  readonly name: string;
  readonly sde: string;
  /** The place at h, which is η or what takes its part. */
  readonly at: (h: number) => Place;
  /** Powers of h by which gaps of mean and covariance are divided. */
  readonly mean: number;
  readonly covariance: number;
  /** Order to which the SDE's mean is expanded. */
  readonly expanded: 1 | 2;
  /** Step sizes. Default 2⁻⁷, 2⁻⁸, 2⁻⁹; one alone is not extrapolated. */
  readonly levels?: readonly number[];
}

/**
 * Mean and covariance of one step, less those of the SDE: divided by powers of h they vanish as h → 0. Covariances of which the
 * SDE has none are left out.
 */
export function stepLaw({ name, sde: which, at, mean, covariance, expanded, levels = LEVELS }: StepLaw): ExactLaw {
  const places = levels.map(at);
  const exact = places.map(({ method, problem, state, t, breaks }) =>
    exactStep(optimizer(method, problem), state, t, breaks),
  );
  const sizes = places.map(({ method, problem, sizes }) =>
    method.update.state.flatMap((id) => new Array<number>(problem.objective.dimension).fill(sizes?.[id] ?? 1)),
  );
  const modelled = ({ method, problem, state, t }: Place, change: Change): StepMoments => {
    const burnIn = method.sdes.get(which)?.burnIn ?? 0;
    return expandedStep(sde(change(method), problem, { sde: which, burnIn }), state, t, expanded);
  };
  const n = sizes[0].length;
  const hasNoise = modelled(places[0], (method) => method).covariance.map((value) => (value === 0 ? 0 : 1));
  return {
    name,
    gap(change) {
      const model = places.map((place) => modelled(place, change));
      const means = sizes[0].map((_, i) =>
        exact.map((one, l) => (one.mean[i] - model[l].mean[i]) / sizes[l][i] / levels[l] ** mean),
      );
      const covariances = [...hasNoise].flatMap((has, at) => {
        const [i, j] = [Math.floor(at / n), at % n];
        const scale = (l: number): number => sizes[l][i] * sizes[l][j] * levels[l] ** covariance;
        return has ? [exact.map((one, l) => (one.covariance[at] - model[l].covariance[at]) / scale(l))] : [];
      });
      return worst(levels, [...means, ...covariances]);
    },
  };
}

interface LinearLaw {
  readonly name: string;
  readonly sde: string;
  readonly at: (h: number) => { readonly method: Method; readonly problem: Problem; readonly held: Held };
  readonly variables: readonly string[];
  /** T, which may shrink with h. */
  readonly horizon: (h: number) => number;
  /** The gaps vanish when divided by h to this power less 1. */
  readonly order: 1 | 2;
}

/** E x and, relatively, Var x at a time, less those of the SDE, where both are linear: divided by h^{order − 1} they vanish as h → 0. */
export function linearLaw({ name, sde: which, at, variables, horizon, order }: LinearLaw): ExactLaw {
  const places = LEVELS.map((h) => ({ h, ...at(h) }));
  const exact = places.map(({ h, method, problem, held }) =>
    optimizerMoments(optimizer(method, problem), variables, held, horizon(h)),
  );
  return {
    name,
    gap(change) {
      const model = places.map(({ h, method, problem, held }) => {
        const burnIn = method.sdes.get(which)?.burnIn ?? 0;
        const chain: Chain = sde(change(method), problem, { sde: which, burnIn });
        return sdeMoments(chain, variables, held, horizon(h));
      });
      const scale = (l: number): number => LEVELS[l] ** (order - 1);
      return worst(LEVELS, [
        exact.map(({ mean }, l) => (mean - model[l].mean) / scale(l)),
        exact.map(({ variance }, l) => (1 - model[l].variance / variance) / scale(l)),
      ]);
    },
  };
}

/** The largest modulus at h → 0 of numbers measured at each h. */
function worst(levels: readonly number[], series: readonly (readonly number[])[]): number {
  const limits = series.map((values) =>
    levels.length === 1
      ? Math.abs(values[0])
      : Math.abs(
          atZero(
            levels,
            values.map((value) => ({ value, standardError: 0 })),
          ).value,
        ),
  );
  return Math.max(...limits);
}
