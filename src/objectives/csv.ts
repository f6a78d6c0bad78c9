import type { Matrix } from "../math/vector.js";
import { shown } from "../validate.js";

/** A table of numbers: one name per column, one row per record. */
export interface NumericTable {
  readonly columns: readonly string[];
  readonly rows: Matrix;
}

interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads comma-separated numbers under a header row, as RFC 4180 has them: a field may be quoted, a quote inside quotes
 * is doubled, lines end in LF or CRLF. A byte-order mark and blank lines at the end are passed over. Every field below
 * the header must be a finite number. `name` opens every message, before the line number; default "CSV".
 */
export function parseCsv(text: string, { name = "CSV" }: { readonly name?: string } = {}): NumericTable {
  const [header, ...records] = recordsOf(text, name);
  if (header === undefined) throw new RangeError(`${name}: must hold a header and rows of numbers, got an empty file`);
  const columns = header.fields;
  columns.forEach((column, j) => {
    if (column.trim() === "")
      throw new RangeError(`${name}: line ${header.line}: field ${j + 1} of the header is empty`);
    if (columns.indexOf(column) < j) {
      throw new RangeError(`${name}: line ${header.line}: column ${shown(column)} is named twice`);
    }
  });
  if (records.length === 0) throw new RangeError(`${name}: must hold rows of numbers, got only a header`);
  const entries = new Float64Array(records.length * columns.length);
  records.forEach(({ line, fields }, i) => {
    if (fields.length !== columns.length) {
      throw new RangeError(`${name}: line ${line}: expected ${columns.length} fields, got ${fields.length}`);
    }
    fields.forEach((field, j) => {
      const value = decimal(field);
      if (!Number.isFinite(value)) {
        throw new RangeError(
          `${name}: line ${line}: column ${shown(columns[j])} must be a finite number, got ${shown(field)}`,
        );
      }
      entries[i * columns.length + j] = value;
    });
  });
  return { columns, rows: { rows: records.length, columns: columns.length, entries } };
}

/** The number a decimal numeral denotes; NaN for any other text, and for the hexadecimal and empty text that Number() takes. */
export function decimal(text: string): number {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(text) ? Number(text) : Number.NaN;
}

function recordsOf(text: string, name: string): CsvRecord[] {
  const body = text.replace(/^\uFEFF/, "").trimEnd();
  const records: CsvRecord[] = [];
  const token = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n?|\n|$)/y;
  let fields: string[] = [];
  let first = 1; // line on which the record starts; a quoted field may hold further line breaks
  let line = 1;
  while (token.lastIndex < body.length || fields.length > 0) {
    const start = token.lastIndex;
    const found = token.exec(body);
    if (found === null) throw new RangeError(`${name}: line ${line}: ${quoteFault(body, start)}`);
    const [whole, quoted, plain, end] = found;
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    line += whole.split(/\r\n?|\n/).length - 1;
    if (end === ",") continue;
    records.push({ line: first, fields });
    fields = [];
    first = line;
  }
  return records;
}

function quoteFault(body: string, start: number): string {
  if (body[start] !== '"') return "a field with a quote inside must be quoted as a whole";
  return /^"[^"]*(?:""[^"]*)*"/.test(body.slice(start))
    ? "a quoted field must be followed by a comma or the end of the line"
    : "a quoted field is never closed";
}
