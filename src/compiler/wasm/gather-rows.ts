/**
 * Functions that gather rows of data, another for every path: scores of examples, and sums of their features.
 */
import type { Vec } from "../../math/vector.js";
import type { Minibatch } from "../step-program.js";
import { NUMBER_BYTES, type OuterBlock } from "./block.js";
import { type FunctionBuilder, functionBuilder } from "./function-builder.js";
import type { ModuleHome } from "./home.js";
import type { LaneType } from "./lanes.js";
import type { RoutinePlan } from "./routine.js";

export interface MinibatchPlan {
  readonly minibatch: Minibatch;
  readonly keyAt: number;
  /** The routine that turns scores and labels into the weights r/B. */
  readonly residual: RoutinePlan;
  /** Names of rows of numbers per path. */
  readonly rows: readonly string[];
  readonly labels: ReadonlyMap<string, Vec>;
}

export const SCORE = "batch.score";
export const WEIGHT = "batch.weight";
/** Rows of words: the byte offsets of the drawn example in the features, and in a vector over examples. */
export const FEATURE_OFFSETS = "batch.features";
export const LABEL_OFFSETS = "batch.labels";

/** Vectors of paths whose examples are gathered at once. */
const COPIES = 4;

/** A vector whose lanes are numbers at addresses in locals, plus an offset. */
function gathered(builder: FunctionBuilder, addresses: readonly number[], offset: number, precision: LaneType): void {
  const width = precision === "f64x2" ? "64" : "32";
  builder.get(addresses[0]).load(offset, `v128.load${width}_zero`);
  if (addresses.length === 1) return;
  const vector = builder.local("v128");
  builder.set(vector);
  addresses.slice(1).forEach((address, i) => {
    builder
      .get(address)
      .get(vector)
      .load(offset, `v128.load${width}_lane`, i + 1)
      .set(vector);
  });
  builder.get(vector);
}

/** Byte offsets of the paths of some vectors, from a row of words. */
function readOffsets(
  builder: FunctionBuilder,
  lane: number,
  row: number,
  locals: readonly (readonly number[])[],
  precision: LaneType,
): void {
  // a row of words is half as long as a row of doubles
  const shift = precision === "f64x2" ? 1 : 0;
  locals.flat().forEach((local, path) => {
    builder
      .get(lane)
      .i32(shift)
      .op("i32.shr_u")
      .loadScalar("i32", row + 4 * path)
      .set(local);
  });
}

function addressLocals(builder: FunctionBuilder, precision: LaneType): readonly (readonly number[])[] {
  const width = precision === "f64x2" ? 2 : 4;
  return Array.from({ length: COPIES }, () => Array.from({ length: width }, () => builder.local("i32")));
}

/** The scores aᵢ·x of the drawn examples, and what the residual lines need of them besides. */
export function scoreFunction(
  id: string,
  { minibatch, labels }: MinibatchPlan,
  block: OuterBlock,
  home: ModuleHome,
): FunctionBuilder {
  const { precision, rowBytes, cells } = block;
  const { columns } = minibatch.features;
  const bytes = NUMBER_BYTES[precision];
  const featuresAt = home.memory.data(numbersOf(minibatch.features.entries, precision));
  const builder = functionBuilder(id, []);
  const [lane, x, j, offset] = Array.from({ length: 4 }, () => builder.local("i32"));
  const addresses = addressLocals(builder, precision);
  const sums = addresses.map(() => builder.local("v128"));
  const zero = home.memory.data(new Uint8Array(16));
  builder.i32(0).loadScalar("i32", cells.memberOffset).set(offset);
  builder.block("loop", () => {
    readOffsets(builder, lane, block.stateAt(LABEL_OFFSETS), addresses, precision);
    for (const [key, values] of labels) {
      const at = home.memory.data(numbersOf(values, precision));
      addresses.forEach((locals, copy) => {
        builder.get(lane);
        gathered(builder, locals, at, precision);
        builder.store(block.stateAt(key) + 16 * copy);
      });
    }
    readOffsets(builder, lane, block.stateAt(FEATURE_OFFSETS), addresses, precision);
    for (const sum of sums) builder.i32(0).load(zero).set(sum);
    builder.get(lane).get(offset).op("i32.add").set(x).i32(0).set(j);
    builder.block("loop", () => {
      addresses.forEach((locals, copy) => {
        builder.get(sums[copy]);
        gathered(builder, locals, featuresAt, precision);
        builder
          .get(x)
          .load(block.stateAt("x") + 16 * copy)
          .op(`${precision}.mul`)
          .op(`${precision}.add`)
          .set(sums[copy]);
      });
      for (const local of addresses.flat()) builder.get(local).i32(bytes).op("i32.add").set(local);
      builder.get(x).i32(rowBytes).op("i32.add").set(x);
      builder.get(j).i32(1).op("i32.add").tee(j).i32(columns).op("i32.lt_u").jumpIf(0);
    });
    sums.forEach((sum, copy) => {
      builder
        .get(lane)
        .get(sum)
        .store(block.stateAt(SCORE) + 16 * copy);
    });
    builder
      .get(lane)
      .i32(16 * COPIES)
      .op("i32.add")
      .tee(lane)
      .i32(rowBytes)
      .op("i32.lt_u")
      .jumpIf(0);
  });
  return builder;
}

