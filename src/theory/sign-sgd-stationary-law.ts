import { integrate } from "../math/quadrature.js";
import { requireDegrees, requirePositives } from "./require.js";
import { signDrift, signSlope, signVariance } from "./sign-sgd.js";

/** What is left of the density beyond which nothing counts, as a logarithm. */
const NEGLIGIBLE = -45;

/**
 * Var X_∞ of the SignSGD SDE itself, dX = −e dt + √η (1 − e²)^{1/2} dW with e = 2F(hX/σ) − 1, on f = h x²/2: no
 * linearisation and every η. Its stationary density, in u = hx/σ, is
 *   p(u) ∝ 1/(1 − e²) · exp( −(2σ/(ηh)) ∫₀ᵘ e/(1 − e²) dv ),                                           (1)
 * and the variance is integrated from it, to about 10⁻¹². Noise Student-t with nu degrees of freedom, Gaussian unless
 * given. NaN where the law is too narrow for numbers to tell from a point. Source of (1): Gardiner, Handbook of Stochastic Methods, 5.2.2. Standing: derived and checked.
 */
export function signSgdStationaryVarianceOfSde(options: {
  readonly eta: number;
  readonly h: number;
  readonly sigma: number;
  readonly nu?: number;
}): number {
  const { eta: η, h, sigma: σ, nu = Infinity } = options;
  requirePositives("signSgdStationaryVarianceOfSde", { eta: η, h, sigma: σ });
  requireDegrees("signSgdStationaryVarianceOfSde", nu);
  const steepness = (2 * σ) / (η * h);
  const slope = (u: number): number => signDrift(u, nu) / signVariance(u, nu);
  // panels a fifth of the standard deviation wide
  const width = Math.min(0.2, 0.2 / Math.sqrt(steepness * signSlope(nu)));
  let mass = 0;
  let second = 0;
  for (let from = 0, exponent = 0; exponent > NEGLIGIBLE; from += width) {
    const start = exponent;
    const density = (u: number): number =>
      Math.exp(start - steepness * integrate(slope, from, u)) / signVariance(u, nu);
    mass += integrate(density, from, from + width);
    second += integrate((u) => u * u * density(u), from, from + width);
    exponent -= steepness * integrate(slope, from, from + width); // (1)
    // so narrow, beside σ/h, that numbers see no drift in it
    if (exponent === start) return Number.NaN;
  }
  return ((σ / h) ** 2 * second) / mass;
}
