import { symmetricEigen } from "../math/eigen.js";
import type { Problem } from "../objectives/problem.js";
import { cite } from "../references.js";
import { type Curve, constant, type Prediction, prediction } from "../theory/prediction.js";
import { signSgdLossFloor, signSgdMean, signSgdVariance, signSlope } from "../theory/sign-sgd.js";
import { signSgdStationaryCovariance } from "../theory/sign-sgd-covariance.js";
import { signSgdLatticeLaw } from "../theory/sign-sgd-lattice.js";
import { phase1BoundTight, phase2Bound, phase3Bound, phaseBoundaries, signPhase } from "../theory/sign-sgd-phases.js";
import { signSgdStationaryVarianceOfSde } from "../theory/sign-sgd-stationary-law.js";
import { meanLoss, noiseCovariance } from "./eigen-problem.js";
import { type QuadraticProblem, quadraticProblem } from "./quadratic-problem.js";

/** What theory asserts of SignSGD on a quadratic: with a diagonal Hessian and independent noise, or any other convex one. */
export function signSgdPredictions(eta: number, problem: Problem): readonly Prediction[] {
  const quadratic = quadraticProblem(problem);
  if (quadratic === undefined) return denseFloor(eta, problem);
  const bounds = quadratic.nu === Number.POSITIVE_INFINITY ? phaseBounds(eta, quadratic) : [];
  return [...floors(eta, quadratic), ...transients(eta, quadratic), ...bounds];
}

/** The level of E f as t → ∞: to leading order, and exactly for the optimizer on its lattice and for the SDE. */
function floors(eta: number, { h, sigma, nu, x0 }: QuadraticProblem): readonly Prediction[] {
  const shared = { observable: "f", kind: "stationary" } as const;
  const level = (variance: (i: number) => number): Curve =>
    once(() => h.reduce((sum, value, i) => sum + (value * variance(i)) / 2, 0));
  const coordinate = (i: number) => ({ eta, h: h[i], sigma: sigma[i], nu });
  const second = ({ mean, variance }: { readonly mean: number; readonly variance: number }): number =>
    mean ** 2 + variance;
  return [
    prediction({
      ...shared,
      name: "floor, linear in σ",
      at: constant(signSgdLossFloor({ eta, h, sigma, nu })),
      source: cite("compagnoni2025"),
      standing: "recalled and checked",
      assumptions: "diagonal quadratic, t → ∞; leading order in η",
    }),
    prediction({
      ...shared,
      name: "floor of the lattice",
      of: "optimizer",
      at: level((i) => second(signSgdLatticeLaw({ ...coordinate(i), x0: x0[i] }))),
      source: cite("bernstein2018", "its law derived here"),
      standing: "derived and checked",
      assumptions: "diagonal quadratic, t → ∞; any η",
    }),
    prediction({
      ...shared,
      name: "floor of the SDE",
      of: "sde",
      at: level((i) => signSgdStationaryVarianceOfSde(coordinate(i))),
      source: cite("compagnoni2025", "its law derived here"),
      standing: "derived and checked",
      assumptions: "diagonal quadratic, t → ∞; any η",
    }),
  ];
}

/** Mean and second moment of the coordinates that start in the linear range, a|x₀| ≤ 1; the loss if all of them do. */
function transients(eta: number, quadratic: QuadraticProblem): readonly Prediction[] {
  const { h, sigma, nu, x0 } = quadratic;
  const isLinear = (i: number): boolean => (signSlope(nu) * h[i] * Math.abs(x0[i])) / sigma[i] <= 1;
  const moments = h.map((_, i) => {
    const coordinate = { eta, h: h[i], sigma: sigma[i], nu, x0: x0[i] };
    return { mean: signSgdMean(coordinate), variance: signSgdVariance(coordinate) };
  });
  const shared = {
    kind: "approximate",
    of: "sde",
    source: cite("compagnoni2025"),
    standing: "recalled and checked",
    assumptions: "diagonal quadratic, linearised around the optimum: a|x| < 1, a = 2p(0)h, p the density of the noise",
  } as const;
  const linear = h.map((_, i) => i).filter(isLinear);
  const ofCoordinates = linear.flatMap((i) => [
    prediction({ ...shared, name: "E X_t, phase 3", observable: `x[${i + 1}]`, at: moments[i].mean }),
    prediction({
      ...shared,
      name: "E X_t², phase 3",
      observable: `x[${i + 1}]^2`,
      at: (t) => moments[i].mean(t) ** 2 + moments[i].variance(t),
    }),
  ]);
  if (linear.length < h.length) return ofCoordinates;
  const loss = meanLoss(quadratic, (i) => moments[i]);
  return [prediction({ ...shared, name: "E f(X_t), phase 3", observable: "f", at: loss }), ...ofCoordinates];
}

