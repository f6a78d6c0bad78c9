import { describe, expect, it } from "vitest";
import type { LaneType } from "../lanes.js";
import { arrayFunction } from "./array-function.js";
import { type ElementaryName, elementary } from "./index.js";

const NAMES = ["cos", "erf", "exp", "expm1", "log", "log1p", "sign", "sin", "tanh"] as const;

const POINTS = [
  ...[0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, Infinity, -Infinity, Number.NaN, 5e-324, -5e-324, 2 ** -1022, -1e-310],
  ...[1e308, -1e308, 1.5, 2 ** 53, 2 ** 53 + 2, -(2 ** 53), 2 ** 52 + 1, -7, 1 - 2 ** -53, 1 + 2 ** -52, 1e5, -1e5],
  ...[709.782712893384, 709.7827128933841, 710, -745.1332191019411, -745.1332191019412, -746],
];

/** What Math.erf would give where it is exact. */
function exactErf(x: number): number {
  return Math.abs(x) > 6 ? Math.sign(x) : x;
}

function native(name: ElementaryName): (x: number, y: number) => number {
  return name === "erf" ? exactErf : Math[name];
}

/** Values that need no rounding: NaN, ±0, ±∞, ±1. */
const isExact = (value: number): boolean => !Number.isFinite(value) || value === 0 || Math.abs(value) === 1;

describe.each<LaneType>(["f64x2", "f32x4"])("special values of %s", (type) => {
  const points = type === "f64x2" ? POINTS : POINTS.map(Math.fround);

  it.each(NAMES)("%s is exact where Math is", (name) => {
    const values = arrayFunction(type, 1, elementary(type)[name])(points);
    let count = 0;
    points.forEach((x, i) => {
      const expected = native(name)(x, 0);
      if (!isExact(expected) || (name === "erf" && Math.abs(x) < 6 && x !== 0)) return;
      count++;
      expect(values[i], `${name}(${x})`).toBe(expected);
    });
    expect(count).toBeGreaterThan(2);
  });

  it("pow is exact where Math.pow is", () => {
    const pairs = points.flatMap((x) => points.map((y) => [x, y]));
    const [xs, ys] = [0, 1].map((i) => pairs.map((pair) => pair[i]));
    const values = arrayFunction(type, 2, elementary(type).pow)(xs, ys);
    let count = 0;
    pairs.forEach(([x, y], i) => {
      const expected = x ** y;
      if (!isExact(expected)) return;
      count++;
      expect(values[i], `pow(${x}, ${y})`).toBe(expected);
    });
    expect(count).toBeGreaterThan(600);
  });
});

it("erf never leaves [−1, 1]", () => {
  const points = Float64Array.from({ length: 50_000 }, (_, i) => 3 + (3.5 * i) / 50_000);
  for (const type of ["f64x2", "f32x4"] as const) {
    const values = arrayFunction(type, 1, elementary(type).erf)(points);
    expect(Math.max(...values)).toBe(1);
  }
});

describe("a value does not depend on its neighbours", () => {
  const SPECIAL = [Number.NaN, -1, 0, 5e-324, Infinity, 1e300, -2];
  const usual = Array.from({ length: 64 }, (_, i) => 0.03 + i * 0.37);

  it.each([...NAMES, "pow"] as const)("%s", (name) => {
    for (const type of ["f64x2", "f32x4"] as const) {
      const arity = name === "pow" ? 2 : 1;
      const f = arrayFunction(type, arity, elementary(type)[name]);
      const exponents = usual.map((x) => x / 5 - 2);
      const alone = f(...[usual, exponents].slice(0, arity));
      for (const special of SPECIAL) {
        const mixed = usual.map((x, i) => (i % 2 === 0 ? x : special));
        const values = f(...[mixed, exponents].slice(0, arity));
        for (let i = 0; i < usual.length; i += 2) expect(values[i]).toBe(alone[i]);
      }
    }
  });
});
