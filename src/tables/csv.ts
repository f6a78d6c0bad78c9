import { columnsOf, type Tabular } from "./columns.js";

/**
 * The table as CSV (RFC 4180): a line of names, then the rows, lines ended by CR LF, a cell between quotes where it holds a
 * comma, a quote or the end of a line, or stands for an empty text. Numbers have the digits that bring them back to the bit;
 * NaN, which is a value that is missing, is an empty cell, and what is infinite reads Infinity or -Infinity.
 */
export function toCsv(table: Tabular): string {
  const columns = columnsOf("toCsv", table);
  const names = Object.keys(columns);
  const rows = Array.from({ length: columns[names[0]].length }, (_, i) => names.map((name) => columns[name][i]));
  return [names, ...rows].map((row) => `${row.map(cellText).join(",")}\r\n`).join("");
}

function cellText(cell: string | number): string {
  if (typeof cell === "number") return Number.isNaN(cell) ? "" : Object.is(cell, -0) ? "-0" : String(cell);
  return cell === "" || /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
