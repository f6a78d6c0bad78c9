import { requireOptions, shown } from "../validate.js";
import { columnsOf, type Tabular } from "./columns.js";

export interface JsonOptions {
  /** A list of rows by name, or lists by column name. Default "rows". */
  readonly layout?: "rows" | "columns";
}

/**
 * The table as JSON, a row or a column per line. Numbers have the digits that bring them back to the bit; what JSON has no
 * number for (NaN and what is infinite) is null.
 */
export function toJson(table: Tabular, options: JsonOptions = {}): string {
  requireOptions("toJson", options, ["layout"]);
  const { layout = "rows" } = options;
  if (layout !== "rows" && layout !== "columns") {
    throw new RangeError(`toJson: layout must be "rows" or "columns", got ${shown(layout)}`);
  }
  const columns = columnsOf("toJson", table);
  const names = Object.keys(columns);
  if (layout === "columns") {
    const lines = names.map((name) => `${JSON.stringify(name)}: ${JSON.stringify(Array.from(columns[name]))}`);
    return `{\n${lines.join(",\n")}\n}\n`;
  }
  const rows = Array.from({ length: columns[names[0]].length }, (_, i) =>
    JSON.stringify(Object.fromEntries(names.map((name) => [name, columns[name][i]]))),
  );
  return `[\n${rows.join(",\n")}\n]\n`;
}
