import { referenceStepper } from "../compiler/reference-stepper.js";
import type { Vec } from "../math/vector.js";
import { shown } from "../validate.js";
import { bindChain } from "./bound-chain.js";
import type { Chain } from "./chain.js";
import { runner } from "./runner.js";
import { optimizerProgram } from "./step-programs.js";

/** A state of a chain: variable by variable, d numbers each. */
export type State = Readonly<Record<string, Vec>>;

/** One step of an optimizer, from a state of the caller's choice. */
export interface OneStep {
  readonly variables: readonly string[];
  /** By how much step k changes each variable; `draw` addresses the random numbers. The storage is reused. */
  readonly change: (state: State, k: number, draw: number) => State;
}

/**
 * The step of an optimizer chain.
 *
 * @param of "mean": the mean of what the workers do, as an averaged state sees it; "worker": what the first one does.
 */
export function oneStep(chain: Chain, seed: number, of: "mean" | "worker" = "mean"): OneStep {
  if (chain.kind !== "optimizer") throw new TypeError(`oneStep: chain must be an optimizer, got ${shown(chain.name)}`);
  const members = of === "worker" ? 1 : chain.method.workers.count;
  const stepper = referenceStepper(optimizerProgram(bindChain(chain)), { seed, members, eta: chain.eta });
  const variables = [...stepper.state.keys()];
  const d = chain.problem.objective.dimension;
  const changes = Object.fromEntries(variables.map((id) => [id, new Float64Array(d)]));
  return {
    variables,
    change(state, k, draw) {
      for (const id of variables) changes[id].fill(0);
      for (let member = 0; member < members; member++) {
        for (const [id, vector] of stepper.state) vector.set(state[id]);
        stepper.step(draw, k, member, 0);
        for (const [id, vector] of stepper.state) {
          for (let i = 0; i < d; i++) changes[id][i] += (vector[i] - state[id][i]) / members;
        }
      }
      return changes;
    },
  };
}

/** States that paths of a chain pass through: those of path p at the p-th of the given steps, in turn. */
export function visitedStates(chain: Chain, seed: number, steps: readonly number[]): readonly State[] {
  const walker = runner(chain, seed, ["f"]);
  const d = chain.problem.objective.dimension;
  return steps.map((k, path) => {
    walker.begin(path);
    walker.advance(k);
    const numbers = walker.state();
    return Object.fromEntries(walker.variables.map((id, v) => [id, numbers.slice(v * d, (v + 1) * d)]));
  });
}