/** g ← g + (r/B) aᵢ. */
export function addFunction(
  id: string,
  { minibatch }: MinibatchPlan,
  block: OuterBlock,
  home: ModuleHome,
): FunctionBuilder {
  const { precision, rowBytes } = block;
  const { columns } = minibatch.features;
  const bytes = NUMBER_BYTES[precision];
  const featuresAt = home.memory.data(numbersOf(minibatch.features.entries, precision));
  const builder = functionBuilder(id, []);
  const [lane, g, j] = Array.from({ length: 3 }, () => builder.local("i32"));
  const addresses = addressLocals(builder, precision);
  const weights = addresses.map(() => builder.local("v128"));
  builder.block("loop", () => {
    readOffsets(builder, lane, block.stateAt(FEATURE_OFFSETS), addresses, precision);
    weights.forEach((weight, copy) => {
      builder
        .get(lane)
        .load(block.stateAt(WEIGHT) + 16 * copy)
        .set(weight);
    });
    builder.get(lane).set(g).i32(0).set(j);
    builder.block("loop", () => {
      addresses.forEach((locals, copy) => {
        const at = block.stateAt("g") + 16 * copy;
        builder.get(g).get(g).load(at).get(weights[copy]);
        gathered(builder, locals, featuresAt, precision);
        builder.op(`${precision}.mul`).op(`${precision}.add`).store(at);
      });
      for (const local of addresses.flat()) builder.get(local).i32(bytes).op("i32.add").set(local);
      builder.get(g).i32(rowBytes).op("i32.add").set(g);
      builder.get(j).i32(1).op("i32.add").tee(j).i32(columns).op("i32.lt_u").jumpIf(0);
    });
    builder
      .get(lane)
      .i32(16 * COPIES)
      .op("i32.add")
      .tee(lane)
      .i32(rowBytes)
      .op("i32.lt_u")
      .jumpIf(0);
  });
  return builder;
}

/** g ← λ x. */
export function ridgeFunction(id: string, ridge: number, block: OuterBlock, home: ModuleHome): FunctionBuilder {
  const { precision, rowBytes, cells, sizes } = block;
  const builder = functionBuilder(id, []);
  const [at, offset] = [builder.local("i32"), builder.local("i32")];
  const factor = home.memory.data(numbersOf(Float64Array.of(ridge, ridge, ridge, ridge), precision).slice(0, 16));
  builder.i32(0).loadScalar("i32", cells.memberOffset).set(offset);
  builder.block("loop", () => {
    builder.get(at).get(at).get(offset).op("i32.add").load(block.stateAt("x"));
    builder.i32(0).load(factor).op(`${precision}.mul`).store(block.stateAt("g"));
    builder
      .get(at)
      .i32(16)
      .op("i32.add")
      .tee(at)
      .i32(sizes.d * rowBytes)
      .op("i32.lt_u")
      .jumpIf(0);
  });
  return builder;
}

function numbersOf(values: Vec, precision: LaneType): Uint8Array {
  return new Uint8Array(precision === "f64x2" ? values.slice().buffer : Float32Array.from(values).buffer);
}
