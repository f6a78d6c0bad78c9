/**
 * Student-t gradient noise with independent coordinates: g = ∇f(x) + s ∘ T, Tᵢ ~ t_ν. The scale s is not the standard
 * deviation: the covariance is s² ν/(ν − 2) for ν > 2 and infinite for ν ≤ 2. (Multivariate: shared-student-t.ts.)
 *
 * With F, f the cdf and density of t_ν, α = (−c − μ)/s, β = (c − μ)/s, μ = ∂f:
 *   P(noise ≤ u) = F(u/s)                                                                             (1)
 *   I₀ = F(β) − F(α)                                                                                  (2)
 *   I₁ = ν/(ν−1) [(1 + α²/ν) f(α) − (1 + β²/ν) f(β)];  ν = 1: ln((1 + β²)/(1 + α²))/2π                (3)
 *   I₂ = ν/(ν−2) (I₀ − [u (1 + u²/ν) f(u)]_α^β);  ν = 2: [asinh(u/√2) − u/√(2 + u²)]_α^β               (4)
 *   E clip(g, c)  = −c F(α) + c (1 − F(β)) + μ I₀ + s I₁                                              (5)
 *   E clip²(g, c) = c² (F(α) + 1 − F(β)) + μ² I₀ + 2 μ s I₁ + s² I₂                                   (6)
 * Standing: derived, and checked by quadrature.
 *
 * Drawn from two uniforms, for every ν > 0, by the polar method of Bailey 1994, «Polar generation of random variates with
 * the t-distribution»:
 *   T = √(ν (u^(−2/ν) − 1)) cos 2πv                                                                   (7)
 *     = √(ν tanh q (1 + e^(−2q))) e^q cos 2πv,  q = −ln u/ν                                           (8)
 * The sine would give a second t variate, but not an independent one. (8) has no cancellation when ν is large, where
 * u^(−2/ν) → 1, and overflows when ν is small only where T itself does. Standing of (7): published; of (8): derived.
 */
import { type Equation, parseEquation } from "../equations/expression.js";
import { vectorOver } from "../equations/shapes.js";
import type { Vec } from "../math/vector.js";
import { requireObject, requirePositive, shown } from "../validate.js";
import {
  functionFamily,
  type Noise,
  type NoiseFunctionFamily,
  requireScale,
  scaleVector,
  UNIFORM_PAIR,
  vanishing,
} from "./noise.js";
import { shared } from "./shared-student-t.js";

/** (8) */
const ORACLE: readonly Equation[] = [
  "q = -log(u)/nu",
  "T = sqrt(nu*tanh(q)*(1 + exp(-2*q)))*exp(q)*cos(2*pi*v)",
  "g = G + s*T",
].map((line) => parseEquation(line, "studentT"));

export interface StudentTOptions {
  /** Degrees of freedom ν > 0. */
  readonly nu: number;
  /** The scale s ≥ 0: one number or one per coordinate. Default 1. */
  readonly scale?: number | readonly number[] | Vec;
  /** Whether all coordinates share one χ² variable: multivariate t noise, see shared-student-t.ts. Default false. */
  readonly shared?: boolean;
}

/** Student-t noise of ν degrees of freedom and scale s, independent per coordinate or multivariate. */
export function studentT(options: StudentTOptions): Noise {
  requireObject("studentT", options, ["nu", "scale", "shared"]);
  const nu = requirePositive("studentT", "nu", options?.nu);
  const scale = requireScale("studentT", "scale", options.scale ?? 1);
  const isShared: unknown = options.shared ?? false;
  if (typeof isShared !== "boolean")
    throw new TypeError(`studentT: shared must be true or false, got ${shown(isShared)}`);
  const law = independent(nu, scale);
  return isShared ? shared(law, nu) : law;
}

function independent(nu: number, scale: number | Vec): Noise {
  return {
    name: "Student-t noise",
    description: `Student-t noise, ν = ${nu}, s = ${typeof scale === "number" ? scale : `(${[...scale].join(", ")})`}`,
    bind({ dimension }) {
      const s = scaleVector("studentT", "scale", scale, dimension);
      const deviation = s.map((value) => value * Math.sqrt(nu / (nu - 2)));
      return {
        constants: new Map<string, number | Vec>([
          ["s", s],
          ["deviation", deviation],
          ["nu", nu],
        ]),
        shapes: new Map([
          ["s", vectorOver()],
          ["deviation", vectorOver()],
          ["nu", { kind: "scalar" as const }],
        ]),
        oracle: { kind: "additive", variates: UNIFORM_PAIR, lines: ORACLE },
        sde: {
          covariance:
            nu > 2
              ? {
                  sigma: [parseEquation("sigma = deviation", "studentT")],
                  root: [parseEquation("noise = deviation*dW", "studentT")],
                }
              : {
                  absent: `the covariance of t noise is infinite for ν ≤ 2, got ν = ${nu}; SignSGD and clipping do have an SDE`,
                },
          range: "d",
          functions: s.every((value) => value > 0) ? functionsOf(nu) : vanishing("s"),
        },
        scale: s,
        nu,
      };
    },
  };
}

/** (3) and (4) lose 1/|ν − 1| or 1/|ν − 2| digits near their poles; within this distance the limits are as good. */
const NEAR_POLE = 1e-7;

function functionsOf(nu: number): readonly NoiseFunctionFamily[] {
  const first =
    Math.abs(nu - 1) < NEAR_POLE
      ? "I1 = log((1 + b^2)/(1 + a^2))/(2*pi)"
      : "I1 = nu/(nu - 1)*((1 + a^2/nu)*fa - (1 + b^2/nu)*fb)"; // (3)
  const asinh = (u: string): string => `sign(${u})*log(abs(${u})/sqrt(2) + sqrt(1 + ${u}^2/2))`;
  const second =
    Math.abs(nu - 2) < NEAR_POLE
      ? `I2 = ${asinh("b")} - b/sqrt(2 + b^2) - (${asinh("a")} - a/sqrt(2 + a^2))`
      : "I2 = nu/(nu - 2)*(I0 - b*(1 + b^2/nu)*fb + a*(1 + a^2/nu)*fa)"; // (4)
  return [
    functionFamily(["u"], ["p = studentCdf(u/s, nu)"], { cdf: "p" }), // (1)
    functionFamily(["u"], ["q = studentPdf(u/s, nu)/s"], { pdf: "q" }),
    functionFamily(
      ["G", "c"],
      [
        "a = (-c - G)/s",
        "b = (c - G)/s",
        "Fa = studentCdf(a, nu)",
        "Fb = studentCdf(b, nu)",
        "fa = studentPdf(a, nu)",
        "fb = studentPdf(b, nu)",
        "I0 = Fb - Fa", // (2)
        first,
        second,
        "m1 = -c*Fa + c*(1 - Fb) + G*I0 + s*I1", // (5)
        "m2 = c^2*(Fa + 1 - Fb) + G^2*I0 + 2*G*s*I1 + s^2*I2", // (6)
        "C = max(0, m2 - m1^2)",
      ],
      { clipMean: "m1", clipVar: "C" },
    ),
  ];
}
