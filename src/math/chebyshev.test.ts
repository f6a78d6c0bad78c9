import { expect, test } from "vitest";
import { chebyshevInterpolant } from "./chebyshev.js";

test.each([1e-6, 1e-12])("is the function to %d, in fewer evaluations than it answers", (tolerance) => {
  let count = 0;
  const f = chebyshevInterpolant(
    (x) => {
      count++;
      return Math.exp(-x) * Math.cos(9 * x);
    },
    -1,
    3,
    tolerance,
  );
  for (let x = -1; x <= 3; x += 0.01) expect(Math.abs(f(x) - Math.exp(-x) * Math.cos(9 * x))).toBeLessThan(tolerance);
  expect(count).toBeLessThan(250);
});

test("refuses what is not smooth", () => {
  expect(() => chebyshevInterpolant(Math.sign, -1, 1.1, 1e-9)).toThrow(
    "chebyshevInterpolant: 1024 points must be enough for an error of 1e-9 on [-1, 1.1]",
  );
});
