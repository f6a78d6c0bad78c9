import { symmetricEigen } from "./eigen.js";
import type { Rule } from "./quadrature.js";
import type { Vec } from "./vector.js";

/** A coefficient of the recurrence below this is rounding: the points are no more than those it has reached. */
const NOTHING = 1e-13;

/**
 * The n-point Gauss rule of a measure given as points xᵢ with weights wᵢ > 0: it has the same integrals of polynomials of
 * degree up to 2n − 1. Fewer points where those given are fewer, up to rounding.
 *
 * The recurrence of the orthogonal polynomials by Stieltjes' sums, then nodes and weights from the eigenvectors of the
 * tridiagonal matrix of its coefficients (Golub & Welsch 1969); for n ≤ 20, relative error about 10⁻¹⁴.
 */
export function gaussRule({ nodes, weights }: Rule, n: number): Rule {
  if (!(Number.isInteger(n) && n >= 1 && nodes.length > 0)) {
    throw new RangeError(
      `gaussRule: n must be an integer ≥ 1 and points be given, got ${n} and ${nodes.length} points`,
    );
  }
  const x = Float64Array.from(nodes);
  const w = Float64Array.from(weights);
  const mass = w.reduce((sum, weight) => sum + weight, 0);
  const scale = x.reduce((largest, node) => Math.max(largest, Math.abs(node)), 0);
  const α: number[] = [];
  const β: number[] = [];
  let before: Vec = new Float64Array(x.length);
  let now: Vec = new Float64Array(x.length).fill(1 / Math.sqrt(mass));
  for (let last = 0; α.length < n; ) {
    const centre = weightedSum(w, now, (p, i) => x[i] * p * p);
    α.push(centre);
    const next = now.map((p, i) => (x[i] - centre) * p - last * before[i]);
    const norm = Math.sqrt(weightedSum(w, next, (p) => p * p));
    if (α.length === n || !(norm > NOTHING * scale)) break;
    β.push(norm);
    last = norm;
    before = now;
    now = next.map((p) => p / norm);
  }
  return fromRecurrence(α, β, mass);
}

function weightedSum(w: Vec, p: Vec, f: (p: number, i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += w[i] * f(p[i], i);
  return sum;
}

/** Nodes and weights of the Jacobi matrix with diagonal α and β beside it. */
function fromRecurrence(α: readonly number[], β: readonly number[], mass: number): Rule {
  const n = α.length;
  const T = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    T[k * n + k] = α[k];
    if (k + 1 === n) break;
    T[k * n + k + 1] = β[k];
    T[(k + 1) * n + k] = β[k];
  }
  const { values, vectors } = symmetricEigen({ rows: n, columns: n, entries: T });
  return { nodes: [...values], weights: Array.from(values, (_, q) => mass * vectors.entries[q] ** 2) };
}
