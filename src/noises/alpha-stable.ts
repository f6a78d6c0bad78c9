/**
 * Symmetric α-stable gradient noise with independent coordinates: g = ∇f(x) + X, E e^{itX} = e^{−|st|^α}, 0 < α ≤ 2.
 * In the usual parameters S(α, 0, s): α = 1 is Cauchy of scale s, α = 2 is N(0, 2s²); for α < 2 the variance is infinite,
 * for α ≤ 1 there is no mean.
 *
 * Drawn by the formula of Chambers, Mallows, Stuck 1976, «A method for simulating stable random variables», q uniform on
 * (−π/2, π/2) and w exponential:
 *   X/s = sin(αq)/cos(q)^{1/α} · (cos((1 − α)q)/w)^{(1 − α)/α}                                         (1)
 *       = sin(αq) exp(((1 − α)(ln cos((1 − α)q) − ln w) − ln cos q)/α)                                 (2)
 * In (2) the factors of (1) overflow only where X does. No logarithm is taken below 2⁻⁵⁴, the least cos q that a q
 * rounded to 53 bits can have; w = 0, from v = 1, would otherwise give 0 · ∞ at α = 1.
 * Standing: published; checked against the characteristic function.
 */
import { type Equation, parseEquation } from "../equations/expression.js";
import { SCALAR, type Shape, vectorOver } from "../equations/shapes.js";
import type { Vec } from "../math/vector.js";
import { requireObject, requirePositive } from "../validate.js";
import { type Noise, requireScale, type SdeNoise, scaleVector, UNIFORM_PAIR } from "./noise.js";

const ORACLE: readonly Equation[] = [
  "q = pi*(u - 1/2)",
  "A = log(max(least, cos(q)))",
  "B = log(max(least, cos((1 - alpha)*q)))",
  "w = log(max(least, -log(v)))",
  "X = sin(alpha*q)*exp(((1 - alpha)*(B - w) - A)/alpha)", // (2)
  "g = G + s*X",
].map((line) => parseEquation(line, "alphaStable"));

const LEAST = 2 ** -54;

export interface AlphaStableOptions {
  /** The index 0 < α ≤ 2: P(|X| > x) falls as x^{−α} for α < 2. */
  readonly alpha: number;
  /** The scale s ≥ 0: one number or one per coordinate. Default 1. */
  readonly scale?: number | readonly number[] | Vec;
}

/** Symmetric α-stable noise of scale s, independent per coordinate: heavy tails that sums of gradients keep. */
export function alphaStable(options: AlphaStableOptions): Noise {
  requireObject("alphaStable", options, ["alpha", "scale"]);
  const alpha = requirePositive("alphaStable", "alpha", options?.alpha);
  if (alpha > 2) throw new RangeError(`alphaStable: alpha must be a number in (0, 2], got ${alpha}`);
  const scale = requireScale("alphaStable", "scale", options.scale ?? 1);
  return {
    name: "α-stable noise",
    description: `α-stable noise, α = ${alpha}, s = ${typeof scale === "number" ? scale : `(${[...scale].join(", ")})`}`,
    bind({ dimension }) {
      const s = scaleVector("alphaStable", "scale", scale, dimension);
      return {
        constants: new Map<string, number | Vec>([
          ["s", s],
          ["alpha", alpha],
          ["least", LEAST],
        ]),
        shapes: new Map<string, Shape>([
          ["s", vectorOver()],
          ["alpha", SCALAR],
          ["least", SCALAR],
        ]),
        oracle: { kind: "additive", variates: UNIFORM_PAIR, lines: ORACLE },
        sde: {
          covariance: covarianceOf(alpha),
          range: "d",
          functions: {
            absent:
              "its cdf has no closed form for general α; studentT({ nu: 1 }) is α = 1, gaussian(√2 s) is α = 2, and both have theirs",
          },
        },
      };
    },
  };
}

function covarianceOf(alpha: number): SdeNoise["covariance"] {
  if (alpha < 2) return { absent: `the covariance of α-stable noise is infinite for α < 2, got α = ${alpha}` };
  return {
    sigma: [parseEquation("sigma = sqrt(2)*s", "alphaStable")],
    root: [parseEquation("noise = sqrt(2)*s*dW", "alphaStable")],
  };
}
