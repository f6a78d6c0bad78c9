import { referenceExecutable } from "../compiler/reference.js";
import { SCALAR, vectorOver } from "../equations/shapes.js";
import type { Matrix, Vec } from "../math/vector.js";
import { requireFinite, requireObject, requireVector, shown } from "../validate.js";
import { bindChain } from "./bound-chain.js";
import type { Chain } from "./chain.js";
import { driverRanges, withNoiseLaw } from "./noise-law.js";

/** An SDE's coefficients at a state: dy = drift dt + diffusion dW for each state variable y. */
export interface Coefficients {
  readonly drift: Readonly<Record<string, Vec>>;
  /** One d × n matrix per state variable, for the Brownian motions dW and dU of the SDE side by side, n their coordinates. */
  readonly diffusion: Readonly<Record<string, Matrix>>;
}

/** The drift and diffusion of an SDE chain at a given state and time. */
export function sdeCoefficients(
  chain: Chain,
  state: Readonly<Record<string, readonly number[] | Vec>>,
  t: number = 0,
): Coefficients {
  return coefficientsOf(chain)(state, t);
}

/** The drift and diffusion of an SDE chain, for many states and times: its equations are made ready once. */
export function coefficientsOf(
  chain: Chain,
): (state: Readonly<Record<string, readonly number[] | Vec>>, t: number) => Coefficients {
  if (chain.sde === undefined) throw new TypeError(`sdeCoefficients: chain must be an SDE, got ${shown(chain.name)}`);
  const { binding, constants, scope } = bindChain(chain);
  const program = withNoiseLaw(chain.sde.sde.program, chain.problem, chain.method.parameters);
  const ranges = driverRanges(chain.sde.sde.program, chain.problem);
  const targets = program.increments.map(({ target }) => target);
  const executable = referenceExecutable({
    lines: [...binding.gradient, ...program.where, ...program.increments],
    scope: new Map([
      ...scope,
      ...program.shapes,
      ...program.drivers.map((driver) => [driver, vectorOver(ranges.get(driver))] as const),
      ["t", SCALAR],
      ["dt", SCALAR],
    ]),
    sizes: { ...binding.sizes, ...program.sizes },
    constants: new Map([...constants, ...program.constants]),
    inputs: ["t", "dt"],
    outputs: targets,
  });
  const d = chain.problem.objective.dimension;
  const read = (): Vec[] => targets.map((target) => executable.vectors.get(target)?.slice() ?? new Float64Array(d));
  const byName = <T>(values: readonly T[]): Record<string, T> =>
    Object.fromEntries(targets.map((target, i) => [target.slice(1), values[i]]));
  const drivers = program.drivers.map((driver) => executable.vectors.get(driver) ?? new Float64Array());
  const columns = drivers.reduce((sum, driver) => sum + driver.length, 0);
  return (state, t) => {
    requireObject("sdeCoefficients, state", state, chain.method.update.state);
    for (const name of program.state) {
      executable.vectors.get(name)?.set(requireVector("sdeCoefficients", name, state[name], d));
    }
    if (binding.closure !== undefined) {
      const x = executable.vectors.get("x") as Vec;
      executable.vectors.get("G")?.set(binding.closure.gradient(x));
    }
    for (const driver of drivers) driver.fill(0);
    executable.evaluate(requireFinite("sdeCoefficients", "t", t), 1);
    const drift = byName(read());
    const diffusion = targets.map((): Matrix => ({ rows: d, columns, entries: new Float64Array(d * columns) }));
    let j = 0;
    for (const driver of drivers) {
      for (let n = 0; n < driver.length; n++, j++) {
        for (const other of drivers) other.fill(0);
        driver[n] = 1;
        executable.evaluate(t, 0);
        read().forEach((column, v) => {
          for (let i = 0; i < d; i++) diffusion[v].entries[i * columns + j] = column[i];
        });
      }
    }
    return { drift, diffusion: byName(diffusion) };
  };
}
