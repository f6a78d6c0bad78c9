import { requireSquare } from "./cholesky.js";
import type { Matrix, Vec } from "./vector.js";

/**
 * The x with A x = b, for A square and regular; RangeError when a pivot vanishes or the sizes do not match. LU
 * decomposition with row pivoting (Golub & Van Loan, Algorithm 3.4.1), backward stable: ‖A x − b‖ ≤ about d·10⁻¹⁶
 * ‖A‖ ‖x‖. O(d³).
 */
export function solve(A: Matrix, b: Vec): Vec {
  requireSquare("solve", A);
  const d = A.rows;
  if (b.length !== d) throw new RangeError(`solve: b must have ${d} entries, got ${b.length}`);
  const a = Float64Array.from(A.entries);
  const x = Float64Array.from(b);
  for (let j = 0; j < d; j++) {
    const pivot = largestBelow(a, d, j);
    if (a[pivot * d + j] === 0) throw new RangeError(`solve: A must be regular, got pivot ${j + 1} equal to 0`);
    if (pivot !== j) swapRows(a, x, d, pivot, j);
    for (let i = j + 1; i < d; i++) {
      const factor = a[i * d + j] / a[j * d + j];
      if (factor === 0) continue;
      for (let k = j + 1; k < d; k++) a[i * d + k] -= factor * a[j * d + k];
      x[i] -= factor * x[j];
    }
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) x[i] -= a[i * d + k] * x[k];
    x[i] /= a[i * d + i];
  }
  return x;
}

function largestBelow(a: Vec, d: number, j: number): number {
  let best = j;
  for (let i = j + 1; i < d; i++) if (Math.abs(a[i * d + j]) > Math.abs(a[best * d + j])) best = i;
  return best;
}

function swapRows(a: Vec, x: Vec, d: number, i: number, j: number): void {
  for (let k = 0; k < d; k++) [a[i * d + k], a[j * d + k]] = [a[j * d + k], a[i * d + k]];
  [x[i], x[j]] = [x[j], x[i]];
}
