/**
 * The stochastic Heun scheme: the trapezoidal rule after an Euler predictor, for drift and noise alike,
 *   δ(X, t) = ( b − ½ L S )(X, t) dt + S(X, t) ΔW,  (L S)_y = Σ_l S_l ∂S_y/∂l                          (1)
 *   X̄ = X + δ(X, t)                                                                                   (2)
 *   X ← X + ½ ( δ(X, t) + δ(X̄, t + dt) )                                                              (3)
 *
 * (2), (3) alone converge to the Stratonovich integral; the drift in (1) is that of the Stratonovich equation with the same
 * solutions as the Itô equation given, so that this solver and all others solve the same equation. L S is symbolic.
 *
 * Source: Rümelin 1982 for (2), (3); Kloeden & Platen 1992, § 4.9 for the drift of (1). Standing: paper.
 */
import { name, number } from "../equations/expression.js";
import { minus, over, plus, times, ZERO } from "../equations/simplify.js";
import { neededFor, replaced } from "../equations/straight-line.js";
import { cite } from "../references.js";
import { drivenNoises, linesOf } from "./driven-noise.js";
import { advanced, atNextTime, brownianIncrements, named, type Solver } from "./solver.js";

/**
 * Stochastic Heun: strong and weak order 1 (weak order 2 for additive noise), order 2 where there is no noise. For the SDEs
 * that Milstein takes.
 */
export const stochasticHeun: Solver = {
  name: "stochastic Heun",
  strongOrder: 1,
  weakOrder: 1,
  source: cite("rumelin1982"),
  step(sde, { gradient, scope, ranges }) {
    const { state, drivers } = sde;
    const lines = linesOf(sde, gradient);
    const noises = drivenNoises("stochastic Heun", sde, lines, scope);
    const correction = named("correction", state, (variable) => {
      const sum = noises.map(({ slope }) => slope?.LS(variable) ?? ZERO).reduce(plus, ZERO);
      return times(over(sum, number(2)), name("dt"));
    });
    const δ = named("delta", state, (variable) => minus(name(`d${variable}`), correction.value(variable))); // (1)
    const here = [...lines, ...noises.flatMap(({ slope }) => slope?.lines ?? []), ...correction.lines, ...δ.lines];
    const predictor = named("ahead", state, (variable) => plus(name(variable), δ.value(variable))); // (2)
    const ahead = replaced(here, "ahead.", atNextTime(state, predictor.value));
    const all = [
      ...brownianIncrements(drivers),
      ...here,
      ...predictor.lines,
      ...ahead.lines,
      ...advanced(state, (variable) => over(plus(δ.value(variable), ahead.value(δ.value(variable))), number(2))), // (3)
    ];
    return { lines: neededFor(all, state), normals: ranges };
  },
};
