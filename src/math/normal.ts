import { erf, erfc } from "./error-function.js";

const INVERSE_SQRT_2_PI = 0.3989422804014327;

/** φ(u) = e^{−u²/2}/√(2π). */
export function normalDensity(u: number): number {
  return INVERSE_SQRT_2_PI * Math.exp(-0.5 * u * u);
}

/**
 * Φ(u) = ½ erfc(−u/√2); relative error about 10⁻¹⁵ (1 + u²) in the lower tail, so that no digit of a small
 * probability is lost.
 */
export function normalDistribution(u: number): number {
  return 0.5 * erfc(-u * Math.SQRT1_2);
}

/**
 * Φ⁻¹(p) for 0 ≤ p ≤ 1 (±∞ at the ends), NaN elsewhere; relative error about 10⁻¹⁵ for p < 0.6. The start of
 * Abramowitz & Stegun 26.2.23 (error 4.5·10⁻⁴), then three Halley steps: on log Φ in the tail, on Φ − ½ at the
 * centre.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  if (p > 0.6) return -normalQuantile(1 - p);
  let u = -start(Math.min(p, 1 - p)) * (p > 0.5 ? -1 : 1);
  for (let k = 0; k < 3; k++) {
    const density = normalDensity(u);
    if (p > 0.4) {
      const step = (0.5 * erf(u * Math.SQRT1_2) - (p - 0.5)) / density;
      u -= step / (1 + 0.5 * step * u);
    } else {
      const distribution = normalDistribution(u);
      const slope = density / distribution;
      const step = Math.log(distribution / p) / slope;
      u -= step / (1 + 0.5 * step * (u + slope));
    }
  }
  return u;
}

/** −Φ⁻¹(p) for 0 < p ≤ ½, to 4.5·10⁻⁴. */
function start(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p));
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}
