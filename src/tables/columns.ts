/** Everything that is a table in disguise, as columns: what data frames and files are made of. */
import type { Comparison } from "../compare/comparison.js";
import { type TableParts, tableColumns } from "../compare/table.js";
import type { Ensemble } from "../ensemble/ensemble.js";
import { shown } from "../validate.js";

/** Columns by name, all of one length. */
export type Columns = Readonly<Record<string, ArrayLike<number | string>>>;

/** A table; a report that has one; a comparison or an ensemble, in full precision; or plain columns. */
export type Tabular = TableParts | { readonly table: TableParts } | Comparison | Ensemble | Columns;

/**
 * The columns of a table in disguise. A comparison has a row per difference; an ensemble has one per observable and recorded
 * time, with the quantiles where its values were kept; a report has those of its table, rounded as it is shown.
 *
 * @throws TypeError on what has no columns; RangeError where these are of several lengths.
 */
export function columnsOf(who: string, tabular: Tabular): Columns {
  const columns = namedColumns(tabular);
  if (columns === undefined) {
    throw new TypeError(
      `${who}: table must be a table, a comparison, an ensemble or columns by name, got ${shown(tabular)}`,
    );
  }
  const names = Object.keys(columns);
  if (names.length === 0) throw new RangeError(`${who}: table must hold at least one column, got none`);
  const n = columns[names[0]].length;
  const ragged = names.find((name) => columns[name].length !== n);
  if (ragged === undefined) return columns;
  throw new RangeError(`${who}: column ${shown(ragged)} must have ${n} entries, got ${columns[ragged].length}`);
}

/** Whether a column holds numbers only; then NaN stands for what is missing. */
export function isNumeric(column: ArrayLike<number | string>): column is ArrayLike<number> {
  return Array.from(column).every((cell) => typeof cell === "number");
}

function namedColumns(tabular: unknown): Columns | undefined {
  if (typeof tabular !== "object" || tabular === null || Array.isArray(tabular) || ArrayBuffer.isView(tabular)) {
    return undefined;
  }
  if (isEnsemble(tabular)) return ensembleColumns(tabular);
  if (isComparison(tabular)) return recordColumns(tabular.differences);
  if (isTable(tabular)) return tableColumns(tabular);
  if ("table" in tabular && isTable(tabular.table)) return tableColumns(tabular.table);
  const isColumn = (column: unknown): boolean =>
    Array.isArray(column) || (ArrayBuffer.isView(column) && !(column instanceof DataView));
  return Object.values(tabular).every(isColumn) ? (tabular as Columns) : undefined;
}

const isEnsemble = (it: object): it is Ensemble => "series" in it && typeof it.series === "function" && "steps" in it;
const isComparison = (it: object): it is Comparison => "differences" in it && "reference" in it;
const isTable = (it: unknown): it is TableParts =>
  typeof it === "object" && it !== null && "columns" in it && "rows" in it && "caption" in it;

/** Records of one kind, a column per member. */
function recordColumns<T extends object>(records: readonly T[]): Columns | undefined {
  if (records.length === 0) return undefined;
  const names = Object.keys(records[0]) as (keyof T & string)[];
  return Object.fromEntries(names.map((name) => [name, records.map((one) => one[name] as number | string)]));
}

/** Quantiles of an ensemble's table, where its values were kept. */
const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];

function ensembleColumns({ chain, times, steps, observables, series }: Ensemble): Columns {
  const all = observables.map(series);
  const column = (of: (one: (typeof all)[number], index: number) => ArrayLike<number | string>) =>
    all.flatMap((one, index) => Array.from(of(one, index)));
  const quantiles = QUANTILES.flatMap((p): [string, (number | string)[]][] => {
    try {
      return [[`quantile ${p}`, column((one) => one.quantile(p))]];
    } catch (reason) {
      if (reason instanceof RangeError) return []; // its values were not kept
      throw reason;
    }
  });
  return {
    chain: column(() => Array.from(times, () => chain.name)),
    observable: column((_, index) => Array.from(times, () => observables[index])),
    t: column(() => times),
    k: column(() => steps),
    n: column(({ count }) => count),
    mean: column(({ mean }) => mean),
    standardError: column(({ standardError }) => standardError),
    variance: column(({ variance }) => variance),
    ...Object.fromEntries(quantiles),
  };
}
