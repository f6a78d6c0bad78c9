import { gammaRatio, logDeficit, logGamma, stirlingRest } from "./gamma-function.js";
import { termLimit } from "./incomplete-gamma.js";

/**
 * Iₓ(a, b) = (1/B(a, b)) ∫₀ˣ t^{a−1} (1−t)^{b−1} dt, the cdf of a Beta(a, b) variable, for a, b > 0 and 0 ≤ x ≤ 1;
 * NaN elsewhere. `complement` is 1 − x, to be given where the caller knows it better than 1 − x can say (x near 1).
 * Continued fraction (Abramowitz & Stegun 26.5.8) on the side of the mean where it converges fast; relative error
 * about 10⁻¹⁴ below the mean, absolute above it.
 */
export function regularisedBeta(x: number, a: number, b: number, complement: number = 1 - x): number {
  if (!(a > 0 && b > 0 && x >= 0 && complement >= 0)) return Number.NaN;
  if (x === 0) return 0;
  if (complement === 0) return 1;
  if (x * (a + b + 2) <= a + 1) return lowerFraction(x, complement, a, b);
  return 1 - lowerFraction(complement, x, b, a);
}

/**
 * Lentz's evaluation of the even part of the continued fraction. Its terms are written with y = 1 − x, because a y
 * − b x keeps the digits that 1 − x would lose when a ≫ b and x is near 1, as in Student's t with many degrees of
 * freedom.
 */
function lowerFraction(x: number, y: number, a: number, b: number): number {
  let h = (a * (a * y - b * x + 1)) / (a + 1);
  let c = h;
  let d = 0;
  for (let k = 1; k < termLimit(a + b); k++) {
    const w = (k * (b - k) * x) / (a + 2 * k - 1);
    const above = ((a + k - 1) * (a + b + k - 1) * x * w) / (a + 2 * k - 1);
    const below = k + w + ((a + k) * (a * y - b * x + 1 + k * (1 + y))) / (a + 2 * k + 1);
    d = 1 / (below + above * d);
    c = below + above / c;
    h *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return betaKernel(x, y, a, b) / h;
}

/**
 * xᵃ yᵇ/B(a, b) with y = 1 − x; for large a and b through the deviances, whose terms are small where the value is
 * not.
 */
function betaKernel(x: number, y: number, a: number, b: number): number {
  if (a < b) return betaKernel(y, x, b, a);
  const n = a + b;
  if (b >= 12) {
    const gap = x > 0.5 ? b / n - y : x - a / n;
    const deviance = a * logDeficit(Math.max(-1, (gap * n) / a)) + b * logDeficit(Math.max(-1, (-gap * n) / b));
    return (
      Math.sqrt((a * b) / (2 * Math.PI * n)) * Math.exp(stirlingRest(n) - stirlingRest(a) - stirlingRest(b) - deviance)
    );
  }
  const logX = x < 0.5 ? Math.log(x) : Math.log1p(-y);
  return y ** b * gammaRatio(n, a, b) * Math.exp(a * logX - logGamma(b));
}
