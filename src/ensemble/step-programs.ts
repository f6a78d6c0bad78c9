/**
 * A chain's step as a closed program for an executor: the discrete update with its stochastic gradient, or a solver's
 * step of an SDE.
 */
import { STREAMS } from "../compiler/random.js";
import type { Draw, Minibatch, StepProgram } from "../compiler/step-program.js";
import { SCALAR, vectorOver } from "../equations/shapes.js";
import { SINGLE } from "../noises/noise.js";
import type { BoundChain } from "./bound-chain.js";
import type { Coupling, SdeSetting } from "./chain.js";
import { driverRanges, withNoiseLaw } from "./noise-law.js";

/**
 * The discrete update: x_{k+1} from x_k and a stochastic gradient, drawn from a stream or coupled to an SDE's noise; draws of
 * the method's own are from the stream.
 */
export function optimizerProgram(
  { chain, binding, constants, scope }: BoundChain,
  stream: number = STREAMS.gradient,
  coupling?: Coupling,
): StepProgram {
  const { law } = chain.problem;
  const { state, lines, closure, draws: own } = chain.method.update;
  const { parameters } = chain.method;
  const { oracle } = law;
  const isMinibatch = oracle.kind === "minibatch";
  const gradientDraws = isMinibatch
    ? []
    : oracle.variates.map((variate, number): Draw => {
        const id = `noise.${variate.name}`;
        if (coupling === undefined) {
          const over = variate.shared === true ? SINGLE : "d";
          return { name: id, law: variate.law, over, stream, variate: number, terms: 1, scale: 1 };
        }
        const { increments, sign } = coupling;
        return {
          name: id,
          law: "normal",
          over: "d",
          stream: STREAMS.dW,
          variate: 0,
          terms: increments,
          scale: sign / Math.sqrt(increments),
        };
      });
  // in the stream of the gradient, after its variates; the examples of a minibatch are one
  const first = isMinibatch ? 1 : oracle.variates.length;
  const ownDraws = own.map(
    (name, number): Draw => ({ name, law: "normal", over: "d", stream, variate: first + number, terms: 1, scale: 1 }),
  );
  const draws = [...gradientDraws, ...ownDraws];
  const drawn = draws.map(({ name, over }) => [name, vectorOver(over)] as const);
  if (isMinibatch || closure) drawn.push(["g", vectorOver()]);
  return {
    program: {
      lines: isMinibatch ? lines : [...binding.gradient, ...binding.oracle, ...lines],
      scope: new Map([...scope, ...drawn, ["k", SCALAR]]),
      sizes: binding.sizes,
      constants,
      inputs: ["k"],
      outputs: closure === undefined || isMinibatch ? state : [...state, "g"],
    },
    draws,
    state,
    substeps: 1,
    closures: {
      ...(binding.closure && { gradient: binding.closure.gradient }),
      ...(closure && { update: (vectors, g, k) => closure(vectors, g, k, parameters) }),
    },
    ...(isMinibatch && { minibatch: minibatchOf(chain, oracle.batch, stream) }),
  };
}

function minibatchOf({ problem: { objective } }: BoundChain["chain"], batch: number, stream: number): Minibatch {
  const { examples, constants, name } = objective;
  if (examples === undefined) throw new TypeError(`${name}: has no examples to draw from`);
  return { ...examples, batch, stream, constants };
}

/** The SDE: `substeps` solver steps of dt = η/substeps, whose increments are sums of `brownian`/`substeps` finer ones. */
export function sdeProgram(
  { chain, binding, ...bound }: BoundChain,
  { sde, solver, substeps, brownian }: SdeSetting,
): StepProgram {
  const program = withNoiseLaw(sde.program, chain.problem, chain.method.parameters);
  const ranges = driverRanges(sde.program, chain.problem);
  const dt = chain.eta / substeps;
  const { gradient } = binding;
  const sizes = { ...binding.sizes, ...program.sizes };
  const scope = new Map([...bound.scope, ...program.shapes]);
  const constants = new Map([...bound.constants, ...program.constants]);
  const step = solver.step(program, { gradient, scope, sizes, constants, ranges, dt });
  const terms = brownian / substeps;
  return {
    program: {
      lines: step.lines,
      scope: new Map([
        ...scope,
        ...(step.shapes ?? []),
        ...[...step.normals].map(([driver, range]) => [`z.${driver}`, vectorOver(range)] as const),
        ["dt", SCALAR],
        ["t", SCALAR],
      ]),
      sizes,
      constants: new Map([...constants, ...(step.constants ?? []), ["dt", dt]]),
      inputs: ["t"],
      outputs: program.state,
    },
    draws: [...step.normals].map(
      ([driver, over]): Draw => ({
        name: `z.${driver}`,
        law: "normal",
        over,
        stream: STREAMS[driver],
        variate: 0,
        terms,
        scale: 1 / Math.sqrt(terms),
      }),
    ),
    state: program.state,
    substeps,
    closures: { ...(binding.closure && { gradient: binding.closure.gradient }) },
  };
}
