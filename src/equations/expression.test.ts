import { describe, expect, it } from "vitest";
import { parseEquation, parseExpression } from "./expression.js";
import { latexOf } from "./latex.js";
import { canonical, display } from "./symbols.js";

describe("reading equations", () => {
  it("reads Greek and ASCII as one name", () => {
    expect(parseExpression("β1*m + (1 - β1)*ε", "test")).toEqual(parseExpression("beta1*m + (1 - beta1)*eps", "test"));
    expect(canonical("epsilon")).toBe("eps");
    expect(display("rho1")).toBe("ρ1");
  });

  it.each([
    ["x = ", /cannot read/],
    ["", /must be an equation/],
    ["x + 1", /must be an assignment/],
    ["x = foo(2)", /unknown function "foo"/],
    ["x = srt(2)", /did you mean sqrt\?/],
    ["x = sqrt(1, 2)", /sqrt takes 1 arguments, got 2/],
    ["x = x[0]", /an entry is written x\[1\]/],
    ["x = x[1.5]", /an entry is written/],
    ["x = a ? b : c", /only assignments/],
    ["x = 'text'", /constant must be a finite number|only assignments/],
    ["x = a % b", /operator % is not understood/],
  ])("refuses %j", (text, message) => {
    expect(() => parseEquation(text, "Toy, line 1 of update")).toThrow(message);
    expect(() => parseEquation(text, "Toy, line 1 of update")).toThrow(/^Toy, line 1 of update: /);
  });

  it.each([
    ["-(a + b)*c", "-\\left(a + b\\right)\\,c"],
    ["sqrt(γ2)/γ1*m", "\\frac{\\sqrt{\\gamma_{2}}}{\\gamma_{1}}\\,m"],
    ["a - (b - c)", "a - \\left(b - c\\right)"],
    ["(a/b)^2", "\\left(\\frac{a}{b}\\right)^{2}"],
    ["2*3", "2\\cdot 3"],
    ["1e-8", "1\\cdot 10^{-8}"],
    ["norm(x) + dot(x, y)", "\\left\\|x\\right\\| + \\langle x, y \\rangle"],
  ])("prints %s", (text, latex) => {
    expect(latexOf(parseExpression(text, "test"))).toBe(latex);
  });
});
