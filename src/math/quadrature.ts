/** Nodes xᵢ ∈ (−1, 1) and weights wᵢ of a quadrature rule ∫₋₁¹ f(x) dx ≈ Σ wᵢ f(xᵢ). */
export interface Rule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/**
 * The n-point Gauss–Legendre rule, exact for polynomials of degree 2n − 1; nodes and weights to about 10⁻¹⁵.
 * Newton's method on Pₙ from the start of Abramowitz & Stegun 22.16.6; wᵢ = 2/((1 − xᵢ²) Pₙ′(xᵢ)²), 25.4.29.
 */
export function gaussLegendre(n: number): Rule {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let i = n; i >= 1; i--) {
    let x = Math.cos((Math.PI * (i - 0.25)) / (n + 0.5));
    let slope = 1;
    for (let k = 0; k < 6; k++) {
      const [p, q] = legendre(n, x);
      slope = (n * (q - x * p)) / (1 - x * x);
      x -= p / slope;
    }
    nodes.push(x);
    weights.push(2 / ((1 - x * x) * slope * slope));
  }
  return { nodes, weights };
}

/** Pₙ(x) and Pₙ₋₁(x). */
function legendre(n: number, x: number): [number, number] {
  let p = 1;
  let q = 0;
  for (let k = 1; k <= n; k++) [p, q] = [((2 * k - 1) * x * p - (k - 1) * q) / k, p];
  return [p, q];
}

const SIXTEEN = gaussLegendre(16);

/** ∫ₐᵇ f(x) dx by the 16-point Gauss–Legendre rule on each of `panels` equal parts; for f analytic near [a, b]. */
export function integrate(f: (x: number) => number, a: number, b: number, panels: number = 1): number {
  const half = (b - a) / (2 * panels);
  let s = 0;
  for (let k = 0; k < panels; k++) {
    const centre = a + (2 * k + 1) * half;
    for (let i = 0; i < 16; i++) s += SIXTEEN.weights[i] * f(centre + half * SIXTEEN.nodes[i]);
  }
  return s * half;
}
