import { referenceExecutable } from "../compiler/reference.js";
import { SCALAR, vectorOver } from "../equations/shapes.js";
import type { Vec } from "../math/vector.js";
import { type Method, requireMethod } from "../methods/method.js";
import { requireFinite, requireInteger, requireObject, requireOptions, requireVector } from "../validate.js";

export interface ReplayOptions {
  /** x₀, of length d. */
  readonly start: readonly number[] | Vec;
  /** Starts of memories, one number for all coordinates. Default 0. */
  readonly memory?: Readonly<Record<string, number>>;
  readonly steps: number;
  /** The gradient at step k, k = 0, 1, …, given x_k. */
  readonly gradient: (x: Vec, k: number) => ArrayLike<number>;
}

/** Runs a method's update on gradients handed in: the state x_k and memories after each step, by name. */
export function replay(method: Method, options: ReplayOptions): readonly Readonly<Record<string, Vec>>[] {
  requireObject("replay", options, ["start", "memory", "steps", "gradient"]);
  requireMethod("replay", method);
  const start = requireVector("replay", "start", options.start);
  const { state, lines, closure } = method.update;
  requireOptions("replay, memory", options.memory, state.slice(1));
  const executable = referenceExecutable({
    lines,
    scope: new Map([
      ...state.map((name) => [name, vectorOver()] as const),
      ...Object.keys(method.parameters).map((name) => [name, SCALAR] as const),
      ["g", vectorOver()],
      ["k", SCALAR],
      ["d", SCALAR],
    ]),
    sizes: { d: start.length },
    constants: new Map([...Object.entries(method.parameters), ["d", start.length]]),
    inputs: ["k"],
    outputs: state,
  });
  const vectors = state.map((name) => [name, executable.vectors.get(name) ?? new Float64Array(start.length)] as const);
  for (const [name, vector] of vectors) vector.fill(requireFinite("replay", name, options.memory?.[name] ?? 0));
  const [[, x]] = vectors;
  x.set(start);
  const steps = requireInteger("replay", "steps", options.steps);
  return Array.from({ length: steps }, (_, k) => {
    const g = requireVector("replay", `gradient at step ${k}`, Float64Array.from(options.gradient(x, k)), start.length);
    executable.vectors.get("g")?.set(g);
    if (closure === undefined) executable.evaluate(k);
    else closure(Object.fromEntries(vectors), g, k, method.parameters);
    return Object.fromEntries(vectors.map(([name, vector]) => [name, vector.slice()]));
  });
}
