import { requirePositive } from "../validate.js";
import { clipLinearisation, clipMoments } from "./clipping.js";
import { requireDegrees, requireNonNegatives, requirePositives } from "./require.js";

/** The threshold at which clipping costs least, and what it then costs. */
export interface HuberOptimum {
  /** c/s; Infinity for Gaussian noise, where clipping never helps. */
  readonly threshold: number;
  /** v₀/p² at it, in units of s²: the asymptotic variance of Huber's M-estimator. */
  readonly variance: number;
}

/**
 * The c/s that minimises v₀/p². At equal speed, ηp fixed, the floor of coordinatewise clipped SGD is proportional to v₀/p²,
 * which for SGD is the variance of the noise (infinite for nu ≤ 2) and for SignSGD 1/(4f(0)²). For Gaussian noise it falls to
 * 1 as c → ∞. Standing: derived and checked; that clipping never helps Gaussian noise agrees with the abstract of Marshall,
 * Xiao, Agarwala, Paquette 2024, arXiv 2406.11733.
 */
export function huberOptimum(nu: number): HuberOptimum {
  requireDegrees("huberOptimum", nu);
  if (nu === Infinity) return { threshold: Infinity, variance: 1 };
  const cost = (logarithm: number): number => {
    const { slope: p, variance: v0 } = clipLinearisation(1, Math.exp(logarithm), nu);
    return v0 / (p * p);
  };
  // one minimum between c ≪ s and the far tail; a golden section of [a, b]
  const golden = (Math.sqrt(5) - 1) / 2;
  let a = Math.log(1e-3);
  let b = Math.log(1e3);
  for (let step = 0; step < 60; step++) {
    const width = golden * (b - a);
    if (cost(b - width) < cost(a + width)) b = a + width;
    else a = b - width;
  }
  const at = (a + b) / 2;
  return { threshold: Math.exp(at), variance: cost(at) };
}

/**
 * min(1, c/√(|∇f|² + tr Σ)): the factor by which norm clipping shortens the mean gradient where d is large, so that |g|
 * hardly varies. Standing: recalled.
 */
export function highDimensionalClipFactor(options: {
  /** |∇f|. */
  readonly gradientNorm: number;
  /** tr Σ. */
  readonly noiseTrace: number;
  readonly c: number;
}): number {
  const { gradientNorm, noiseTrace, c } = options;
  requireNonNegatives("highDimensionalClipFactor", { gradientNorm, noiseTrace });
  requirePositive("highDimensionalClipFactor", "c", c);
  return Math.min(1, c / Math.sqrt(gradientNorm ** 2 + noiseTrace));
}

/**
 * Streaming least squares in high dimension, where clipping at c√d acts on the scalar residual ℓ ~ N(0, s²): the drift of the
 * homogenised SDE is scaled by P(|ℓ| ≤ c), its noise by E clip(ℓ, c)²/s². Marshall, Xiao, Agarwala, Paquette 2024, arXiv
 * 2406.11733. Standing: recalled; the two formulas follow for Gaussian residuals by Stein's identity.
 */
export function streamingClipFactors(options: { readonly residual: number; readonly c: number }): {
  readonly descent: number;
  readonly variance: number;
} {
  const { residual: s, c } = options;
  requirePositives("streamingClipFactors", { residual: s, c });
  const { unclipped, variance } = clipMoments(0, s, c);
  return { descent: unclipped, variance: variance / (s * s) };
}
