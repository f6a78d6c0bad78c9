/**
 * Laplace gradient noise with independent coordinates: g = ∇f(x) + L, of density e^{−|u|/b}/2b and covariance 2b².
 *
 *   L = b ln(u/v), u and v uniform: the difference of two exponential variates                         (1)
 *   P(noise ≤ x) = (1 + sign(x) (1 − e^{−|x|/b}))/2                                                    (2)
 *
 * A cdf F that is symmetric about 0 has ∫F = max(x, 0) + h(x), h(x) = ∫_{|x|}^∞ (1 − F). Integrating by parts, with
 * μ = ∂f, β = c − μ, α = −c − μ and H(x) = ∫₀ˣ h:
 *   E clip(g, c)  = clip(μ, c) − h(β) + h(α)                                                          (3)
 *   E clip²(g, c) = clip²(μ, c) − 2c (h(β) + h(α)) + 2 (H(β) − H(α))                                  (4)
 * Here h(x) = (b/2) e^{−|x|/b} and H(x) = sign(x) (b²/2) (1 − e^{−|x|/b}).                              (5)
 * Standing of (3)–(5): derived, and checked by quadrature.
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
  UNIFORM_PAIR,
  vanishing,
} from "./noise.js";

const FUNCTIONS: readonly NoiseFunctionFamily[] = [
  functionFamily(["u"], ["p = (1 + sign(u)*(1 - exp(-abs(u)/b)))/2"], { cdf: "p" }), // (2)
  functionFamily(["u"], ["q = exp(-abs(u)/b)/(2*b)"], { pdf: "q" }),
  functionFamily(
    ["G", "c"],
    [
      "beta = c - G",
      "alpha = -c - G",
      "ea = exp(-abs(alpha)/b)",
      "eb = exp(-abs(beta)/b)",
      "m1 = clip(G, c) - b/2*eb + b/2*ea", // (3), (5)
      "H = b^2/2*(sign(beta)*(1 - eb) - sign(alpha)*(1 - ea))", // (5)
      "m2 = clip(G, c)^2 - c*b*(eb + ea) + 2*H", // (4)
      "C = max(0, m2 - m1^2)",
    ],
    { clipMean: "m1", clipVar: "C" },
  ),
];

/**
 * Laplace noise of scale b, independent per coordinate; its standard deviation is √2 b.
 *
 * @param scale b ≥ 0: one number, or one per coordinate.
 */
export function laplace(scale: number | readonly number[] | Vec): Noise {
  const given = requireScale("laplace", "b", scale);
  return {
    name: "Laplace noise",
    description: `Laplace noise, b = ${typeof given === "number" ? given : `(${[...given].join(", ")})`}`,
    bind({ dimension }) {
      const b = scaleVector("laplace", "b", given, dimension);
      return {
        constants: new Map([["b", b]]),
        shapes: new Map([["b", vectorOver()]]),
        oracle: {
          kind: "additive",
          variates: UNIFORM_PAIR,
          lines: [parseEquation("g = G + b*log(u/v)", "laplace")], // (1)
        },
        sde: {
          covariance: {
            sigma: [parseEquation("sigma = sqrt(2)*b", "laplace")],
            root: [parseEquation("noise = sqrt(2)*b*dW", "laplace")],
          },
          range: "d",
          functions: b.every((value) => value > 0) ? FUNCTIONS : vanishing("b"),
        },
      };
    },
  };
}
