import { normalDistribution } from "./normal.js";
import { gaussLegendre, type Rule } from "./quadrature.js";

/** Rules for |r| < 0.3, < 0.75 and beyond. */
const RULES: readonly Rule[] = [6, 12, 20].map(gaussLegendre);

/**
 * Φ₂(h, k; r) = P(X ≤ h, Y ≤ k) of standard normals of correlation r ∈ [−1, 1]; absolute error about 10⁻¹⁵.
 *
 *   Φ₂ = Φ(h) Φ(k) + C(h, k; r),  C = (1/2π) ∫₀^{asin r} exp(−(h² + k² − 2hk sin θ)/(2 cos² θ)) dθ      (1)
 * For |r| ≥ 0.925 the integral is taken from r = ±1 instead, with the singular part of the integrand integrated in
 * closed form. Source: Drezner, Wesolowsky 1990; Genz 2004, «Numerical computation of rectangular bivariate and
 * trivariate normal and t probabilities», Section 2.4.
 *
 * @throws RangeError when r is not in [−1, 1].
 */
export function bivariateNormalDistribution(h: number, k: number, r: number): number {
  requireCorrelation("bivariateNormalDistribution", r);
  if (Math.abs(r) < 0.925) return normalDistribution(h) * normalDistribution(k) + covariance(h, k, r);
  return nearOne(-h, -k, r);
}

/**
 * Cov(sign X, sign Y) = 4 (Φ₂(a, b; r) − Φ(a) Φ(b)) of normals of means a, b, variances 1 and correlation r: the
 * covariance of the signs of two coordinates of a gradient with Gaussian noise, a = ∂₁f/σ₁, b = ∂₂f/σ₂. At a = b = 0 it
 * is (2/π) asin r; at r = 1 and a = b, the variance of one sign. For |r| < 0.925 it is (1) without cancellation.
 */
export function signCovariance(a: number, b: number, r: number): number {
  requireCorrelation("signCovariance", r);
  if (Math.abs(r) < 0.925) return 4 * covariance(a, b, r);
  return 4 * (nearOne(-a, -b, r) - normalDistribution(a) * normalDistribution(b));
}

function requireCorrelation(who: string, r: number): void {
  if (!(r >= -1 && r <= 1)) throw new RangeError(`${who}: r must be a number in [−1, 1], got ${r}`);
}

/** C of (1). */
function covariance(h: number, k: number, r: number): number {
  if (Math.abs(h) === Infinity || Math.abs(k) === Infinity) return 0;
  const { nodes, weights } = ruleFor(r);
  const half = Math.asin(r) / 2;
  const hk = h * k;
  const squares = (h * h + k * k) / 2;
  const sum = nodes.reduce((total, node, i) => {
    const s = Math.sin(half * (1 + node));
    return total + weights[i] * Math.exp((s * hk - squares) / (1 - s * s));
  }, 0);
  return (sum * half) / (2 * Math.PI);
}

const ruleFor = (r: number): Rule => RULES[Math.abs(r) < 0.3 ? 0 : Math.abs(r) < 0.75 ? 1 : 2];

/** P(X > h, Y > k) for 0.925 ≤ |r| ≤ 1; the names are Genz's. */
function nearOne(h: number, k: number, r: number): number {
  if (r < 0) return Math.max(0, normalDistribution(-h) - nearOne(h, -k, -r));
  const rest = Math.max(h, k) === Infinity || Math.min(h, k) === -Infinity ? 0 : tailIntegral(h, k, r);
  return Math.max(0, normalDistribution(-Math.max(h, k)) - rest);
}

/** P(X > max(h, k)) − P(X > h, Y > k) for r ≥ 0.925. */
function tailIntegral(h: number, k: number, r: number): number {
  const hk = h * k;
  const as = (1 - r) * (1 + r);
  const bs = (h - k) ** 2;
  const c = (4 - hk) / 8;
  const d = (12 - hk) / 80;
  let sum = 0;
  if (as > 0) {
    const a = Math.sqrt(as);
    const exponent = -(bs / as + hk) / 2;
    if (exponent > -100) sum = a * Math.exp(exponent) * (1 - (c * (bs - as) * (1 - d * bs)) / 3 + c * d * as * as);
    if (hk > -100) {
      const b = Math.sqrt(bs);
      const tail = Math.sqrt(2 * Math.PI) * normalDistribution(-b / a);
      sum -= Math.exp(-hk / 2) * tail * b * (1 - (c * bs * (1 - d * bs)) / 3);
    }
    const { nodes, weights } = RULES[2];
    nodes.forEach((node, i) => {
      const xs = ((a / 2) * (1 + node)) ** 2;
      const rs = Math.sqrt(1 - xs);
      const at = -(bs / xs + hk) / 2;
      if (at <= -100) return;
      const exact = Math.exp((-hk * xs) / (2 * (1 + rs) ** 2)) / rs;
      sum += (a / 2) * weights[i] * Math.exp(at) * (exact - (1 + c * xs * (1 + 5 * d * xs)));
    });
  }
  return sum / (2 * Math.PI);
}
