/**
 * The Milstein scheme for noise that acts coordinate by coordinate,
 *   X ← X + b(X, t) dt + S(X, t) ΔW + ½ (L S)(X, t) (ΔW² − dt),  (L S)_y = Σ_l S_l ∂S_y/∂l,            (1)
 * l and y over the state variables that ΔW drives; the derivative is taken symbolically, through G and the coefficients.
 *
 * Source: Milstein 1975; Kloeden & Platen 1992, § 10.3, Theorem 10.3.5. Standing: paper. Strong order 1 needs
 * coefficients that are smooth where the paths are. With additive noise (1) is Euler–Maruyama.
 */
import { call, type Expression, name, number } from "../equations/expression.js";
import type { Driver } from "../equations/program.js";
import { minus, over, plus, times, ZERO } from "../equations/simplify.js";
import { neededFor } from "../equations/straight-line.js";
import { cite } from "../references.js";
import { drivenNoises, linesOf } from "./driven-noise.js";
import { advanced, brownianIncrements, named, type Solver } from "./solver.js";

/**
 * Milstein: strong and weak order 1. For noise that depends on nothing it drives, or in each coordinate on that coordinate
 * alone: SignSGD on a diagonal quadratic, not on a dense one.
 */
export const milstein: Solver = {
  name: "Milstein",
  strongOrder: 1,
  weakOrder: 1,
  source: cite("milstein1975"),
  step(sde, { gradient, scope, ranges }) {
    const lines = linesOf(sde, gradient);
    const noises = drivenNoises("Milstein", sde, lines, scope);
    const correction = named("correction", sde.state, (variable) =>
      noises.map(({ driver, slope }) => times(slope?.LS(variable) ?? ZERO, excess(driver))).reduce(plus, ZERO),
    );
    const all = [
      ...brownianIncrements(sde.drivers),
      ...lines,
      ...noises.flatMap(({ slope }) => slope?.lines ?? []),
      ...correction.lines,
      ...advanced(sde.state, (variable) => plus(name(`d${variable}`), correction.value(variable))), // (1)
    ];
    return { lines: neededFor(all, sde.state), normals: ranges };
  },
};

/** ½ (ΔW² − dt). */
function excess(driver: Driver): Expression {
  return over(minus(call("power", name(driver), number(2)), name("dt")), number(2));
}
