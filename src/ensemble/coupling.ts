/**
 * An optimizer and its SDE on one Brownian path. The SDE's increments over a step make the gradient noise of that step,
 *   z_k = ± (W(t_{k+1}) − W(t_k))/√η ~ N(0, I),                                                        (1)
 * so the two move together, path by path, and the variance of their difference collapses. The sign is that with which
 * noise pushes both the same way: − for SGD, whose gradient noise enters with −η.
 */
import { referenceExecutable } from "../compiler/reference.js";
import type { StepProgram } from "../compiler/step-program.js";
import type { Method } from "../methods/method.js";
import type { Problem } from "../objectives/problem.js";
import { bindChain } from "./bound-chain.js";
import { type Chain, optimizer, type SdeOptions, sde } from "./chain.js";
import { isOptimizerItself } from "./optimizer-itself.js";
import { startState } from "./start.js";
import { optimizerProgram, sdeProgram } from "./step-programs.js";

/** The two chains of a coupled pair; run them with the same seed. */
export interface CoupledChains {
  readonly optimizer: Chain;
  readonly sde: Chain;
}

/**
 * A method's update and one of its SDEs, driven by the same Brownian increments.
 *
 * @throws TypeError where the noise is not Gaussian, or the SDE's noise has another dimension than the gradient's; RangeError
 *         where the SDE is the optimizer itself, as Euler–Maruyama at dt = η of SGD.
 */
export function coupled(method: Method, problem: Problem, options: SdeOptions = {}): CoupledChains {
  const diffusion = sde(method, problem, options);
  const discrete = optimizer(method, problem, options.memory === undefined ? {} : { memory: options.memory });
  const { oracle } = problem.law;
  const refuse = (reason: string): never => {
    throw new TypeError(`coupled: ${method.name} on ${problem.noise.name} has no common noise: ${reason}`);
  };
  if (oracle.kind === "minibatch") return refuse("a minibatch draws examples, not Brownian increments");
  if (oracle.variates.length !== 1 || oracle.variates[0].law !== "normal")
    return refuse("the gradient's noise is not Gaussian");
  if (method.workers.count > 1) return refuse("several workers draw several gradients");
  if (isOptimizerItself(diffusion)) {
    throw new RangeError(
      `coupled: ${diffusion.name} at dt = η is SGD itself when the noise is Gaussian; use substeps ≥ 2, got 1`,
    );
  }
  const [discreteStep, sdeStep] = [
    optimizerProgram(bindChain(discrete)),
    sdeProgram(bindChain(diffusion), settingOf(diffusion)),
  ];
  const driver = sdeStep.draws.find(({ name }) => name === "z.dW");
  if (driver?.over !== "d") return refuse("its dW has another dimension than the gradient");
  const start = startState(bindChain(discrete));
  const t = (diffusion.sde?.burnIn ?? 0) * diffusion.eta;
  const noise = `noise.${oracle.variates[0].name}`;
  const probes = NEARER.flatMap((scale) => {
    const from = new Map([...start].map(([id, vector]) => [id, id === "x" ? vector.map((x) => scale * x) : vector]));
    return PROBES.map((size) => ({ from, size }));
  });
  let agreement: number | undefined;
  for (const { from, size } of probes) {
    agreement ||= agreementOf(
      diffusion.method.update.state,
      push(discreteStep, noise, from, t / diffusion.eta, size),
      push(sdeStep, "z.dW", from, t, size),
    );
  }
  if (!agreement) return refuse("no state variable is moved by both noises");
  const coupling = { increments: settingOf(diffusion).brownian, sign: agreement > 0 ? 1 : -1 } as const;
  return { optimizer: { ...discrete, coupling }, sde: { ...diffusion, coupling } };
}

function settingOf({ sde: setting, name }: Chain): NonNullable<Chain["sde"]> {
  if (setting === undefined) throw new TypeError(`coupled: ${name} is no SDE`);
  return setting;
}

/**
 * Standard deviations tried, at starts nearer and nearer to 0: sign and clip answer only to noise that is larger than the
 * gradient, and their SDEs have none where it is much smaller.
 */
const PROBES: readonly number[] = [2, 16, 128];
const NEARER: readonly number[] = [1, 0.1, 0.01, 0];

/** Positive where both noises push the first state variable that both move the same way; 0 where there is none. */
function agreementOf(
  state: readonly string[],
  first: ReadonlyMap<string, Float64Array>,
  second: ReadonlyMap<string, Float64Array>,
): number {
  const products = state.map((variable) => {
    const [a, b] = [first.get(variable), second.get(variable)];
    return a === undefined || b === undefined ? 0 : a.reduce((sum, value, i) => sum + value * b[i], 0);
  });
  return products.find((product) => Number.isFinite(product) && product !== 0) ?? 0;
}

/** How far noise of so many standard deviations one way, and the other way, moves each state variable apart in one step. */
function push(
  { program }: StepProgram,
  noise: string,
  start: ReadonlyMap<string, Float64Array>,
  input: number,
  deviations: number,
): ReadonlyMap<string, Float64Array> {
  const executable = referenceExecutable(program);
  const after = (size: number): Map<string, Float64Array> => {
    for (const [id, vector] of executable.vectors) {
      if (id.startsWith("z.")) vector.fill(0);
      const begin = start.get(id);
      if (begin !== undefined) vector.set(begin);
    }
    executable.vectors.get(noise)?.fill(size);
    executable.evaluate(input);
    return new Map(
      [...start.keys()].flatMap((id) => {
        const vector = executable.vectors.get(id);
        return vector === undefined ? [] : [[id, vector.slice()] as const];
      }),
    );
  };
  const [up, down] = [after(deviations), after(-deviations)];
  return new Map([...up].map(([id, vector]) => [id, vector.map((value, i) => value - (down.get(id)?.[i] ?? 0))]));
}
