import { float64, tableFromArrays, tableToIPC, utf8 } from "@uwdata/flechette";
import { requireOptions, shown } from "../validate.js";
import { columnsOf, isNumeric, type Tabular } from "./columns.js";

export interface ArrowOptions {
  /** Of Arrow's IPC formats: a "file", which can be read anywhere in it (Feather 2), or a "stream". Default "file". */
  readonly format?: "file" | "stream";
}

/**
 * The table in Apache Arrow's IPC format, for pandas, polars, R and DuckDB. A column is of float64 where it holds numbers
 * only, NaN and Infinity included, else of utf8.
 */
export function toArrow(table: Tabular, options: ArrowOptions = {}): Uint8Array {
  requireOptions("toArrow", options, ["format"]);
  const { format = "file" } = options;
  if (format !== "file" && format !== "stream") {
    throw new RangeError(`toArrow: format must be "file" or "stream", got ${shown(format)}`);
  }
  const columns = Object.entries(columnsOf("toArrow", table));
  const types = columns.map(([name, column]) => [name, isNumeric(column) ? float64() : utf8()] as const);
  const data = columns.map(([name, column]): [string, number[] | string[]] => {
    return [name, isNumeric(column) ? Array.from(column) : Array.from(column, String)];
  });
  const bytes = tableToIPC(tableFromArrays(data, { types: Object.fromEntries(types) }), { format });
  if (bytes === null) throw new Error("toArrow: flechette gave no bytes");
  return bytes;
}
