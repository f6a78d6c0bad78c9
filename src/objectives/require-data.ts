import { requireVector, shown } from "../validate.js";
import type { DataSet } from "./data-set.js";

/** Refuses what is no data set: no rows, a label too many or too few, entries that are not finite. */
export function requireData(who: string, data: DataSet): void {
  const { rows, columns, entries } = data?.features ?? {};
  if (!(entries instanceof Float64Array) || !(data.labels instanceof Float64Array)) {
    throw new TypeError(`${who}: data must be a data set with features and labels, got ${shown(data)}`);
  }
  if (!(rows > 0 && columns > 0)) throw new RangeError(`${who}: data must not be empty, got ${rows} × ${columns}`);
  requireVector(who, "features", entries, rows * columns);
  requireVector(who, "labels", data.labels, rows);
}
