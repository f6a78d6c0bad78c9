/**
 * Shortens polynomials Σ cₖ sᵏ, |s| ≤ 1, to a lower degree: the highest power is exchanged for the lower powers of its
 * Chebyshev polynomial, sⁿ ← sⁿ − 2^{1−n} Tₙ(s), again and again. Each time no value moves by more than |cₙ| 2^{1−n};
 * the result is close to the best of its degree. Source: Lanczos 1938, «Trigonometric interpolation of empirical and
 * analytical functions».
 *
 * Given for a number of coefficients, so many rows: row n holds what the powers 0 … degree gain for one power sⁿ.
 */
export function economiser(terms: number, degree: number): readonly (readonly number[])[] {
  const rows: (readonly number[])[] = [];
  for (let n = 0; n < terms; n++) {
    const gain = new Array<number>(degree + 1).fill(0);
    if (n <= degree) gain[n] = 1;
    else {
      const polynomial = chebyshev(n);
      for (let k = n - 2; k >= 0; k -= 2) {
        for (let i = 0; i <= degree; i++) gain[i] -= (polynomial[k] / polynomial[n]) * rows[k][i];
      }
    }
    rows.push(gain);
  }
  return rows;
}

const polynomials: number[][] = [[1], [0, 1]];

/** Coefficients of Tₙ = 2 s Tₙ₋₁ − Tₙ₋₂. */
export function chebyshev(n: number): readonly number[] {
  for (let m = polynomials.length; m <= n; m++) {
    const next = [0, ...polynomials[m - 1].map((c) => 2 * c)];
    polynomials[m - 2].forEach((c, k) => {
      next[k] -= c;
    });
    polynomials.push(next);
  }
  return polynomials[n];
}
