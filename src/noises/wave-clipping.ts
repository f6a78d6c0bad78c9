/**
 * What Gaussian noise of any covariance offers to clipping by the norm. In the eigenbasis Σ = U diag(l) Uᵀ, μ = UᵀG, by the
 * damped waves φ = Re Σ a e^{−τ|g|²}, φ² = Re Σ b e^{−τ|g|²}, τ = θ/c², of src/math/clipping-waves.ts:
 *   E e^{−τ|g|²} = L = Πⱼ √sⱼ exp(−τ Σⱼ sⱼ μⱼ²),  sⱼ = 1/(1 + 2τ lⱼ)                                  (1)
 *   mᵢ = E φ gᵢ = μᵢ Re Σ a sᵢ L,  E φ² gᵢ gⱼ = Re Σ b (δᵢⱼ lᵢ sᵢ + μᵢ μⱼ sᵢ sⱼ) L                        (2)
 * so that everything is a product of constant matrices with the vector of the Re and −Im of exp(−τ Σⱼ sⱼ μⱼ²). Then
 *   C = E φ² g gᵀ − m mᵀ,  C^{1/2} dW = the Cholesky factor of C times dW                             (3)
 * Beyond |G| = R, R² = 10⁴ (c² + max l), m − c G/|G| and C fall off like 1/|G|²:
 *   m = F² m(FG) + (1 − F²) c G/|G|,  C = F² C(FG),  F = R/|G|                                        (4)
 * Standing: derived and checked, against exact moments for |G| from 0 to 20 σ, c from 0.1 to 10 σ (σ the smallest) and σ up to
 * 1 : 7, and by quadrature in the plane at 1 : 16, at c = 50 σ and beyond R. Errors: of m below 10⁻⁶ c, of an entry of C below
 * 10⁻⁶ c² (measured: 3·10⁻⁷ at c = 10 σ, 3·10⁻⁸ at c ≤ σ). A pivot of C below 10⁻⁸ c² counts as none: there the noise is lost,
 * at most 10⁻⁴ c of it.
 * Work: some 50 waves, and 8 (8 + c/min σ) more for norm clipping; each is an exponential, a cosine and d² + 4d products. A
 * step takes some 60 times as long as one by tables for d = 2 and 300 times for d = 10: at c = σ, 18 and 80 µs against 0.3 µs
 * of a busy core.
 */
import { type Equation, parseEquation } from "../equations/expression.js";
import { type Shape, vectorOver } from "../equations/shapes.js";
import { type ClippingWaves, normWaves, smoothWaves } from "../math/clipping-waves.js";
import { type Complex, inverse, root, times } from "../math/complex.js";
import { symmetricEigen } from "../math/eigen.js";
import type { Matrix, Vec } from "../math/vector.js";
import type { TabulatedFamily, TabulatedLines } from "./noise.js";

/** clipNormMean and clipNormNoise, and the same of smooth clipping, for a positive definite Σ. */
export function waveClippingFamilies(covariance: Matrix): readonly TabulatedFamily[] {
  const { values, vectors } = symmetricEigen(covariance);
  return [waveFamily("clipNorm", normWaves, values, vectors), waveFamily("smoothClip", smoothWaves, values, vectors)];
}

/** Coordinates at most: matrices have d² entries for every wave. */
export const MOST_COORDINATES = 10;

/** The kink is resolved up to this c/min σ; the number of waves is proportional to it. */
const MOST_ABOVE = 50;

function waveFamily(name: string, waves: ClippingWaves, l: Vec, U: Matrix): TabulatedFamily {
  const made = new Map<number, TabulatedLines>();
  return {
    parameters: ["G", "c"],
    results: { [`${name}Mean`]: "m" },
    driven: { [`${name}Noise`]: "noise" },
    constants: ["c"],
    lines({ c }) {
      const least = Math.sqrt(l[0]);
      if (waves === normWaves && c > MOST_ABOVE * least) {
        throw new RangeError(
          `${name}: the threshold c must be at most ${MOST_ABOVE} times the least standard deviation of the noise in any direction, got c = ${c} and σ = ${least}`,
        );
      }
      const known = made.get(c) ?? linesFor(name, waves, l, U, c);
      made.set(c, known);
      return known;
    },
  };
}

