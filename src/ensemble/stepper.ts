/**
 * One step of a chain, of length η, on the reference executor: draw, then evaluate the lines.
 */
import type { Executable } from "../compiler/line-program.js";
import { type RandomStream, randomStream, STREAMS } from "../compiler/random.js";
import { referenceExecutable } from "../compiler/reference.js";
import { SCALAR, type Shape, vectorOver } from "../equations/shapes.js";
import type { Matrix, Vec } from "../math/vector.js";
import { type Binding, bind } from "./binding.js";
import type { Chain, SdeSetting } from "./chain.js";
import { minibatchGradient, variatesOf } from "./draws.js";
import { driverRanges, withNoiseLaw } from "./noise-law.js";

/** A chain with its problem's equations under names that do not clash, and everything that is constant. */
export interface BoundChain {
  readonly chain: Chain;
  readonly seed: number;
  readonly binding: Binding;
  readonly constants: ReadonlyMap<string, number | Vec | Matrix>;
  /** Shapes of the problem's names, the state and the parameters. */
  readonly scope: ReadonlyMap<string, Shape>;
}

/** The state of one worker at a time, and what advances it by η. */
export interface Stepper {
  readonly state: ReadonlyMap<string, Vec>;
  readonly step: (path: number, k: number, worker: number) => void;
}

export function bindChain(chain: Chain, seed: number): BoundChain {
  const binding = bind(chain.problem);
  const { update } = chain.method;
  return {
    chain,
    seed,
    binding,
    constants: new Map([...binding.constants, ...Object.entries(chain.method.parameters)]),
    scope: new Map<string, Shape>([
      ...binding.scope,
      ...update.state.map((id) => [id, vectorOver()] as const),
      ...Object.keys(chain.method.parameters).map((id) => [id, SCALAR] as const),
    ]),
  };
}

/** The discrete update: x_{k+1} from x_k and a stochastic gradient. */
export function optimizerStepper(
  { chain, seed, binding, constants, scope }: BoundChain,
  source: number = STREAMS.gradient,
): Stepper {
  const { law, objective } = chain.problem;
  const { state, lines } = chain.method.update;
  const isMinibatch = law.oracle.kind === "minibatch";
  const executable = referenceExecutable({
    lines: isMinibatch ? lines : [...binding.gradient, ...binding.oracle, ...lines],
    scope: new Map([...scope, [isMinibatch ? "g" : "noise.z", vectorOver()], ["k", SCALAR]]),
    sizes: binding.sizes,
    constants,
    inputs: ["k"],
    outputs: state,
  });
  const draw = gradientDraw(executable, law.oracle, objective);
  const streams = workersOf(chain.method.workers.count).map((worker) => randomStream(seed, source, worker));
  return {
    state: vectorsOf(executable, state),
    step(path, k, worker) {
      draw(streams[worker], path, k);
      executable.evaluate(k);
    },
  };
}

function gradientDraw(
  executable: Executable,
  oracle: Chain["problem"]["law"]["oracle"],
  objective: Chain["problem"]["objective"],
): (stream: RandomStream, path: number, k: number) => void {
  if (oracle.kind === "additive") return variatesOf(oracle.variate, vectorOf(executable, "noise.z"));
  const gradient = minibatchGradient(objective, oracle.batch, vectorOf(executable, "g"));
  const x = vectorOf(executable, "x");
  return (stream, path, k) => gradient(stream, path, k, x);
}

/** The SDE: `substeps` solver steps of dt = η/substeps. */
export function sdeStepper(
  { chain, seed, binding, constants, scope }: BoundChain,
  { sde, solver, substeps }: SdeSetting,
): Stepper {
  const program = withNoiseLaw(sde.program, chain.problem);
  const ranges = driverRanges(sde.program, chain.problem);
  const executable = referenceExecutable({
    lines: [...binding.gradient, ...solver.step(program)],
    scope: new Map([
      ...scope,
      ...program.drivers.map((driver) => [`z.${driver}`, vectorOver(ranges.get(driver))] as const),
      ["dt", SCALAR],
      ["t", SCALAR],
    ]),
    sizes: binding.sizes,
    constants: new Map([...constants, ["dt", chain.eta / substeps]]),
    inputs: ["t"],
    outputs: program.state,
  });
  const workers = workersOf(sde.perWorker ? chain.method.workers.count : 1);
  const draws = workers.map((worker) =>
    program.drivers.map((driver) => ({
      stream: randomStream(seed, STREAMS[driver], worker),
      z: vectorOf(executable, `z.${driver}`),
    })),
  );
  return {
    state: vectorsOf(executable, program.state),
    step(path, k, worker) {
      for (let j = 0; j < substeps; j++) {
        for (const { stream, z } of draws[worker]) stream.normals(path, k * substeps + j, z);
        executable.evaluate((k + j / substeps) * chain.eta);
      }
    },
  };
}

function workersOf(count: number): readonly number[] {
  return Array.from({ length: count }, (_, worker) => worker);
}

function vectorsOf(executable: Executable, names: readonly string[]): ReadonlyMap<string, Vec> {
  return new Map(names.map((id) => [id, vectorOf(executable, id)]));
}

function vectorOf(executable: Executable, id: string): Vec {
  const vector = executable.vectors.get(id);
  if (vector === undefined) throw new TypeError(`stepper: the program has no vector ${id}`);
  return vector;
}
