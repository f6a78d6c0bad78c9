import { requireSquare } from "./cholesky.js";
import type { Matrix, Vec } from "./vector.js";

/** How yⱼ₊₁ = A yⱼ + Q^{1/2} zⱼ gets from y₀ to y_k: y_k has mean P E y₀ and, from a point y₀, covariance C. */
export interface LinearPower {
  /** P = Aᵏ. */
  readonly power: Matrix;
  /** C = Σ_{j<k} Aʲ Q (Aᵀ)ʲ. */
  readonly covariance: Matrix;
}

/**
 * k steps of a linear recursion with noise, for any square A, symmetric Q and integer k ≥ 0, by the binary digits of k:
 *   one step more: C ← A C Aᵀ + Q,  P ← A P;   twice as many steps: C ← C + P C Pᵀ,  P ← P P.           (1)
 * O(d³ log k). Standing: derived, and checked against the recursion.
 */
export function linearPower(A: Matrix, Q: Matrix, k: number): LinearPower {
  requireSquare("linearPower", A);
  const d = A.rows;
  if (Q.rows !== d || Q.columns !== d) {
    throw new RangeError(`linearPower: Q must be ${d} × ${d}, got ${Q.rows} × ${Q.columns}`);
  }
  if (!(Number.isInteger(k) && k >= 0)) throw new RangeError(`linearPower: k must be an integer ≥ 0, got ${k}`);
  let P: Vec = Float64Array.from({ length: d * d }, (_, at) => (at % (d + 1) === 0 ? 1 : 0));
  let C: Vec = new Float64Array(d * d);
  for (const digit of k.toString(2)) {
    C = sum(C, congruent(P, C, d));
    P = times(P, P, d);
    if (digit === "0") continue;
    C = sum(congruent(A.entries, C, d), Q.entries);
    P = times(A.entries, P, d); // (1)
  }
  return { power: { rows: d, columns: d, entries: P }, covariance: { rows: d, columns: d, entries: C } };
}

/** B C Bᵀ. */
function congruent(B: Vec, C: Vec, d: number): Vec {
  const transposed = B.map((_, at) => B[(at % d) * d + Math.floor(at / d)]);
  return times(times(B, C, d), transposed, d);
}

function times(a: Vec, b: Vec, d: number): Vec {
  const product = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      for (let l = 0; l < d; l++) product[i * d + j] += a[i * d + l] * b[l * d + j];
    }
  }
  return product;
}

function sum(a: Vec, b: Vec): Vec {
  return a.map((value, at) => value + b[at]);
}
