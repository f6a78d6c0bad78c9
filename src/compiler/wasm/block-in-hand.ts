/** For tests: small programs compiled, and a block of paths that can be set, advanced and read lane by lane. */
import { type Equation, parseEquation } from "../../equations/expression.js";
import { SCALAR, type Shape, vectorOver } from "../../equations/shapes.js";
import { matrix } from "../../math/vector.js";
import type { LineProgram } from "../line-program.js";
import { keySchedule } from "../random.js";
import type { Draw, StepProgram } from "../step-program.js";
import { compileKernel, type Kernel, type KernelLayout } from "./kernel.js";
import type { LaneType } from "./lanes.js";
import { webAssembly } from "./web-assembly.js";

export const d: number = 3;
export const n: number = 4;
export const state: readonly string[] = ["x", "m", "v"];
export const constants: LineProgram["constants"] = new Map<string, number | Float64Array | ReturnType<typeof matrix>>([
  ["eta", 0.1],
  ["c", 0.7],
  ["h", Float64Array.of(0.5, 1.5, 2)],
  ["y", Float64Array.of(1, -1, 0.5, 2)],
  ["d", d],
  [
    "A",
    matrix([
      [1, 0.5, -0.25],
      [0.2, -1, 0.3],
      [0.1, 0.4, 0.9],
    ]),
  ],
  [
    "B",
    matrix([
      [1, 2, 0.5],
      [-1, 0.3, 1],
      [0.2, 0.7, -0.4],
      [0.6, -0.8, 1.1],
    ]),
  ],
]);
export const scope: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...state.map((id) => [id, vectorOver()] as const),
  ["eta", SCALAR],
  ["c", SCALAR],
  ["d", SCALAR],
  ["k", SCALAR],
  ["h", vectorOver()],
  ["y", vectorOver("n")],
  ["A", { kind: "matrix", rows: "d", columns: "d" }],
  ["B", { kind: "matrix", rows: "n", columns: "d" }],
]);

export const stepOf = (lines: readonly Equation[], draws: readonly Draw[] = []): StepProgram => ({
  program: {
    lines,
    scope: new Map([...scope, ...draws.map(({ name, over }) => [name, vectorOver(over)] as const)]),
    sizes: { d, n },
    constants,
    inputs: ["k"],
    outputs: state,
  },
  draws,
  state,
  substeps: 1,
});

export function kernelOf(step: StepProgram, precision: LaneType = "f64x2", members = 1, every = 1): Kernel {
  return compileKernel({
    precision,
    step,
    burnIn: 0,
    observe: {
      ...step.program,
      lines: [parseEquation("o = sum(x)", "test")],
      inputs: ["k", "t"],
      outputs: ["o"],
      scope: new Map([...scope, ["t", SCALAR]]),
    },
    state,
    sizes: { d, n },
    eta: 0.1,
    members,
    every,
    limit: precision === "f64x2" ? 1e75 : 1e18,
  });
}

export interface BlockInHand {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly layout: KernelLayout;
  readonly advance: (k: number) => void;
  /** Sets the state of one path: variable by variable. */
  readonly set: (lane: number, values: readonly number[]) => void;
  readonly read: (lane: number) => number[];
}

/** A block in hand: its state can be set, advanced and read, lane by lane. */
export function blockOf({ module, image, layout }: Kernel, seed: number = 1): BlockInHand {
  const { exports } = new webAssembly.Instance(module);
  const code = exports as { memory: { buffer: ArrayBuffer }; advance: (k: number) => void };
  const { buffer } = code.memory;
  new Uint8Array(buffer).set(image);
  const numbers = layout.precision === "f64x2" ? new Float64Array(buffer) : new Float32Array(buffer);
  const size = numbers.BYTES_PER_ELEMENT;
  for (const { stream, at } of layout.keys) {
    for (let member = 0; member < layout.members; member++) {
      new Int32Array(buffer).set(keySchedule([seed, 0, stream, member]), at / 4 + 5 * member);
    }
  }
  const at = (s: number, i: number, lane: number, copy = 0): number =>
    (layout.state[s].at + copy * layout.stateBytes) / size + i * layout.blockPaths + lane;
  return {
    memory: code.memory,
    advance: code.advance,
    layout,
    set(lane: number, values: readonly number[]) {
      for (let copy = 0; copy < layout.copies; copy++) {
        values.forEach((value, j) => {
          numbers[at(Math.floor(j / d), j % d, lane, copy)] = value;
        });
      }
    },
    read: (lane: number): number[] =>
      Array.from({ length: state.length * d }, (_, j) => numbers[at(Math.floor(j / d), j % d, lane)]),
  };
}
