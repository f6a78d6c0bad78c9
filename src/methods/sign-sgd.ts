/**
 * SignSGD.
 *
 *   x_{k+1} = x_k − η sign(g_k)                                                                        (1)
 *   dX = −(1 − 2 P(g < 0)) dt + √η √(1 − (1 − 2 P(g < 0))²) dW,  coordinate by coordinate               (2)
 *
 * For Gaussian noise the drift is −erf(∂f/(√2 σ)); for Student-t noise −(2F_ν(∂f/s) − 1), for every ν > 0.
 * (1): Bernstein et al. 2018. (2): Monzio Compagnoni et al. 2025; weak order 1 in η for a fixed noise law with a smooth cdf.
 * Not valid for noise → 0, where the drift becomes a jump.
 */
import { cite } from "../references.js";
import { constant, type Prediction, prediction } from "../theory/prediction.js";
import { signSgdLossFloor } from "../theory/sign-sgd.js";
import { phase1BoundTight, phase2Bound, phase3Bound, phaseBoundaries, signPhase } from "../theory/sign-sgd-phases.js";
import { type MethodFactory, method } from "./method.js";
import { type QuadraticProblem, quadraticProblem } from "./quadratic-problem.js";

/** SignSGD, x ← x − η sign(g); its SDE knows the law of the noise, not only Σ. Default η = 0.01. */
export const signSgd: MethodFactory<{ readonly eta: number }> = method({
  name: "SignSGD",
  source: cite("bernstein2018", "Algorithm 1"),
  parameters: { eta: 0.01 },
  update: ["x = x - η*sign(g)"], // (1)
  sde: {
    where: ["e = 1 - 2*cdf(-G)"],
    equations: ["dx = -e*dt + sqrt(η)*sqrt(max(0, 1 - e^2))*dW"], // (2)
    source: cite("compagnoni2025"),
    standing: "recalled and checked",
  },
  theory: [
    ({ eta }, problem) => {
      const quadratic = quadraticProblem(problem);
      if (quadratic === undefined) return [];
      const { h, sigma, nu } = quadratic;
      return [
        prediction({
          name: "floor, linear in σ",
          observable: "f",
          kind: "stationary",
          at: constant(signSgdLossFloor({ eta, h, sigma, nu })),
          source: cite("compagnoni2025"),
          standing: "recalled and checked",
          assumptions: "diagonal quadratic, t → ∞; leading order in η",
        }),
      ];
    },
    ({ eta }, problem) => {
      const quadratic = quadraticProblem(problem);
      return quadratic === undefined || quadratic.nu !== Number.POSITIVE_INFINITY ? [] : phaseBounds(eta, quadratic);
    },
  ],
});

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
