/** Compiled programs against the reference executor: random ones, of every operation of the language. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEquation } from "../../equations/expression.js";
import { referenceExecutable } from "../reference.js";
import type { StepProgram } from "../step-program.js";
import { blockOf, d, kernelOf, state, stepOf } from "./block-in-hand.js";

/** The reference's state after one step at k from given values. */
function reference(step: StepProgram, k: number, values: readonly number[]): number[] {
  const { vectors, evaluate } = referenceExecutable(step.program);
  state.forEach((id, s) => {
    vectors.get(id)?.set(values.slice(s * d, (s + 1) * d));
  });
  evaluate(k);
  return state.flatMap((id) => [...(vectors.get(id) as Float64Array)]);
}

/** Random expressions of the language; every operation of it occurs. */
const { scalar, vector } = fc.letrec<{ scalar: string; vector: string; data: string }>((tie) => {
  const [s, v, w] = [tie("scalar"), tie("vector"), tie("data")];
  const binary = (a: fc.Arbitrary<string>, b: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.oneof(
      fc.tuple(a, fc.constantFrom("+", "-", "*"), b).map(([l, op, r]) => `(${l} ${op} ${r})`),
      fc.tuple(a, b).map(([l, r]) => `(${l}/(2 + abs(${r})))`),
      fc.tuple(fc.constantFrom("min", "max"), a, b).map(([f, l, r]) => `${f}(${l}, ${r})`),
    );
  const unary = (a: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.oneof(
      fc.tuple(fc.constantFrom("tanh", "sin", "cos", "erf", "sign", "abs", "-"), a).map(([f, x]) => `${f}(${x})`),
      a.map((x) => `exp(-abs(${x}))`),
      a.map((x) => `log(1 + (${x})^2)`),
      a.map((x) => `sqrt(1 + abs(${x}))`),
      a.map((x) => `clip(${x}, c)`),
      fc.tuple(a, fc.constantFrom("3", "0.5", "-1", "1.7", "-2")).map(([x, p]) => `(1.5 + abs(${x}))^${p}`),
    );
  return {
    scalar: fc.oneof(
      { maxDepth: 4, depthIdentifier: "depth" },
      fc.constantFrom("c", "eta", "k", "2", "0.25", "x[1]", "m[3]", "h[2]", "d"),
      fc.tuple(fc.constantFrom("sum", "mean", "max", "norm"), fc.oneof(v, w)).map(([f, x]) => `${f}(${x})`),
      fc.tuple(v, v).map(([a, b]) => `dot(${a}, ${b})`),
      unary(s),
      binary(s, s),
    ),
    vector: fc.oneof(
      { maxDepth: 4, depthIdentifier: "depth" },
      fc.constantFrom("x", "m", "v", "h"),
      unary(v),
      binary(v, v),
      binary(v, s),
      fc.constantFrom("A", "A'").chain((A) => v.map((x) => `(${A}*(${x}))`)),
      w.map((x) => `(B'*(${x}))`),
      v.map((x) => `clipNorm(${x}, c)`),
    ),
    data: fc.oneof(
      { maxDepth: 3, depthIdentifier: "depth" },
      fc.constant("y"),
      v.map((x) => `(B*(${x}))`),
      unary(w),
      binary(w, s),
    ),
  };
});

const program = fc.record({
  temporary: vector,
  number: scalar,
  x: vector,
  m: vector,
  v: vector,
});

describe("a compiled program", () => {
  it("is the reference program: random programs to a few rounding errors", () => {
    const start = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(
        program,
        fc.array(start, { minLength: 2, maxLength: 2 }),
        ({ temporary, number, x, m, v }, starts) => {
          // v takes a number first, which then stands in all its coordinates
          const texts = [
            `a = ${temporary}`,
            `s = ${number}`,
            `x = ${x} + 0*a`,
            `m = (${m})*s`,
            "v = 0.1*v + 0.01*s",
            "m = m + 0.1*sum(x) + v[2]",
            "v = tanh(s)",
            `v = ${v} + a*sum(v)*v[3]`,
          ];
          const step = stepOf(texts.map((text) => parseEquation(text, "test")));
          const block = blockOf(kernelOf(step));
          const last = block.layout.blockPaths - 1;
          for (let lane = 0; lane <= last; lane++) block.set(lane, starts[lane % 2]);
          block.advance(1);
          starts.forEach((values, lane) => {
            const expected = reference(step, 0, values);
            // what rounding errors of the inputs do to the result: a condition number, from a few directions
            const shaken = [1, -1, 2, -3].map((s) =>
              reference(
                step,
                0,
                values.map((value, i) => value * (1 + s * (1 + (i % 3)) * 2 ** -49)),
              ),
            );
            const results = block.read(lane);
            expect(block.read(last - 1 + lane)).toEqual(results);
            results.forEach((value, i) => {
              const spread = Math.max(...shaken.map((other) => Math.abs(other[i] - expected[i])));
              const tolerance = 1e-13 * Math.abs(expected[i]) + 100 * spread + 1e-15;
              if (Number.isFinite(expected[i]))
                expect(Math.abs(value - expected[i]), texts.join("; ")).toBeLessThanOrEqual(tolerance);
              else expect(value).toEqual(expected[i]);
            });
          });
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });

  it.each([
    ["x = x*0.5 - x[1]", "m = m[1]*x + m[2]"],
    ["x = x[2] + x[3]*x", "m = max(x[1], m)"],
    ["x = m[1]", "m = x[3] + m[2]*m"],
  ])("reads an entry before the vector is written: %s, %s", (...texts) => {
    const values = [1, 2, 3, -1, 0.5, 0.25, 2, 2, 2];
    const [x, m, v] = [values.slice(0, 3), values.slice(3, 6), values.slice(6)];
    const step = stepOf([...texts, "v = v"].map((text) => parseEquation(text, "test")));
    const block = blockOf(kernelOf(step));
    block.set(0, values);
    block.advance(1);
    // by hand, every line with the values that stand before it
    const lines: Readonly<Record<string, () => number[]>> = {
      "x = x*0.5 - x[1]": () => x.map((value) => value * 0.5 - x[0]),
      "x = x[2] + x[3]*x": () => x.map((value) => x[1] + x[2] * value),
      "x = m[1]": () => x.map(() => m[0]),
      "m = m[1]*x + m[2]": () => m.map((_, i) => m[0] * x[i] + m[1]),
      "m = max(x[1], m)": () => m.map((value) => Math.max(x[0], value)),
      "m = x[3] + m[2]*m": () => m.map((value) => x[2] + m[1] * value),
    };
    for (const text of texts) {
      const target = text.startsWith("x") ? x : m;
      target.splice(0, 3, ...lines[text]());
    }
    expect(block.read(0)).toEqual([...x, ...m, ...v]);
    expect(reference(step, 0, values)).toEqual([...x, ...m, ...v]);
  });

  it("refuses what is too large in a line that says so", () => {
    const long = Array.from({ length: 46_000 }, (_, i) => `x*${i + 2}.5`);
    // a balanced sum, since a reader of equations goes as deep as they are nested
    const sum = (terms: readonly string[]): string => {
      if (terms.length < 3) return `(${terms.join(" + ")})`;
      const half = terms.length >> 1;
      return `(${sum(terms.slice(0, half))} + ${sum(terms.slice(half))})`;
    };
    const step = stepOf([`x = ${sum(long)}`, "m = m", "v = v"].map((text) => parseEquation(text, "test")));
    expect(() => kernelOf(step)).toThrow("compiler: what is computed at once must have at most 45000 operations, got");
  });

  it("computes what is common once, and what is constant before the loop", () => {
    const compiled = (line: string): number =>
      kernelOf(stepOf([line, "m = m", "v = v"].map((text) => parseEquation(text, "test")))).bytes.length;
    const [once, twice, different] = ["2*exp(x)", "exp(x) + exp(x)*sqrt(c)^2*(c + 2)^3", "exp(x) + exp(2*x)"].map(
      (text) => compiled(`x = ${text}`),
    );
    // what is added to the first is less than a second exponential
    expect(twice - once).toBeLessThan((different - once) / 4);
  });
});
