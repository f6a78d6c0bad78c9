import type { Problem } from "../objectives/problem.js";
import {
  type MomentumConvention,
  momentumMoments,
  momentumMomentsDiscrete,
  momentumStationaryCovariance,
  momentumStationaryCovarianceDiscrete,
} from "../theory/momentum.js";
import type { Prediction } from "../theory/prediction.js";
import { eigenProblem } from "./eigen-problem.js";
import { exactLosses, recursionFloor, stationaryFloor, stationaryLoss } from "./linear-predictions.js";

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
  const limit = "quadratic, additive noise of finite variance, t → ∞";
  return [
    ...exactLosses(quadratic, {
      name: "linear SDE",
      sde: (i) => momentumMoments(coordinate(i)),
      recursion: (i) => momentumMomentsDiscrete(coordinate(i)),
      assumptions: "quadratic, additive noise of finite variance, memory 0 at the start",
    }),
    stationaryFloor(
      "floor of the SDE",
      stationaryLoss(quadratic, (i) => momentumStationaryCovariance(coordinate(i)).x),
      limit,
      "sde",
    ),
    ...recursionFloor(
      stationaryLoss(quadratic, (i) => momentumStationaryCovarianceDiscrete(coordinate(i)).x),
      limit,
    ),
  ];
}
