import { describe, expect, it } from "vitest";
import { hueSymbol, palette, roleLine } from "./style.js";

type Triple = readonly [number, number, number];

/** Linear red, green and blue of #rrggbb. */
function linear(color: string): Triple {
  const channel = (at: number): number => {
    const c = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const times = (matrix: readonly Triple[], [a, b, c]: Triple): Triple =>
  matrix.map(([x, y, z]) => x * a + y * b + z * c) as unknown as Triple;

/** CIE L*a*b* under D65. */
function lab(rgb: Triple): Triple {
  const xyz = times(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    rgb,
  );
  const [x, y, z] = xyz.map((value, i) => {
    const t = Math.max(0, value) / [0.9505, 1, 1.089][i];
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Complete colour blindness of each kind: Machado, Oliveira & Fernandes 2009, severity 1, on linear values. */
const EYES: Readonly<Record<string, readonly Triple[]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const pairs = (n: number): (readonly [string, string])[] =>
  palette.slice(0, n).flatMap((a, i) => palette.slice(i + 1, n).map((b) => [a, b] as const));

describe("the palette", () => {
  it("is told apart in grey by its lightness, for three hues", () => {
    const lightness = palette.slice(0, 3).map((color) => lab(linear(color))[0]);
    for (const [i, value] of lightness.slice(1).entries()) expect(value - lightness[i]).toBeGreaterThan(10);
  });

  // differences of 10 and more are seen at a glance; 2.3 is the least that is seen at all
  it.each(Object.keys(EYES))("is told apart with %s, for four hues", (kind) => {
    for (const colors of pairs(4)) {
      const [a, b] = colors.map((color) => lab(times(EYES[kind], linear(color))));
      expect(Math.hypot(...a.map((value, i) => value - b[i])), colors.join(" ")).toBeGreaterThan(10);
    }
  });

  it("stands out on white, for four hues: 3 to 1, as WCAG 2.2 asks of graphics (1.4.11)", () => {
    for (const color of palette.slice(0, 4)) {
      const [r, g, b] = linear(color);
      expect(1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)).toBeGreaterThan(3);
    }
  });
});

describe("without hues", () => {
  it("points differ in shape, SDEs in their dashes, theories and bounds in their dots", () => {
    const different = (of: (n: number) => unknown, n: number) =>
      expect(new Set(Array.from({ length: n }, (_, i) => of(i))).size).toBe(n);
    different(hueSymbol, 7);
    different((hue) => roleLine("sde", hue).dash, 4);
    different((rhythm) => roleLine("theory", undefined, rhythm).dash, 4);
    different((rhythm) => roleLine("bound", undefined, rhythm).dash, 4);
  });
});
