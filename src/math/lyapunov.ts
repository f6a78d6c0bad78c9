import { requireSquare } from "./cholesky.js";
import { solve } from "./solve.js";
import type { Matrix, Vec } from "./vector.js";

/**
 * The V with A V + V Aᵀ = C: the stationary covariance of dX = −A X dt + C^{1/2} dW when every eigenvalue of A has
 * a positive real part. RangeError when the equation is singular (two eigenvalues of A sum to 0). One dense solve
 * in the d² entries of V, O(d⁶): for d ≤ 12.
 * Source: Gardiner, Handbook of Stochastic Methods, 4.4.6.
 */
export function lyapunov(A: Matrix, C: Matrix): Matrix {
  requireSameSize("lyapunov", A, C);
  const d = A.rows;
  return solveEntries(d, C, (row, i, j) => {
    for (let k = 0; k < d; k++) {
      row[k * d + j] += A.entries[i * d + k];
      row[i * d + k] += A.entries[j * d + k];
    }
  });
}

/**
 * The V with V = A V Aᵀ + Q: the stationary covariance of xₖ₊₁ = A xₖ + Q^{1/2} zₖ when every eigenvalue of A lies
 * inside the unit circle. RangeError when the equation is singular (two eigenvalues of A multiply to 1). One dense
 * solve, O(d⁶): for d ≤ 12.
 */
export function discreteLyapunov(A: Matrix, Q: Matrix): Matrix {
  requireSameSize("discreteLyapunov", A, Q);
  const d = A.rows;
  return solveEntries(d, Q, (row, i, j) => {
    row[i * d + j] += 1;
    for (let k = 0; k < d; k++) {
      for (let l = 0; l < d; l++) row[k * d + l] -= A.entries[i * d + k] * A.entries[j * d + l];
    }
  });
}

/**
 * Solves the linear equations in the entries of V whose row for entry (i, j) `fill` writes; V is symmetric when C
 * is.
 */
function solveEntries(d: number, C: Matrix, fill: (row: Vec, i: number, j: number) => void): Matrix {
  const n = d * d;
  const K = new Float64Array(n * n);
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) fill(K.subarray((i * d + j) * n, (i * d + j + 1) * n), i, j);
  return { rows: d, columns: d, entries: solve({ rows: n, columns: n, entries: K }, C.entries) };
}

function requireSameSize(who: string, A: Matrix, C: Matrix): void {
  requireSquare(who, A);
  if (C.rows !== A.rows || C.columns !== A.columns) {
    throw new RangeError(`${who}: both matrices must be ${A.rows} × ${A.rows}, got ${C.rows} × ${C.columns}`);
  }
}
