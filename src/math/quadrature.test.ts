import { expect, test } from "vitest";
import { gaussLegendre, integrate } from "./quadrature.js";
import { relativeError } from "./relative-error.js";

test("n points are exact to degree 2n − 1", () => {
  for (const n of [1, 2, 5, 16, 64]) {
    const { nodes, weights } = gaussLegendre(n);
    for (let degree = 0; degree < 2 * n; degree += 2) {
      const sum = nodes.reduce((s, x, i) => s + weights[i] * x ** degree, 0);
      expect(relativeError(sum, 2 / (degree + 1))).toBeLessThan(1e-13);
    }
  }
});

test("nodes ascend and mirror each other", () => {
  const { nodes } = gaussLegendre(7);
  nodes.forEach((x, i) => {
    expect(x).toBeCloseTo(-nodes[6 - i], 15);
    if (i > 0) expect(x).toBeGreaterThan(nodes[i - 1]);
  });
});

test("∫₀^π sin = 2 and ∫₀¹⁰ e⁻ˣ", () => {
  expect(relativeError(integrate(Math.sin, 0, Math.PI), 2)).toBeLessThan(1e-15);
  expect(
    relativeError(
      integrate((x) => Math.exp(-x), 0, 10, 4),
      -Math.expm1(-10),
    ),
  ).toBeLessThan(1e-15);
});
