/**
 * The noise of an SDE taken apart by Brownian motion, for schemes that need the derivative of a diffusion coefficient.
 *
 *   dy = a_y dt + Σ_j S_{y,j} ∘ dW_j for the state variables y, with W_j ∈ ℝᵈ and S_{y,j} coordinate by coordinate   (1)
 *   (L_j S)_y = Σ_l S_{l,j} ∂S_{y,j}/∂l over the state variables l                                     (2)
 *
 * For noise (1) whose coefficients at coordinate i depend on the driven state of coordinate i only, the Brownian motions
 * commute and their iterated integrals are ½ (ΔW² − dt): Kloeden & Platen 1992, § 10.3. Noise that depends on nothing it
 * drives has L S = 0; it needs neither (1) nor that restriction, so a full covariance or a preconditioner may stand in it.
 */
import { type Equation, type Expression, name, namesIn } from "../equations/expression.js";
import type { Driver, SdeProgram } from "../equations/program.js";
import type { Scope } from "../equations/shapes.js";
import { isNumber, ONE, ZERO } from "../equations/simplify.js";
import {
  couplingLine,
  type Derived,
  dependentsOf,
  neededFor,
  replaced,
  singlyAssigned,
  tangentOf,
} from "../equations/straight-line.js";

/** The part of one Brownian motion in every increment. */
export interface DrivenNoise {
  readonly driver: Driver;
  /** Its lines; the value of `dy` is S_y ∘ dW. */
  readonly part: Derived;
  /** Only where the noise depends on what it drives. */
  readonly slope?: NoiseSlope;
}

/** Lines of S and L S, (2), at the state; both functions take the name of a state variable. */
export interface NoiseSlope {
  readonly lines: readonly Equation[];
  readonly S: (variable: string) => Expression;
  readonly LS: (variable: string) => Expression;
}

/** The lines of an SDE at a state and time: G, the coefficients, and dy of every state variable. */
export function linesOf({ where, increments }: SdeProgram, gradient: readonly Equation[]): readonly Equation[] {
  return singlyAssigned([...gradient, ...where, ...increments]);
}

/** The lines with some of dt, dW, dU set to zero, under a prefix. */
export function without(lines: readonly Equation[], prefix: string, differentials: readonly string[]): Derived {
  return replaced(lines, prefix, new Map(differentials.map((id) => [id, ZERO])));
}

/**
 * The noise of every Brownian motion.
 *
 * @throws TypeError where noise depends on what it drives and is not of the form (1) or couples coordinates, and where it
 *         depends on what the other Brownian motion drives.
 */
export function drivenNoises(
  solver: string,
  { owner, drivers, state }: SdeProgram,
  lines: readonly Equation[],
  scope: Scope,
): readonly DrivenNoise[] {
  const parts = drivers.map((driver) => {
    const part = without(lines, `${driver}.`, ["dt", ...drivers.filter((other) => other !== driver)]);
    const noise = (variable: string): Expression => part.value(name(`d${variable}`));
    const driven = state.filter((variable) => !isNumber(noise(variable), 0));
    const targets = driven.flatMap((variable) => [...namesIn(noise(variable))]);
    return { driver, part, noise, driven, targets, needed: neededFor([...lines, ...part.lines], targets) };
  });
  return parts.map(({ driver, part, noise, driven, targets, needed }) => {
    const dependsOn = (variables: readonly string[]): boolean => {
      const dependent = dependentsOf(needed, variables);
      return targets.some((target) => dependent.has(target));
    };
    const foreign = parts.find((other) => other.driver !== driver && dependsOn(other.driven));
    if (foreign !== undefined) {
      throw new TypeError(
        `${solver}: needs noise that depends on nothing another Brownian motion drives, ` +
          `but in ${owner} the noise of ${driver} depends on what ${foreign.driver} drives`,
      );
    }
    if (!dependsOn(driven)) return { driver, part };
    const coupling = couplingLine(needed, [...driven, driver], scope);
    if (coupling !== undefined) {
      throw new TypeError(
        `${solver}: needs noise that in each coordinate depends on that coordinate alone, ` +
          `but ${owner} couples coordinates of its noise in «${coupling.text}»`,
      );
    }
    return { driver, part, slope: slopeOf(needed, driver, driven, noise) };
  });
}

function slopeOf(
  lines: readonly Equation[],
  driver: Driver,
  driven: readonly string[],
  noise: (variable: string) => Expression,
): NoiseSlope {
  const coefficient = tangentOf(lines, `S.${driver}.`, new Map([[driver, ONE]]));
  const S = (variable: string): Expression => coefficient.value(noise(variable));
  const along = tangentOf(
    [...lines, ...coefficient.lines],
    `LS.${driver}.`,
    new Map(driven.map((variable) => [variable, S(variable)])),
  );
  return {
    lines: [...coefficient.lines, ...along.lines], // (2)
    S,
    LS: (variable) => along.value(S(variable)),
  };
}
