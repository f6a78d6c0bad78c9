/**
 * Uniform gradient noise with independent coordinates: g = ∇f(x) + U, U uniform on [−a, a], of covariance a²/3.
 *
 *   U = a (2u − 1), u uniform on (0, 1)                                                                (1)
 *   P(noise ≤ x) = (1 + clip(x/a, 1))/2                                                                (2)
 *
 * With μ = ∂f, β = c − μ, α = −c − μ, h(x) = ∫_{|x|}^∞ P(noise > y) dy and H(x) = ∫₀ˣ h:
 *   E clip(g, c)  = clip(μ, c) − h(β) + h(α)                                                          (3)
 *   E clip²(g, c) = clip²(μ, c) − 2c (h(β) + h(α)) + 2 (H(β) − H(α))                                  (4)
 * Here h(x) = r²/4a and H(x) = sign(x) (a³ − r³)/12a, r = max(0, a − |x|).                             (5)
 * Standing of (3)–(5): derived by parts from the cdf of a symmetric law, and checked by quadrature.
 */
import { parseEquation } from "../equations/expression.js";
import { vectorOver } from "../equations/shapes.js";
import type { Vec } from "../math/vector.js";
import {
  functionFamily,
  type Noise,
  type NoiseFunctionFamily,
  requireScale,
  scaleVector,
  UNIFORM_VARIATES,
  vanishing,
} from "./noise.js";

const FUNCTIONS: readonly NoiseFunctionFamily[] = [
  functionFamily(["u"], ["p = (1 + clip(u/a, 1))/2"], { cdf: "p" }), // (2)
  functionFamily(["u"], ["q = (1 + sign(a - abs(u)))/(4*a)"], { pdf: "q" }),
  functionFamily(
    ["G", "c"],
    [
      "beta = c - G",
      "alpha = -c - G",
      "ra = max(0, a - abs(alpha))",
      "rb = max(0, a - abs(beta))",
      "ha = ra^2/(4*a)", // (5)
      "hb = rb^2/(4*a)",
      "H = (sign(beta)*(a^3 - rb^3) - sign(alpha)*(a^3 - ra^3))/(12*a)",
      "m1 = clip(G, c) - hb + ha", // (3)
      "m2 = clip(G, c)^2 - 2*c*(hb + ha) + 2*H", // (4)
      "C = max(0, m2 - m1^2)",
    ],
    { clipMean: "m1", clipVar: "C" },
  ),
];

/**
 * Uniform noise on [−a, a], independent per coordinate; its standard deviation is a/√3.
 *
 * @param halfWidth a ≥ 0: one number, or one per coordinate.
 */
export function uniformNoise(halfWidth: number | readonly number[] | Vec): Noise {
  const given = requireScale("uniformNoise", "a", halfWidth);
  return {
    name: "uniform noise",
    description: `uniform noise, a = ${typeof given === "number" ? given : `(${[...given].join(", ")})`}`,
    bind({ dimension }) {
      const a = scaleVector("uniformNoise", "a", given, dimension);
      return {
        constants: new Map([["a", a]]),
        shapes: new Map([["a", vectorOver()]]),
        oracle: {
          kind: "additive",
          variates: UNIFORM_VARIATES,
          lines: [parseEquation("g = G + a*(2*u - 1)", "uniformNoise")], // (1)
        },
        sde: {
          covariance: {
            sigma: [parseEquation("sigma = a/sqrt(3)", "uniformNoise")],
            root: [parseEquation("noise = a/sqrt(3)*dW", "uniformNoise")],
          },
          range: "d",
          functions: a.every((value) => value > 0) ? FUNCTIONS : vanishing("a"),
        },
      };
    },
  };
}
