import { describe, expect, it } from "vitest";
import { referenceExecutable } from "../compiler/reference.js";
import { matrix, type Vec } from "../math/vector.js";
import { nonAffineLine } from "./affine.js";
import { type Equation, name, number, parseEquation } from "./expression.js";
import { SCALAR, type Shape, vectorOver } from "./shapes.js";
import {
  couplingLine,
  type Derived,
  dependentsOf,
  neededFor,
  replaced,
  singlyAssigned,
  tangentOf,
} from "./straight-line.js";

const read = (...lines: string[]): readonly Equation[] => lines.map((line) => parseEquation(line, "test"));
const scope = new Map<string, Shape>([
  ["x", vectorOver()],
  ["m", vectorOver()],
  ["H", { kind: "matrix", rows: "d", columns: "d" }],
  ["c", SCALAR],
]);
const H = matrix([
  [2, 1],
  [0, 3],
]);

/** The final value of a name, from x = (0.3, −1.2), m = (2, 1), c = ½. */
function value(lines: readonly Equation[], id: string, x: readonly number[] = [0.3, -1.2]): readonly number[] {
  const { vectors, evaluate } = referenceExecutable({
    lines: [...lines, { target: "out", expression: name(id), text: "out" }],
    scope: new Map([...scope, ["out", vectorOver()]]),
    sizes: { d: 2 },
    constants: new Map<string, number | typeof H>([
      ["c", 0.5],
      ["H", H],
    ]),
    inputs: [],
    outputs: ["out"],
  });
  vectors.get("x")?.set(x);
  vectors.get("m")?.set([2, 1]);
  evaluate();
  return [...(vectors.get("out") as Vec)];
}

describe("lines without a name written twice", () => {
  it("have the same values", () => {
    const lines = read("u = x*c", "w = u + m", "u = u*u", "u = u - w", "y = u/w");
    const single = singlyAssigned(lines);
    expect(new Set(single.map(({ target }) => target)).size).toBe(lines.length);
    for (const id of ["u", "w", "y"]) expect(value(single, id)).toEqual(value(lines, id));
  });
});

describe("dependence", () => {
  const lines = read("u = x + c", "w = m*c", "y = H*u", "r = sum(w)*x", "s = exp(w)");

  it("backward and forward", () => {
    expect(neededFor(lines, ["y"]).map(({ target }) => target)).toEqual(["u", "y"]);
    expect([...dependentsOf(lines, ["m"])]).toEqual(["m", "w", "r", "s"]);
  });

  it.each([
    ["x", "y = H*u"],
    ["m", "r = sum(w)*x"],
    ["c", "y = H*u"],
    ["H", "y = H*u"],
  ])("finds the line that couples coordinates of %s", (source, text) => {
    expect(couplingLine(lines, [source], scope)?.text).toBe(text);
  });

  it.each(["u = x[2]*m", "u = clipNorm(x, c)", "u = m*max(x)", "u = H'*x", "u = 1/(1 + norm(exp(x)))"])(
    "finds it in %s, and nothing where x does not change",
    (line) => {
      expect(couplingLine(read(line), ["x"], scope)?.text).toBe(line);
      expect(couplingLine(read(line), ["other"], scope)).toBeUndefined();
    },
  );

  it.each([
    ["u = c*x - H*x/3 + mean(x)*m + x[1] - dot(m, x)", undefined],
    ["u = x*x", "u = x*x"],
    ["u = m/x", "u = m/x"],
    ["u = dot(x, x)*m", "u = dot(x, x)*m"],
    ["u = exp(x)", "u = exp(x)"],
    ["u = exp(m)*x", undefined],
  ])("%s: what is not affine in x is %s", (line, expected) => {
    expect(nonAffineLine(read(line), ["x"])?.text).toBe(expected);
  });

  it("finds what is not affine through earlier lines", () => {
    expect(nonAffineLine(read("w = 2*x + m", "u = w*m", "y = u*w"), ["x"])?.text).toBe("y = u*w");
  });
});

describe("the lines at another point", () => {
  const lines = read("u = x*c", "s = exp(m)", "y = u*u + s - x[1]");

  it("are those of the point, and only those that change", () => {
    const there = replaced(lines, "there.", new Map([["x", name("m")]]));
    expect(there.lines.map(({ target }) => target)).toEqual(["there.u", "there.y"]);
    const all = [...lines, ...there.lines];
    expect(value(all, "there.y")).toEqual(value(lines, "y", [2, 1]));
    expect(there.value(name("s"))).toEqual(name("s"));
    expect(there.value(name("y"))).toEqual(name("there.y"));
  });

  it("fold what becomes zero", () => {
    const none = replaced(read("n = c*dW", "dx = -x*dt + n"), "none.", new Map([["dW", number(0)]]));
    expect(none.lines.map(({ target }) => target)).toEqual(["none.dx"]);
    expect(none.value(name("n"))).toEqual(number(0));
  });
});

describe("the derivative of lines along a direction", () => {
  const direction = (seed: string): Derived => tangentOf(lines, "D.", new Map([["x", name(seed)]]));
  const lines = read("u = sin(x)*c", "s = exp(m)", "w = H*u", "y = u*s + x^2/w");

  it("is the limit of difference quotients, matrices included", () => {
    const h = 1e-6;
    const { lines: rates } = direction("m");
    const [up, down] = [1, -1].map((sign) => value(lines, "y", [0.3 + sign * h * 2, -1.2 + sign * h * 1]));
    // rounding of the quotient: 1e-16/h
    value([...lines, ...rates], "D.y").forEach((rate, i) => {
      expect(rate).toBeCloseTo((up[i] - down[i]) / (2 * h), 8);
    });
  });

  it("has no lines for what does not change", () => {
    const { lines: rates, value: rate } = direction("m");
    expect(rates.map(({ target }) => target)).toEqual(["D.u", "D.w", "D.y"]);
    expect(rate(name("s"))).toEqual(number(0));
    expect(rate(name("x"))).toEqual(name("m"));
  });
});
