import type { RandomStream } from "../compiler/random.js";
import type { Vec } from "../math/vector.js";
import type { Variate } from "../noises/noise.js";
import type { Objective } from "../objectives/objective.js";

/** Fills z with the variates of a path and step. */
export function variatesOf(variate: Variate, z: Vec): (stream: RandomStream, path: number, step: number) => void {
  if (variate.law === "normal") return (stream, path, step) => stream.normals(path, step, z);
  const { nu } = variate;
  return (stream, path, step) => stream.students(path, step, nu, z);
}

/** Fills g with the gradient of B examples drawn with replacement: g = (1/B) Σ rᵢ aᵢ + λ x. */
export function minibatchGradient(
  { name, dimension, examples }: Objective,
  batch: number,
  g: Vec,
): (stream: RandomStream, path: number, step: number, x: Vec) => void {
  if (examples === undefined) throw new TypeError(`${name}: has no examples to draw from`);
  const { features, labels, residual, ridge } = examples;
  const { rows, entries } = features;
  const indices = new Float64Array(batch);
  return (stream, path, step, x) => {
    stream.integers(path, step, rows, indices);
    for (let j = 0; j < dimension; j++) g[j] = ridge * x[j];
    for (let b = 0; b < batch; b++) {
      const row = indices[b] * dimension;
      let score = 0;
      for (let j = 0; j < dimension; j++) score += entries[row + j] * x[j];
      const weight = residual(score, labels[indices[b]]) / batch;
      for (let j = 0; j < dimension; j++) g[j] += weight * entries[row + j];
    }
  };
}
