/**
 * One path of a chain: begin, advance, observe. Workers hold copies of the state that are averaged when the method says.
 */
import { STREAMS } from "../compiler/random.js";
import { referenceStepper } from "../compiler/reference-stepper.js";
import type { Vec } from "../math/vector.js";
import { bindChain } from "./bound-chain.js";
import type { Chain } from "./chain.js";
import { observer } from "./observables.js";
import { startState } from "./start.js";
import { optimizerProgram, sdeProgram } from "./step-programs.js";

/** Beyond this modulus of a coordinate a path counts as diverged; a quartic of it is still a finite number. */
export const DIVERGENCE_LIMIT = 1e75;

/** A path in flight. */
export interface PathRunner {
  readonly begin: (path: number) => void;
  /** Runs to step k; stops where the path diverges. */
  readonly advance: (k: number) => void;
  /** The step at which the path diverged, or −1. */
  readonly divergedAt: () => number;
  /** The observables now; their storage is reused. */
  readonly observe: () => Vec;
  /** The state now, variable by variable, in the order of `variables`. */
  readonly state: () => Vec;
  readonly variables: readonly string[];
}

type State = ReadonlyMap<string, Vec>;

/** Builds the runner of a chain. @throws when the chain's equations do not fit the problem's noise. */
export function runner(chain: Chain, seed: number, observables: readonly string[]): PathRunner {
  const bound = bindChain(chain);
  const { sde } = chain;
  const burnIn = sde?.burnIn ?? 0;
  const count = sde === undefined || sde.sde.perWorker ? chain.method.workers.count : 1;
  const settings = { seed, members: count, eta: chain.eta };
  const stepper = referenceStepper(
    sde === undefined ? optimizerProgram(bound, STREAMS.gradient, chain.coupling) : sdeProgram(bound, sde),
    settings,
  );
  const early =
    burnIn > 0 ? referenceStepper(optimizerProgram(bound, STREAMS.burnIn, chain.coupling), settings) : stepper;
  const start = startState(bound);
  const reader = observer(observables, [...stepper.state.keys()], bound);
  const { every } = chain.method.workers;
  const copies: readonly State[] = Array.from({ length: count }, () => emptyLike(early.state));
  let home: State = early.state;
  let x = home.get("x") as Vec;
  let path = 0;
  let k = 0;
  let diverged = -1;

  const settle = (state: State): void => {
    home = state;
    x = home.get("x") as Vec;
  };

  /** One worker: the state stays where the stepper works. */
  const stepInPlace = (): void => {
    (k < burnIn ? early : stepper).step(path, k, 0);
    k++;
    if (k === burnIn) {
      copy(early.state, stepper.state);
      settle(stepper.state);
    }
    if (isOutside(x)) diverged = k;
  };

  /** Several workers: each has a copy that is carried to the stepper and back. */
  const stepWorkers = (): void => {
    copies.forEach((worker, index) => {
      copy(worker, stepper.state);
      stepper.step(path, k, index);
      copy(stepper.state, worker);
    });
    k++;
    if (k % every === 0) {
      average(copies, home);
      for (const worker of copies) copy(home, worker);
    }
    if (copies.some((worker) => isOutside(worker.get("x") as Vec))) diverged = k;
  };

  return {
    variables: [...stepper.state.keys()],
    begin(index) {
      path = index;
      k = 0;
      diverged = -1;
      settle(early.state);
      copy(start, home);
      for (const worker of copies) copy(start, worker);
    },
    advance(to) {
      const step = count === 1 ? stepInPlace : stepWorkers;
      while (k < to && diverged < 0) step();
    },
    divergedAt: () => diverged,
    observe() {
      if (count > 1) average(copies, home);
      copy(home, reader.vectors);
      return reader.read(k, k * chain.eta);
    },
    state() {
      if (count > 1) average(copies, home);
      return Float64Array.from([...home.values()].flatMap((vector) => [...vector]));
    },
  };
}

function emptyLike(state: State): State {
  return new Map([...state].map(([id, vector]) => [id, new Float64Array(vector.length)]));
}

/** Copies every vector of `from` that `to` has too. */
function copy(from: State, to: State): void {
  for (const [id, vector] of from) to.get(id)?.set(vector);
}

/** The mean over workers of each state variable, x̄ among them. */
function average(copies: readonly State[], to: State): void {
  for (const [id, target] of to) {
    target.fill(0);
    for (const worker of copies) {
      const vector = worker.get(id) as Vec;
      for (let i = 0; i < target.length; i++) target[i] += vector[i] / copies.length;
    }
  }
}

function isOutside(x: Vec): boolean {
  for (let i = 0; i < x.length; i++) if (!(Math.abs(x[i]) < DIVERGENCE_LIMIT)) return true;
  return false;
}
