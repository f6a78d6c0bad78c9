import { lyapunov } from "../math/lyapunov.js";
import { integrate } from "../math/quadrature.js";
import { diagonal, type Matrix } from "../math/vector.js";
import { requirePositive } from "../validate.js";
import { scaleRows } from "./quadratic.js";
import { requireDegrees, requirePositives } from "./require.js";
import { signSlope } from "./sign-sgd.js";

/**
 * Cov(sign(u + Z), sign(w + Z′)) for standard normal Z, Z′ of correlation r ∈ [−1, 1]: the diffusion of SignSGD under
 * correlated noise. With Φ₂ the bivariate normal cdf and, for r ≥ 0, φ the angle whose cosine is the correlation,
 *   4Φ₂(u, w; r) − 4Φ(u)Φ(w) = (2/π) ∫_{acos r}^{π/2} exp(−(u − w)²/(2 sin² φ) − uw/(1 + cos φ)) dφ,
 * which is (2/π) asin r at u = w = 0; r < 0 by mirroring w. Absolute error about 10⁻¹⁴, up to |r| = 1.
 * Source: Plackett, Biometrika 41 (1954): ∂Φ₂/∂r is the bivariate density. Standing: derived and checked.
 */
export function signCovariance(u: number, w: number, r: number): number {
  if (r < 0) return -signCovariance(u, -w, -r);
  const f = (φ: number): number => Math.exp(-0.5 * ((u - w) / Math.sin(φ)) ** 2 - (u * w) / (1 + Math.cos(φ)));
  const end = Math.acos(r);
  let s = 0;
  // panels halve towards φ = 0, where the first factor varies on the scale of φ itself
  for (let high = Math.PI / 2, k = 0; high > end && k < 50; high /= 2, k++)
    s += integrate(f, Math.max(end, high / 2), high);
  return (2 / Math.PI) * s;
}

/**
 * The V with A V + V Aᵀ = ηC, A = 2f(0) diag(1/σᵢ) H, C_ij = (2/π) asin r_ij: the linearised stationary covariance
 * of SignSGD for any Hessian, to leading order in η. `correlation` r is that of the noise, the identity unless
 * given; Student-t noise must be independent.
 * Standing: derived and checked.
 */
export function signSgdStationaryCovariance(options: {
  readonly eta: number;
  readonly H: Matrix;
  readonly sigma: readonly number[];
  readonly correlation?: Matrix;
  readonly nu?: number;
}): Matrix {
  const { eta: η, H, sigma: σ, correlation, nu = Infinity } = options;
  const who = "signSgdStationaryCovariance";
  requirePositives(who, { eta: η });
  requireDegrees(who, nu);
  for (const scale of σ) requirePositive(who, "every entry of sigma", scale);
  if (correlation !== undefined && nu !== Infinity) {
    throw new RangeError(`${who}: correlation needs Gaussian noise, got nu = ${nu}`);
  }
  const A = scaleRows(
    σ.map((scale) => signSlope(nu) / scale),
    H,
  );
  const C = correlation ?? diagonal(σ.map(() => 1));
  return lyapunov(A, { ...C, entries: C.entries.map((r) => ((2 * η) / Math.PI) * Math.asin(r)) });
}
