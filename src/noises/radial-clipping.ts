/**
 * What noise without a direction of its own offers to clipping by the norm: for g = G + noise, ψ(g) = φ(|g|²) g, the drift
 * E ψ = A G and the two standard deviations of ψ, √v⊥ across G and √v∥ along it (src/math/radial-clipping.ts).
 *
 * For a given law, dimension d and threshold c these are functions of |G|² alone, without an elementary form: tables in
 *   v = log(1 + |G|²/κ),  κ = c² + d s²                                                               (1)
 * of A √(1 + |G|²/κ), √v⊥ and √v∥, which are smooth in v and level off. The covariance C of ψ has the root
 *   C^{1/2} dW = √v⊥ dW + (√v∥ − √v⊥) e ⟨e, dW⟩,  e = G/|G|                                           (2)
 */
import { type Equation, parseEquation } from "../equations/expression.js";
import { tabulatedOperations } from "../equations/tabulated.js";
import { chebyshevInterpolant } from "../math/chebyshev.js";
import type { Tabulated } from "../math/piecewise-table.js";
import {
  normClipping,
  overChiSquare,
  type RadialLaw,
  type RadialMoments,
  smoothClipping,
} from "../math/radial-clipping.js";
import { tabulate } from "../math/tabulate.js";
import type { TabulatedFamily, TabulatedLines } from "./noise.js";

/** A law whose density depends on |noise| only: Gaussian of σ = s in each of d coordinates, or multivariate t. */
export interface RadialNoise {
  readonly s: number;
  readonly d: number;
  /** Degrees of freedom of the multivariate t. Default Infinity: Gaussian. */
  readonly nu?: number;
}

/** clipNormMean and clipNormNoise, and the same of smooth clipping. */
export function radialClippingFamilies(noise: RadialNoise): readonly TabulatedFamily[] {
  return [radialFamily("clipNorm", normClipping, noise), radialFamily("smoothClip", smoothClipping, noise)];
}

/** |G| = 1.6·10⁵ √κ; beyond, the end values continue, which is the limit to 10⁻¹⁰ for Gaussian noise. */
const FARTHEST = 24;

/** The lines by law and threshold: tables are made once. */
const MADE = new Map<string, TabulatedLines>();

function radialFamily(name: string, law: RadialLaw, noise: RadialNoise): TabulatedFamily {
  return {
    parameters: ["G", "c"],
    results: { [`${name}Mean`]: "M" },
    driven: { [`${name}Noise`]: "noise" },
    constants: ["c"],
    lines({ c }) {
      if (law === normClipping && c > MOST_ABOVE * noise.s) {
        throw new RangeError(
          `${name}: the threshold c must be at most ${MOST_ABOVE} times the scale of the noise, got c = ${c} and s = ${noise.s}`,
        );
      }
      const key = [name, noise.s, noise.d, noise.nu, c].join();
      const lines = MADE.get(key) ?? linesFor(name, law, noise, c);
      MADE.set(key, lines);
      return lines;
    },
  };
}

/** Norm clipping begins within |G| = c ± s; tables in v resolve that up to this c/s. */
const MOST_ABOVE = 20;

function linesFor(
  name: string,
  gaussianLaw: RadialLaw,
  { s, d, nu = Infinity }: RadialNoise,
  c: number,
): TabulatedLines {
  const law = nu === Infinity ? gaussianLaw : overChiSquare(gaussianLaw, nu);
  const κ = c * c + d * s * s;
  const moments = remembered((v) => law(Math.sqrt(κ * Math.expm1(v)), s, c, d));
  // A is of the order of its value at 0; a standard deviation is at most c, and about min(s, c/√d) near an optimum
  const precise = 1e-7 * moments(0).factor;
  const deviation = 1e-6 * (Math.min(s, c / Math.sqrt(d)) + c);
  const table = (tolerance: number, f: (v: number) => number): Tabulated => {
    // an average over χ² is slow, but smooth enough for one polynomial
    const quick = nu === Infinity ? f : chebyshevInterpolant(f, 0, FARTHEST, tolerance / 4);
    return tabulate({ from: 0, to: FARTHEST, tolerance }, quick);
  };
  const operations = tabulatedOperations(name, {
    factor: table(precise, (v) => moments(v).factor * Math.exp(v / 2)),
    deviationAcross: table(deviation, (v) => Math.sqrt(moments(v).across)),
    deviationAlong: table(deviation, (v) => Math.sqrt(moments(v).along)),
  });
  const parsed = (lines: readonly string[]): Equation[] => lines.map((line) => parseEquation(line, name, operations));
  return {
    lines: parsed([
      `u = 1 + dot(G, G)/${κ}`,
      "v = log(u)", // (1)
      "M = factor(v)/sqrt(u)*G",
      "across = deviationAcross(v)",
      "along = deviationAlong(v)",
    ]),
    driven: parsed([
      "e = G/max(norm(G), 1e-18)", // at G = 0, where v⊥ = v∥, any direction will do
      "noise = across*dW + (along - across)*dot(e, dW)*e", // (2)
    ]),
  };
}

/** The three tables ask at the same places. */
function remembered(moments: (v: number) => RadialMoments): (v: number) => RadialMoments {
  const known = new Map<number, RadialMoments>();
  return (v) => {
    const result = known.get(v) ?? moments(v);
    known.set(v, result);
    return result;
  };
}
