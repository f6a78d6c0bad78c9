import { shown } from "../validate.js";
import type { Matrix } from "./vector.js";

/**
 * The lower triangular L with A = L Lᵀ, for A symmetric positive definite; RangeError otherwise.
 * Backward stable: ‖A − L Lᵀ‖ ≤ about d·10⁻¹⁶ ‖A‖. O(d³/3). For a semidefinite A use `symmetricSquareRoot`.
 * Source: Golub & Van Loan, Matrix Computations, Algorithm 4.2.1.
 */
export function cholesky(A: Matrix): Matrix {
  requireSymmetric("cholesky", A);
  const d = A.rows;
  const L = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    for (let i = j; i < d; i++) {
      let s = A.entries[i * d + j];
      for (let k = 0; k < j; k++) s -= L[i * d + k] * L[j * d + k];
      if (i > j) L[i * d + j] = s / L[j * d + j];
      else if (s > 0) L[j * d + j] = Math.sqrt(s);
      else throw new RangeError(`cholesky: A must be positive definite, got pivot ${j + 1} equal to ${s}`);
    }
  }
  return { rows: d, columns: d, entries: L };
}

/** Refuses a matrix that is not square, finite and symmetric up to 10⁻¹² of its largest entry. */
export function requireSymmetric(who: string, A: Matrix): void {
  requireSquare(who, A);
  const { rows: d, entries } = A;
  const scale = entries.reduce((largest, a) => Math.max(largest, Math.abs(a)), 0);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) {
      const upper = entries[j * d + i];
      const lower = entries[i * d + j];
      if (Math.abs(upper - lower) > 1e-12 * scale) {
        throw new RangeError(
          `${who}: A must be symmetric, got A[${j + 1},${i + 1}] = ${upper} and A[${i + 1},${j + 1}] = ${lower}`,
        );
      }
    }
  }
}

/** Refuses a matrix that is not square with finite entries. */
export function requireSquare(who: string, A: Matrix): void {
  if (A.rows !== A.columns) throw new RangeError(`${who}: A must be square, got ${A.rows} × ${A.columns}`);
  if (!A.entries.every(Number.isFinite))
    throw new RangeError(`${who}: A must have finite entries, got ${shown(A.entries)}`);
}
