import { studentDistribution } from "../math/student.js";
import { requireFinite } from "../validate.js";
import { requireDegrees, requirePositives } from "./require.js";

/** The stationary law of one-dimensional SignSGD. */
export interface LatticeLaw {
  /** The points x₀ + jη that carry more than 10⁻²⁰ of the largest probability, ascending; none where they are over 100,000. */
  readonly points: readonly number[];
  readonly probabilities: readonly number[];
  /** NaN, like the variance, where there are too many points. */
  readonly mean: number;
  readonly variance: number;
}

/** To either side; they are more where σ is some 4·10⁷ times ηh. */
const MOST_POINTS = 5e4;

/**
 * The exact stationary law of xₖ₊₁ = xₖ − η sign(h xₖ + σT), which lives on the lattice x₀ + ηℤ, by detailed balance:
 *   p(xⱼ₊₁)/p(xⱼ) = P(xⱼ → xⱼ₊₁)/P(xⱼ₊₁ → xⱼ) = F(−h xⱼ/σ)/F(h xⱼ₊₁/σ).
 * F is the cdf of T, Student-t with nu degrees of freedom (Gaussian unless given). The chain alternates between the
 * even and the odd points; this is its law averaged over two steps, from which the moments of either half differ by
 * less than e^{−c/η}. `x0` is 0 unless given. Standing: derived and checked.
 */
export function signSgdLatticeLaw(options: {
  readonly eta: number;
  readonly h: number;
  readonly sigma: number;
  readonly nu?: number;
  readonly x0?: number;
}): LatticeLaw {
  const { eta: η, h, sigma: σ, nu = Infinity, x0 = 0 } = options;
  requirePositives("signSgdLatticeLaw", { eta: η, h, sigma: σ });
  requireDegrees("signSgdLatticeLaw", nu);
  requireFinite("signSgdLatticeLaw", "x0", x0);
  const centre = x0 - η * Math.round(x0 / η);
  const up = (x: number): number => studentDistribution((-h * x) / σ, nu);
  const down = (x: number): number => studentDistribution((h * x) / σ, nu);

  const tooMany: LatticeLaw = { points: [], probabilities: [], mean: Number.NaN, variance: Number.NaN };
  const above: [number, number][] = [];
  for (let j = 1, p = 1; p > 1e-20; j++) {
    if (j > MOST_POINTS) return tooMany;
    p *= up(centre + (j - 1) * η) / down(centre + j * η);
    above.push([centre + j * η, p]);
  }
  const below: [number, number][] = [];
  for (let j = 1, p = 1; p > 1e-20; j++) {
    if (j > MOST_POINTS) return tooMany;
    p *= down(centre - (j - 1) * η) / up(centre - j * η);
    below.push([centre - j * η, p]);
  }
  const law: [number, number][] = [...below.reverse(), [centre, 1], ...above];
  const total = law.reduce((s, [, p]) => s + p, 0);
  const mean = law.reduce((s, [x, p]) => s + x * p, 0) / total;
  const variance = law.reduce((s, [x, p]) => s + (x - mean) ** 2 * p, 0) / total;
  return { points: law.map(([x]) => x), probabilities: law.map(([, p]) => p / total), mean, variance };
}
