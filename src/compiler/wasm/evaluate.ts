import { number } from "../../equations/expression.js";
import { SCALAR } from "../../equations/shapes.js";
import type { Vec } from "../../math/vector.js";
import type { LineProgram } from "../line-program.js";
import { compileKernel } from "./kernel.js";
import { webAssembly } from "./web-assembly.js";

/** One vector over d that a program without inputs computes from x, with the bits of compiled code. */
export function evaluateCompiled(program: LineProgram, x: Vec, output: string): Vec {
  const state = ["x", output];
  const { module, image, layout } = compileKernel({
    precision: "f64x2",
    step: { program, draws: [], state, substeps: 1 },
    burnIn: 0,
    observe: {
      lines: [{ target: "nothing", expression: number(0), text: "nothing = 0" }],
      scope: new Map([["nothing", SCALAR]]),
      sizes: program.sizes,
      constants: new Map(),
      inputs: [],
      outputs: ["nothing"],
    },
    state,
    sizes: program.sizes,
    eta: 1,
    members: 1,
    every: 1,
    limit: Number.POSITIVE_INFINITY,
  });
  const { memory, advance } = new webAssembly.Instance(module).exports as {
    readonly memory: { readonly buffer: ArrayBuffer };
    readonly advance: (k: number) => void;
  };
  new Uint8Array(memory.buffer).set(image);
  const numbers = new Float64Array(memory.buffer);
  const at = (variable: number, i: number): number => layout.state[variable].at / 8 + i * layout.blockPaths;
  x.forEach((value, i) => {
    numbers[at(0, i)] = value;
  });
  advance(1);
  return x.map((_, i) => numbers[at(1, i)]);
}
