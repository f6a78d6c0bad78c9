/** For tests: draws of a noise law by the lines of its oracle, and its functions on numbers. */
import { randomStream, STREAMS } from "../compiler/random.js";
import { referenceExecutable } from "../compiler/reference.js";
import { vectorOver } from "../equations/shapes.js";
import type { Vec } from "../math/vector.js";
import { isAbsent, type Noise, SINGLE } from "../noises/noise.js";
import type { Objective } from "../objectives/objective.js";
import { problem } from "../objectives/problem.js";
import { quadratic } from "../objectives/quadratic.js";
import { bind } from "./binding.js";

/** n stochastic gradients at x, each of length d. */
export function gradientsAt(
  objective: Objective,
  noise: Noise,
  x: readonly number[] | Vec,
  seed: number,
  n: number,
): Vec[] {
  const on = problem({ objective, noise, start: x });
  const { oracle } = on.law;
  if (oracle.kind !== "additive") throw new TypeError("gradientsAt: the oracle must be additive");
  const { scope, constants, sizes, gradient, oracle: lines } = bind(on);
  const drawn = oracle.variates.map(
    ({ name, shared }) => [`noise.${name}`, vectorOver(shared ? SINGLE : "d")] as const,
  );
  const executable = referenceExecutable({
    lines: [...gradient, ...lines],
    scope: new Map([...scope, ...drawn]),
    sizes,
    constants,
    inputs: [],
    outputs: ["g"],
  });
  const vector = (name: string): Vec => executable.vectors.get(name) as Vec;
  const stream = randomStream(seed, STREAMS.gradient);
  vector("x").set(x);
  return Array.from({ length: n }, (_, path) => {
    oracle.variates.forEach(({ name, law }, m) => {
      if (law === "normal") stream.normals(path, path % 7, m, vector(`noise.${name}`));
      else stream.uniforms(path, path % 7, m, vector(`noise.${name}`));
    });
    executable.evaluate();
    return vector("g").slice();
  });
}

/** The functions cdf, pdf, … of a law in one dimension, on numbers. */
export function lawFunctions(noise: Noise): (name: string, ...args: number[]) => number {
  const { sde: law, shapes, constants } = noise.bind(quadratic([1]));
  if (isAbsent(law.functions)) throw new TypeError(law.functions.absent);
  const families = law.functions.map((family) => ({
    family,
    executable: referenceExecutable({
      lines: family.lines,
      scope: new Map([...shapes, ...family.parameters.map((id) => [id, vectorOver()] as const)]),
      sizes: { d: 1 },
      constants,
      inputs: [],
      outputs: Object.values(family.results),
    }),
  }));
  return (name, ...args) => {
    const found = families.find(({ family: { results } }) => name in results);
    if (found === undefined) throw new TypeError(law.lacking?.[name] ?? name);
    const { family, executable } = found;
    family.parameters.forEach((id, i) => executable.vectors.get(id)?.fill(args[i]));
    executable.evaluate();
    return (executable.vectors.get(family.results[name]) as Vec)[0];
  };
}
