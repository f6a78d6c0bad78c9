/**
 * A smooth function by the polynomial through its values at Chebyshev points x = cos((j + ½)π/n):
 *   f(x) ≈ ½c₀ + Σₖ cₖ Tₖ(x),  cₖ = (2/n) Σⱼ f(xⱼ) cos(k (j + ½)π/n)                                   (1)
 * summed by Clenshaw's recurrence.
 */
const LEAST = 32;
const MOST = 1024;

/**
 * f on [a, b] to about `tolerance`, in as few evaluations as a power of two allows.
 *
 * @throws RangeError where 1024 points are not enough.
 */
export function chebyshevInterpolant(
  f: (x: number) => number,
  a: number,
  b: number,
  tolerance: number,
): (x: number) => number {
  for (let n = LEAST; n <= MOST; n *= 2) {
    const values = Array.from({ length: n }, (_, j) =>
      f((a + b) / 2 + ((b - a) / 2) * Math.cos(((j + 0.5) * Math.PI) / n)),
    );
    const c = Array.from({ length: n }, (_, k) =>
      values.reduce((sum, value, j) => sum + (2 / n) * value * Math.cos((k * (j + 0.5) * Math.PI) / n), 0),
    ); // (1)
    // what is left out is about as large as the last quarter, as the coefficients fall geometrically
    const rest = c.slice((3 * n) / 4).reduce((sum, value) => sum + Math.abs(value), 0);
    if (rest <= tolerance) return (x) => clenshaw(c, (2 * x - a - b) / (b - a));
  }
  throw new RangeError(
    `chebyshevInterpolant: ${MOST} points must be enough for an error of ${tolerance} on [${a}, ${b}]`,
  );
}

function clenshaw(c: readonly number[], x: number): number {
  let p = 0;
  let q = 0;
  for (let k = c.length - 1; k >= 1; k--) [p, q] = [2 * x * p - q + c[k], p];
  return x * p - q + c[0] / 2;
}
