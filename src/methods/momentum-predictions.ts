import type { Problem } from "../objectives/problem.js";
import { cite } from "../references.js";
import {
  type MomentumConvention,
  momentumMoments,
  momentumMomentsDiscrete,
  momentumStationaryCovariance,
  momentumStationaryCovarianceDiscrete,
} from "../theory/momentum.js";
import { constant, type Prediction, prediction } from "../theory/prediction.js";
import { eigenProblem, meanLoss } from "./eigen-problem.js";

/** What theory asserts of SGD with momentum, in the form of the given name, on a quadratic. */
export function momentumPredictions(
  convention: MomentumConvention,
  { eta, beta }: { readonly eta: number; readonly beta: number },
  problem: Problem,
): readonly Prediction[] {
  const quadratic = eigenProblem(problem);
  if (quadratic === undefined) return [];
  const { h, deviation, x0 } = quadratic;
  const coordinate = (i: number) => ({ convention, eta, beta, h: h[i], sigma: deviation[i], x0: x0[i] });
  const level = (variance: (i: number) => number): number =>
    h.reduce((sum, value, i) => sum + (value * variance(i)) / 2, 0);
  const floor = level((i) => momentumStationaryCovariance(coordinate(i)).x);
  const floorDiscrete = level((i) => momentumStationaryCovarianceDiscrete(coordinate(i)).x);
  const shared = { observable: "f", source: cite("li2017"), standing: "derived and checked" } as const;
  const assumptions = "quadratic, additive noise of finite variance, memory 0 at the start";
  const limit = "quadratic, additive noise of finite variance, t → ∞";
  const ofOptimizer = prediction({
    ...shared,
    name: "floor of the recursion",
    kind: "stationary",
    of: "optimizer",
    at: constant(floorDiscrete),
    assumptions: limit,
  });
  return [
    prediction({
      ...shared,
      name: "E f(X_t), linear SDE",
      kind: "exact",
      of: "sde",
      at: meanLoss(quadratic, (i) => momentumMoments(coordinate(i))),
      assumptions,
    }),
    prediction({
      ...shared,
      name: "E f(x_k), linear recursion",
      kind: "exact",
      of: "optimizer",
      at: meanLoss(quadratic, (i) => momentumMomentsDiscrete(coordinate(i))),
      assumptions,
    }),
    prediction({
      ...shared,
      name: "floor of the SDE",
      kind: "stationary",
      of: "sde",
      at: constant(floor),
      assumptions: limit,
    }),
    ...(Number.isFinite(floorDiscrete) ? [ofOptimizer] : []),
  ];
}
