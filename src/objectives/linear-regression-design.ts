import { symmetricSquareRoot } from "../math/eigen.js";
import type { Matrix, Vec } from "../math/vector.js";
import { requireNonNegative, requireObject, requireVector, shown } from "../validate.js";
import { type Objective, objective } from "./objective.js";

/** What {@link linearRegressionDesign} is built from. */
export interface LinearRegressionDesignOptions {
  /** H, the covariance of the features a: its diagonal, or a symmetric positive semidefinite matrix. */
  readonly covariance: readonly number[] | Vec | Matrix;
  /** x*, of length d. Default 0. */
  readonly optimum?: readonly number[] | Vec;
  /** τ ≥ 0, the standard deviation of the labels' noise. Default 0: every example can be fitted. */
  readonly labelNoise?: number;
}

/**
 * Linear regression on a stream of fresh examples, a ~ N(0, H), y = a·x* + τ ε, ε ~ N(0, 1): the population loss
 *   f(x) = ½ E(a·x − y)² = ½ |p|² + ½ τ²,  p = S(x − x*),  S = H^{1/2},  ∇f = H(x − x*)
 * Minimum ½ τ² at x*; the Hessian is H. Its own gradient noise is `gaussianDesign()`, of a Σ that depends on x; any
 * additive noise fits too.
 *
 * @throws RangeError when H is not positive semidefinite or the dimensions differ.
 */
export function linearRegressionDesign(options: LinearRegressionDesignOptions): Objective {
  const who = "linearRegressionDesign";
  requireObject(who, options, ["covariance", "optimum", "labelNoise"]);
  const { H, root, d, text } = covarianceOf(who, options?.covariance);
  const optimum = requireVector(who, "optimum", options.optimum ?? new Float64Array(d), d);
  const labelNoise = requireNonNegative(who, "labelNoise", options.labelNoise ?? 0);
  return objective({
    name: "linear regression",
    dimension: d,
    value: ["p = S*(x - optimum)", "f = dot(p, p)/2 + tau^2/2"],
    gradient: ["G = H*(x - optimum)"],
    constants: { H, S: root, optimum, tau: labelNoise },
    minimum: labelNoise ** 2 / 2,
    design: { covariance: H, root, optimum, labelNoise },
    description: `linear regression on a Gaussian design, H = ${text}, τ = ${labelNoise}`,
  });
}

function covarianceOf(
  who: string,
  given: unknown,
): { readonly H: Vec | Matrix; readonly root: Vec | Matrix; readonly d: number; readonly text: string } {
  if (Array.isArray(given) || given instanceof Float64Array) {
    const H = requireVector(who, "covariance", given);
    H.forEach((value, i) => {
      requireNonNegative(who, `covariance[${i}]`, value);
    });
    return { H, root: H.map(Math.sqrt), d: H.length, text: `diag${shown(H).replace("[", "(").replace("]", ")")}` };
  }
  requireObject(`${who}, covariance`, given, ["rows", "columns", "entries"]);
  const H = given as Matrix;
  if (H.rows !== H.columns) throw new RangeError(`${who}: covariance must be square, got ${H.rows} × ${H.columns}`);
  requireVector(who, "covariance", H.entries, H.rows * H.rows);
  return { H, root: symmetricSquareRoot(H), d: H.rows, text: `dense ${H.rows} × ${H.rows}` };
}
