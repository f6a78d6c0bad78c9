import type { Bundle } from "../figures/bundle.js";
import { requireObject, shown } from "../validate.js";

/** What a table says. */
export interface TableParts {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly caption: string;
}

/** A small table of text and numbers, for a terminal, a notebook or a data frame. */
export interface Table extends TableParts {
  /** The table as a notebook shows it. Not enumerable, so that the table stays plain data. */
  readonly show: () => Bundle;
}

/**
 * A table from its columns, rows and caption, ready to be shown.
 *
 * @throws TypeError unless columns and caption are text and cells are text or numbers; RangeError where a row has another
 * number of cells than there are columns.
 */
export function table(parts: TableParts): Table {
  requireObject("table", parts, ["columns", "rows", "caption"]);
  const { columns, rows, caption } = parts;
  requireCells("columns", columns, "text", isText);
  if (!Array.isArray(rows)) throw new TypeError(`table: rows must be an array of rows, got ${shown(rows)}`);
  rows.forEach((row, i) => {
    const name = `row ${i + 1}`;
    requireCells(name, row, "text or numbers", (cell) => isText(cell) || typeof cell === "number");
    if (row.length !== columns.length) {
      throw new RangeError(`table: ${name} must have ${columns.length} cells, got ${row.length}`);
    }
  });
  if (!isText(caption)) throw new TypeError(`table: caption must be text, got ${shown(caption)}`);
  const show = (): Bundle => tableBundle(parts);
  return Object.defineProperty({ columns, rows, caption, show }, "show", { enumerable: false });
}

const isText = (cell: unknown): boolean => typeof cell === "string";

function requireCells(name: string, cells: unknown, what: string, isCell: (cell: unknown) => boolean): void {
  if (!Array.isArray(cells) || !cells.every(isCell))
    throw new TypeError(`table: ${name} must be an array of ${what}, got ${shown(cells)}`);
}

/** The table as aligned text: words to the left, numbers to the right. */
export function tableText({ columns, rows, caption }: TableParts): string {
  const cells = [columns, ...rows.map((row) => row.map(cellText))];
  const widths = columns.map((_, j) => Math.max(...cells.map((row) => [...row[j]].length)));
  const isNumber = columns.map((_, j) =>
    rows.every((row) => typeof row[j] === "number" || /^[\d−]/.test(cellText(row[j]))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, j) => pad(cell, widths[j], isNumber[j]))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [line(cells[0]), rule, ...cells.slice(1).map(line), "", caption].join("\n");
}

/** The table as HTML that every notebook front end can show. */
export function tableHtml({ columns, rows, caption }: TableParts): string {
  const head = columns.map((name) => `<th>${escaped(name)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cellText(cell))}</td>`).join("")}</tr>`);
  return `<table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

/** The columns by name: what `toDataFrame` takes. */
export function tableColumns({ columns, rows }: TableParts): Record<string, (string | number)[]> {
  return Object.fromEntries(columns.map((name, j) => [name, rows.map((row) => row[j])]));
}

/** A table and a conclusion under it, as a notebook shows them. */
export function tableBundle(table: TableParts, conclusion: string = ""): Bundle {
  const text = conclusion === "" ? tableText(table) : `${tableText(table)}\n\n${conclusion}`;
  const paragraphs = conclusion.split("\n").filter((line) => line !== "");
  return {
    "text/html": tableHtml(table) + paragraphs.map((line) => `<p>${escaped(line)}</p>`).join(""),
    "text/plain": text,
  };
}

/** A number with four significant digits; a proper minus sign. */
export function shortNumber(value: number, digits: number = 4): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const isWhole = size >= 10 ** (digits - 1) && size < 1e6;
  const isExtreme = size !== 0 && (size < 1e-3 || size >= 1e6);
  const text = isExtreme ? value.toExponential(digits - 1) : isWhole ? value.toFixed(0) : value.toPrecision(digits);
  return text.replaceAll("-", "−").replace("e+", "e");
}

function cellText(cell: string | number): string {
  return typeof cell === "number" ? shortNumber(cell) : cell;
}

function pad(cell: string, width: number, toTheRight: boolean): string {
  const blank = " ".repeat(width - [...cell].length);
  return toTheRight ? blank + cell : cell + blank;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);
}
