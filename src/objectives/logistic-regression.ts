import { requireNonNegative, requireOptions, shown } from "../validate.js";
import type { DataSet } from "./data-set.js";
import { type Objective, objective } from "./objective.js";
import { requireData } from "./require-data.js";

/** Options of {@link logisticRegression} and {@link leastSquares}. */
export interface RegressionOptions {
  /** Coefficient λ of the l2 regularisation (λ/2)|x|². Default 0. */
  readonly lambda?: number;
}

/**
 * l2-regularised logistic regression, f(x) = (1/n) Σ log(1 + exp(−yᵢ aᵢ·x)) + (λ/2)|x|², labels yᵢ = ±1.
 *
 * @throws RangeError when a label is not ±1: `binary(data, …)` makes such labels.
 */
export function logisticRegression(data: DataSet, options: RegressionOptions = {}): Objective {
  requireData("logisticRegression", data);
  requireOptions("logisticRegression", options, ["lambda"]);
  const lambda = requireNonNegative("logisticRegression", "lambda", options.lambda ?? 0);
  const { features, labels } = data;
  const stray = labels.find((label) => label !== 1 && label !== -1);
  if (stray !== undefined) throw new RangeError(`logisticRegression: labels must be ±1, got ${shown(stray)}`);
  return objective({
    name: "logistic regression",
    dimension: features.columns,
    value: [
      "u = -y*(A*x)",
      // log(1 + exp(u)) without overflow
      "f = mean(max(u, 0) + log(1 + exp(-abs(u)))) + λ/2*dot(x, x)",
    ],
    gradient: ["r = -y/(1 + exp(y*(A*x)))", "G = A'*r/n + λ*x"],
    constants: { A: features, y: labels, lambda },
    sizes: { n: features.rows },
    ranges: { A: ["n", "d"], y: "n" },
    examples: {
      features,
      labels,
      ridge: lambda,
      residuals: ["r = -y/(1 + exp(y*(A*x)))"],
      residual: (score, label) => -label / (1 + Math.exp(label * score)),
    },
    description: `logistic regression on ${data.name}, ${features.rows} × ${features.columns}, λ = ${lambda}`,
  });
}
