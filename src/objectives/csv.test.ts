import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, parseCsv } from "./csv.js";

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

describe("parseCsv", () => {
  it("reads names and numbers", () => {
    expect(parseCsv("a,b\n1,-2.5e-3\n.5,+4.\n")).toEqual({
      columns: ["a", "b"],
      rows: { rows: 2, columns: 2, entries: Float64Array.of(1, -2.5e-3, 0.5, 4) },
    });
  });

  it("returns what was written, whatever the names, the quoting and the line ends", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0 || 0);
    const table = fc.integer({ min: 1, max: 5 }).chain((d) =>
      fc.record({
        columns: fc.uniqueArray(
          fc.string({ unit: "grapheme", minLength: 1 }).filter((name) => name.trim() !== "" && !/^\uFEFF/.test(name)),
          { minLength: d, maxLength: d },
        ),
        rows: fc.array(fc.array(number, { minLength: d, maxLength: d }), { minLength: 1, maxLength: 6 }),
        end: fc.constantFrom("\n", "\r\n", "\r"),
        last: fc.constantFrom("", "\n", "\r\n\r\n"),
        mark: fc.constantFrom("", "\uFEFF"),
        quoteNumbers: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(table, ({ columns, rows, end, last, mark, quoteNumbers }) => {
        const lines = rows.map((row) => row.map((value) => (quoteNumbers ? quoted(`${value}`) : `${value}`)).join(","));
        const read = parseCsv(mark + [columns.map(quoted).join(","), ...lines].join(end) + last);
        expect(read.columns).toEqual(columns);
        expect(Array.from(read.rows.entries)).toEqual(rows.flat());
      }),
    );
  });

  it.each([
    ["", "t.csv: must hold a header and rows of numbers, got an empty file"],
    [" \r\n\n", "t.csv: must hold a header and rows of numbers, got an empty file"],
    ["a,b\n", "t.csv: must hold rows of numbers, got only a header"],
    ["a,\n1,2", "t.csv: line 1: field 2 of the header is empty"],
    ["a,b,a\n1,2,3", 't.csv: line 1: column "a" is named twice'],
    ["a,b\n1,2\n3", "t.csv: line 3: expected 2 fields, got 1"],
    ["a,b\n1,2,3", "t.csv: line 2: expected 2 fields, got 3"],
    ["a,b\n1,2\n\n3,4", "t.csv: line 3: expected 2 fields, got 1"],
    ["a,b\n1,two", 't.csv: line 2: column "b" must be a finite number, got "two"'],
    ["a,b\n1,", 't.csv: line 2: column "b" must be a finite number, got ""'],
    ["a,b\r\n1,NaN", 't.csv: line 2: column "b" must be a finite number, got "NaN"'],
    ["a,b\n1,2\n-Infinity,1", 't.csv: line 3: column "a" must be a finite number, got "-Infinity"'],
    ["a,b\n1,1e999", 't.csv: line 2: column "b" must be a finite number, got "1e999"'],
    ["a,b\n1,0x10", 't.csv: line 2: column "b" must be a finite number, got "0x10"'],
    ['a,b\n1,"2', "t.csv: line 2: a quoted field is never closed"],
    ['a,b\n1,"2"3', "t.csv: line 2: a quoted field must be followed by a comma or the end of the line"],
    ['a,b\n1,2"3"', "t.csv: line 2: a field with a quote inside must be quoted as a whole"],
    ['"a\nb",c\n1,2\n3', "t.csv: line 4: expected 2 fields, got 1"],
  ])("refuses %j", (text, message) => {
    expect(() => parseCsv(text, { name: "t.csv" })).toThrow(new RangeError(message));
  });

  it("takes a numeral for a number only when it is decimal", () => {
    for (const text of ["", " ", ".", "1e", "--1", "1_000", "Infinity", "0b1", "1,5"]) expect(decimal(text)).toBeNaN();
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (v) => decimal(` ${v} `) === v));
  });
});
