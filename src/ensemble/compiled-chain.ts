import { keySchedule, STREAMS } from "../compiler/random.js";
import type { RunSpecification } from "../compiler/wasm/block-runner.js";
import { compileKernel, type Kernel, type KernelOptions } from "../compiler/wasm/kernel.js";
import type { WebAssemblyModule } from "../compiler/wasm/web-assembly.js";
import type { Vec } from "../math/vector.js";
import { bindChain } from "./bound-chain.js";
import type { Chain } from "./chain.js";
import { observablesProgram } from "./observables.js";
import type { Plan, Precision } from "./plan.js";
import { DIVERGENCE_LIMIT } from "./runner.js";
import { startState } from "./start.js";
import { optimizerProgram, sdeProgram } from "./step-programs.js";

/** The largest modulus of a coordinate before a path counts as diverged, in each precision; its square is still finite. */
const LIMITS: Readonly<Record<Precision, number>> = { f64: DIVERGENCE_LIMIT, f32: 1e18 };

/** A chain compiled with its observables, and what a run of it begins with. */
export interface CompiledChain {
  readonly kernel: Kernel;
  readonly limit: number;
  /** Where each state variable starts, in the kernel's order. */
  readonly start: readonly Vec[];
}

/** Chains that have been compiled, for as long as they are in use: another seed or more paths need no new code. */
const compiled = new WeakMap<Chain, Map<string, CompiledChain>>();

/**
 * The last modules, the latest at the end. As long as one lives, V8 keeps its machine code, and has it at once for a
 * module of the same bytes: a cell that is run again starts at full speed.
 */
const recent = new Set<WebAssemblyModule>();

const MOST_RECENT = 64;

/** Compiles a chain, once. @throws when the chain's equations do not fit the problem's noise. */
export function compileChain(chain: Chain, observables: readonly string[], precision: Precision): CompiledChain {
  const ofChain = compiled.get(chain) ?? new Map<string, CompiledChain>();
  compiled.set(chain, ofChain);
  const key = JSON.stringify([precision, observables]);
  const result = ofChain.get(key) ?? compileAnew(chain, observables, precision);
  ofChain.set(key, result);
  recent.delete(result.kernel.module);
  recent.add(result.kernel.module);
  for (const module of recent) if (recent.size > MOST_RECENT) recent.delete(module);
  return result;
}

function compileAnew(chain: Chain, observables: readonly string[], precision: Precision): CompiledChain {
  const bound = bindChain(chain);
  const { sde, method } = chain;
  const burnIn = sde?.burnIn ?? 0;
  const step = sde === undefined ? optimizerProgram(bound, STREAMS.gradient, chain.coupling) : sdeProgram(bound, sde);
  const early = burnIn > 0 ? optimizerProgram(bound, STREAMS.burnIn, chain.coupling) : undefined;
  const start = startState(bound, "compiled");
  const state = [...new Set(["x", ...step.program.outputs, ...(early?.program.outputs ?? [])])];
  const kernel = compiledOf(chain, {
    precision: precision === "f64" ? "f64x2" : "f32x4",
    step,
    ...(early !== undefined && { early }),
    burnIn,
    observe: observablesProgram(observables, step.program.outputs, bound),
    state,
    sizes: step.program.sizes,
    eta: chain.eta,
    members: sde === undefined || sde.sde.perWorker ? method.workers.count : 1,
    every: method.workers.every,
    limit: LIMITS[precision],
  });
  return { kernel, limit: LIMITS[precision], start: state.map((id) => start.get(id) as Vec) };
}

function compiledOf({ name }: Chain, options: KernelOptions): Kernel {
  try {
    return compileKernel(options);
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
    throw new (cause instanceof RangeError ? RangeError : TypeError)(`${name}: ${cause.message}`, { cause });
  }
}

/** What a run asks of its blocks. */
export function specificationOf({ kernel: { layout }, limit, start }: CompiledChain, plan: Plan): RunSpecification {
  const { seed, steps, whole, final } = plan;
  const keep = plan.quantiles === "none" ? plan.keep : Number.MAX_SAFE_INTEGER;
  const keys = layout.keys.map(({ stream }) => {
    const words = Array.from({ length: layout.members }, (_, member) => [
      ...keySchedule([seed % 2 ** 32, Math.floor(seed / 2 ** 32), stream, member]),
    ]);
    return Int32Array.from(words.flat());
  });
  return { steps: Int32Array.from(steps), keys, start, keep, whole, final, limit };
}
