import { describe, expect, it } from "vitest";
import { nearest, requireInteger, requireOptions, requireVector, shown } from "./validate.js";

describe("the nearest name", () => {
  it.each([
    ["bta2", ["beta1", "beta2", "eta"], "beta2"],
    ["bta", ["eta", "beta"], "beta"],
    ["pahts", ["paths", "parts"], "paths"],
    ["lr", ["eta", "beta"], undefined],
    ["", ["eta"], undefined],
  ])("of %j among %j is %j", (name, candidates, expected) => {
    expect(nearest(name, candidates)).toBe(expected);
  });
});

describe("errors", () => {
  it.each([
    [() => requireInteger("randK", "k", 0, 1, 10), "randK: k must be an integer in 1..10, got 0"],
    [() => requireInteger("randK", "k", "3"), 'randK: k must be an integer ≥ 1, got "3"'],
    [() => requireVector("f", "x", []), "f: x must not be empty"],
    [() => requireVector("f", "x", [1, "2"]), 'f: x[1] must be a finite number, got "2"'],
    [() => requireOptions("f", null, ["a"]), "f: options must be an object, got null"],
  ])("%#", (check, message) => {
    expect(check).toThrow(message);
  });

  it("show what they got, shortly", () => {
    expect(shown(Array.from({ length: 50 }, (_, i) => i))).toBe("[0, 1, 2, 3, 4, 5, … 50 values]");
    expect(shown({ a: 1, b: 2 })).toBe("an object with keys a, b");
    expect(shown(() => 1)).toBe("a function");
  });
});
