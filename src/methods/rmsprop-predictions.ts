import type { Problem } from "../objectives/problem.js";
import { cite } from "../references.js";
import { type Curve, constant, type Prediction, prediction } from "../theory/prediction.js";
import { lossFloor } from "../theory/quadratic.js";
import {
  type RmspropCoordinate,
  type RmspropMemory,
  rmspropMean,
  rmspropStationaryVariance,
  rmspropStationaryVarianceCorrected,
  rmspropStationaryVarianceWithGradient,
  rmspropVariance,
} from "../theory/rmsprop.js";
import { quadraticProblem } from "./quadratic-problem.js";

/** Above this ratio of a gradient to its noise V is not called frozen: at a tenth its root is off by half a per cent. */
const FROZEN = 0.1;

/** What theory says of RMSprop(W) on a diagonal quadratic: floors of E f, and the whole curve where V stays at diag Σ. */
export function rmspropPredictions(
  parameters: Omit<RmspropCoordinate, "h" | "sigma"> & RmspropMemory,
  problem: Problem,
): readonly Prediction[] {
  const quadratic = quadraticProblem(problem);
  if (quadratic === undefined || quadratic.nu <= 2) return [];
  const { h, deviation, x0 } = quadratic;
  const isGaussian = quadratic.nu === Number.POSITIVE_INFINITY;
  const coordinate = (i: number) => ({ ...parameters, h: h[i], sigma: deviation[i] });
  const floor = (variance: (one: RmspropCoordinate & RmspropMemory) => number): Curve =>
    constant(
      lossFloor(
        h,
        h.map((_, i) => variance(coordinate(i))),
      ),
    );
  const shared = { observable: "f", kind: "stationary", source: cite("compagnoni2025") } as const;
  const floors = [
    prediction({
      ...shared,
      name: "floor, V at diag Σ",
      at: floor(rmspropStationaryVariance),
      standing: "recalled and checked",
      assumptions: "diagonal quadratic, t → ∞; leading order in η and 1 − β",
    }),
    prediction({
      ...shared,
      name: "floor, V with the gradient's share",
      of: "sde",
      at: floor(rmspropStationaryVarianceWithGradient),
      standing: "derived and checked",
      assumptions: "diagonal quadratic, t → ∞; V at its mean",
    }),
  ];
  const corrected = prediction({
    ...shared,
    name: "floor, finite memory and step",
    of: "optimizer",
    at: floor(rmspropStationaryVarianceCorrected),
    standing: "derived and checked",
    assumptions: "diagonal quadratic, Gaussian noise, t → ∞; first order in η and 1 − β",
  });
  const curves = h.map((_, i) => ({
    mean: rmspropMean({ ...coordinate(i), x0: x0[i] }),
    variance: rmspropVariance(coordinate(i)),
  }));
  const frozen = prediction({
    ...shared,
    name: "E f(X_t), V frozen at diag Σ",
    kind: "approximate",
    at: (t) =>
      lossFloor(
        h,
        curves.map(({ mean, variance }) => mean(t) ** 2 + variance(t)),
      ),
    standing: "derived and checked",
    assumptions: "diagonal quadratic, |∇f| ≤ σ/10 from the start, V from diag Σ; leading order in η and 1 − β",
  });
  const isFrozen = h.every((value, i) => Math.abs(value * x0[i]) <= FROZEN * deviation[i]);
  return [...floors, ...(isGaussian ? [corrected] : []), ...(isFrozen ? [frozen] : [])];
}
