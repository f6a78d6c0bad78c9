import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { describe, expect, it } from "vitest";
import { htmlText } from "./html.js";
import { svgText, textStyle } from "./svg-text.js";
import { plainText, textLines, textWidth, wrapped } from "./text.js";

const folder = dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json"));
const font = { loadSystemFonts: false, fontFiles: [join(folder, "ttf", "DejaVuSans.ttf")] };

/** The width of the ink of a text, as the renderer draws it. */
function inkWidth(text: string, size: number): number {
  const place = { x: 10, y: 50, size, color: "#000", anchor: "start" } as const;
  const page = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="100"><g ${textStyle}>${svgText(text, place)}</g></svg>`;
  return new Resvg(page, { font }).innerBBox()?.width ?? 0;
}

describe("text", () => {
  it.each([
    "expected loss of the optimizer",
    "0123456789.00",
    "SGD with momentum, η = 10⁻³",
    "E ‖∇f(x)‖² ≤ σ<sup>2</sup>",
  ])("knows the width of %s", (text) => {
    const [known, drawn] = [textWidth(text, 40), inkWidth(text, 40)];
    expect(Math.abs(known - drawn)).toBeLessThan(0.05 * drawn + 4); // ink leaves out the side bearings
  });

  it("reads tags and entities", () => {
    expect(textLines("a<sub>b</sub>&lt;<br>c")).toEqual([
      [
        { text: "a", bold: false, italic: false, shift: 0, scale: 1 },
        { text: "b", bold: false, italic: false, shift: -0.2, scale: 0.7 },
        { text: "<", bold: false, italic: false, shift: 0, scale: 1 },
      ],
      [{ text: "c", bold: false, italic: false, shift: 0, scale: 1 }],
    ]);
    expect(plainText("<i>f</i>(x) if a < b")).toBe("f(x) if a < b");
    expect(htmlText("<i>f</i> if a < b & c")).toBe("<i>f</i> if a &lt; b &amp; c");
  });

  it("wraps at blanks, and leaves long words whole", () => {
    const lines = wrapped("one two three incomprehensibilities four", 60, 11);
    expect(lines).toEqual(["one two", "three", "incomprehensibilities", "four"]);
    for (const line of lines) if (line.includes(" ")) expect(textWidth(line, 11)).toBeLessThanOrEqual(60);
  });

  it("keeps a statement in one line where that has room", () => {
    expect(wrapped("SGD with η = 0.1", 70, 11)).toEqual(["SGD with", "η = 0.1"]);
    expect(wrapped("of 95 % or so", 34, 11)).toEqual(["of", "95 %", "or so"]);
    expect(wrapped("a = b = c", 30, 11)).toEqual(["a = b", "= c"]);
  });
});
