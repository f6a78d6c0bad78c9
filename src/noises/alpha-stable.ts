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
 *
 * Its cdf and density are tables of the integrals in math/stable.ts. With ω the width of the peak,
 *   P(noise ≤ u) = ½ + sign(u) T(y),  y = asinh(|u|/(sω)),  T(y) = P(0 ≤ X/s ≤ ω sinh y)               (3)
 * to 10⁻¹⁰, the density to 10⁻⁹ of its peak, for α ≥ ½; for α = 1 and α = 2 they are closed. Standing: derived, and checked
 * by inverting the characteristic function.
 */
import { type Equation, parseEquation } from "../equations/expression.js";
import { SCALAR, type Shape, vectorOver } from "../equations/shapes.js";
import { tabulatedOperations } from "../equations/tabulated.js";
import { symmetricStable } from "../math/stable.js";
import { tabulate } from "../math/tabulate.js";
import type { Vec } from "../math/vector.js";
import { requireObject, requirePositive } from "../validate.js";
import {
  functionFamily,
  type Noise,
  type NoiseFunctionFamily,
  requireScale,
  type SdeNoise,
  scaleVector,
  UNIFORM_PAIR,
  vanishing,
} from "./noise.js";

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
          // tables take half a second, so they are made when first asked for
          get functions() {
            return s.every((value) => value > 0) ? functionsOf(alpha) : vanishing("s");
          },
          lacking: { clipMean: CLIPPED, clipVar: CLIPPED },
        },
      };
    },
  };
}

const CLIPPED =
  "its moments need the integral of the cdf, which is not tabulated; studentT({ nu: 1 }) is α = 1, gaussian(√2 s) is α = 2, and both have theirs";

/** Errors allowed in the tables of T and of the density over its peak. */
const CDF_ERROR = 1e-10;
const PDF_ERROR = 1e-9;

/** The least α ≠ 1 and the nearest to 1 whose law is tabulated. */
const LEAST_ALPHA = 0.5;
const NEAREST = 0.001;

const FUNCTIONS = new Map<number, SdeNoise["functions"]>();

/** cdf and pdf. (3) */
function functionsOf(alpha: number): SdeNoise["functions"] {
  if (alpha === 1) return closed("studentCdf(u/s, 1)", "studentPdf(u/s, 1)/s");
  if (alpha === 2) return closed("(1 + erf(u/(2*s)))/2", "exp(-(u/s)^2/4)/(2*sqrt(pi)*s)");
  if (alpha < LEAST_ALPHA || Math.abs(alpha - 1) < NEAREST) {
    return {
      absent: `its cdf is tabulated for α ≥ ${LEAST_ALPHA} that is 1 or not within ${NEAREST} of 1, got α = ${alpha}`,
    };
  }
  const known = FUNCTIONS.get(alpha) ?? tabulated(alpha);
  FUNCTIONS.set(alpha, known);
  return known;
}

function closed(cdf: string, pdf: string): readonly NoiseFunctionFamily[] {
  return [functionFamily(["u"], [`p = ${cdf}`], { cdf: "p" }), functionFamily(["u"], [`q = ${pdf}`], { pdf: "q" })];
}

function tabulated(alpha: number): readonly NoiseFunctionFamily[] {
  const { central, density, width, peak } = symmetricStable(alpha);
  // P(X > x) < 0.4 x^{−α}, so that beyond the last x it is less than the error
  const to = Math.asinh((0.4 / CDF_ERROR) ** (1 / alpha) / width);
  const table = (tolerance: number, f: (x: number) => number) =>
    tabulate({ from: 0, to, tolerance }, (y) => f(width * Math.sinh(y)));
  const tables = tabulatedOperations("alphaStable", {
    stableCentral: table(CDF_ERROR, central),
    stableDensity: table(PDF_ERROR, (x) => density(x) / peak),
  });
  const y = [`v = abs(u/s)/${width}`, "y = log(v + sqrt(1 + v^2))"];
  return [
    functionFamily(["u"], [...y, "p = 1/2 + sign(u)*stableCentral(y)"], { cdf: "p" }, tables), // (3)
    functionFamily(["u"], [...y, `q = ${peak}*stableDensity(y)/s`], { pdf: "q" }, tables),
  ];
}

function covarianceOf(alpha: number): SdeNoise["covariance"] {
  if (alpha < 2) {
    const clipping = alpha === 1 ? ", and clipping has one for the same law as studentT({ nu: 1 })" : "";
    return {
      absent:
        `the covariance of α-stable noise is infinite for α < 2, got α = ${alpha}; ` +
        `SignSGD does have an SDE for α ≥ ${LEAST_ALPHA}${clipping}`,
    };
  }
  return {
    sigma: [parseEquation("sigma = sqrt(2)*s", "alphaStable")],
    root: [parseEquation("noise = sqrt(2)*s*dW", "alphaStable")],
  };
}
