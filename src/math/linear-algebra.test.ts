import fc from "fast-check";
import { expect, test } from "vitest";
import { cholesky } from "./cholesky.js";
import { symmetricEigen, symmetricSquareRoot } from "./eigen.js";
import { discreteLyapunov, lyapunov } from "./lyapunov.js";
import { solve } from "./solve.js";
import { diagonal, type Matrix, matrix, multiply } from "./vector.js";

const entry = fc.double({ min: -2, max: 2, noNaN: true });
const square = fc
  .integer({ min: 1, max: 5 })
  .chain((d) => fc.array(fc.array(entry, { minLength: d, maxLength: d }), { minLength: d, maxLength: d }))
  .map(matrix);

function transpose(A: Matrix): Matrix {
  const entries = A.entries.map((_, k) => A.entries[(k % A.rows) * A.columns + Math.floor(k / A.rows)]);
  return { rows: A.columns, columns: A.rows, entries };
}

function times(A: Matrix, B: Matrix): Matrix {
  const columns = Array.from({ length: B.columns }, (_, j) => {
    const out = new Float64Array(A.rows);
    multiply(
      A,
      Float64Array.from({ length: B.rows }, (_, i) => B.entries[i * B.columns + j]),
      out,
    );
    return Array.from(out);
  });
  return transpose(matrix(columns));
}

function plus(A: Matrix, B: Matrix, factor = 1): Matrix {
  return { ...A, entries: A.entries.map((a, k) => a + factor * B.entries[k]) };
}

/** Largest entry of A − B. */
function gap(A: Matrix, B: Matrix): number {
  return Math.max(...plus(A, B, -1).entries.map(Math.abs));
}

/** B Bᵀ + I: symmetric, eigenvalues ≥ 1. */
const positive = square.map((B) => plus(times(B, transpose(B)), diagonal(Array(B.rows).fill(1))));

test("cholesky: L Lᵀ = A, L lower triangular", () => {
  fc.assert(
    fc.property(positive, (A) => {
      const L = cholesky(A);
      // entries of A are below 21: 10⁻¹⁶ · 21 · d
      expect(gap(times(L, transpose(L)), A)).toBeLessThan(1e-14);
      L.entries.forEach((l, k) => {
        if (k % A.rows > Math.floor(k / A.rows)) expect(l).toBe(0);
      });
    }),
    { seed: 11 },
  );
});

test("cholesky refuses what is not symmetric positive definite", () => {
  expect(() =>
    cholesky(
      matrix([
        [1, 2],
        [2, 1],
      ]),
    ),
  ).toThrow("cholesky: A must be positive definite, got pivot 2 equal to -3");
  expect(() =>
    cholesky(
      matrix([
        [1, 0.5],
        [0, 1],
      ]),
    ),
  ).toThrow("A must be symmetric, got A[1,2] = 0.5 and A[2,1] = 0");
  expect(() => cholesky(matrix([[1, 0]]))).toThrow("A must be square, got 1 × 2");
  expect(() => cholesky(diagonal([1, Number.NaN]))).toThrow("finite");
});

test("symmetricEigen: Q diag(λ) Qᵀ = A, Q orthogonal, λ ascending", () => {
  fc.assert(
    fc.property(positive, (A) => {
      const { values, vectors: Q } = symmetricEigen(A);
      expect(gap(times(times(Q, diagonal(values)), transpose(Q)), A)).toBeLessThan(1e-13);
      expect(gap(times(Q, transpose(Q)), diagonal(values.map(() => 1)))).toBeLessThan(1e-14);
      expect(Array.from(values)).toEqual(Array.from(values).sort((a, b) => a - b));
    }),
    { seed: 12 },
  );
  const two = matrix([
    [2, 1],
    [1, 2],
  ]);
  expect(gap(diagonal(symmetricEigen(two).values), diagonal([1, 3]))).toBeLessThan(1e-15);
});

test("symmetricSquareRoot: S S = A, semidefinite A too", () => {
  fc.assert(
    fc.property(square, (B) => {
      const A = times(B, transpose(B));
      const S = symmetricSquareRoot(A);
      expect(gap(times(S, S), A)).toBeLessThan(1e-13);
      expect(gap(S, transpose(S))).toBeLessThan(1e-14);
    }),
    { seed: 13 },
  );
  const rankOne = symmetricSquareRoot(
    matrix([
      [4, 2],
      [2, 1],
    ]),
  );
  expect(
    gap(
      times(rankOne, rankOne),
      matrix([
        [4, 2],
        [2, 1],
      ]),
    ),
  ).toBeLessThan(1e-14);
  expect(() => symmetricSquareRoot(diagonal([1, -1]))).toThrow("positive semidefinite, got eigenvalue -1");
});

test("solve: A x = b, with a zero pivot on the way", () => {
  expect(
    Array.from(
      solve(
        matrix([
          [0, 2],
          [3, 1],
        ]),
        Float64Array.of(4, 5),
      ),
    ),
  ).toEqual([1, 2]);
  fc.assert(
    fc.property(positive, (A) => {
      const b = Float64Array.from({ length: A.rows }, (_, i) => i + 1);
      const out = new Float64Array(A.rows);
      multiply(A, solve(A, b), out);
      expect(Math.max(...out.map((v, i) => Math.abs(v - b[i])))).toBeLessThan(1e-12);
    }),
    { seed: 14 },
  );
  expect(() =>
    solve(
      matrix([
        [1, 1],
        [1, 1],
      ]),
      Float64Array.of(1, 2),
    ),
  ).toThrow("solve: A must be regular");
  expect(() => solve(diagonal([1]), Float64Array.of(1, 2))).toThrow("solve: b must have 1 entries, got 2");
});

test("lyapunov: A V + V Aᵀ = C, V symmetric", () => {
  fc.assert(
    fc.property(positive, (A) => {
      const skew = matrix(Array.from({ length: A.rows }, (_, i) => Array.from({ length: A.rows }, (_, j) => i - j)));
      const stable = plus(A, skew);
      const C = plus(A, A);
      const V = lyapunov(stable, C);
      expect(gap(plus(times(stable, V), times(V, transpose(stable))), C)).toBeLessThan(1e-12);
      expect(gap(V, transpose(V))).toBeLessThan(1e-13);
    }),
    { seed: 15, numRuns: 40 },
  );
  expect(lyapunov(matrix([[2]]), matrix([[3]])).entries[0]).toBe(0.75);
  expect(() => lyapunov(diagonal([1, -1]), diagonal([1, 1]))).toThrow("regular");
  expect(() => lyapunov(diagonal([1, 1]), diagonal([1]))).toThrow("lyapunov: both matrices must be 2 × 2, got 1 × 1");
});

test("discreteLyapunov: V = A V Aᵀ + Q", () => {
  fc.assert(
    fc.property(square, (B) => {
      const A = { ...B, entries: B.entries.map((b) => b / (2.1 * B.rows)) };
      const Q = plus(times(B, transpose(B)), diagonal(Array(B.rows).fill(1)));
      const V = discreteLyapunov(A, Q);
      expect(gap(plus(times(times(A, V), transpose(A)), Q), V)).toBeLessThan(1e-11);
    }),
    { seed: 16, numRuns: 40 },
  );
  expect(discreteLyapunov(matrix([[0.5]]), matrix([[3]])).entries[0]).toBe(4);
});
