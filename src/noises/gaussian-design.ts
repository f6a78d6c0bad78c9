/**
 * The gradient noise of linear regression on a stream of fresh examples: a = S z, y = a·x* + τ ε, S = H^{1/2}, z and ε
 * normal. With p = S(x − x*), over a batch of B examples,
 *   g = (1/B) Σ_b (a_b·x − y_b) a_b = S (1/B) Σ_b (z_b·p − τ ε_b) z_b                                   (1)
 *   Σ(x) = (1/B) [ r² H + G Gᵀ ],  r² = |p|² + τ² = 2f(x),  G = ∇f(x) = S p                            (2)
 *   √Σ dW = (1/√B) S [ r dW + p (p·dW)/(√(r² + |p|²) + r) ]                                           (3)
 * (2) by Isserlis' theorem, E (z·p)² z zᵀ = |p|² I + 2 p pᵀ. The bracket of (3) is the symmetric root of r² I + p pᵀ, so
 * that (3) is an exact factor of (2). Where τ = 0 the noise vanishes at x*, and Σ with it: the law is multiplicative.
 * The noise of one example is not Gaussian; its tails are those of a product of normals.
 * Standing: derived; (2) checked against draws.
 */
import { type Equation, parseEquation } from "../equations/expression.js";
import { SCALAR, type Shape, vectorOver } from "../equations/shapes.js";
import type { Matrix, Vec } from "../math/vector.js";
import { requireInteger, requireOptions } from "../validate.js";
import type { Noise, Variate } from "./noise.js";

export interface GaussianDesignOptions {
  /** B, the number of fresh examples per stochastic gradient. Default 1. */
  readonly batch?: number;
}

/** The noise of B fresh examples per step; for `linearRegressionDesign` only. */
export function gaussianDesign(options: GaussianDesignOptions = {}): Noise {
  requireOptions("gaussianDesign", options, ["batch"]);
  const batch = requireInteger("gaussianDesign", "batch", options.batch ?? 1);
  return {
    name: "design noise",
    description: `noise of a Gaussian design, B = ${batch}`,
    bind({ name, design }) {
      if (design === undefined) {
        throw new TypeError(`gaussianDesign: the objective must be linearRegressionDesign, got ${name}`);
      }
      const { covariance, root, optimum, labelNoise } = design;
      const isDiagonal = covariance instanceof Float64Array;
      return {
        constants: new Map<string, number | Vec | Matrix>([
          ["S", root],
          ["h", diagonalOf(covariance)],
          ["optimum", optimum],
          ["tau", labelNoise],
          ["B", batch],
          ["least", LEAST],
        ]),
        shapes: new Map<string, Shape>([
          ["S", isDiagonal ? vectorOver() : { kind: "matrix", rows: "d", columns: "d" }],
          ["h", vectorOver()],
          ["optimum", vectorOver()],
          ["tau", SCALAR],
          ["B", SCALAR],
          ["least", SCALAR],
        ]),
        oracle: { kind: "additive", variates: variatesOf(batch), lines: oracleOf(batch) },
        sde: {
          covariance: { sigma: lines(["p = S*(x - optimum)", SIGMA]), root: lines(["p = S*(x - optimum)", ...ROOT]) },
          range: "d",
          functions: { absent: "the coordinates of its gradient are neither independent nor of known law" },
        },
      };
    },
  };
}

/** So small that single precision still squares it; a quotient by it is less than it should be, not more. */
const LEAST = 1e-18;

/** (2) */
const SIGMA = "sigma = sqrt(((dot(p, p) + tau^2)*h + (S*p)^2)/B)";

/** (3) */
const ROOT: readonly string[] = [
  "q = dot(p, p)",
  "r = sqrt(q + tau^2)",
  // where p and τ are 0, the quotient stands for 0/0
  "inner = r*dW + p*(dot(p, dW)/max(least, sqrt(2*q + tau^2) + r))",
  "noise = S*inner/sqrt(B)",
];

const lines = (texts: readonly string[]): Equation[] => texts.map((line) => parseEquation(line, "gaussianDesign"));

/** z_b and ε_b of each example. */
function variatesOf(batch: number): readonly Variate[] {
  return Array.from({ length: batch }, (_, b): readonly Variate[] => [
    { name: `z${b + 1}`, law: "normal" },
    { name: `label${b + 1}`, law: "normal", shared: true },
  ]).flat();
}

/** (1) */
function oracleOf(batch: number): readonly Equation[] {
  const terms = Array.from({ length: batch }, (_, b) => `(dot(z${b + 1}, p) - tau*label${b + 1}[1])*z${b + 1}`);
  return lines(["p = S*(x - optimum)", `total = ${terms.join(" + ")}`, "g = S*total/B"]);
}

function diagonalOf(covariance: Vec | Matrix): Vec {
  if (covariance instanceof Float64Array) return covariance;
  return Float64Array.from({ length: covariance.rows }, (_, i) => covariance.entries[i * (covariance.rows + 1)]);
}
