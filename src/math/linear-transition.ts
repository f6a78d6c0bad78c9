import { requireSquare } from "./cholesky.js";
import type { Matrix, Vec } from "./vector.js";

/** How dX = (A X + c) dt + C^{1/2} dW gets from X₀ to X_h: X_h ~ N( E X₀ + R c, Q ). */
export interface LinearTransition {
  /** E = e^{Ah}. */
  readonly propagator: Matrix;
  /** R = ∫₀ʰ e^{As} ds. */
  readonly response: Matrix;
  /** Q = ∫₀ʰ e^{As} C e^{Aᵀs} ds. */
  readonly covariance: Matrix;
}

/** Terms of the Taylor series at ‖A‖h ≤ ½; each divides what is left by at least the number of the term. */
const TERMS = 20;

/**
 * The transition of a linear SDE over a time h ≥ 0, for any square A and symmetric C.
 *
 * Over h/2ˢ, with ‖A‖₁h/2ˢ ≤ ½, by the Taylor series
 *   E = Σ (Ah)ᵏ/k!,  R = h Σ (Ah)ᵏ/(k+1)!,  Q = h Σ Mₖ hᵏ/(k+1)!,  M₀ = C,  Mₖ₊₁ = A Mₖ + Mₖ Aᵀ,     (1)
 * then s times doubled:
 *   Q ← Q + E Q Eᵀ,  R ← R + E R,  E ← E E.                                                            (2)
 * (2) adds only what is positive, so a stiff stable A costs no digits, as e^{−Ah} in Van Loan's block exponential would.
 * Relative error about s·10⁻¹⁶ in norm. O((20 + s) d³) operations. Standing: derived, and checked against closed forms.
 */
export function linearTransition(A: Matrix, C: Matrix, h: number): LinearTransition {
  requireSquare("linearTransition", A);
  const d = A.rows;
  if (C.rows !== d || C.columns !== d) {
    throw new RangeError(`linearTransition: C must be ${d} × ${d}, got ${C.rows} × ${C.columns}`);
  }
  if (!(h >= 0 && Number.isFinite(h))) throw new RangeError(`linearTransition: h must be a number ≥ 0, got ${h}`);
  const doublings = Math.max(0, Math.ceil(Math.log2(2 * columnNorm(A) * h)));
  const τ = h / 2 ** doublings;
  const B = scaled(A.entries, τ);
  let term: Vec = identity(d);
  let M: Vec = scaled(C.entries, 1);
  let E: Vec = identity(d);
  let R: Vec = scaled(E, τ);
  let Q: Vec = scaled(M, τ);
  for (let k = 1; k <= TERMS; k++) {
    term = scaled(times(B, term, d), 1 / k);
    const BM = times(B, M, d);
    M = scaled(sum(BM, transpose(BM, d)), 1 / (k + 1));
    E = sum(E, term);
    R = sum(R, scaled(term, τ / (k + 1)));
    Q = sum(Q, scaled(M, τ)); // (1)
  }
  for (let s = 0; s < doublings; s++) {
    Q = sum(Q, times(times(E, Q, d), transpose(E, d), d));
    R = sum(R, times(E, R, d));
    E = times(E, E, d); // (2)
  }
  const matrixOf = (entries: Vec): Matrix => ({ rows: d, columns: d, entries });
  return { propagator: matrixOf(E), response: matrixOf(R), covariance: matrixOf(Q) };
}

/** The largest column sum of moduli. */
function columnNorm({ rows, columns, entries }: Matrix): number {
  let largest = 0;
  for (let j = 0; j < columns; j++) {
    let s = 0;
    for (let i = 0; i < rows; i++) s += Math.abs(entries[i * columns + j]);
    largest = Math.max(largest, s);
  }
  return largest;
}

function identity(d: number): Vec {
  const entries = new Float64Array(d * d);
  for (let i = 0; i < d; i++) entries[i * d + i] = 1;
  return entries;
}

function times(a: Vec, b: Vec, d: number): Vec {
  const product = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < d; k++) {
      const factor = a[i * d + k];
      if (factor === 0) continue;
      for (let j = 0; j < d; j++) product[i * d + j] += factor * b[k * d + j];
    }
  }
  return product;
}

function transpose(a: Vec, d: number): Vec {
  return a.map((_, k) => a[(k % d) * d + Math.floor(k / d)]);
}

function sum(a: Vec, b: Vec): Vec {
  return a.map((value, k) => value + b[k]);
}

function scaled(a: Vec, factor: number): Vec {
  return a.map((value) => factor * value);
}
