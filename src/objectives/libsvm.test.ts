import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLibsvm } from "./libsvm.js";

describe("parseLibsvm", () => {
  it("reads labels and sparse rows, past comments and blank lines", () => {
    const text = "# two examples\r\n+1 1:0.5 3:-2 # the first\r\n\r\n-1\t2:1e1 \r\n";
    expect(parseLibsvm(text)).toEqual({
      labels: Float64Array.of(1, -1),
      features: { rows: 2, columns: 3, entries: Float64Array.of(0.5, 0, -2, 0, 10, 0) },
    });
    expect(parseLibsvm(text, { features: 5 }).features.columns).toBe(5);
  });

  it("returns what was written", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0 || 0);
    const examples = fc.integer({ min: 1, max: 6 }).chain((d) =>
      fc.record({
        d: fc.constant(d),
        rows: fc.array(fc.array(fc.oneof(fc.constant(0), number), { minLength: d, maxLength: d }), {
          minLength: 1,
          maxLength: 6,
        }),
        labels: fc.array(number, { minLength: 6, maxLength: 6 }),
      }),
    );
    fc.assert(
      fc.property(examples, ({ d, rows, labels }) => {
        const lines = rows.map((row, i) => {
          const pairs = row.flatMap((value, j) => (value === 0 ? [] : [`${j + 1}:${value}`]));
          return [labels[i], ...pairs].join(" ");
        });
        const read = parseLibsvm(lines.join("\n"), { features: d });
        expect(Array.from(read.labels)).toEqual(labels.slice(0, rows.length));
        expect(Array.from(read.features.entries)).toEqual(rows.flat());
      }),
    );
  });

  it.each([
    ["", "t.txt: must hold labelled examples, got none"],
    ["# nothing\n\n", "t.txt: must hold labelled examples, got none"],
    ["1\n-1\n", "t.txt: must hold at least one feature, got labels only"],
    ["1 1:1\none 1:1", 't.txt: line 2: label must be a finite number, got "one"'],
    ["1:1 2:1", 't.txt: line 1: label must be a finite number, got "1:1"'],
    ["nan 1:1", 't.txt: line 1: label must be a finite number, got "nan"'],
    ["1,2 1:1", 't.txt: line 1: label must be a finite number, got "1,2"'],
    ["1 1:1\n\n1 3:", 't.txt: line 3: value must be a finite number, got "3:"'],
    ["1 3", 't.txt: line 1: expected index:value, got "3"'],
    ["1 3:1:2", 't.txt: line 1: expected index:value, got "3:1:2"'],
    ["1 :2", 't.txt: line 1: index must be an integer ≥ 1, got ":2"'],
    ["1 0:2", 't.txt: line 1: index must be an integer ≥ 1, got "0:2"'],
    ["1 -1:2", 't.txt: line 1: index must be an integer ≥ 1, got "-1:2"'],
    ["1 1.5:2", 't.txt: line 1: index must be an integer ≥ 1, got "1.5:2"'],
    ["1 qid:2 1:1", 't.txt: line 1: index must be an integer ≥ 1, got "qid:2"'],
    ["1 2:1 1:1", "t.txt: line 1: indices must ascend, got 1 after 2"],
    ["1 2:1 2:1", "t.txt: line 1: index 2 occurs twice"],
    ["1 1:inf", 't.txt: line 1: value must be a finite number, got "1:inf"'],
    ["1 1:1e999", 't.txt: line 1: value must be a finite number, got "1:1e999"'],
    ["1 1:x", 't.txt: line 1: value must be a finite number, got "1:x"'],
    ["1 999999999:1", "t.txt: 1 × 999999999 entries are more than a dense matrix holds (134217728)"],
  ])("refuses %j", (text, message) => {
    expect(() => parseLibsvm(text, { name: "t.txt" })).toThrow(new RangeError(message));
  });

  it("refuses an index beyond the features it was promised", () => {
    expect(() => parseLibsvm("1 1:1\n1 1:1 4:1", { name: "t.txt", features: 3 })).toThrow(
      "t.txt: line 2: index must be at most 3, got 4",
    );
    expect(() => parseLibsvm("1 1:1", { features: 0 })).toThrow("LIBSVM: features must be an integer ≥ 1, got 0");
  });
});
