import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Expression, parseEquation } from "../equations/expression.js";
import { SCALAR, type Shape, vectorOver } from "../equations/shapes.js";
import { erf } from "../math/error-function.js";
import { matrix } from "../math/vector.js";
import { referenceExecutable } from "./reference.js";

const scope = new Map<string, Shape>([
  ["x", vectorOver()],
  ["m", vectorOver()],
  ["c", SCALAR],
  ["H", { kind: "matrix", rows: "d", columns: "d" }],
  ["k", SCALAR],
]);
const H = matrix([
  [2, 1, 0],
  [0, 3, -1],
  [1, 0, 1],
]);

function run(lines: readonly string[], outputs: readonly string[], x: readonly number[], m = [1, 1, 1]) {
  const executable = referenceExecutable({
    lines: lines.map((line) => parseEquation(line, "test")),
    scope,
    sizes: { d: 3 },
    constants: new Map<string, number | typeof H>([
      ["c", 0.5],
      ["H", H],
    ]),
    inputs: ["k"],
    outputs,
  });
  executable.vectors.get("x")?.set(x);
  executable.vectors.get("m")?.set(m);
  executable.evaluate(4);
  return executable;
}

describe("the reference executor", () => {
  it("evaluates lines in order, each on what stands before it", () => {
    const { vectors } = run(["m = m + x", "x = x - c*m"], ["x"], [1, 2, 3]);
    expect([...(vectors.get("m") ?? [])]).toEqual([2, 3, 4]);
    expect([...(vectors.get("x") ?? [])]).toEqual([0, 0.5, 1]);
  });

  it("multiplies by a matrix and its transpose, also into the vector it reads", () => {
    expect([...(run(["x = H*x"], ["x"], [1, 2, 3]).vectors.get("x") ?? [])]).toEqual([4, 3, 4]);
    expect([...(run(["x = H'*x"], ["x"], [1, 2, 3]).vectors.get("x") ?? [])]).toEqual([5, 7, 1]);
  });

  it.each([
    ["u = dot(x, m) + sum(x)*mean(x^2)", 6 + (6 * 14) / 3],
    ["u = norm(x)", Math.sqrt(14)],
    ["u = max(x)", 3],
    ["u = max(x[2], 7) - min(1, x[3])", 6],
    ["u = k + d0", 4],
    ["u = norm(clipNorm(x, c))", 0.5],
    ["u = sum(clip(x, 1.5))", 4],
    ["u = erf(c) + tanh(c)", erf(0.5) + Math.tanh(0.5)],
    ["u = sum(sign(x - 2))", 0],
    ["u = c^0.5 + c^3", Math.sqrt(0.5) + 0.125],
    ["u = -c^2 - -c", 0.25],
  ])("%s", (line, expected) => {
    const { scalars } = run(["d0 = 0", line], ["u"], [1, 2, 3]);
    expect(scalars[0]).toBeCloseTo(expected, 14);
  });

  it("clips g = (0.3, −0.8, 0.4) at ½ by coordinate and by norm", () => {
    const g = [0.3, -0.8, 0.4];
    expect([...(run(["x = clip(x, c)"], ["x"], g).vectors.get("x") ?? [])]).toEqual([0.3, -0.5, 0.4]);
    // eight digits, as the table prints them
    const byNorm = run(["x = clipNorm(x, c)"], ["x"], g).vectors.get("x") ?? new Float64Array();
    [0.15899968, -0.42399915, 0.21199958].forEach((value, i) => {
      expect(byNorm[i]).toBeCloseTo(value, 8);
    });
  });

  it("leaves out lines nothing reads", () => {
    const { vectors } = run(["m = 1/(x - x)", "x = 2*x"], ["x"], [1, 2, 3]);
    expect([...(vectors.get("x") ?? [])]).toEqual([2, 4, 6]);
  });

  it("agrees with a tree walk on random expressions", () => {
    const leaf = fc.oneof(
      fc.double({ min: -3, max: 3, noNaN: true }).map((value): Expression => ({ kind: "number", value })),
      fc.constantFrom<Expression>(
        { kind: "name", name: "x" },
        { kind: "name", name: "c" },
        { kind: "name", name: "m" },
      ),
    );
    const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc
          .tuple(fc.constantFrom("add", "subtract", "multiply", "min", "max"), tie("tree"), tie("tree"))
          .map(([operation, a, b]): Expression => ({ kind: "call", operation, arguments: [a, b] })),
        fc
          .tuple(fc.constantFrom("negate", "sin", "exp", "sign", "abs"), tie("tree"))
          .map(([operation, a]): Expression => ({ kind: "call", operation, arguments: [a] })),
      ),
    }));
    fc.assert(
      fc.property(tree, (expression) => {
        const x = [0.3, -1.2, 2];
        const program = {
          lines: [
            {
              target: "x",
              expression: {
                kind: "call" as const,
                operation: "add",
                arguments: [
                  expression,
                  {
                    kind: "call" as const,
                    operation: "multiply",
                    arguments: [
                      { kind: "number" as const, value: 0 },
                      { kind: "name" as const, name: "x" },
                    ],
                  },
                ],
              },
              text: "x = …",
            },
          ],
          scope,
          sizes: { d: 3 },
          constants: new Map([["c", 0.5]]),
          inputs: [],
          outputs: ["x"],
        };
        const executable = referenceExecutable(program);
        executable.vectors.get("x")?.set(x);
        executable.vectors.get("m")?.set([1, 2, 4]);
        executable.evaluate();
        x.forEach((value, i) => {
          const expected = walk(expression, { x: value, m: [1, 2, 4][i], c: 0.5 });
          const got = executable.vectors.get("x")?.[i];
          expect(Object.is(got, expected) || got === expected || !Number.isFinite(expected)).toBe(true);
        });
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

function walk(expression: Expression, values: Readonly<Record<string, number>>): number {
  if (expression.kind === "number") return expression.value;
  if (expression.kind !== "call") return values[expression.name];
  const [a, b] = expression.arguments.map((argument) => walk(argument, values));
  const operations: Record<string, number> = {
    add: a + b,
    subtract: a - b,
    multiply: a * b,
    min: Math.min(a, b),
    max: Math.max(a, b),
    negate: -a,
    sin: Math.sin(a),
    exp: Math.exp(a),
    sign: Math.sign(a),
    abs: Math.abs(a),
  };
  return operations[expression.operation];
}
