/**
 * The reference executor of step programs: one path and one worker at a time, draw by draw and line by line.
 */
import type { Vec } from "../math/vector.js";
import type { Executable } from "./line-program.js";
import { type RandomStream, randomStream } from "./random.js";
import { referenceExecutable } from "./reference.js";
import type { Draw, Minibatch, StepProgram } from "./step-program.js";

/** The state of one worker at a time, and what advances it by one step. */
export interface Stepper {
  readonly state: ReadonlyMap<string, Vec>;
  /** Step k with the random numbers of step `address`. Default k. */
  readonly step: (path: number, k: number, member: number, address?: number) => void;
}

export interface StepperOptions {
  readonly seed: number;
  /** Workers, each with random numbers of its own. */
  readonly members: number;
  /** Time per step. */
  readonly eta: number;
}

type Drawing = (path: number, step: number) => void;

/** Compiles a step program on storage of its own; its state is the program's outputs. */
export function referenceStepper(
  { program, draws, state, substeps, minibatch, closures = {} }: StepProgram,
  { seed, members, eta }: StepperOptions,
): Stepper {
  const executable = referenceExecutable(program);
  const drawings = Array.from({ length: members }, (_, member): readonly Drawing[] => [
    ...draws
      .filter(({ name }) => executable.vectors.has(name))
      .map((draw) => drawing(draw, randomStream(seed, draw.stream, member), vectorOf(executable, draw.name))),
    ...(minibatch === undefined
      ? []
      : [
          gradient(
            minibatch,
            randomStream(seed, minibatch.stream, member),
            vectorOf(executable, "x"),
            vectorOf(executable, "g"),
          ),
        ]),
  ]);
  const vectors = new Map(state.map((id) => [id, vectorOf(executable, id)]));
  // an update changes the vectors it is given; a new one in their place would be lost
  const named = Object.freeze(Object.fromEntries(vectors));
  const { gradient: slope, update } = closures;
  const G = slope && vectorOf(executable, "G");
  const g = update && vectorOf(executable, "g");
  return {
    state: vectors,
    step(path, k, member, address = k) {
      for (let j = 0; j < substeps; j++) {
        for (const draw of drawings[member]) draw(path, address * substeps + j);
        if (slope !== undefined) G?.set(slope(named.x));
        executable.evaluate(program.inputs[0] === "k" ? k : (k + j / substeps) * eta);
        if (update !== undefined) update(named, g as Vec, k);
      }
    },
  };
}

function drawing({ law, variate, terms, scale }: Draw, stream: RandomStream, z: Vec): Drawing {
  if (law === "uniform") return (path, step) => stream.uniforms(path, step, variate, z);
  if (terms === 1 && scale === 1) return (path, step) => stream.normals(path, step, variate, z);
  const finer = new Float64Array(z.length);
  return (path, step) => {
    z.fill(0);
    for (let term = 0; term < terms; term++) {
      stream.normals(path, step * terms + term, variate, finer);
      for (let i = 0; i < z.length; i++) z[i] += finer[i];
    }
    for (let i = 0; i < z.length; i++) z[i] *= scale;
  };
}

/** Fills g with the gradient of B examples drawn with replacement. */
function gradient(
  { batch, features, ridge, residual, labels }: Minibatch,
  stream: RandomStream,
  x: Vec,
  g: Vec,
): Drawing {
  const { rows, columns, entries } = features;
  const indices = new Float64Array(batch);
  return (path, step) => {
    stream.integers(path, step, rows, indices);
    for (let j = 0; j < columns; j++) g[j] = ridge * x[j];
    for (const index of indices) {
      const row = index * columns;
      let score = 0;
      for (let j = 0; j < columns; j++) score += entries[row + j] * x[j];
      const weight = residual(score, labels[index]) / batch;
      for (let j = 0; j < columns; j++) g[j] += weight * entries[row + j];
    }
  };
}

function vectorOf(executable: Executable, id: string): Vec {
  const vector = executable.vectors.get(id);
  if (vector === undefined) throw new TypeError(`stepper: the program has no vector ${id}`);
  return vector;
}
