import { requireNonNegative, requireOptions } from "../validate.js";
import type { DataSet } from "./data-set.js";
import type { RegressionOptions } from "./logistic-regression.js";
import { type Objective, objective } from "./objective.js";
import { requireData } from "./require-data.js";

/** l2-regularised least squares on data, f(x) = (1/2n) Σ (aᵢ·x − yᵢ)² + (λ/2)|x|². */
export function leastSquares(data: DataSet, options: RegressionOptions = {}): Objective {
  requireData("leastSquares", data);
  requireOptions("leastSquares", options, ["lambda"]);
  const lambda = requireNonNegative("leastSquares", "lambda", options.lambda ?? 0);
  const { features, labels } = data;
  return objective({
    name: "least squares",
    dimension: features.columns,
    value: ["f = mean((A*x - y)^2)/2 + λ/2*dot(x, x)"],
    gradient: ["r = A*x - y", "G = A'*r/n + λ*x"],
    constants: { A: features, y: labels, lambda },
    sizes: { n: features.rows },
    ranges: { A: ["n", "d"], y: "n" },
    examples: {
      features,
      labels,
      ridge: lambda,
      residuals: ["r = A*x - y"],
      residual: (score, label) => score - label,
    },
    description: `least squares on ${data.name}, ${features.rows} × ${features.columns}, λ = ${lambda}`,
  });
}
