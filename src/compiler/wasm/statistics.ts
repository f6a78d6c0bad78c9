import { type FunctionBuilder, functionBuilder } from "./function-builder.js";
import type { ModuleHome } from "./home.js";

export interface StatisticsOptions {
  readonly observables: number;
  readonly blockPaths: number;
  readonly resultsAt: number;
  readonly maskAt: number;
  readonly home: ModuleHome;
}

/**
 * The function that sums each observable over the paths that count, to the address given: for values v and the value c
 * of the first path, the numbers c, Σ(v − c), Σ(v − c)². Taken about c, the squares lose no digits to a large mean.
 */
export function statisticsFunction({
  observables,
  blockPaths,
  resultsAt,
  maskAt,
  home,
}: StatisticsOptions): FunctionBuilder {
  const builder = functionBuilder("sum", ["i32"]);
  const to = 0;
  const [row, lane, end] = Array.from({ length: 3 }, () => builder.local("i32"));
  const [centre, deviation] = Array.from({ length: 2 }, () => builder.local("v128"));
  const sums = Array.from({ length: 4 }, () => builder.local("v128"));
  const zero = home.memory.data(new Uint8Array(16));
  const rowBytes = blockPaths * 8;

  const horizontal = (first: number, second: number): void => {
    builder.get(first).get(second).op("f64x2.add").tee(first).lane("f64x2.extract_lane", 0);
    builder.get(first).lane("f64x2.extract_lane", 1).op("f64.add");
  };

  builder.i32(resultsAt).set(row);
  builder.block("loop", () => {
    for (const sum of sums) builder.i32(0).load(zero).set(sum);
    builder.get(row).load(0, "v128.load64_splat").set(centre);
    builder.i32(0).set(lane).get(row).set(end);
    builder.block("loop", () => {
      for (let half = 0; half < 2; half++) {
        builder
          .get(end)
          .load(16 * half)
          .get(centre)
          .op("f64x2.sub")
          .get(lane)
          .load(maskAt + 16 * half)
          .op("v128.and");
        builder.tee(deviation).get(sums[half]).op("f64x2.add").set(sums[half]);
        builder
          .get(deviation)
          .get(deviation)
          .op("f64x2.mul")
          .get(sums[2 + half])
          .op("f64x2.add")
          .set(sums[2 + half]);
      }
      builder.get(end).i32(32).op("i32.add").set(end);
      builder.get(lane).i32(32).op("i32.add").tee(lane).i32(rowBytes).op("i32.lt_u").jumpIf(0);
    });
    builder.get(to).get(centre).lane("f64x2.extract_lane", 0).storeScalar("f64");
    builder.get(to);
    horizontal(sums[0], sums[1]);
    builder.storeScalar("f64", 8).get(to);
    horizontal(sums[2], sums[3]);
    builder.storeScalar("f64", 16);
    builder.get(to).i32(24).op("i32.add").set(to);
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
