import fc from "fast-check";
import { expect, test } from "vitest";
import { relativeError } from "./relative-error.js";
import { truncatedMoments } from "./truncated-moments.js";

// mpmath 1.4.1: mp.dps = 30; [float(quad(lambda u: u**k*f(u), [α, …, β])) for k in range(3)], f the density of mpmath's npdf or of Student's t
test.each([
  [-1.5, 0.5, Infinity, [0.624655260005155, -0.22254773109840775, 0.2543462031241677]],
  [2, 9, Infinity, [0.02275013194817921, 0.05399096651318805, 0.1307320649745553]],
  [1, 1.125, Infinity, [0.028360736794648195, 0.030094078743443886, 0.03197023481612965]],
  [-2, 5, 1, [0.7895834241605656, 0.26239216973332213, 1.438585779125969]],
  [-2, 5, 2, [0.8893735147885512, 0.21579820073398776, 1.3429056505907115]],
  [-2, 5, 2.015625, [0.8901650164449212, 0.2150819821735397, 1.3409481827118783]],
  [-30, 1, 0.5, [0.6403315476686244, -1.4018815280497825, 17.47281579952712]],
  [0.25, 0.3125, 0.5, [0.015093454151501573, 0.00424145865276537, 0.0011968170534784877]],
])("[%d, %d], nu = %d", (α, β, nu, expected) => {
  const { zeroth, first, second } = truncatedMoments(α, β, nu);
  expect(relativeError(zeroth, expected[0])).toBeLessThan(1e-13);
  expect(relativeError(first, expected[1])).toBeLessThan(1e-13);
  expect(relativeError(second, expected[2])).toBeLessThan(1e-13);
});

test("moments add over adjoining intervals, whichever formula serves each", () => {
  const point = fc.double({ min: -6, max: 6, noNaN: true });
  const nus = fc.constantFrom(0.7, 1, 1.00001, 1.95, 2, 2.05, 3, 8, 150, Infinity);
  fc.assert(
    fc.property(point, point, point, nus, (p, q, r, nu) => {
      const [a, b, c] = [p, q, r].sort((x, y) => x - y);
      const [left, right, whole] = [truncatedMoments(a, b, nu), truncatedMoments(b, c, nu), truncatedMoments(a, c, nu)];
      for (const k of ["zeroth", "first", "second"] as const) {
        expect(Math.abs(left[k] + right[k] - whole[k])).toBeLessThan(1e-12);
      }
    }),
    { seed: 21 },
  );
});
