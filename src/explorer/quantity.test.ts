import { describe, expect, it } from "vitest";
import { positionOf, quantity, valueAt } from "./quantity.js";

describe("a slider", () => {
  const eta = quantity("eta", "η", 0.02, [1e-4, 1], "logarithmic");
  const beta = quantity("beta", "β", 0.9, [0, 0.9999], "decay");
  const sigma = quantity("sigma", "σ", 0.8, [0, 3]);
  const paths = quantity("paths", "paths", 500, [50, 5000], "count");

  it.each([eta, beta, sigma, paths])("reaches both ends of $name", (field) => {
    expect(valueAt(field, 0)).toBe(field.least);
    expect(valueAt(field, 1)).toBe(field.most);
    expect(positionOf(field, field.least)).toBe(0);
    expect(positionOf(field, field.most)).toBe(1);
  });

  it.each([eta, beta, sigma, paths])("stands where its value is: $name", (field) => {
    for (let step = 0; step <= 250; step++) {
      const p = step / 250;
      // values have three digits, decays two of 1 − β, and counts are whole
      expect(Math.abs(positionOf(field, valueAt(field, p)) - p)).toBeLessThan(0.006);
    }
  });

  it("moves evenly in what matters", () => {
    expect(valueAt(eta, 0.5)).toBe(0.01);
    expect(valueAt(beta, 0.25)).toBe(0.9);
    expect(valueAt(beta, 0.5)).toBe(0.99);
    expect(valueAt(sigma, 0.5)).toBe(1.5);
  });

  it("stays at an end for values beyond it", () => {
    expect(positionOf(eta, 10)).toBe(1);
    expect(positionOf(eta, 0)).toBe(0);
    expect(positionOf(beta, 1)).toBe(1);
    expect(positionOf(sigma, -1)).toBe(0);
  });
});
