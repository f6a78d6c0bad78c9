/**
 * Gaussian gradient noise: g = ∇f(x) + Σ^{1/2} z, z ~ N(0, I).
 *
 * For independent coordinates, Σ = diag(σ²), with α = (−c − μ)/σ, β = (c − μ)/σ, μ = ∂f:
 *   P(noise ≤ u) = Φ(u/σ)                                                                             (1)
 *   I₀ = Φ(β) − Φ(α),  I₁ = φ(α) − φ(β),  I₂ = I₀ + α φ(α) − β φ(β)                                   (2)
 *   E clip(g, c)  = −c Φ(α) + c (1 − Φ(β)) + μ I₀ + σ I₁                                              (3)
 *   E clip²(g, c) = c² (Φ(α) + 1 − Φ(β)) + μ² I₀ + 2 μ σ I₁ + σ² I₂                                   (4)
 * Standing of (2)–(4): derived, and checked by quadrature. With noise τ z added to g they hold for √(σ² + τ²).
 */
import { parseEquation } from "../equations/expression.js";
import { type Shape, vectorOver } from "../equations/shapes.js";
import { symmetricEigen, symmetricSquareRoot } from "../math/eigen.js";
import { diagonal, type Matrix, type Vec } from "../math/vector.js";
import { requireOptions, requireVector, shown } from "../validate.js";
import {
  functionFamily,
  NORMAL_VARIATES,
  type Noise,
  type NoiseFunctionFamily,
  requireScale,
  type SdeNoise,
  scaleVector,
  vanishing,
} from "./noise.js";
import { radialClippingFamilies } from "./radial-clipping.js";
import { MOST_COORDINATES, waveClippingFamilies } from "./wave-clipping.js";

const FUNCTIONS: readonly NoiseFunctionFamily[] = [
  functionFamily(["u"], ["p = (1 + erf(u/(sqrt(2)*s)))/2"], { cdf: "p" }), // (1)
  functionFamily(["u"], ["q = exp(-(u/s)^2/2)/(s*sqrt(2*pi))"], { pdf: "q" }),
  functionFamily(["G", "c"], clipLines("s"), { clipMean: "m1", clipVar: "C" }),
  functionFamily(["G", "c", "tau"], ["S = sqrt(s^2 + tau^2)", ...clipLines("S")], {
    noisyClipMean: "m1",
    noisyClipVar: "C",
  }),
];

/** Lines ending in the mean m1 and the variance C of clip(G + noise, c), whose standard deviation is named. */
function clipLines(deviation: string): readonly string[] {
  return [
    `a = (-c - G)/${deviation}`,
    `b = (c - G)/${deviation}`,
    "Pa = (1 + erf(a/sqrt(2)))/2",
    "Pb = (1 + erf(b/sqrt(2)))/2",
    "pa = exp(-a^2/2)/sqrt(2*pi)",
    "pb = exp(-b^2/2)/sqrt(2*pi)",
    "I0 = Pb - Pa", // (2)
    "I1 = pa - pb",
    "I2 = I0 + a*pa - b*pb",
    `m1 = -c*Pa + c*(1 - Pb) + G*I0 + ${deviation}*I1`, // (3)
    `m2 = c^2*(Pa + 1 - Pb) + G^2*I0 + 2*G*${deviation}*I1 + ${deviation}^2*I2`, // (4)
    "C = max(0, m2 - m1^2)",
  ];
}

/**
 * Gaussian noise of standard deviation σ (one number, or one per coordinate), or of full covariance Σ.
 *
 * @param scale σ ≥ 0, a vector of σᵢ ≥ 0, or `{ covariance: Σ }` with Σ symmetric and positive semidefinite.
 */
