/**
 * The module that runs blocks of paths: it advances the state, evaluates observables at recorded steps, and sums them
 * over the paths.
 */
import type { LineProgram } from "../line-program.js";
import type { StepProgram } from "../step-program.js";
import { type Cells, NUMBER_BYTES, type OuterBlock } from "./block.js";
import { gatherFunction, planMinibatch } from "./gather.js";
import { type ModuleHome, moduleHome } from "./home.js";
import type { LaneType } from "./lanes.js";
import { moduleBytes } from "./module-bytes.js";
import { emitMeasure, emitRoutine, placeRoutine, planRoutine, type RoutinePlan } from "./routine.js";
import { addRunFunctions, placeRunConstants } from "./run.js";
import { CELL_BYTES, statisticsFunction } from "./statistics.js";
import { KEY_BYTES } from "./variates.js";
import { type WebAssemblyModule, webAssembly } from "./web-assembly.js";

export interface KernelOptions {
  readonly precision: LaneType;
  readonly step: StepProgram;
  /** Steps taken instead while k < burnIn. */
  readonly early?: StepProgram;
  readonly burnIn: number;
  /** Ends with the observables, in their order, as scalar outputs. */
  readonly observe: LineProgram;
  /** Names of the state, each a vector over d. */
  readonly state: readonly string[];
  readonly sizes: Readonly<Record<string, number>>;
  readonly eta: number;
  /** Copies of the state that advance on their own and are averaged after every so many steps. */
  readonly members: number;
  readonly every: number;
  /** Beyond this modulus of x a path has left. */
  readonly limit: number;
}

/** A compiled chain: code, the initial bytes of its memory, and where things stand in it. Plain data, but for the code. */
export interface Kernel {
  readonly module: WebAssemblyModule;
  readonly bytes: Uint8Array;
  readonly image: Uint8Array;
  readonly layout: KernelLayout;
}

export interface KernelLayout {
  readonly precision: LaneType;
  /** Paths per block: a part of the definition of a result, since sums are taken block by block. */
  readonly blockPaths: number;
  readonly dimension: number;
  readonly observables: number;
  readonly members: number;
  readonly state: readonly { readonly name: string; readonly at: number }[];
  /** Bytes of the state, of which there are 1 + members where there are several members. */
  readonly stateAt: number;
  readonly stateBytes: number;
  readonly copies: number;
  /** A double of all ones for each path that counts, of zeros for one that does not. */
  readonly maskAt: number;
  readonly resultsAt: number;
  /** Room for the sums of `sumsRoom` recorded times: n, a centre c, Σ(v − c), Σ(v − c)² per observable. */
  readonly sumsAt: number;
  readonly sumsRoom: number;
  /** Room for a list of as many steps. */
  readonly listAt: number;
  /** Room for the values of as many recorded times. */
  readonly valuesAt: number;
  /** Key schedules, by stream: five words per member. */
  readonly keys: readonly { readonly stream: number; readonly at: number }[];
  /** Cells: k as a word, the first path, and whether a path has left or a sum is not finite. */
  readonly kAt: number;
  readonly firstPathAt: number;
  readonly leftAt: number;
  /** Not 0 where some path does not count. */
  readonly maskedAt: number;
  /** The offset in a row of the first path that counts. */
  readonly centreAt: number;
  /** How many paths of the block count, as a double. */
  readonly countedAt: number;
}

/** Working memory of a block, so that it stays in the cache nearest to the processor. */
const CACHE_BYTES = 128 * 1024;
const BLOCK_SIZES = [128, 64, 32, 16];
/** Bytes of values of recorded times that are kept before they are handed over. */
const VALUES_BYTES = 1 << 20;

