import { dot } from "../math/vector.js";
import { requireVector } from "../validate.js";
import { type Objective, objective } from "./objective.js";

/**
 * Phase retrieval in the limit of infinitely many measurements: f(x) = ¼ E[((a·x)² − (a·x*)²)²], a ~ N(0, I), by
 * Isserlis' theorem
 *   f  = ¾ |x|⁴ + ¾ |x*|⁴ − ½ |x|² |x*|² − (x·x*)²                                                      (1)
 *   ∇f = (3 |x|² − |x*|²) x − 2 (x·x*) x*                                                              (2)
 * Nonconvex, with every minimum global: ±x*, f = 0, of curvature 6|x*|² along x* and 2|x*|² across. Strict saddles at
 * x ⊥ x*, |x|² = |x*|²/3, f = ⅔ |x*|⁴, of curvature −2|x*|² along x*; a maximum at 0, f = ¾ |x*|⁴, of curvature −3|x*|²
 * along x* and −|x*|² across.
 *
 * Source: Sun, Qu, Wright 2018, «A geometric analysis of phase retrieval». Standing: the problem published, (1), (2) and
 * the constants derived and checked.
 *
 * @param signal x*, of length d, not 0.
 */
export function phaseRetrieval(signal: readonly number[] | Float64Array): Objective {
  const target = requireVector("phaseRetrieval", "signal", signal);
  const size = dot(target, target);
  if (size === 0) throw new RangeError("phaseRetrieval: signal must not be 0");
  return objective({
    name: "phase retrieval",
    dimension: target.length,
    value: ["s = dot(x, x)", "f = 3/4*s^2 + 3/4*S^2 - s*S/2 - dot(x, target)^2"], // (1)
    gradient: ["G = (3*dot(x, x) - S)*x - 2*dot(x, target)*target"], // (2)
    constants: { target, S: size },
    minimum: 0,
    description: `phase retrieval, d = ${target.length}, |x*|² = ${Number(size.toPrecision(4))}`,
  });
}