export function gaussian(scale: number | readonly number[] | Vec | { readonly covariance: Matrix }): Noise {
  if (typeof scale === "object" && !Array.isArray(scale) && !(scale instanceof Float64Array)) {
    requireOptions("gaussian", scale, ["covariance"]);
    return correlated((scale as { covariance: Matrix }).covariance);
  }
  const sigma = requireScale("gaussian", "sigma", scale);
  return {
    name: "Gaussian noise",
    description: `Gaussian noise, σ = ${typeof sigma === "number" ? sigma : `(${[...sigma].join(", ")})`}`,
    bind({ dimension }) {
      const s = scaleVector("gaussian", "sigma", sigma, dimension);
      return {
        constants: new Map([["s", s]]),
        shapes: new Map([["s", vectorOver()]]),
        oracle: { kind: "additive", variates: NORMAL_VARIATES, lines: [parseEquation("g = G + s*z", "gaussian")] },
        sde: {
          covariance: {
            sigma: [parseEquation("sigma = s", "gaussian")],
            root: [parseEquation("noise = s*dW", "gaussian")],
          },
          range: "d",
          functions: s.every((value) => value > 0) ? FUNCTIONS : vanishing("σ"),
          ...normClipping(diagonal(s.map((value) => value * value))),
        },
        scale: s,
        nu: Number.POSITIVE_INFINITY,
      };
    },
  };
}

function correlated(covariance: Matrix): Noise {
  if (!(covariance?.entries instanceof Float64Array) || covariance.rows !== covariance.columns) {
    throw new TypeError(
      `gaussian: covariance must be a square matrix, as matrix([[…], […]]), got ${shown(covariance)}`,
    );
  }
  const d = covariance.rows;
  requireVector("gaussian", "covariance", covariance.entries, d * d);
  const S = rootOf(covariance);
  const sigma = Float64Array.from({ length: d }, (_, i) => Math.sqrt(covariance.entries[i * d + i]));
  return {
    name: "Gaussian noise",
    description: `Gaussian noise, full covariance ${d} × ${d}`,
    bind({ dimension }) {
      if (dimension !== d)
        throw new RangeError(`gaussian: covariance must be ${dimension} × ${dimension}, got ${d} × ${d}`);
      return {
        constants: new Map<string, Vec | Matrix>([
          ["S", S],
          ["s", sigma],
        ]),
        shapes: new Map<string, Shape>([
          ["S", { kind: "matrix", rows: "d", columns: "d" }],
          ["s", vectorOver()],
        ]),
        oracle: { kind: "additive", variates: NORMAL_VARIATES, lines: [parseEquation("g = G + S*z", "gaussian")] },
        sde: {
          covariance: {
            sigma: [parseEquation("sigma = s", "gaussian")],
            root: [parseEquation("noise = S*dW", "gaussian")],
          },
          range: "d",
          functions: { absent: "it holds for independent coordinates only; give gaussian a vector of σ instead" },
          ...normClipping(covariance),
        },
      };
    },
  };
}

/** Σ^{1/2}. */
function rootOf(covariance: Matrix): Matrix {
  try {
    return symmetricSquareRoot(covariance);
  } catch (reason) {
    if (!(reason instanceof RangeError)) throw reason;
    const rule = "gaussian: covariance must be symmetric and positive semidefinite";
    throw new RangeError(`${rule}, got ${shown(covariance.entries)}`, { cause: reason });
  }
}

/** What clipping by the norm may ask of the law: none where a direction is without noise, or in many coordinates. */
function normClipping(covariance: Matrix): Pick<SdeNoise, "tabulated"> {
  const { rows: d, entries } = covariance;
  const isIsotropic = entries.every((value, k) => value === (k % (d + 1) === 0 ? entries[0] : 0));
  if (isIsotropic) {
    return entries[0] > 0 ? { tabulated: radialClippingFamilies({ s: Math.sqrt(entries[0]), d }) } : {};
  }
  if (d > MOST_COORDINATES) return {};
  const { values } = symmetricEigen(covariance);
  return values[0] > LEAST_EIGENVALUE * values[d - 1] ? { tabulated: waveClippingFamilies(covariance) } : {};
}

/** Below this, relative to the largest, an eigenvalue may be a rounding of 0. */
const LEAST_EIGENVALUE = 1e-12;