/** Compiles a chain. @throws RangeError when the module would not fit in WebAssembly's memory. */
export function compileKernel(options: KernelOptions): Kernel {
  const { precision, step, early, observe, state, sizes, members } = options;
  const home = moduleHome();
  const { memory } = home;
  const cells = cellsIn(home);
  const constants = placeRunConstants(home, options);
  const uniforms = { k: cells.k, t: cells.t };
  const keys = new Map<number, number>();
  const keyAt = (stream: number): number => {
    const at = keys.get(stream) ?? memory.room(KEY_BYTES * members);
    keys.set(stream, at);
    return at;
  };
  const plan = (name: string, { program, draws }: Pick<StepProgram, "program" | "draws">): RoutinePlan =>
    planRoutine({
      name,
      program,
      draws: draws.map((draw) => ({ ...draw, keyAt: keyAt(draw.stream) })),
      precision,
      home,
      uniforms,
    });
  const programs = [step, ...(early === undefined ? [] : [early])];
  const plans = programs.map((program, i) => plan(i === 0 ? "step" : "early", program));
  const batches = programs.map(
    ({ minibatch }, i) => minibatch && planMinibatch(minibatch, `gather${i}`, { precision, home, uniforms, keyAt }),
  );
  const reading = plan("read", { program: observe, draws: [] });

  const copies = members === 1 ? 1 : members + 1;
  const dimension = sizes.d;
  const stateRows = state.length * dimension;
  const rows =
    stateRows * copies + Math.max(...plans.map((p) => p.rows)) + (batches[0] === undefined ? 0 : dimension + 4);
  const blockPaths = BLOCK_SIZES.find((size) => rows * size * 8 <= CACHE_BYTES) ?? 16;
  const rowBytes = blockPaths * NUMBER_BYTES[precision];

  const stateAt = memory.room(stateRows * copies * rowBytes);
  const names = new Map(state.map((name, i) => [name, stateAt + i * dimension * rowBytes]));
  const batchRows = batches.flatMap((batch) => batch?.rows ?? []);
  if (batchRows.length > 0) names.set("g", memory.room(dimension * rowBytes));
  for (const row of new Set(batchRows)) names.set(row, memory.room(rowBytes));
  const observables = observe.outputs.length;
  const resultsAt = memory.room(observables * blockPaths * 8);
  const outer: OuterBlock = {
    paths: blockPaths,
    precision,
    rowBytes,
    sizes,
    stateAt(name) {
      const at = names.get(name);
      if (at === undefined) throw new Error(`kernel: nothing is stored as ${name}`);
      return at;
    },
    isOwn: (name) => members > 1 && state.includes(name),
    isRow: (name) => batchRows.includes(name),
    resultAt: (name) => resultsAt + observe.outputs.indexOf(name) * blockPaths * 8,
    cells,
  };
  const gathers = batches.map((batch) => batch && gatherFunction(batch, outer, home));
  const [advance, start] = plans.map((routine) => emitRoutine(placeRoutine(routine, outer, home), options.limit));
  const placed = placeRoutine(reading, outer, home);
  const observing = emitRoutine(placed);
  const measuring = emitMeasure(placed, { indexOf: (name) => observe.outputs.indexOf(name), cells });

  const maskAt = memory.room(blockPaths * 8);
  const sumsRoom = Math.min(1024, Math.max(1, Math.floor(VALUES_BYTES / (observables * blockPaths * 8))));
  const sumsAt = memory.room(sumsRoom * observables * CELL_BYTES);
  const listAt = memory.room(sumsRoom * 4);
  const valuesAt = memory.room(sumsRoom * observables * blockPaths * 8);
  const summing = home.add(
    statisticsFunction({
      observables,
      blockPaths,
      resultsAt,
      maskAt,
      maskedAt: cells.masked,
      centreAt: cells.centre,
      cells,
      home,
    }),
  );
  const stateBytes = stateRows * rowBytes;
  const { kAt } = addRunFunctions({
    home,
    cells,
    constants,
    burnIn: options.burnIn,
    step: { routine: advance, substeps: step.substeps, gather: gathers[0] },
    early: early && { routine: start, substeps: early.substeps, gather: gathers[1] },
    members,
    every: options.every,
    stateAt,
    stateBytes,
    precision,
    observe: observing,
    measure: measuring,
    sum: summing,
    sumsAt,
    valuesAt,
    resultsAt,
    sumBytes: observables * CELL_BYTES,
    valueBytes: observables * blockPaths * 8,
  });
  const pages = Math.ceil(memory.size() / 65536);
  if (pages > 65536) {
    throw new RangeError(
      `compiler: the chain must fit in 4 GB of memory, got ${(memory.size() / 1e9).toPrecision(3)} GB`,
    );
  }
  const bytes = moduleBytes(home.functions, pages);
  return {
    module: new webAssembly.Module(bytes),
    bytes,
    image: memory.image(),
    layout: {
      precision,
      blockPaths,
      dimension,
      observables,
      members,
      state: state.map((name) => ({ name, at: names.get(name) as number })),
      stateAt,
      stateBytes,
      copies,
      maskAt,
      resultsAt,
      sumsAt,
      sumsRoom,
      listAt,
      valuesAt,
      keys: [...keys].map(([stream, at]) => ({ stream, at })),
      kAt,
      firstPathAt: cells.firstPath,
      leftAt: cells.left,
      maskedAt: cells.masked,
      centreAt: cells.centre,
      countedAt: cells.counted,
    },
  };
}

function cellsIn({ memory }: ModuleHome): Cells {
  const at = memory.room(64);
  return {
    k: at,
    t: at + 8,
    step: at + 16,
    firstPath: at + 20,
    member: at + 24,
    memberOffset: at + 28,
    left: at + 32,
    masked: at + 36,
    centre: at + 40,
    counted: at + 48,
  };
}
