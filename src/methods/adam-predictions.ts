import type { Problem } from "../objectives/problem.js";
import { cite } from "../references.js";
import {
  adamWLossBound,
  adamWStationaryVarianceDiscrete,
  adamWStationaryVarianceWithMomentum,
} from "../theory/adam.js";
import { constant, type Prediction, prediction } from "../theory/prediction.js";
import { lossFloor } from "../theory/quadratic.js";
import { type QuadraticProblem, quadraticProblem } from "./quadratic-problem.js";

interface Parameters {
  readonly eta: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  /** Decoupled weight decay. Default 0. */
  readonly lambda?: number;
  /** What multiplies the x that is added to the gradient. Default 0. */
  readonly l2?: number;
}

/** What theory says of Adam(W), with or without L2 regularisation, on a diagonal quadratic: floors and a bound of E f. */
export function adamPredictions(parameters: Parameters, problem: Problem): readonly Prediction[] {
  const quadratic = quadraticProblem(problem);
  if (quadratic === undefined || quadratic.nu <= 2) return [];
  const { h, deviation } = quadratic;
  const { lambda = 0, l2 = 0 } = parameters;
  const coordinate = (i: number) => ({ ...parameters, h: h[i] + l2, sigma: deviation[i], lambda });
  const floor = (variance: (one: ReturnType<typeof coordinate>) => number): number =>
    lossFloor(
      h,
      h.map((_, i) => variance(coordinate(i))),
    );
  const shared = { observable: "f", kind: "stationary", source: cite("compagnoni2025") } as const;
  return [
    prediction({
      ...shared,
      name: "floor, V at diag Σ",
      at: constant(floor(adamWStationaryVarianceWithMomentum)),
      standing: "derived and checked",
      assumptions: "diagonal quadratic, t → ∞; leading order in η and 1 − β₂",
    }),
    prediction({
      ...shared,
      name: "floor, v̂ at diag Σ",
      of: "optimizer",
      at: constant(floor(adamWStationaryVarianceDiscrete)),
      standing: "derived and checked",
      assumptions: "diagonal quadratic, t → ∞; exact in η, leading order in 1 − β₂",
    }),
    ...(l2 === 0 ? asymptoticBound({ ...parameters, lambda }, quadratic) : []),
  ];
}

/** Lemma 3.13, for noise σ²I and curvatures that differ: where they do not, the bound is the floor itself. */
function asymptoticBound(
  { eta, beta2, eps, lambda }: Required<Omit<Parameters, "l2">>,
  { h, deviation, x0, mu, trace }: QuadraticProblem,
): readonly Prediction[] {
  const smoothness = Math.max(...h);
  const [sigma] = deviation;
  if (smoothness === mu || eps > 0.01 * sigma || deviation.some((value) => value !== sigma)) return [];
  const bound = adamWLossBound({ eta, mu, smoothness, trace, sigma, lambda });
  // A coordinate comes down at about unit speed; then V forgets its start at rate ρ₂ and E f at the rate of the bound, five times each.
  const settled = Math.max(...x0.map(Math.abs)) + 5 * (eta / (1 - beta2) + (2 * bound) / (eta * trace));
  return [
    prediction({
      name: "asymptotic bound",
      observable: "f",
      kind: "upper-bound",
      at: (t) => (t < settled ? Number.NaN : bound),
      source: cite("compagnoni2025", "Lemma 3.13"),
      standing: "recalled",
      assumptions: "μ-strongly convex, L-smooth, noise σ²I, ε ≪ σ, t → ∞; leading order in η and 1 − β₂",
    }),
  ];
}
