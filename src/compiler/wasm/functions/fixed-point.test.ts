import { expect, it } from "vitest";
import { exactProduct, exactSum, fromFixed, multiple, plus, product, quotient } from "./double-double.js";
import { chebyshev, economiser } from "./economise.js";
import { exp, fixed, LOG_2, log, ONE, over, PI, parts, sqrt, times, toDouble } from "./fixed-point.js";

/** The first 28 hexadecimal digits; the expected ones are from mpmath 1.4.1, mp.dps = 60. */
const digits = (x: bigint): string => x.toString(16).slice(0, 28);

it("constants", () => {
  expect(digits(PI)).toBe("3243f6a8885a308d313198a2e037");
  expect(digits(LOG_2)).toBe("b17217f7d1cf79abc9e3b39803f2");
  expect(digits(exp(ONE))).toBe("2b7e151628aed2a6abf7158809cf");
  expect(digits(sqrt(2n * ONE))).toBe("16a09e667f3bcc908b2fb1366ea9");
});

it("log is the inverse of exp", () => {
  for (const x of [-20, -0.7, -1e-9, 0.3, 1.0000001, 5, 30]) {
    // eˣ keeps 2⁻¹²⁸ absolutely, so its logarithm 2⁻¹²⁸ e⁻ˣ
    const error = toDouble(log(exp(fixed(x))) - fixed(x));
    expect(Math.abs(error)).toBeLessThan(2 ** -110 * Math.max(1, Math.exp(-x)));
  }
});

it("parts add up to the value", () => {
  const [a, b, c] = parts(PI / 2n, [37, 37]);
  expect([a * 2 ** 36, b * 2 ** 80].map((x) => Number.isInteger(x))).toEqual([true, true]);
  expect(fixed(a) + fixed(b) - PI / 2n + BigInt(Math.round(c * 2 ** 64)) * 2n ** 64n).toBeLessThan(2n ** 64n);
  expect(a + b + c).toBe(Math.PI / 2);
});

it("double-double arithmetic keeps 100 bits", () => {
  const third = over(ONE, 3n * ONE);
  const root = sqrt(2n * ONE);
  const [x, y] = [third, root].map(fromFixed);
  const near = ([head, tail]: readonly [number, number], exact: bigint): void => {
    expect(head).toBe(toDouble(exact));
    expect(Math.abs(toDouble(fixed(head) + BigInt(Math.round(tail * 2 ** 128)) - exact))).toBeLessThan(2 ** -100);
  };
  near(plus(x, y), third + root);
  near(product(x, y), times(third, root));
  near(multiple(y, 7), 7n * root);
  near(quotient(y, 7), root / 7n);
  expect(exactSum(1, 2 ** -60)).toEqual([1, 2 ** -60]);
  expect(exactProduct(1 + 2 ** -40, 1 + 2 ** -30)).toEqual([1 + 2 ** -30 + 2 ** -40, 2 ** -70]);
});

it("a shortened polynomial is off by the powers left out, at their best", () => {
  expect(chebyshev(4)).toEqual([1, 0, -8, 0, 8]);
  // s³ ≈ ¾ s and s⁴ ≈ s² − ⅛, by ¼ and ⅛ at the most
  expect(economiser(5, 2)[3]).toEqual([0, 0.75, 0]);
  expect(economiser(5, 2)[4]).toEqual([-0.125, 0, 1]);
});
