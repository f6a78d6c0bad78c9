/** Compiled steps against the reference executor: draws and workers. */
import { describe, expect, it } from "vitest";
import { parseEquation } from "../../equations/expression.js";
import { randomStream, STREAMS } from "../random.js";
import { referenceStepper } from "../reference-stepper.js";
import type { Draw } from "../step-program.js";
import { blockOf, d, kernelOf, state, stepOf } from "./block-in-hand.js";

const draw = (over: Partial<Draw>): Draw => ({
  name: "z",
  law: "normal",
  over: "d",
  stream: STREAMS.dW,
  variate: 0,
  terms: 1,
  scale: 1,
  ...over,
});

describe("compiled draws", () => {
  it.each([
    [{}, (path: number, out: Float64Array) => randomStream(5, STREAMS.dW).normals(path, 6, 0, out)],
    [{ variate: 3 }, (path: number, out: Float64Array) => randomStream(5, STREAMS.dW).normals(path, 6, 3, out)],
    [
      { law: "uniform", variate: 1 },
      (path: number, out: Float64Array) => randomStream(5, STREAMS.dW).uniforms(path, 6, 1, out),
    ],
  ] as const)("%j have the bits of the reference", (options, fill) => {
    const step = stepOf(
      ["x = z", "m = m", "v = v"].map((text) => parseEquation(text, "test")),
      [draw(options as Partial<Draw>)],
    );
    const kernel = kernelOf(step);
    const block = blockOf(kernel, 5);
    new Int32Array(block.memory.buffer)[kernel.layout.firstPathAt / 4] = 3 * kernel.layout.blockPaths;
    block.advance(7);
    const expected = new Float64Array(d);
    for (let lane = 0; lane < kernel.layout.blockPaths; lane++) {
      fill(3 * kernel.layout.blockPaths + lane, expected);
      expect(block.read(lane).slice(0, d)).toEqual([...expected]);
    }
  });

  it.each([
    ["x = z + sum(z)", "a draw that two passes read"],
    ["x = A*z", "a draw that a matrix multiplies"],
    ["x = x + z[2]", "one coordinate of a draw"],
  ])("%s: %s", (text) => {
    const step = stepOf(
      [text, "m = m", "v = v"].map((line) => parseEquation(line, "test")),
      [draw({ terms: 3, scale: -0.5 })],
    );
    const stepper = referenceStepper(step, { seed: 5, members: 1, eta: 0.1 });
    const block = blockOf(kernelOf(step), 5);
    block.advance(3);
    for (const path of [0, 1, 17, 63]) {
      for (const vector of stepper.state.values()) vector.fill(0);
      for (let k = 0; k < 3; k++) stepper.step(path, k, 0);
      block
        .read(path)
        .slice(0, d)
        .forEach((value, i) => {
          expect(value).toBeCloseTo(stepper.state.get("x")?.[i] as number, 14);
        });
    }
  });

  it("in 32 bits are those of 64, rounded", () => {
    for (const law of ["normal", "uniform"] as const) {
      const step = stepOf(
        ["x = z", "m = m", "v = v"].map((text) => parseEquation(text, "test")),
        [draw({ law })],
      );
      const [wide, narrow] = [blockOf(kernelOf(step)), blockOf(kernelOf(step, "f32x4"))];
      for (const block of [wide, narrow]) block.advance(1);
      for (let lane = 0; lane < 128; lane++) expect(narrow.read(lane)).toEqual(wide.read(lane).map(Math.fround));
    }
  });
});

describe("several workers", () => {
  it("step on their own numbers and are averaged when it is time", () => {
    const members = 3;
    const every = 2;
    const step = stepOf(
      ["x = 0.5*x + z", "m = m + x", "v = v"].map((text) => parseEquation(text, "test")),
      [draw({})],
    );
    const block = blockOf(kernelOf(step, "f64x2", members, every), 9);
    const stepper = referenceStepper(step, { seed: 9, members, eta: 0.1 });
    block.advance(4);
    for (const path of [0, 5, 100]) {
      const copies = Array.from({ length: members }, () => new Float64Array(state.length * d));
      for (let k = 0; k < 4; k++) {
        copies.forEach((copy, member) => {
          state.forEach((id, s) => {
            stepper.state.get(id)?.set(copy.subarray(s * d, (s + 1) * d));
          });
          stepper.step(path, k, member);
          copy.set(state.flatMap((id) => [...(stepper.state.get(id) as Float64Array)]));
        });
        if ((k + 1) % every === 0) {
          const mean = copies[0].map((_, j) => copies.reduce((sum, copy) => sum + copy[j] / members, 0));
          for (const copy of copies) copy.set(mean);
        }
      }
      block.read(path).forEach((value, j) => {
        expect(value).toBeCloseTo(copies[0][j], 14);
      });
    }
  });
});
