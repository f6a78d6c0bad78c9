import { expect, test } from "vitest";
import { gaussRule } from "./gauss-rule.js";
import { gaussLegendre } from "./quadrature.js";
import { relativeError } from "./relative-error.js";

test("of many equal points it has their moments up to degree 2n − 1, and no more", () => {
  const nodes = Array.from({ length: 50 }, (_, i) => 0.5 + i / 100);
  const points = { nodes, weights: nodes.map((x) => 1 / x) };
  const moment = ({ nodes: x, weights: w }: typeof points | ReturnType<typeof gaussRule>, k: number): number =>
    x.reduce((sum, value, i) => sum + w[i] * value ** k, 0);
  const rule = gaussRule(points, 4);
  for (let k = 0; k < 8; k++) expect(relativeError(moment(rule, k), moment(points, k))).toBeLessThan(1e-13);
  expect(relativeError(moment(rule, 8), moment(points, 8))).toBeGreaterThan(1e-8);
});

test("of a Gauss–Legendre rule it is the smaller Gauss–Legendre rule", () => {
  const rule = gaussRule(gaussLegendre(12), 5);
  const expected = gaussLegendre(5);
  rule.nodes.forEach((x, q) => {
    expect(Math.abs(x - expected.nodes[q])).toBeLessThan(1e-14);
    expect(Math.abs(rule.weights[q] - expected.weights[q])).toBeLessThan(1e-14);
  });
});

test("of fewer points it is those points", () => {
  const rule = gaussRule({ nodes: [1, 3, 3, 1], weights: [0.5, 1, 1, 0.5] }, 12);
  expect(rule.nodes).toHaveLength(2);
  [1, 3].forEach((x, q) => {
    expect(Math.abs(rule.nodes[q] - x)).toBeLessThan(1e-14);
    expect(Math.abs(rule.weights[q] - x + q)).toBeLessThan(1e-14);
  });
});

test("what is refused", () => {
  expect(() => gaussRule({ nodes: [], weights: [] }, 4)).toThrow("gaussRule: n must be an integer ≥ 1");
});
