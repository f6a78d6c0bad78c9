import type { Block } from "./block.js";
import { NUMBER_BYTES } from "./block.js";
import { type FunctionBuilder, functionBuilder } from "./function-builder.js";
import type { ModuleHome } from "./home.js";
import type { MatrixProduct } from "./lower.js";

export interface ProductOptions {
  readonly name: string;
  readonly product: MatrixProduct;
  /** Addresses of the factor, as an array over `from`, and of the result. */
  readonly factorAt: number;
  readonly resultAt: number;
  /** Whether each worker has a factor of its own. */
  readonly isOwn: boolean;
  readonly block: Block;
  readonly home: ModuleHome;
}

/** Vectors of paths, and rows of the matrix, whose sums are kept in registers at once. */
const COLUMNS = 4;
const ROWS = 2;

/**
 * y = A v or Aᵀ v for every path of a block: sums over the coordinates in their order, COLUMNS vectors of paths and ROWS
 * rows at a time, so that each number loaded is used several times.
 */
export function productFunction(options: ProductOptions): FunctionBuilder {
  const { name, product, factorAt, resultAt, isOwn, block, home } = options;
  const { precision, rowBytes, cells } = block;
  const { rows, columns, entries } = product.matrix;
  const bytes = NUMBER_BYTES[precision];
  const values = precision === "f64x2" ? entries : Float32Array.from(entries);
  const matrixAt = home.memory.data(
    new Uint8Array(values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength)),
  );
  const results = product.isTransposed ? columns : rows;
  const terms = product.isTransposed ? rows : columns;
  const resultStride = bytes * (product.isTransposed ? 1 : columns);
  const termStride = bytes * (product.isTransposed ? columns : 1);
  const splat = precision === "f64x2" ? "v128.load64_splat" : "v128.load32_splat";
  const width = 16 * COLUMNS;

  const builder = functionBuilder(name, []);
  const [lane, result, entry, factor, out, end, offset] = Array.from({ length: 7 }, () => builder.local("i32"));
  const sums = Array.from({ length: ROWS * COLUMNS }, () => builder.local("v128"));
  const factors = Array.from({ length: COLUMNS }, () => builder.local("v128"));
  const number = builder.local("v128");
  const zero = home.memory.data(new Uint8Array(16));

  /** The sums of `height` rows of the result for COLUMNS vectors of paths. */
  const rowsOfResult = (height: number): void => {
    for (const sum of sums.slice(0, height * COLUMNS)) builder.i32(0).load(zero).set(sum);
    builder.get(result).i32(resultStride).op("i32.mul").set(entry);
    builder
      .get(lane)
      .get(offset)
      .op("i32.add")
      .tee(factor)
      .i32(terms * rowBytes)
      .op("i32.add")
      .set(end);
    builder.block("loop", () => {
      factors.forEach((local, c) => {
        builder
          .get(factor)
          .load(factorAt + 16 * c)
          .set(local);
      });
      for (let r = 0; r < height; r++) {
        builder
          .get(entry)
          .load(matrixAt + r * resultStride, splat)
          .set(number);
        factors.forEach((local, c) => {
          const sum = sums[r * COLUMNS + c];
          builder.get(sum).get(number).get(local).op(`${precision}.mul`).op(`${precision}.add`).set(sum);
        });
      }
      builder.get(entry).i32(termStride).op("i32.add").set(entry);
      builder.get(factor).i32(rowBytes).op("i32.add").tee(factor).get(end).op("i32.lt_u").jumpIf(0);
    });
    builder.get(result).i32(rowBytes).op("i32.mul").get(lane).op("i32.add").set(out);
    for (let r = 0; r < height; r++) {
      for (let c = 0; c < COLUMNS; c++) {
        builder
          .get(out)
          .get(sums[r * COLUMNS + c])
          .store(resultAt + r * rowBytes + 16 * c);
      }
    }
  };

  if (isOwn) builder.i32(0).loadScalar("i32", cells.memberOffset).set(offset);
  builder.block("loop", () => {
    builder.i32(0).set(result);
    const even = results - (results % ROWS);
    if (even > 0) {
      builder.block("loop", () => {
        rowsOfResult(ROWS);
        builder.get(result).i32(ROWS).op("i32.add").tee(result).i32(even).op("i32.lt_u").jumpIf(0);
      });
    }
    for (let rest = even; rest < results; rest++) rowsOfResult(1);
    builder.get(lane).i32(width).op("i32.add").tee(lane).i32(rowBytes).op("i32.lt_u").jumpIf(0);
  });
  return builder;
}
