import type { Problem } from "../objectives/problem.js";

/** A diagonal quadratic with independent noise, coordinate by coordinate: the problem most closed formulas are for. */
export interface QuadraticProblem {
  /** Eigenvalues of the Hessian, all positive. */
  readonly h: readonly number[];
  /** Scale of the noise: the standard deviation for Gaussian noise, s for Student-t. */
  readonly sigma: readonly number[];
  /** Degrees of freedom; Infinity for Gaussian noise. */
  readonly nu: number;
  /** Standard deviation of the noise; Infinity for ν ≤ 2. */
  readonly deviation: readonly number[];
  readonly x0: readonly number[];
  /** S₀ = f(x₀) − f*. */
  readonly gap: number;
  /** Strong convexity μ = min hᵢ, and tr H. */
  readonly mu: number;
  readonly trace: number;
}

/** The problem as a diagonal quadratic, or nothing where it is not one, is not convex or has no noise. */
export function quadraticProblem({ objective, law, start }: Problem): QuadraticProblem | undefined {
  const { hessian, dimension: d } = objective;
  const { scale, nu = Number.POSITIVE_INFINITY } = law;
  if (hessian === undefined || scale === undefined || !scale.every((value) => value > 0)) return undefined;
  const isDiagonal = hessian.entries.every((value, index) => index % (d + 1) === 0 || value === 0);
  const h = Array.from({ length: d }, (_, i) => hessian.entries[i * (d + 1)]);
  if (!isDiagonal || !h.every((value) => value > 0)) return undefined;
  const spread = nu === Number.POSITIVE_INFINITY ? 1 : nu > 2 ? Math.sqrt(nu / (nu - 2)) : Number.POSITIVE_INFINITY;
  return {
    h,
    sigma: [...scale],
    nu,
    deviation: [...scale].map((value) => value * spread),
    x0: [...start],
    gap: h.reduce((sum, value, i) => sum + (value * start[i] ** 2) / 2, 0),
    mu: Math.min(...h),
    trace: h.reduce((sum, value) => sum + value, 0),
  };
}
