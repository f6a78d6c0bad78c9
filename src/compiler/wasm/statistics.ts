import { type FunctionBuilder, functionBuilder } from "./function-builder.js";
import type { ModuleHome } from "./home.js";

/** Cells that sums are written with. */
export interface SumCells {
  /** A double: how many paths of the block count. */
  readonly counted: number;
  /** A word: set where a sum is not finite. */
  readonly left: number;
}

export interface StatisticsOptions {
  readonly observables: number;
  readonly blockPaths: number;
  readonly resultsAt: number;
  readonly maskAt: number;
  /** A word: 0 where all paths count. */
  readonly maskedAt: number;
  /** A word: the offset in bytes of the first path that counts. */
  readonly centreAt: number;
  readonly cells: SumCells;
  readonly home: ModuleHome;
}

/** Vectors summed at once, so that an addition does not wait for the one before it. */
export const VECTORS = 4;

/** Bytes of the sums of one observable: four doubles. */
export const CELL_BYTES = 32;

export interface SumsToLeave {
  /** The local that holds the address, and what is added to it. */
  readonly to: number;
  readonly offset: number;
  /** Locals: c in both lanes, and the vectors of partial sums. */
  readonly centre: number;
  readonly firsts: readonly number[];
  readonly seconds: readonly number[];
  readonly cells: SumCells;
}

/** Leaves n, c, Σ(v − c), Σ(v − c)², and notes where the last is not finite. */
export function leaveSums(builder: FunctionBuilder, { to, offset, centre, firsts, seconds, cells }: SumsToLeave): void {
  /** The sum of the lanes of some vectors. */
  const horizontal = ([first, ...rest]: readonly number[]): void => {
    for (const local of rest) builder.get(first).get(local).op("f64x2.add").set(first);
    builder.get(first).lane("f64x2.extract_lane", 0).get(first).lane("f64x2.extract_lane", 1).op("f64.add");
  };
  const last = builder.local("f64");
  builder.get(to).i32(0).loadScalar("f64", cells.counted).storeScalar("f64", offset);
  builder
    .get(to)
    .get(centre)
    .lane("f64x2.extract_lane", 0)
    .storeScalar("f64", offset + 8);
  builder.get(to);
  horizontal(firsts);
  builder.storeScalar("f64", offset + 16);
  horizontal(seconds);
  builder
    .set(last)
    .get(to)
    .get(last)
    .storeScalar("f64", offset + 24);
  builder.i32(0).get(last).get(last).op("f64.sub").f64(0).op("f64.ne").i32(0).loadScalar("i32", cells.left);
  builder.op("i32.or").storeScalar("i32", cells.left);
}

/**
 * The function that sums each observable over the paths that count, to the address given: for values v and the value c
 * of the first of them, the numbers n, c, Σ(v − c), Σ(v − c)². Taken about c, the squares lose no digits to a large mean.
 */
export function statisticsFunction({
  observables,
  blockPaths,
  resultsAt,
  maskAt,
  maskedAt,
  centreAt,
  cells,
  home,
}: StatisticsOptions): FunctionBuilder {
  const builder = functionBuilder("sum", ["i32"]);
  const to = 0;
  const [row, lane, end] = Array.from({ length: 3 }, () => builder.local("i32"));
  const [centre, deviation] = Array.from({ length: 2 }, () => builder.local("v128"));
  const [firsts, seconds] = [0, 1].map(() => Array.from({ length: VECTORS }, () => builder.local("v128")));
  const zero = home.memory.data(new Uint8Array(16));
  const rowBytes = blockPaths * 8;

  /** Adds one row; where all paths count, the mask need not be read. */
  const sumRow = (isMasked: boolean): void => {
    builder.block("loop", () => {
      for (let vector = 0; vector < VECTORS; vector++) {
        const [first, second] = [firsts[vector], seconds[vector]];
        builder
          .get(end)
          .load(16 * vector)
          .get(centre)
          .op("f64x2.sub");
        if (isMasked)
          builder
            .get(lane)
            .load(maskAt + 16 * vector)
            .op("v128.and");
        builder.tee(deviation).get(first).op("f64x2.add").set(first);
        builder.get(deviation).get(deviation).op("f64x2.mul").get(second).op("f64x2.add").set(second);
      }
      builder
        .get(end)
        .i32(16 * VECTORS)
        .op("i32.add")
        .set(end);
      builder
        .get(lane)
        .i32(16 * VECTORS)
        .op("i32.add")
        .tee(lane)
        .i32(rowBytes)
        .op("i32.lt_u")
        .jumpIf(0);
    });
  };

  builder.i32(resultsAt).set(row);
  builder.block("loop", () => {
    for (const sum of [...firsts, ...seconds]) builder.i32(0).load(zero).set(sum);
    builder.get(row).i32(0).loadScalar("i32", centreAt).op("i32.add").load(0, "v128.load64_splat").set(centre);
    builder.i32(0).set(lane).get(row).set(end);
    builder
      .i32(0)
      .loadScalar("i32", maskedAt)
      .branch(
        () => sumRow(true),
        () => sumRow(false),
      );
    leaveSums(builder, { to, offset: 0, centre, firsts, seconds, cells });
    builder.get(to).i32(CELL_BYTES).op("i32.add").set(to);
    builder
      .get(row)
      .i32(rowBytes)
      .op("i32.add")
      .tee(row)
      .i32(resultsAt + observables * rowBytes)
      .op("i32.lt_u")
      .jumpIf(0);
  });
  return builder;
}
