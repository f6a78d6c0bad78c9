/**
 * Smooth clipping, ψ(g) = g/√(1 + |g|²/c²), for g ~ N(μ, diag σ²), lᵢ = σᵢ²: with
 *   (1 + q/c²)^{−1/2} = π^{−1/2} ∫₀^∞ t^{−1/2} e^{−t} e^{−tq/c²} dt,  (1 + q/c²)^{−1} = ∫₀^∞ e^{−t} e^{−tq/c²} dt        (1)
 * and τ = t/c², sⱼ = 1/(1 + 2τlⱼ), every expectation is an integral of
 *   L(τ) = E e^{−τ|g|²} = Πⱼ √sⱼ e^{−τ μⱼ² sⱼ}                                                        (2)
 *   E gᵢ e^{−τ|g|²} = μᵢ sᵢ L,  E gᵢ gⱼ e^{−τ|g|²} = (δ_ij lᵢ sᵢ + μᵢ μⱼ sᵢ sⱼ) L                          (3)
 * over t = e^{2u}, by the trapezoidal rule. Standing: derived and checked, against Monte Carlo.
 */
import type { Matrix } from "../math/vector.js";
import type {
  ClippedGradient,
  ClippedVectorMoments,
  NormClipLinearisation,
  NormClippedQuadratic,
} from "./clipping-norm.js";
import { lossFloor } from "./quadratic.js";
import { requirePositives, requireSameLength } from "./require.js";

/** A Gaussian stochastic gradient that is clipped smoothly. */
export type SmoothlyClippedGradient = Omit<ClippedGradient, "nu">;

/** m = E ψ(g) and C = Cov ψ(g). (1)–(3) */
export function smoothClipMoments({ gradient: μ, sigma: σ, c }: SmoothlyClippedGradient): ClippedVectorMoments {
  requirePositives("smoothClipMoments", { c, ...Object.fromEntries(σ.map((s, i) => [`sigma[${i}]`, s])) });
  requireSameLength("smoothClipMoments", μ, σ);
  const d = μ.length;
  const mean = new Float64Array(d);
  const entries = new Float64Array(d * d);
  for (const { root, plain, τ } of nodes(μ, σ, c)) {
    const s = σ.map((scale) => 1 / (1 + 2 * τ * scale * scale));
    const L = s.reduce((product, shrink, j) => product * Math.sqrt(shrink) * Math.exp(-τ * μ[j] ** 2 * shrink), 1); // (2)
    for (let i = 0; i < d; i++) {
      mean[i] += root * μ[i] * s[i] * L; // (3)
      entries[i * (d + 1)] += plain * σ[i] ** 2 * s[i] * L;
      for (let j = 0; j < d; j++) entries[i * d + j] += plain * μ[i] * μ[j] * s[i] * s[j] * L;
    }
  }
  const covariance: Matrix = {
    rows: d,
    columns: d,
    entries: entries.map((value, k) => value - mean[Math.floor(k / d)] * mean[k % d]),
  };
  return { mean: [...mean], covariance };
}

/** pᵢ = ∂mᵢ/∂μᵢ and vᵢ = C_ii at μ = 0. Standing: derived and checked. */
export function smoothClipLinearisation({
  sigma: σ,
  c,
}: Omit<SmoothlyClippedGradient, "gradient">): NormClipLinearisation {
  // m is odd in μ, so that the slope is m/μ of a μ that is small against every scale
  const ε = 1e-6 * Math.min(...σ);
  const slopes = σ.map(
    (_, i) => smoothClipMoments({ gradient: σ.map((_s, j) => (i === j ? ε : 0)), sigma: σ, c }).mean[i] / ε,
  );
  const { entries } = smoothClipMoments({ gradient: σ.map(() => 0), sigma: σ, c }).covariance;
  return { slopes, variances: σ.map((_, i) => entries[i * (σ.length + 1)]) };
}

/** E f_∞ = ½ Σᵢ hᵢ Var Xᵢ, Var Xᵢ = η vᵢ/(2 pᵢ hᵢ), for smoothly clipped SGD on f = ½ Σ hᵢ xᵢ². Standing: derived and checked. */
export function smoothClippedLossFloor(options: Pick<NormClippedQuadratic, "eta" | "h" | "sigma" | "c">): number {
  const { eta: η, h, sigma } = options;
  requirePositives("smoothClippedLossFloor", { eta: η });
  requireSameLength("smoothClippedLossFloor", h, sigma);
  const { slopes: p, variances: v } = smoothClipLinearisation(options);
  return lossFloor(
    h,
    h.map((curvature, i) => (η * v[i]) / (2 * p[i] * curvature)),
  );
}

/** The step of the trapezoidal rule; its error is below 10⁻¹⁵. */
const STEP = 1 / 7;

/** τ and the weights of both integrals of (1). */
function nodes(
  μ: readonly number[],
  σ: readonly number[],
  c: number,
): readonly { readonly root: number; readonly plain: number; readonly τ: number }[] {
  const size = Math.hypot(c, ...μ, ...σ);
  const result = [];
  for (let u = Math.log(6.2); u > Math.log(c / size) - 37; u -= STEP) {
    const y = Math.exp(u);
    const e = Math.exp(-y * y);
    result.push({ root: ((2 * STEP) / Math.sqrt(Math.PI)) * y * e, plain: 2 * STEP * y * y * e, τ: (y / c) ** 2 });
  }
  return result;
}
