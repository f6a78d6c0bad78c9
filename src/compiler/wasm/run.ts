/**
 * The functions that run a block: `advance(k)` to step k, `observe()`, and `record(first, last)`, which advances to each
 * of the recorded steps in a list, observes, and leaves sums and values.
 */
import type { Cells } from "./block.js";
import { type FunctionBuilder, functionBuilder } from "./function-builder.js";
import type { ModuleHome } from "./home.js";
import type { LaneType } from "./lanes.js";

export interface RunOptions {
  readonly home: ModuleHome;
  readonly cells: Cells;
  readonly constants: RunConstants;
  readonly burnIn: number;
  readonly step: StepFunctions;
  readonly early: StepFunctions | undefined;
  readonly members: number;
  readonly every: number;
  readonly stateAt: number;
  readonly stateBytes: number;
  readonly precision: LaneType;
  /** Functions that evaluate the observables, that sum them to an address, and that do both at once. */
  readonly observe: number;
  readonly sum: number;
  readonly measure: number | undefined;
  readonly sumsAt: number;
  readonly sumBytes: number;
  readonly valuesAt: number;
  readonly valueBytes: number;
  readonly resultsAt: number;
}

/** Numbers that stand in the memory, as all parameters do: the code is then the same for all of their values. */
export interface RunConstants {
  readonly etaAt: number;
  /** The number of members, in every lane. */
  readonly membersAt: number;
}

/** Places the numbers; to be called before large rooms are, since the image ends with what never changes. */
export function placeRunConstants(
  { memory }: ModuleHome,
  { eta, members, precision }: { readonly eta: number; readonly members: number; readonly precision: LaneType },
): RunConstants {
  const lanes = precision === "f64x2" ? Float64Array.of(members, members) : new Float32Array(4).fill(members);
  return {
    etaAt: memory.data(new Uint8Array(Float64Array.of(eta).buffer)),
    membersAt: memory.data(new Uint8Array(lanes.buffer)),
  };
}

/** One step: the function of a stochastic gradient, if any, and that of the lines, run `substeps` times. */
export interface StepFunctions {
  readonly routine: number;
  readonly substeps: number;
  readonly gather: number | undefined;
}

/** Adds the functions; `kAt` is where k stands as a word. */
export function addRunFunctions(options: RunOptions): { readonly kAt: number } {
  const { home, cells, members, every, stateAt, stateBytes, observe, sum } = options;
  const kAt = home.memory.room(4);
  const stepping = home.add(stepFunction("stepOnce", options.step, options, kAt));
  const starting = options.early && home.add(stepFunction("startOnce", options.early, options, kAt));
  const average = members > 1 ? home.add(averageFunction(options)) : undefined;

  const advance = functionBuilder("advance", ["i32"]);
  const pushK = (builder: FunctionBuilder): FunctionBuilder => builder.i32(0).loadScalar("i32", kAt);
  /** One step, and the average of the workers when it is time. */
  const advanceOnce = (): void => {
    if (starting === undefined) advance.call(stepping);
    else {
      pushK(advance).i32(options.burnIn).op("i32.lt_u");
      advance.branch(
        () => advance.call(starting),
        () => advance.call(stepping),
      );
    }
    advance.i32(0);
    pushK(advance).i32(1).op("i32.add").storeScalar("i32", kAt);
    if (average === undefined) return;
    pushK(advance).i32(every).op("i32.rem_u").op("i32.eqz");
    advance.branch(() => {
      advance.call(average);
      for (let member = 0; member < members; member++) {
        advance
          .i32(stateAt + (member + 1) * stateBytes)
          .i32(stateAt)
          .i32(stateBytes)
          .bulk("copy");
      }
    });
  };
  advance.block("block", () => {
    advance.block("loop", () => {
      pushK(advance).get(0).op("i32.ge_u").jumpIf(1);
      advanceOnce();
      advance.jump(0);
    });
  });
  const advancing = home.add(advance);

  /** A function that reads the state, which is the workers' average where there are several. */
  const readingFunction = (name: string, parameters: readonly "i32"[], routine: number): number => {
    const reading = functionBuilder(name, parameters);
    if (average !== undefined) reading.call(average);
    reading.i32(0).i32(0).storeScalar("i32", cells.memberOffset);
    setTime(reading, options, () => pushK(reading).op("f64.convert_i32_u"));
    for (let parameter = 0; parameter < parameters.length; parameter++) reading.get(parameter);
    return home.add(reading.call(routine));
  };
  const observing = readingFunction("observe", [], observe);
  const measuring = options.measure && readingFunction("measure", ["i32"], options.measure);

  const record = functionBuilder("record", ["i32", "i32", "i32"]);
  const [list, count, keep] = [0, 1, 2];
  const [index, sums, values] = Array.from({ length: 3 }, () => record.local("i32"));
  const observeAndSum = (): FunctionBuilder => record.call(observing).get(sums).call(sum);
  record.i32(options.sumsAt).set(sums).i32(options.valuesAt).set(values);
  record.block("loop", () => {
    record.get(index).i32(2).op("i32.shl").get(list).op("i32.add").loadScalar("i32").call(advancing);
    record.get(keep).branch(
      () => {
        observeAndSum();
        record.get(values).i32(options.resultsAt).i32(options.valueBytes).bulk("copy");
        record.get(values).i32(options.valueBytes).op("i32.add").set(values);
      },
      () => {
        if (measuring === undefined) observeAndSum();
        else
          record
            .i32(0)
            .loadScalar("i32", cells.masked)
            .branch(observeAndSum, () => record.get(sums).call(measuring));
      },
    );
    record.get(sums).i32(options.sumBytes).op("i32.add").set(sums);
    record.get(index).i32(1).op("i32.add").tee(index).get(count).op("i32.lt_u").jumpIf(0);
  });
  home.add(record);
  return { kAt };
}

