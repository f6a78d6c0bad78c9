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
          const texts = [`a = ${temporary}`, `s = ${number}`, `x = ${x} + 0*a`, `m = (${m})*s`, `v = ${v} + a*tanh(s)`];
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
