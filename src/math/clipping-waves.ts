/**
 * Clipping by the norm as a sum of damped waves in ρ = |g|²/c². With φ(ρ) = min(1, ρ^{−1/2}) for norm clipping and
 * φ(ρ) = (1 + ρ)^{−1/2} for smooth clipping, clip(g) = φ(ρ) g,
 *   φ(ρ) ≈ Re Σ aₖ e^{−θₖ ρ},  φ²(ρ) ≈ Re Σ bₖ e^{−θₖ ρ}                                             (1)
 * since the expectation of a damped wave under a Gaussian law is elementary. Real θ = y² come from
 *   ρ^{−1/2} = (2/√π) ∫ e^{−y²ρ} dy,  ρ^{−1} = 2 ∫ y e^{−y²ρ} dy,  (1 + ρ)^{−1/2} likewise with e^{−y²}     (2)
 * by the trapezoidal rule in log y. For smooth clipping that is all. For norm clipping (2) is cut off at y² = Y, so that it
 * holds beyond ρ = 2.5 only; the rest K = φ − (2), which has the kink at ρ = 1, is a Fourier series of e^{αρ} K:
 *   K(ρ) = Re Σ cₖ e^{(iωk − α)ρ},  |k| ≤ N,  ω = 2π/P,  −0.9 ≤ ρ ≤ 2.5 = P − 0.9                        (3)
 * K is continued smoothly to ρ < 0, where nothing is asked, and α makes it vanish from 2.5 on. The last half of the cₖ fade,
 * so that the error of (3) is felt near the kink only, where a law of width Δ in ρ averages it out if N Δ is some 10.
 * Standing: derived, and checked against exact moments.
 */
import type { Complex } from "./complex.js";
import { erfc } from "./error-function.js";

/** One term of (1): Re a e^{−θρ} of φ, and Re b e^{−θρ} of φ². */
export interface Wave {
  readonly θ: Complex;
  readonly a: Complex;
  readonly b: Complex;
}

/** The waves of φ for |g| from 0 to `farthest` c; where there is a kink, resolved to 1/`fineness` in ρ. */
export type ClippingWaves = (farthest: number, fineness: number) => readonly Wave[];

/** The step of the trapezoidal rule in log y; its error is about e^{−π²/2·step}, 10⁻⁸. */
const STEP = 0.25;

/** y² at the cut of (2) for norm clipping. */
const Y = 8;

/** Where the period of (3) begins and ends, and the damping that makes the next one e⁻²⁰ of it. */
const FIRST = -0.9;
const LAST = 2.5;
const PERIOD = LAST - FIRST;
const α = 20 / PERIOD;

/** Points of the sums for cₖ; the kink is one of them. */
const POINTS = 8192;

/** Waves of g min(1, c/|g|). (2), (3) */
export const normWaves: ClippingWaves = (farthest, fineness) => {
  const far = farWaves(Math.sqrt(Y), farthest, () => 1);
  const sum = (ρ: number, weight: (wave: Wave) => Complex): number =>
    far.reduce((total, wave) => total + weight(wave)[0] * Math.exp(-wave.θ[0] * ρ), 0);
  const step = PERIOD / POINTS;
  const start = 1 - Math.round((1 - FIRST) / step) * step;
  const rest = Array.from({ length: POINTS }, (_, j) => {
    const ρ = start + j * step;
    const φ = ρ < 1 ? 1 : 1 / Math.sqrt(ρ);
    // 1 at ρ ≥ 0, 0 where the period begins
    const damped = Math.exp(α * ρ) * 0.5 * erfc((FIRST / 2 - ρ) / (-FIRST / 8.5));
    return { ρ, first: damped * (φ - sum(ρ, ({ a }) => a)), second: damped * (φ * φ - sum(ρ, ({ b }) => b)) };
  });
  const N = Math.ceil(fineness);
  const near = Array.from({ length: N + 1 }, (_, k): Wave => {
    const ω = (2 * Math.PI * k) / PERIOD;
    const fade = k <= N / 2 ? 1 : 0.5 + 0.5 * Math.cos(Math.PI * ((2 * k) / N - 1));
    const scale = ((k === 0 ? 1 : 2) * fade) / POINTS;
    let [ar, ai, br, bi] = [0, 0, 0, 0];
    for (const { ρ, first, second } of rest) {
      const [cos, sin] = [Math.cos(ω * ρ), Math.sin(ω * ρ)];
      ar += first * cos;
      ai -= first * sin;
      br += second * cos;
      bi -= second * sin;
    }
    return { θ: [α, -ω], a: [scale * ar, scale * ai], b: [scale * br, scale * bi] };
  });
  return [...far, ...near];
};

/** Waves of g/√(1 + |g|²/c²). (2) */
export const smoothWaves: ClippingWaves = (farthest) => farWaves(4.5, farthest, (y) => Math.exp(-y * y));

/** The trapezoidal rule of (2) from y = `top` down to where e^{−y²ρ} = 1; what lies below is a geometric series. */
function farWaves(top: number, farthest: number, weight: (y: number) => number): readonly Wave[] {
  const ratio = Math.exp(-STEP);
  const count = Math.ceil(Math.log((top * farthest) / LEAST) / STEP);
  return Array.from({ length: count + 1 }, (_, k): Wave => {
    const y = top * ratio ** k;
    const below = k === count ? [1 - ratio, 1 - ratio * ratio] : [1, 1];
    const a = ((2 / Math.sqrt(Math.PI)) * STEP * y * weight(y)) / below[0];
    return { θ: [y * y, 0], a: [a, 0], b: [(2 * STEP * y * y * weight(y)) / below[1], 0] };
  });
}

/** y √ρ at the last node: its cube over 3 is the relative error left over. */
const LEAST = 0.01;
