import type { Matrix } from "../math/vector.js";

/** E f = ½ Σᵢ hᵢ vᵢ for f = ½ Σ hᵢ xᵢ² and coordinates of mean 0 and variance vᵢ. */
export function lossFloor(h: readonly number[], variances: readonly number[]): number {
  return 0.5 * h.reduce((s, curvature, i) => s + curvature * variances[i], 0);
}

/** diag(p) H. */
export function scaleRows(p: readonly number[], H: Matrix): Matrix {
  if (p.length !== H.rows) {
    throw new RangeError(`scaleRows: p must have ${H.rows} entries, one for each row of H, got ${p.length}`);
  }
  return { ...H, entries: H.entries.map((entry, k) => p[Math.floor(k / H.columns)] * entry) };
}

/** A with λ added to its diagonal. */
export function shiftDiagonal(A: Matrix, λ: number): Matrix {
  return { ...A, entries: A.entries.map((entry, k) => (k % (A.columns + 1) === 0 ? entry + λ : entry)) };
}