function linesFor(name: string, waves: ClippingWaves, l: Vec, U: Matrix, c: number): TabulatedLines {
  const d = l.length;
  const R = 100 * Math.hypot(c, Math.sqrt(l[d - 1]));
  // Q = |g|² has a width of at least c min σ where it crosses c²
  const terms = waves(R / c, 32 + (4 * c) / Math.sqrt(l[0])).map(({ θ, a, b }) => {
    const τ: Complex = [θ[0] / (c * c), θ[1] / (c * c)];
    const s = [...l].map((value) => inverse([1 + 2 * value * τ[0], 2 * value * τ[1]])); // (1)
    const shrink = s.reduce((product, one) => times(product, root(one)), [1, 0] as Complex);
    return { a: times(a, shrink), b: times(b, shrink), s, exponent: s.map((one) => times(τ, one)), isReal: θ[1] === 0 };
  });
  type Term = (typeof terms)[number];
  // each wave's real part, then −Im of those that have one
  const parts = [
    ...terms.map((term) => ({ term, part: 0 as 0 | 1 })),
    ...terms.filter(({ isReal }) => !isReal).map((term) => ({ term, part: 1 as 0 | 1 })),
  ];
  const n = parts.length;
  const rate = (entry: (exponent: Complex) => number): Matrix => ({
    rows: n,
    columns: d,
    entries: Float64Array.from(parts.flatMap(({ term }) => term.exponent.map(entry))),
  });
  const weights = (entry: (term: Term, i: number) => Complex): Matrix => ({
    rows: d,
    columns: n,
    entries: Float64Array.from(
      { length: d * n },
      (_, k) => entry(parts[k % n].term, Math.floor(k / n))[parts[k % n].part],
    ),
  });
  const coordinates = Array.from({ length: d }, (_, j) => j);
  const square: Shape = { kind: "matrix", rows: "d", columns: "d" };
  const range = `waves.${n}`;
  const fromWaves: Shape = { kind: "matrix", rows: "d", columns: range };
  const toWaves: Shape = { kind: "matrix", rows: range, columns: "d" };
  const given: readonly (readonly [string, Vec | Matrix, Shape])[] = [
    ["U", U, square],
    ["decay", rate(([re]) => re), toWaves],
    ["frequency", rate(([, im]) => -im), toWaves],
    ["phase", Float64Array.from(parts, ({ part }) => (part * Math.PI) / 2), vectorOver(range)],
    ["first", weights(({ a, s }, i) => times(a, s[i])), fromWaves],
    ["spread", weights(({ b, s }, i) => times([l[i] * b[0], l[i] * b[1]], s[i])), fromWaves],
    ...coordinates.flatMap((j): (readonly [string, Vec | Matrix, Shape])[] => [
      [`second${j + 1}`, weights(({ b, s }, i) => times(times(b, s[i]), s[j])), fromWaves],
      [`unit${j + 1}`, Float64Array.from(coordinates, (i) => (i === j ? 1 : 0)), vectorOver()],
    ]),
  ];
  const parsed = (lines: readonly string[]): Equation[] => lines.map((line) => parseEquation(line, name));
  return {
    lines: parsed([
      `F = min(1, ${R}/norm(G))`, // (4)
      "near = F*G",
      "mu = U'*near",
      "square = mu^2",
      "wave = exp(-(decay*square))*cos(frequency*square + phase)", // (1)
      "mean = mu*(first*wave)", // (2)
      "diagonal = spread*wave",
      ...coordinates.flatMap((j) => columnLines(j + 1, PIVOT * c * c)),
      `m = F^2*(U*mean) + (1 - F^2)*${c / R}*near`, // (4)
    ]),
    driven: parsed([
      "B = dW",
      `noise = F*(U*(${coordinates.map((j) => `L${j + 1}*B[${j + 1}]`).join(" + ")}))`, // (3)
    ]),
    constants: new Map(given.map(([id, value]) => [id, value])),
    shapes: new Map(given.map(([id, , shape]) => [id, shape])),
    sizes: { [range]: n },
  };
}

/** A pivot below this times c² is no larger than the error of C, and its column fades. */
const PIVOT = 1e-8;

/** Column j of C without what the columns before it account for, and of its Cholesky factor. */
function columnLines(j: number, least: number): readonly string[] {
  const before = Array.from({ length: j - 1 }, (_, k) => ` - L${k + 1}[${j}]*L${k + 1}`).join("");
  return [
    `C${j} = mu[${j}]*mu*(second${j}*wave) + diagonal*unit${j} - mean[${j}]*mean${before}`, // (2), (3)
    `p${j} = max(0, C${j}[${j}])`,
    `L${j} = C${j}*sqrt(p${j})/max(p${j}, ${least})`,
  ];
}
