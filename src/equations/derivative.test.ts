import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { referenceExecutable } from "../compiler/reference.js";
import { derivative } from "./derivative.js";
import { call, type Expression, name, number, parseExpression } from "./expression.js";
import { SCALAR } from "./shapes.js";
import { ONE, simplest } from "./simplify.js";

/** The value of an expression of the numbers u, w, nu. */
function value(expression: Expression, [u, w, nu]: readonly number[]): number {
  const { scalars, evaluate } = referenceExecutable({
    lines: [{ target: "y", expression: call("add", expression, number(0)), text: "y" }],
    scope: new Map(["u", "w", "nu"].map((id) => [id, SCALAR])),
    sizes: {},
    constants: new Map(),
    inputs: ["u", "w", "nu"],
    outputs: ["y"],
  });
  evaluate(u, w, nu);
  return scalars[0];
}

const along = (text: string): Expression =>
  derivative(
    parseExpression(text, "test"),
    new Map([
      ["u", ONE],
      ["w", name("nu")],
    ]),
  );

describe("the derivative along (u̇, ẇ) = (1, ν)", () => {
  it.each([
    ...["u + w", "u - w", "u*w", "u/w", "-u", "u^2", "u^3*w", "w^u", "w^0.5", "w^(-1.5)", "w^nu"],
    ...["abs(u - 3)", "abs(u)", "exp(-u*w)", "log(w)", "sqrt(w)", "sqrt(u^2 + w)", "sin(u)*cos(w)", "tanh(u)"],
    ...["erf(u/sqrt(2))", "min(u, w)", "max(u, w)", "max(0, 1 - erf(u)^2)", "clip(u, w)", "clip(3*u, w)", "sign(u)*u"],
    ...["studentCdf(u, nu)", "studentPdf(u*w, nu)", "sqrt(max(0, 1 - (2*studentCdf(u, nu) - 1)^2))", "5", "nu"],
  ])("%s", (text) => {
    const expression = parseExpression(text, "test");
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.double({ min: 1, max: 5, noNaN: true }),
        (u, w, nu) => {
          // a kink of min, max, abs or clip within the difference quotient shows nothing
          const h = 1e-5;
          fc.pre([u, u - w, u - 3, Math.abs(u) - w, Math.abs(3 * u) - w].every((gap) => Math.abs(gap) > 20 * h));
          const at = (s: number): number => value(expression, [u + s * h, w + s * h * nu, nu]);
          // of fourth order: truncation h⁴ f⁽⁵⁾/30 and rounding 1e-16/h are both below 1e-9 for derivatives below 1e3
          const quotient = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
          const exact = value(along(text), [u, w, nu]);
          expect(Math.abs(exact - quotient)).toBeLessThan(1e-9 * (1 + Math.abs(exact)) * 10);
        },
      ),
      { seed: 3, numRuns: 40 },
    );
  });

  it("vanishes, and leaves no trace, for what does not change", () => {
    expect(along("nu^2 + sin(nu)")).toEqual(number(0));
    expect(along("sign(u)")).toEqual(number(0));
    expect(along("3*u + nu")).toEqual(number(3));
  });

  it("of a root is 0 at 0 and its own slope just above", () => {
    expect(value(along("sqrt(max(0, u))"), [0, 1, 1])).toBe(0);
    expect(value(along("sqrt(max(0, u))"), [-1, 1, 1])).toBe(0);
    expect(value(along("sqrt(u)"), [1e-12, 1, 1])).toBeCloseTo(5e5, 4);
  });

  it.each(["max(u)", "clipNorm(u, 1)", "studentCdf(nu, u)"])("refuses %s", (text) => {
    expect(() => along(text)).toThrow("derivative: no rule for");
  });

  it("passes a reduction of what does not change", () => {
    expect(along("sum(nu)*u")).toEqual(call("sum", name("nu")));
  });
});

describe("simplified calls", () => {
  it("have the value of the call", () => {
    const leaf = fc.constantFrom(0, 1, 2, -1).map(number);
    const operation = fc.constantFrom("add", "subtract", "multiply", "divide", "power", "negate");
    fc.assert(
      fc.property(operation, leaf, leaf, (id, a, b) => {
        const args = id === "negate" ? [a] : [a, b];
        const expected = value(call(id, ...args), [0, 1, 1]);
        fc.pre(Number.isFinite(expected));
        expect(value(simplest(id, ...args), [0, 1, 1])).toBeCloseTo(expected, 15);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it("apply 0 and 1", () => {
    const u = name("u");
    const [zero, one] = [number(0), number(1)];
    for (const [operation, args] of [
      ["add", [zero, u]],
      ["subtract", [u, zero]],
      ["multiply", [one, u]],
      ["divide", [u, one]],
      ["power", [u, one]],
      ["negate", [call("negate", u)]],
    ] as const) {
      expect(simplest(operation, ...args)).toBe(u);
    }
    for (const operation of ["multiply", "dot"]) expect(simplest(operation, u, zero)).toEqual(zero);
    for (const operation of ["sum", "mean", "negate"]) expect(simplest(operation, zero)).toEqual(zero);
    expect(simplest("divide", zero, u)).toEqual(zero);
  });
});
