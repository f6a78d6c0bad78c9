import { matrix } from "../math/vector.js";
import { requireInteger, requireOptions, requirePositive } from "../validate.js";
import { type Objective, objective } from "./objective.js";

/** Coefficients of {@link rosenbrock}. */
export interface RosenbrockOptions {
  /** d ≥ 2. Default 2. */
  readonly dimension?: number;
  /** b > 0, the steepness of the valley's walls. Default 100. */
  readonly steepness?: number;
}

/**
 * Rosenbrock's valley f(x) = Σ_{i < d} [ b (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)² ], nonconvex: a curved valley with a nearly flat floor.
 *
 * With Nx = (x₂, …, x_d, 0), m = (1, …, 1, 0), r = Nx − m x²:
 *   f = b |r|² + |m (1 − x)|²,  ∇f = 2b Nᵀr − 4b m x r − 2m (1 − x)
 * Minimum f(1, …, 1) = 0. With the defaults the Hessian there is [[802, −400], [−400, 200]], of eigenvalues 0.3993607675
 * and 1001.600639; for 4 ≤ d ≤ 7 there is a second minimum, with x₁ < 0.
 * Source: Rosenbrock 1960, «An automatic method for finding the greatest or least value of a function»; the chain over
 * d coordinates and its second minimum: Shang, Qiu 2006, «A note on the extended Rosenbrock function».
 */
export function rosenbrock(options: RosenbrockOptions = {}): Objective {
  requireOptions("rosenbrock", options, ["dimension", "steepness"]);
  const d = requireInteger("rosenbrock", "dimension", options.dimension ?? 2, 2);
  const b = requirePositive("rosenbrock", "steepness", options.steepness ?? 100);
  const places = Array.from({ length: d }, (_, i) => i);
  return objective({
    name: "Rosenbrock",
    dimension: d,
    value: ["r = N*x - m*x^2", "f = b*sum(r^2) + sum(m*(1 - x)^2)"],
    gradient: ["r = N*x - m*x^2", "G = 2*b*(N'*r) - 4*b*m*x*r - 2*m*(1 - x)"],
    constants: {
      b,
      N: matrix(places.map((i) => places.map((j) => (j === i + 1 ? 1 : 0)))),
      m: Float64Array.from(places, (i) => (i < d - 1 ? 1 : 0)),
    },
    minimum: 0,
    description: `Rosenbrock's valley, d = ${d}, b = ${b}`,
  });
}
