/** Writes a figure or a table to a file, in the format that its name asks for. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, extname } from "node:path";
import { type FigureData, isFigure } from "../figures/figure.js";
import { save as saveFigure } from "../figures/save.js";
import { shown } from "../validate.js";
import { toArrow } from "./arrow.js";
import type { Tabular } from "./columns.js";
import { toCsv } from "./csv.js";
import { toJson } from "./json.js";

const writers: Readonly<Record<string, (table: Tabular) => string | Uint8Array>> = {
  ".csv": toCsv,
  ".json": (table) => toJson(table),
  ".arrow": (table) => toArrow(table),
  ".arrows": (table) => toArrow(table, { format: "stream" }),
};

/**
 * Writes a figure as .pdf, .svg, .png, .json (Plotly's) or .html (a page that needs nothing else); a table, comparison,
 * ensemble or columns as .csv, .json, .arrow (file) or .arrows (stream). Makes the folder if it is missing.
 *
 * @throws RangeError where the name ends in none of these.
 */
export function save(thing: FigureData | Tabular, path: string): void {
  if (isFigure(thing)) {
    saveFigure(thing, path);
    return;
  }
  if (typeof path !== "string") throw new TypeError(`save: path must be text, got ${shown(path)}`);
  const write = writers[extname(path).toLowerCase()];
  if (write === undefined) {
    throw new RangeError(
      `save: path of a table must end in one of ${Object.keys(writers).join(", ")}, got ${shown(path)}`,
    );
  }
  const content = write(thing);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
