import { sharedPool } from "../compiler/pool.js";
import { availableThreads } from "../compiler/thread.js";
import type { BlockResult } from "../compiler/wasm/block-runner.js";
import type { Chain } from "./chain.js";
import { compileChain, specificationOf } from "./compiled-chain.js";
import { hashOf } from "./hash.js";
import type { Plan } from "./plan.js";
import { referenceBlock } from "./reference-block.js";
import { runner } from "./runner.js";
import { createTurns } from "./turns.js";

/**
 * How a chain was run: compiled to WebAssembly; by the reference executor; or by that executor calling functions of the
 * user's, on the main thread in slices of time.
 */
export type Executor = "compiled" | "reference" | "closures";

/** What runs the blocks of an ensemble. */
export interface BlockSource {
  readonly executor: Executor;
  /** State variables, in the order of final states. */
  readonly state: readonly string[];
  /** Paths per block. */
  readonly blockPaths: number;
  /** Everything that the bits of a block depend on. */
  readonly key: string;
  readonly start: () => BlockRun;
}

/** A run in progress. */
export interface BlockRun {
  /** Blocks that may be under way at once. */
  readonly width: number;
  /** Runs a block; undefined when stopped. */
  readonly block: (block: number, paths: number) => Promise<BlockResult | undefined>;
  readonly stop: () => void;
  readonly end: () => void;
  /** Threads that died and were replaced. */
  readonly crashes: () => number;
}

/** A chain compiled for a plan. @throws when its equations do not fit the problem's noise. */
export function blockSource(chain: Chain, plan: Plan): BlockSource {
  const { method, problem } = chain;
  const hasClosures = method.update.closure !== undefined || problem.objective.closure !== undefined;
  if (!hasClosures) return plan.executor === "reference" ? referenceSource(chain, plan) : compiledSource(chain, plan);
  if (plan.executor !== undefined || plan.precision === "f32") {
    const option = plan.executor === undefined ? 'precision: "f32"' : `executor: "${plan.executor}"`;
    throw new TypeError(
      `ensemble: ${option} needs equations, but ${chain.name} on ${problem.objective.name} is given by functions`,
    );
  }
  return { ...referenceSource(chain, plan), executor: "closures" };
}

function compiledSource(chain: Chain, plan: Plan): BlockSource {
  const compiled = compileChain(chain, plan.observables, plan.precision);
  const { kernel, start } = compiled;
  const specification = specificationOf(compiled, plan);
  const { steps, keys, final, whole, limit } = specification;
  return {
    executor: "compiled",
    state: kernel.layout.state.map(({ name }) => name),
    blockPaths: kernel.layout.blockPaths,
    key: hashOf([
      ...[kernel.bytes, kernel.image, JSON.stringify(kernel.layout), steps, ...keys, ...start],
      JSON.stringify([plan.keep, final, whole, limit, plan.quantiles]),
    ]),
    start() {
      const threads = plan.threads ?? availableThreads();
      // one block is run while the next one waits, so that no thread waits for messages
      return { ...sharedPool().start(kernel, specification, threads), width: 2 * threads };
    },
  };
}

/** Paths per block of the reference executor: as many as in most compiled blocks. */
const REFERENCE_BLOCK = 128;

function referenceSource(chain: Chain, plan: Plan): BlockSource {
  if (plan.precision === "f32") throw new TypeError('ensemble: the reference executor needs precision: "f64"');
  const walker = runner(chain, plan.seed, plan.observables);
  return {
    executor: "reference",
    state: walker.variables,
    blockPaths: REFERENCE_BLOCK,
    // a chain is an object of its own, and functions cannot be compared: nothing is shared between runs
    key: "",
    start() {
      let isStopped = false;
      const turns = createTurns(() => isStopped);
      return {
        width: 1,
        block: (block, paths) => referenceBlock(walker, plan, block * REFERENCE_BLOCK, paths, turns),
        stop() {
          isStopped = true;
        },
        end: () => undefined,
        crashes: () => 0,
      };
    },
  };
}
