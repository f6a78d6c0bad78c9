import type { BoundNoise, Noise } from "../noises/noise.js";
import { requireFinite, requireObject, requireVector, shown } from "../validate.js";
import type { Objective } from "./objective.js";

/** What a method is run on: an objective, the noise of its gradients, and a start. */
export interface Problem {
  readonly objective: Objective;
  readonly noise: Noise;
  /** The law of the noise on this objective. */
  readonly law: BoundNoise;
  readonly start: Float64Array;
  readonly description: string;
}

export interface ProblemOptions {
  readonly objective: Objective;
  readonly noise: Noise;
  /** x₀, of length d. */
  readonly start: readonly number[] | Float64Array;
}

/**
 * A problem: objective × noise × start.
 *
 * @throws TypeError or RangeError when a part is missing, dimensions differ or the start is not finite.
 */
export function problem(options: ProblemOptions): Problem {
  requireObject("problem", options, ["objective", "noise", "start"]);
  const { objective, noise } = options;
  if (typeof objective?.dimension !== "number")
    throw new TypeError(`problem: objective must be an objective, got ${shown(objective)}`);
  // a function has a `bind` of its own
  if (typeof noise !== "object" || typeof noise?.bind !== "function")
    throw new TypeError(`problem: noise must be a noise law, got ${shown(noise)}`);
  const start = requireVector("problem", "start", options.start, objective.dimension);
  requireClosure(objective, start);
  return {
    objective,
    noise,
    law: noise.bind(objective),
    start,
    description: `${objective.description}; ${noise.description}`,
  };
}

/** Tries the functions of an objective once, at the start. */
function requireClosure({ name, dimension, closure }: Objective, start: Float64Array): void {
  if (closure === undefined) return;
  requireFinite(name, "value at the start", closure.value(start));
  requireVector(name, "gradient at the start", Float64Array.from(closure.gradient(start)), dimension);
}
