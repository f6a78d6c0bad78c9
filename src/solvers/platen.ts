/**
 * Platen's explicit scheme of weak order 2, for noise that acts coordinate by coordinate, with b = b(X, t), S = S(X, t):
 *   X̄ = X + b dt + S ΔW                                                                               (1)
 *   X± = X + b dt ± S √dt                                                                              (2)
 *   X ← X + ½ ( b(X̄, t + dt) + b ) dt + ¼ ( S(X⁺, t + dt) + S(X⁻, t + dt) + 2 S ) ΔW
 *         + ¼ ( S(X⁺, t + dt) − S(X⁻, t + dt) ) (ΔW² − dt)/√dt                                          (3)
 *
 * Source: Platen 1987; Kloeden & Platen 1992, (15.1.1), and (15.1.3) for many Brownian motions, whose further supporting
 * values Y ± Sʳ√dt change nothing in Sʲ when coordinate j of the noise depends on no other driven coordinate; the drift may
 * couple coordinates and variables. Time is a variable with drift 1, hence t + dt. Standing: paper, the reduction derived.
 * (3) is evaluated as ½ S ΔW + ¼ S(X⁺)(ΔW + q) + ¼ S(X⁻)(ΔW − q), q = (ΔW² − dt)/√dt. Where noise depends on nothing it
 * drives, S(X⁺) = S(X⁻) is S at X + b dt.
 */
import { call, type Equation, type Expression, name, number } from "../equations/expression.js";
import { minus, over, plus, times, ZERO } from "../equations/simplify.js";
import { assign, neededFor, replaced } from "../equations/straight-line.js";
import { cite } from "../references.js";
import { type DrivenNoise, drivenNoises, linesOf, without } from "./driven-noise.js";
import { advanced, atNextTime, brownianIncrements, named, type Solver } from "./solver.js";

/**
 * Platen: weak order 2, strong order 1; a step takes the drift twice, and the noise twice or, where it depends on what it
 * drives, three times. For the SDEs that Milstein takes.
 */
export const platen: Solver = {
  name: "Platen",
  strongOrder: 1,
  weakOrder: 2,
  source: cite("platen1987"),
  step(sde, { gradient, scope, ranges }) {
    const { state, drivers } = sde;
    const lines = linesOf(sde, gradient);
    const noises = drivenNoises("Platen", sde, lines, scope);
    const drift = without(lines, "drift.", drivers);
    const b = (variable: string): Expression => drift.value(name(`d${variable}`));
    const bar = named("bar", state, (variable) => plus(name(variable), name(`d${variable}`))); // (1)
    const driftAhead = replaced([...lines, ...drift.lines], "bar.", atNextTime(state, bar.value));
    const ahead = noises.map((noise) => noiseAhead(noise, lines, state, b));
    const increment = (variable: string): Expression =>
      plus(
        over(plus(driftAhead.value(b(variable)), b(variable)), number(2)),
        ahead.map(({ noise }) => noise(variable)).reduce(plus, ZERO),
      );
    const all = [
      ...brownianIncrements(drivers),
      ...lines,
      ...drift.lines,
      ...bar.lines,
      ...driftAhead.lines,
      ...ahead.flatMap((one) => one.lines),
      ...advanced(state, increment), // (3)
    ];
    return { lines: neededFor(all, state), normals: ranges };
  },
};

/** The noise of one Brownian motion averaged over the step, the last two terms of (3). */
function noiseAhead(
  { driver, part, slope }: DrivenNoise,
  lines: readonly Equation[],
  state: readonly string[],
  b: (variable: string) => Expression,
): { readonly lines: readonly Equation[]; readonly noise: (variable: string) => Expression } {
  const all = [...lines, ...part.lines];
  const now = (variable: string): Expression => part.value(name(`d${variable}`));
  const [ΔW, root] = [name(driver), call("sqrt", name("dt"))];
  if (slope === undefined) {
    const drifted = named(`drifted.${driver}`, state, (variable) => plus(name(variable), b(variable)));
    const later = replaced(all, `later.${driver}.`, atNextTime(state, drifted.value));
    return {
      lines: [...part.lines, ...drifted.lines, ...later.lines],
      noise(variable) {
        const after = later.value(now(variable));
        return after === now(variable) ? after : over(plus(now(variable), after), number(2));
      },
    };
  }
  const q = assign(`q.${driver}`, over(minus(call("power", ΔW, number(2)), name("dt")), root));
  const branch = (prefix: string, sign: typeof plus) => {
    const X = named(`${prefix}${driver}`, state, (variable) =>
      sign(plus(name(variable), b(variable)), times(root, slope.S(variable))),
    ); // (2)
    const places = new Map([...atNextTime(state, X.value), [driver, sign(ΔW, name(q.target))] as const]);
    const there = replaced(all, `${prefix}${driver}.`, places);
    return { lines: [...X.lines, ...there.lines], noise: (variable: string) => there.value(now(variable)) };
  };
  const [up, down] = [branch("up.", plus), branch("down.", minus)];
  return {
    lines: [...part.lines, ...slope.lines, q, ...up.lines, ...down.lines],
    noise: (variable) =>
      plus(over(now(variable), number(2)), over(plus(up.noise(variable), down.noise(variable)), number(4))),
  };
}