/** Sets k and t = kη, k being what `push` leaves. */
function setTime(builder: FunctionBuilder, options: RunOptions, push: () => void): void {
  const { cells } = options;
  builder.i32(0);
  push();
  builder.storeScalar("f64", cells.k);
  builder.i32(0).i32(0).loadScalar("f64", cells.k).i32(0).loadScalar("f64", options.constants.etaAt).op("f64.mul");
  builder.storeScalar("f64", cells.t);
}

function stepFunction(name: string, functions: StepFunctions, options: RunOptions, kAt: number): FunctionBuilder {
  const { cells, members, stateBytes } = options;
  const { routine, substeps, gather } = functions;
  const builder = functionBuilder(name, []);
  const pushK = (): FunctionBuilder => builder.i32(0).loadScalar("i32", kAt);
  const [substep, member] = [builder.local("i32"), builder.local("i32")];
  builder.i32(0);
  pushK().op("f64.convert_i32_u").storeScalar("f64", cells.k);
  const substepLoop = (): void => {
    builder.i32(0).set(substep);
    builder.block("loop", () => {
      builder.i32(0);
      pushK().i32(substeps).op("i32.mul").get(substep).op("i32.add").storeScalar("i32", cells.step);
      // t = (k + j/substeps) η
      builder.i32(0).i32(0).loadScalar("f64", cells.k).get(substep).op("f64.convert_i32_u").f64(substeps);
      builder.op("f64.div").op("f64.add").i32(0).loadScalar("f64", options.constants.etaAt).op("f64.mul");
      builder.storeScalar("f64", cells.t);
      if (gather !== undefined) builder.call(gather);
      builder.call(routine);
      builder.get(substep).i32(1).op("i32.add").tee(substep).i32(substeps).op("i32.lt_u").jumpIf(0);
    });
  };
  if (members === 1) {
    substepLoop();
    return builder;
  }
  builder.block("loop", () => {
    builder.i32(0).get(member).storeScalar("i32", cells.member);
    builder
      .i32(0)
      .get(member)
      .i32(1)
      .op("i32.add")
      .i32(stateBytes)
      .op("i32.mul")
      .storeScalar("i32", cells.memberOffset);
    substepLoop();
    builder.get(member).i32(1).op("i32.add").tee(member).i32(members).op("i32.lt_u").jumpIf(0);
  });
  return builder;
}

/** The mean of the members' states, to the common one. */
function averageFunction({ home, members, constants, stateAt, stateBytes, precision }: RunOptions): FunctionBuilder {
  const builder = functionBuilder("average", []);
  const at = builder.local("i32");
  const zero = home.memory.data(new Uint8Array(16));
  builder.block("loop", () => {
    builder.get(at).i32(0).load(zero);
    for (let member = 1; member <= members; member++) {
      builder
        .get(at)
        .load(stateAt + member * stateBytes)
        .i32(0)
        .load(constants.membersAt)
        .op(`${precision}.div`)
        .op(`${precision}.add`);
    }
    builder.store(stateAt);
    builder.get(at).i32(16).op("i32.add").tee(at).i32(stateBytes).op("i32.lt_u").jumpIf(0);
  });
  return builder;
}
