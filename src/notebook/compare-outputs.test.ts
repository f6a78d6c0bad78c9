import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { describeDifference, differences } from "./compare-outputs.js";
import type { Output } from "./outputs.js";
import { code, markdown, sampleNotebook } from "./sample.js";

const display = (data: Record<string, unknown>): Output => ({ output_type: "display_data", data, metadata: {} });
const print = (text: string): Output => ({ output_type: "stream", name: "stdout", text });
const compare = (committed: Output[], fresh: Output[]): ReturnType<typeof differences> =>
  differences(sampleNotebook([markdown("#"), code("1", committed)]), sampleNotebook([code("1", fresh)]));

/** A PNG's chunks, whose checksums nobody looks at here. */
function png(pixels: readonly number[], level: number): string {
  const chunk = (name: string, content: Uint8Array): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    return Buffer.concat([length, Buffer.from(name), content, Buffer.alloc(4)]);
  };
  const rows = deflateSync(Uint8Array.from(pixels), { level });
  return Buffer.concat([Buffer.alloc(8), chunk("IHDR", Buffer.alloc(13)), chunk("IDAT", rows)]).toString("base64");
}

describe("the outputs of two runs", () => {
  it("are the same when all they show is", () => {
    const outputs = [print("a\nb\n"), display({ "application/json": { x: [1, { y: 2 }] }, "text/plain": "figure" })];
    expect(compare(outputs, structuredClone(outputs))).toEqual([]);
  });

  it("differ first in a line of text", () => {
    const long = "x".repeat(100);
    expect(compare([print("a\nb\nc\n")], [print("a\nB\nC\n")])).toEqual([
      { place: "cell 1 output 1 stdout line 2", committed: "b", fresh: "B" },
    ]);
    expect(compare([print(`${long}0.50${long}`)], [print(`${long}0.51${long}`)])).toEqual([
      {
        place: "cell 1 output 1 stdout line 1",
        committed: `…${"x".repeat(37)}0.50${"x".repeat(39)}…`,
        fresh: `…${"x".repeat(37)}0.51${"x".repeat(39)}…`,
      },
    ]);
    expect(compare([print("a")], [print("a\nb")])).toEqual([
      { place: "cell 1 output 1 stdout line 2", committed: "(nothing)", fresh: "b" },
    ]);
  });

  it("differ first at a place of a figure", () => {
    const figure = (y: readonly number[], title?: string): Output =>
      display({ "application/vnd.plotly.v1+json": { data: [{ y }], layout: title ? { title } : {} } });
    const at = "cell 1 output 1 application/vnd.plotly.v1+json";
    expect(compare([figure([1, 2, 3])], [figure([1, 2.5, 4])])).toEqual([
      { place: `${at}.data[0].y[1]`, committed: "2", fresh: "2.5" },
    ]);
    expect(compare([figure([1, 2])], [figure([1])])).toEqual([
      { place: `${at}.data[0].y[1]`, committed: "2", fresh: "(nothing)" },
    ]);
    expect(compare([figure([1])], [figure([1], "one")])).toEqual([
      { place: `${at}.layout.title`, committed: "(nothing)", fresh: '"one"' },
    ]);
  });

  it("differ in pictures when pixels do, not when only their packing does", () => {
    const pixels = Array.from({ length: 500 }, (_, i) => i % 7);
    expect(png(pixels, 1)).not.toBe(png(pixels, 9));
    expect(compare([display({ "image/png": png(pixels, 1) })], [display({ "image/png": png(pixels, 9) })])).toEqual([]);
    const other = { place: "cell 1 output 1 image/png", committed: "a picture", fresh: "a picture of other pixels" };
    const moved = png([...pixels, 1], 1);
    expect(compare([display({ "image/png": png(pixels, 1) })], [display({ "image/png": moved })])).toEqual([other]);
    expect(compare([display({ "image/png": "AAAA" })], [display({ "image/png": "BBBB" })])).toEqual([other]);
  });

  it("differ in what is there at all", () => {
    expect(compare([print("a")], [])).toEqual([
      { place: "cell 1 output 1 stdout", committed: '"a"', fresh: "(nothing)" },
    ]);
    expect(compare([], [display({ "text/plain": "b" })])).toEqual([
      { place: "cell 1 output 1 text/plain", committed: "(nothing)", fresh: '"b"' },
    ]);
  });

  it("are told apart with both values under the place", () => {
    expect(describeDifference({ place: "cell 1 output 1 stdout line 2", committed: "b", fresh: "B" })).toBe(
      "cell 1 output 1 stdout line 2\n  committed  b\n  fresh      B",
    );
  });
});
