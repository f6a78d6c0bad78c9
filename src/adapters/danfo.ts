import { createRequire } from "node:module";
import { columnsOf, type Tabular } from "../tables/columns.js";

/** The members of danfojs-node's Series that are promised here; the object has all of them. */
export interface Series {
  readonly values: readonly (number | string)[];
  readonly shape: readonly number[];
  mean(): number;
  std(): number;
  median(): number;
}

/** Rows of a DataFrame that share the values of some columns. */
export interface GroupedRows {
  col(columns: string[]): {
    count(): DataFrame;
    mean(): DataFrame;
    std(): DataFrame;
    min(): DataFrame;
    max(): DataFrame;
    sum(): DataFrame;
  };
  agg(functions: Record<string, string | string[]>): DataFrame;
}

/** The members of danfojs-node's DataFrame that are promised here; the object has all of them. */
export interface DataFrame {
  readonly columns: string[];
  readonly shape: readonly number[];
  readonly values: readonly (readonly (number | string)[])[];
  column(name: string): Series;
  head(rows?: number): DataFrame;
  tail(rows?: number): DataFrame;
  describe(): DataFrame;
  groupby(columns: string[]): GroupedRows;
  sortValues(column: string, options?: { readonly ascending?: boolean }): DataFrame;
  print(): void;
}

/** What is used of the danfojs-node module. */
interface Danfo {
  readonly DataFrame: new (columns: Record<string, (number | string)[]>) => DataFrame;
}

const PACKAGE = "danfojs-node"; // CommonJS; required, for import() is rewritten by bundlers where it is absent

/**
 * A table, a comparison, an ensemble or columns by name as a danfojs-node DataFrame. The package is loaded at the first
 * call; an installation made with --omit=optional lacks it, and the error says how to add it.
 */
export async function toDataFrame(
  table: Tabular,
  load: () => unknown = () => createRequire(import.meta.url)(PACKAGE),
): Promise<DataFrame> {
  const columns = Object.entries(columnsOf("toDataFrame", table)).map(([name, column]) => {
    return [name, Array.from(column)] as const;
  });
  if (columns[0][1].length === 0) throw new RangeError("toDataFrame: columns must hold at least one entry, got none");
  const danfo = await loaded(load);
  return new danfo.DataFrame(Object.fromEntries(columns));
}

async function loaded(load: () => unknown): Promise<Danfo> {
  try {
    return (await load()) as Danfo;
  } catch (cause) {
    const absent = (cause as { code?: unknown }).code === "MODULE_NOT_FOUND" && String(cause).includes(`'${PACKAGE}'`);
    const fault = absent ? "is not installed; add it with: npm ci --include=optional" : `does not load: ${cause}`;
    throw new Error(`toDataFrame: ${PACKAGE} ${fault}`, { cause });
  }
}
