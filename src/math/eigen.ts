import { requireSymmetric } from "./cholesky.js";
import type { Matrix, Vec } from "./vector.js";

/** A = Q diag(λ) Qᵀ: eigenvalues λ₁ ≤ … ≤ λ_d, and Q with the unit eigenvectors as its columns. */
export interface Eigen {
  readonly values: Vec;
  readonly vectors: Matrix;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix; RangeError when A is not symmetric. Cyclic Jacobi rotations
 * until the off-diagonal part is below 10⁻¹⁶ ‖A‖ (Golub & Van Loan, Algorithm 8.5.3): absolute error about 10⁻¹⁵
 * ‖A‖, Q orthogonal to 10⁻¹⁵. O(d³) a sweep, 6 to 10 sweeps; meant for d up to some hundreds.
 */
export function symmetricEigen(A: Matrix): Eigen {
  requireSymmetric("symmetricEigen", A);
  const d = A.rows;
  const a = Float64Array.from(A.entries);
  const q = new Float64Array(d * d);
  for (let i = 0; i < d; i++) q[i * d + i] = 1;
  const enough = 1e-32 * a.reduce((s, v) => s + v * v, 0);
  for (let sweep = 0; sweep < 50 && offDiagonal(a, d) > enough; sweep++) {
    for (let i = 0; i < d; i++) for (let j = i + 1; j < d; j++) rotate(a, q, d, i, j);
  }
  const order = Array.from({ length: d }, (_, i) => i).sort((i, j) => a[i * d + i] - a[j * d + j]);
  const vectors = new Float64Array(d * d);
  order.forEach((from, to) => {
    for (let k = 0; k < d; k++) vectors[k * d + to] = q[k * d + from];
  });
  return { values: Float64Array.from(order, (i) => a[i * d + i]), vectors: { rows: d, columns: d, entries: vectors } };
}

/**
 * The symmetric positive semidefinite S with S S = A, for A symmetric positive semidefinite; RangeError otherwise.
 * S = Q diag(√λ) Qᵀ. Eigenvalues down to −10⁻¹² λ_max are rounding errors and count as 0.
 */
export function symmetricSquareRoot(A: Matrix): Matrix {
  const d = A.rows;
  const { values, vectors } = symmetricEigen(A);
  const least = -1e-12 * Math.max(...values.map(Math.abs));
  if (values[0] < least) {
    throw new RangeError(`symmetricSquareRoot: A must be positive semidefinite, got eigenvalue ${values[0]}`);
  }
  const entries = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    const root = Math.sqrt(Math.max(values[k], 0));
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) entries[i * d + j] += root * vectors.entries[i * d + k] * vectors.entries[j * d + k];
    }
  }
  return { rows: d, columns: d, entries };
}

/** Sum of the squares above the diagonal. */
function offDiagonal(a: Vec, d: number): number {
  let s = 0;
  for (let i = 0; i < d; i++) for (let j = i + 1; j < d; j++) s += a[i * d + j] * a[i * d + j];
  return s;
}

/** One rotation in the plane (p, r) that annihilates a[p,r]. */
function rotate(a: Vec, q: Vec, d: number, p: number, r: number): void {
  const off = a[p * d + r];
  if (off === 0) return;
  const τ = (a[r * d + r] - a[p * d + p]) / (2 * off);
  const t = (τ >= 0 ? 1 : -1) / (Math.abs(τ) + Math.hypot(1, τ));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  for (let k = 0; k < d; k++) turn(a, k * d + p, k * d + r, c, s);
  for (let k = 0; k < d; k++) turn(a, p * d + k, r * d + k, c, s);
  for (let k = 0; k < d; k++) turn(q, k * d + p, k * d + r, c, s);
  a[p * d + r] = 0;
  a[r * d + p] = 0;
}

function turn(a: Vec, i: number, j: number, c: number, s: number): void {
  const u = a[i];
  const v = a[j];
  a[i] = c * u - s * v;
  a[j] = s * u + c * v;
}