/** The most coordinates whose covariance one dense solve gives at once. */
const MOST_COORDINATES = 12;

/** ½ tr HV of the linearised law, for a full Hessian or correlated Gaussian noise. */
function denseFloor(eta: number, { objective, law }: Problem): readonly Prediction[] {
  const { hessian: H, dimension: d } = objective;
  if (H === undefined || d > MOST_COORDINATES || !(symmetricEigen(H).values[0] > 0)) return [];
  const Σ = law.scale === undefined ? noiseCovariance(law, d) : undefined;
  const sigma = law.scale ?? Σ?.entries.filter((_, k) => k % (d + 1) === 0).map(Math.sqrt);
  if (sigma === undefined || !sigma.every((value) => value > 0)) return [];
  const correlation = Σ && {
    ...Σ,
    entries: Σ.entries.map((entry, k) => (k % (d + 1) === 0 ? 1 : entry / (sigma[Math.floor(k / d)] * sigma[k % d]))),
  };
  const { nu = Number.POSITIVE_INFINITY } = law;
  const V = signSgdStationaryCovariance({ eta, H, sigma: [...sigma], nu, ...(correlation && { correlation }) });
  return [
    prediction({
      name: "floor, Lyapunov",
      observable: "f",
      kind: "stationary",
      at: constant(H.entries.reduce((sum, entry, k) => sum + (entry * V.entries[k]) / 2, 0)),
      source: cite("compagnoni2025", "its law derived here"),
      standing: "derived and checked",
      assumptions: "convex quadratic, t → ∞; leading order in η",
    }),
  ];
}

/** The level as a curve, computed when it is first asked for. */
function once(level: () => number): Curve {
  let known: number | undefined;
  return () => {
    known ??= level();
    return known;
  };
}

/** The bound of the phase the start is in, as long as every coordinate stays in that phase. */
function phaseBounds(eta: number, quadratic: QuadraticProblem): readonly Prediction[] {
  const { h, x0, mu, trace, gap } = quadratic;
  const sigma = Math.max(...quadratic.sigma);
  const descent = { eta, mu, trace, gap, sigma };
  const phases = new Set(h.map((value, i) => signPhase((value * x0[i]) / (Math.SQRT2 * quadratic.sigma[i]))));
  const shared = { observable: "f", kind: "upper-bound", of: "sde", source: cite("compagnoni2025") } as const;
  if (phases.size > 1) return [];
  // No coordinate moves faster than at unit speed, so this is the soonest one of them can come down to |Y| = border.
  const leaves = (border: number): number =>
    Math.min(...h.map((value, i) => Math.abs(x0[i]) - (border * Math.SQRT2 * quadratic.sigma[i]) / value));
  const until = (end: number, bound: (t: number) => number) => (t: number) => (t <= end ? bound(t) : Number.NaN);
  if (phases.has(1)) {
    const at = until(leaves(phaseBoundaries.outer), phase1BoundTight(descent));
    const assumptions = "while |Y| > 3/2 in every coordinate, Y = ∇f/(√2 σ)";
    return [prediction({ ...shared, name: "phase 1 bound", at, standing: "derived", assumptions })];
  }
  if (phases.has(2)) {
    const at = until(leaves(phaseBoundaries.inner), phase2Bound({ ...descent, d: h.length }));
    const assumptions = "while 1 < |Y| < 3/2 in every coordinate";
    return [prediction({ ...shared, name: "phase 2 bound", at, standing: "recalled", assumptions })];
  }
  const assumptions = "while |Y| < 1 in every coordinate";
  return [
    prediction({ ...shared, name: "phase 3 bound", at: phase3Bound(descent), standing: "recalled", assumptions }),
  ];
}
