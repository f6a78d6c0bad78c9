/**
 * Discrete gradient noise with independent coordinates: g = ∇f(x) + s ∘ V, V one of finitely many values vᵢ, taken with
 * probability pᵢ, of mean Σ pᵢ vᵢ = 0 and covariance s² Σ pᵢ vᵢ². Rademacher noise is V = ±1, evenly.
 *
 *   tᵢ = [u ≥ p₁ + … + pᵢ],  V = v₁ (1 − t₁) + v₂ (t₁ − t₂) + … + vₙ tₙ₋₁,  u uniform on (0, 1)         (1)
 *   [y ≥ 0] = (1 + sign(sign(y) + ½))/2                                                               (2)
 * One term of V is not zero, so V is a value exactly. The inner sign of (2) may be 0, the outer never is.
 *
 *   P(noise ≤ u) = Σ pᵢ [u − s vᵢ ≥ 0]                                                                (3)
 *   E clip(g, c) = Σ pᵢ clip(∂f + s vᵢ, c) = m₁,  Var clip(g, c) = Σ pᵢ (clip(∂f + s vᵢ, c) − m₁)²        (4)
 * (3) jumps, so that the drift it gives the SDE of SignSGD jumps too: drift and diffusion are those of one step, but the
 * proof of weak order 1 asks for a smooth cdf. (4) has kinks only. Standing: derived.
 */
import { type Equation, parseEquation } from "../equations/expression.js";
import { SCALAR, type Shape, vectorOver } from "../equations/shapes.js";
import type { Vec } from "../math/vector.js";
import { requireObject, requireVector } from "../validate.js";
import {
  functionFamily,
  type Noise,
  type NoiseFunctionFamily,
  requireScale,
  scaleVector,
  UNIFORM_VARIATES,
} from "./noise.js";

export interface DiscreteOptions {
  /** The values vᵢ, at least two; their mean under the probabilities must be 0, so that the gradient is unbiased. */
  readonly values: readonly number[] | Vec;
  /** The probabilities pᵢ ≥ 0, in the same order, of sum 1. */
  readonly probabilities: readonly number[] | Vec;
  /** The scale s ≥ 0: one number or one per coordinate. Default 1. */
  readonly scale?: number | readonly number[] | Vec;
}

/** Rademacher noise ±s with probability ½ each, independent per coordinate; s ≥ 0 one number, or one per coordinate. */
export function rademacher(scale: number | readonly number[] | Vec): Noise {
  const lines = ["g = G + s*sign(sign(u - 1/2) + 1/2)"].map((line) => parseEquation(line, "rademacher")); // (2)
  return finiteNoise({
    who: "rademacher",
    name: "Rademacher noise",
    scale: requireScale("rademacher", "scale", scale),
    spread: 1,
    lines,
    numbers: [],
    functions: functionsOf([-1, 1], [0.5, 0.5]),
  });
}

/** Noise of finitely many values with given probabilities, independent per coordinate. */
export function discrete(options: DiscreteOptions): Noise {
  requireObject("discrete", options, ["values", "probabilities", "scale"]);
  const values = requireVector("discrete", "values", options?.values);
  const n = values.length;
  if (n < 2) throw new RangeError(`discrete: values must be at least two, got ${n}`);
  const probabilities = requireVector("discrete", "probabilities", options.probabilities, n);
  requireLaw(values, probabilities);
  const scale = requireScale("discrete", "scale", options.scale ?? 1);
  const variance = values.reduce((sum, v, i) => sum + probabilities[i] * v * v, 0);
  const numbers: [string, number][] = [];
  let below = 0;
  values.forEach((v, i) => {
    below += probabilities[i];
    numbers.push([`v${i + 1}`, v], [`p${i + 1}`, below]);
  });
  return finiteNoise({
    who: "discrete",
    name: "discrete noise",
    scale,
    spread: Math.sqrt(variance),
    lines: linesOf(n),
    numbers,
    functions: functionsOf(values, probabilities),
  });
}

/** (3) and (4) */
function functionsOf(values: ArrayLike<number>, probabilities: ArrayLike<number>): readonly NoiseFunctionFamily[] {
  const expectation = (of: (v: string) => string): string =>
    Array.from(values, (v, i) => `${probabilities[i]}*${of(`(${v})`)}`).join(" + ");
  return [
    functionFamily(["u"], [`p = ${expectation((v) => `(1 + sign(sign(u - s*${v}) + 1/2))/2`)}`], { cdf: "p" }), // (2)
    functionFamily(
      ["G", "c"],
      [
        `m1 = ${expectation((v) => `clip(G + s*${v}, c)`)}`,
        `C = ${expectation((v) => `(clip(G + s*${v}, c) - m1)^2`)}`,
      ],
      { clipMean: "m1", clipVar: "C" },
    ),
  ];
}

/** (1) */
function linesOf(n: number): readonly Equation[] {
  const steps = Array.from({ length: n - 1 }, (_, i) => `t${i + 1} = (1 + sign(sign(u - p${i + 1}) + 1/2))/2`); // (2)
  const inner = Array.from({ length: n - 2 }, (_, i) => `v${i + 2}*(t${i + 1} - t${i + 2}) + `).join("");
  return [...steps, `g = G + s*(v1*(1 - t1) + ${inner}v${n}*t${n - 1})`].map((line) => parseEquation(line, "discrete"));
}

function requireLaw(values: Vec, probabilities: Vec): void {
  // both sums are of n rounded terms
  const rounding = values.length * 2 ** -50;
  const total = probabilities.reduce((sum, p) => sum + p, 0);
  const mean = values.reduce((sum, v, i) => sum + probabilities[i] * v, 0);
  const largest = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  probabilities.forEach((p, i) => {
    if (p < 0) throw new RangeError(`discrete: probabilities[${i}] must be a number ≥ 0, got ${p}`);
  });
  if (Math.abs(total - 1) > rounding) throw new RangeError(`discrete: probabilities must have sum 1, got ${total}`);
  if (Math.abs(mean) > rounding * largest) throw new RangeError(`discrete: values must have mean 0, got ${mean}`);
}

interface FiniteLaw {
  readonly who: string;
  readonly name: string;
  readonly scale: number | Vec;
  /** The standard deviation for scale 1. */
  readonly spread: number;
  readonly lines: readonly Equation[];
  /** The numbers the lines read, by name. */
  readonly numbers: readonly (readonly [string, number])[];
  readonly functions: readonly NoiseFunctionFamily[];
}

function finiteNoise({ who, name, scale, spread, lines, numbers, functions }: FiniteLaw): Noise {
  const law = numbers.length === 0 ? "" : ` of ${numbers.length / 2} values`;
  return {
    name,
    description: `${name}${law}, s = ${typeof scale === "number" ? scale : `(${[...scale].join(", ")})`}`,
    bind({ dimension }) {
      const s = scaleVector(who, "scale", scale, dimension);
      return {
        constants: new Map<string, number | Vec>([["s", s], ["spread", spread], ...numbers]),
        shapes: new Map<string, Shape>([
          ["s", vectorOver()],
          ["spread", SCALAR],
          ...numbers.map(([id]) => [id, SCALAR] as const),
        ]),
        oracle: { kind: "additive", variates: UNIFORM_VARIATES, lines },
        sde: {
          covariance: {
            sigma: [parseEquation("sigma = spread*s", who)],
            root: [parseEquation("noise = spread*s*dW", who)],
          },
          range: "d",
          functions,
          lacking: { pdf: "its cdf jumps from value to value, so it has no density" },
        },
      };
    },
  };
}
