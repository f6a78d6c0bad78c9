import { symmetricEigen } from "../math/eigen.js";
import { studentVariance } from "../math/student.js";
import { diagonal, type Matrix, type Vec } from "../math/vector.js";
import type { Problem } from "../objectives/problem.js";

/**
 * A convex quadratic f = ½ xᵀHx in the basis of the eigenvectors q₁, …, q_d of H, where E f = ½ Σ hᵢ E (qᵢᵀx)². A method
 * that is linear in the gradient and the same for all coordinates acts on each qᵢᵀx alone, with noise of variance qᵢᵀΣqᵢ.
 */
export interface EigenProblem {
  /** Eigenvalues h₁ ≤ … ≤ h_d, all positive. */
  readonly h: readonly number[];
  /** Standard deviation of the noise along each eigenvector, all positive. */
  readonly deviation: readonly number[];
  /** The start along each eigenvector. */
  readonly x0: readonly number[];
  /** S₀ = f(x₀) − f*. */
  readonly gap: number;
  /** Strong convexity μ = h₁, and tr H. */
  readonly mu: number;
  readonly trace: number;
}

/** The problem as such a quadratic, or nothing where H is not constant and positive, or the noise has no variance. */
export function eigenProblem({ objective, law, start }: Problem): EigenProblem | undefined {
  const { hessian, dimension: d } = objective;
  const covariance = noiseCovariance(law, d);
  if (hessian === undefined || covariance === undefined) return undefined;
  const { values, vectors } = symmetricEigen(hessian);
  if (!(values[0] > 0)) return undefined;
  const column = (i: number): Vec => Float64Array.from({ length: d }, (_, k) => vectors.entries[k * d + i]);
  const along = Array.from({ length: d }, (_, i) => column(i));
  const deviation = along.map((q) => Math.sqrt(quadraticForm(covariance, q)));
  if (!deviation.every((value) => value > 0)) return undefined;
  const h = [...values];
  const x0 = along.map((q) => q.reduce((sum, value, k) => sum + value * start[k], 0));
  return {
    h,
    deviation,
    x0,
    gap: h.reduce((sum, value, i) => sum + (value * x0[i] ** 2) / 2, 0),
    mu: h[0],
    trace: h.reduce((sum, value) => sum + value, 0),
  };
}

/** Σ of Gaussian and Student-t noise where it exists and is the same everywhere: for a full Σ the law keeps its root S. */
export function noiseCovariance({ scale, nu = Infinity, constants }: Problem["law"], d: number): Matrix | undefined {
  if (scale !== undefined) {
    return nu > 2 ? diagonal(scale.map((value) => value ** 2 * studentVariance(nu))) : undefined;
  }
  const S = constants.get("S");
  if (typeof S !== "object" || S instanceof Float64Array) return undefined;
  const row = (i: number): Vec => S.entries.subarray(i * d, (i + 1) * d);
  const entries = Float64Array.from({ length: d * d }, (_, k) => {
    const other = row(k % d);
    return row(Math.floor(k / d)).reduce((sum, value, j) => sum + value * other[j], 0);
  });
  return { rows: d, columns: d, entries };
}

/** qᵀCq. */
function quadraticForm(C: Matrix, q: Vec): number {
  return C.entries.reduce((sum, entry, k) => sum + entry * q[Math.floor(k / C.columns)] * q[k % C.columns], 0);
}

/** The first two moments of one coordinate as functions of t. */
export interface CoordinateMoments {
  readonly mean: (t: number) => number;
  readonly variance: (t: number) => number;
}

/** E f = ½ Σ hᵢ (mean² + variance) of the coordinates. */
export function meanLoss(
  { h }: { readonly h: readonly number[] },
  of: (i: number) => CoordinateMoments,
): (t: number) => number {
  const moments = h.map((_, i) => of(i));
  return (t) => moments.reduce((sum, { mean, variance }, i) => sum + (h[i] * (mean(t) ** 2 + variance(t))) / 2, 0);
}
