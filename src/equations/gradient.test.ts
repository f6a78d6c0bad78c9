import { describe, expect, it } from "vitest";
import { parseExpression } from "./expression.js";
import { gradientOf } from "./gradient.js";
import { SCALAR, type Shape, vectorOver } from "./shapes.js";
import { textOf } from "./text.js";

const scope = new Map<string, Shape>([
  ["x", vectorOver()],
  ["h", vectorOver()],
  ["c", SCALAR],
  ["d", SCALAR],
  ["A", { kind: "matrix", rows: "d", columns: "d" }],
]);
const gradient = (text: string): { whole: string; entries: Record<number, string> } => {
  const { whole, entries } = gradientOf(parseExpression(text, "test"), "x", scope);
  return { whole: textOf(whole), entries: Object.fromEntries([...entries].map(([j, rate]) => [j, textOf(rate)])) };
};

describe("gradientOf", () => {
  it.each([
    ["sum(x)", "1"],
    ["mean(x)", "1/d"],
    ["dot(h, x)", "h"],
    ["norm(x)", "x/norm(x)"],
    ["sum(h*x^2)", "h*(2*x)"],
    ["sum(A*x)", "A'*(1 + 0*(A*x))"],
    ["dot(x, A*x)", "A*x + A'*x"],
    ["sum(A'*x^2)", "A*(1 + 0*(A'*x^2))*(2*x)"],
    ["exp(c*sum(x))", "exp(c*sum(x))*c"],
    ["c^2", "0"],
  ])("%s", (text, whole) => {
    expect(gradient(text)).toEqual({ whole, entries: {} });
  });

  it("sums over what a number has spread to", () => {
    expect(gradient("sum(x[1]*h)")).toEqual({ whole: "0", entries: { 1: "sum(h)" } });
    expect(gradient("sum(x[2] + h)")).toEqual({ whole: "0", entries: { 2: "d" } });
    expect(gradient("x[1]*x[2]*x[1]")).toEqual({ whole: "0", entries: { 1: "x[1]*x[2] + x[1]*x[2]", 2: "x[1]*x[1]" } });
  });

  it.each([
    ["norm(clipNorm(x, c))", "no rule for clipNorm"],
    ["max(x)", "no rule for max"],
  ])("refuses %s", (text, message) => {
    expect(() => gradient(text)).toThrow(message);
  });
});

describe("textOf", () => {
  it.each([
    "a - (b - c)",
    "a - b - c",
    "a + (b + c)",
    "a/(b*c)",
    "a/b*c",
    "-a^2",
    "(-a)^2",
    "-(a + b)",
    "-(-a)",
    "a^(b^c)",
    "(a^b)^c",
    "a^(-1)",
    "2*a^0.5",
    "A'*(a - b)",
    "x[2]*max(a, 1e-300)",
    "(a + b)*(c + 1)",
    "-a*b",
    "a*(-b)",
  ])("is read back as it was: %s", (text) => {
    const expression = parseExpression(text, "test");
    expect(parseExpression(textOf(expression), "test")).toEqual(expression);
  });

  it("writes as little as it must", () => {
    expect(textOf(parseExpression("((a*b) + (c^2)) - ((d))/e1", "test"))).toBe("a*b + c^2 - d/e1");
  });

  it("writes a negative constant so that it is one factor", () => {
    expect(
      textOf({
        kind: "call",
        operation: "multiply",
        arguments: [
          { kind: "name", name: "a" },
          { kind: "number", value: -2 },
        ],
      }),
    ).toBe("a*(-2)");
  });
});
