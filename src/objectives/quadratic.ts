import { diagonal, type Matrix } from "../math/vector.js";
import { requireObject, requireVector, shown } from "../validate.js";
import { type Objective, objective } from "./objective.js";

/**
 * The quadratic f(x) = ½ xᵀ H x.
 *
 * @param hessian the eigenvalues h₁, …, h_d of a diagonal H, or a symmetric matrix; eigenvalues may be negative.
 * @throws TypeError or RangeError when H is not symmetric or has entries that are not finite.
 */
export function quadratic(hessian: readonly number[] | Float64Array | Matrix): Objective {
  if (Array.isArray(hessian) || hessian instanceof Float64Array) return diagonalQuadratic(hessian);
  return denseQuadratic(hessian as Matrix);
}

function diagonalQuadratic(values: readonly number[] | Float64Array): Objective {
  const h = requireVector("quadratic", "h", values);
  return objective({
    name: "quadratic",
    dimension: h.length,
    value: ["f = sum(h*x^2)/2"],
    gradient: ["G = h*x"],
    constants: { h },
    hessian: diagonal(h),
    ...(h.every((value) => value >= 0) && { minimum: 0 }),
    description: `f = ½ xᵀHx, H = diag(${brief(h)})`,
  });
}

function denseQuadratic(H: Matrix): Objective {
  requireObject("quadratic", H, ["rows", "columns", "entries"]);
  requireVector("quadratic", "H", H.entries, H.rows * H.rows);
  const d = H.rows;
  if (H.columns !== d) throw new RangeError(`quadratic: H must be square, got ${d} × ${H.columns}`);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) {
      const [lower, upper] = [H.entries[i * d + j], H.entries[j * d + i]];
      if (Math.abs(lower - upper) > 1e-12 * Math.max(Math.abs(lower), Math.abs(upper))) {
        throw new RangeError(`quadratic: H must be symmetric, got ${shown([lower, upper])} at (${i + 1}, ${j + 1})`);
      }
    }
  }
  return objective({
    name: "quadratic",
    dimension: d,
    value: ["f = dot(x, H*x)/2"],
    gradient: ["G = H*x"],
    constants: { H },
    hessian: H,
    description: `f = ½ xᵀHx, H dense ${d} × ${d}`,
  });
}

function brief(values: Float64Array): string {
  const shownValues = [...values.slice(0, 6)].map((value) => Number(value.toPrecision(4)));
  return values.length > 6 ? `${shownValues.join(", ")}, … ${values.length} values` : shownValues.join(", ");
}
