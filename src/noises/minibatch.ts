/**
 * Minibatch noise of a finite sum f = (1/n) Σ fᵢ: g = (1/B) Σ_{i ∈ batch} ∇fᵢ(x), B indices drawn with replacement, so that
 * the batches are independent, as the SDE assumes (an epoch without replacement is not).
 *
 * With ∇fᵢ = rᵢ aᵢ + λ x, ḡ = Aᵀr/n:
 *   Σ(x) = (1/B) [ (1/n) Σ rᵢ² aᵢaᵢᵀ − ḡḡᵀ ]                                                           (1)
 *   √Σ dW = ( Aᵀ(r ∘ dW) − ḡ Σᵢ dWᵢ ) / √(nB),  W ∈ ℝⁿ                                                  (2)
 * (2) is an exact factor: its square is (1), and any factor of Σ gives the same law. Σ is thus evaluated on the data at
 * the current X, not frozen. Standing: derived.
 */
import { parseEquation } from "../equations/expression.js";
import { SCALAR, type Shape } from "../equations/shapes.js";
import type { Matrix, Vec } from "../math/vector.js";
import { requireInteger, requireObject } from "../validate.js";
import type { Noise } from "./noise.js";

export interface MinibatchOptions {
  /** B, the number of examples per stochastic gradient, drawn with replacement. */
  readonly batch: number;
}

/** The noise of minibatches of B examples; for objectives that are finite sums over data. */
export function minibatch(options: MinibatchOptions): Noise {
  requireObject("minibatch", options, ["batch"]);
  const batch = requireInteger("minibatch", "batch", options?.batch);
  return {
    name: "minibatch noise",
    description: `minibatch noise, B = ${batch} with replacement`,
    bind({ name, examples, constants, scope }) {
      if (examples === undefined) {
        throw new TypeError(`minibatch: the objective must be a finite sum over a data set, got ${name}`);
      }
      const { features, residuals } = examples;
      const squares: Matrix = { ...features, entries: features.entries.map((value) => value * value) };
      const overData: Shape = { kind: "matrix", rows: "n", columns: "d" };
      return {
        // the residuals are the objective's lines and read its constants
        constants: new Map<string, number | Vec | Matrix>([
          ...constants,
          ["features", features],
          ["squares", squares],
          ["count", features.rows],
          ["batch", batch],
        ]),
        shapes: new Map<string, Shape>([
          ...scope,
          ["features", overData],
          ["squares", overData],
          ["count", SCALAR],
          ["batch", SCALAR],
        ]),
        oracle: { kind: "minibatch", batch },
        sde: {
          covariance: {
            sigma: [
              ...residuals,
              parseEquation("gbar = features'*r/count", "minibatch"),
              parseEquation("sigma = sqrt(max(0, squares'*(r^2)/count - gbar^2)/batch)", "minibatch"), // (1)
            ],
            root: [
              ...residuals,
              parseEquation("gbar = features'*r/count", "minibatch"),
              parseEquation("noise = (features'*(r*dW) - gbar*sum(dW))/sqrt(count*batch)", "minibatch"), // (2)
            ],
          },
          range: "n",
          functions: { absent: "the coordinates of a minibatch gradient are neither independent nor of known law" },
        },
      };
    },
  };
}
