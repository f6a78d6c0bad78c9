import { emitter } from "../emit.js";
import { functionBuilder } from "../function-builder.js";
import { createGraph, type FunctionBody, neededNodes, REACH } from "../graph.js";
import { moduleHome } from "../home.js";
import type { LaneType } from "../lanes.js";
import { moduleBytes } from "../module-bytes.js";
import { webAssembly } from "../web-assembly.js";

/** A function applied to arrays entry by entry. */
export type ArrayFunction = (...arrays: readonly (readonly number[] | Float64Array)[]) => Float64Array | Float32Array;

/** Paths per call of the compiled loop; any number of entries is handed over in such portions. */
const BLOCK = 256;
const COPIES = 4;

/**
 * A function of vectors as WebAssembly that runs over arrays of equal length: what tests and measurements of the
 * elementary functions call.
 */
export function arrayFunction(type: LaneType, arity: number, body: FunctionBody): ArrayFunction {
  const size = type === "f64x2" ? 8 : 4;
  const { instance, inputs, output } = compiled(arity, body, BLOCK * size);
  const { memory, apply } = instance.exports as { memory: { buffer: ArrayBuffer }; apply: () => void };
  const view = (address: number): Float64Array | Float32Array =>
    size === 8 ? new Float64Array(memory.buffer, address, BLOCK) : new Float32Array(memory.buffer, address, BLOCK);
  const from = inputs.map(view);
  const to = view(output);
  return (...arrays) => {
    const { length } = arrays[0];
    const result = size === 8 ? new Float64Array(length) : new Float32Array(length);
    for (let start = 0; start < length; start += BLOCK) {
      const n = Math.min(BLOCK, length - start);
      arrays.forEach((array, i) => {
        for (let k = 0; k < n; k++) from[i][k] = array[start + k];
      });
      apply();
      result.set(to.subarray(0, n), start);
    }
    return result;
  };
}

function compiled(
  arity: number,
  body: FunctionBody,
  bytes: number,
): {
  readonly instance: { readonly exports: unknown };
  readonly inputs: readonly number[];
  readonly output: number;
} {
  const home = moduleHome();
  const graph = createGraph(home);
  const builder = functionBuilder("apply", []);
  const offset = builder.local("i32");
  const inputs = Array.from({ length: arity }, () => home.memory.room(bytes));
  const output = home.memory.room(bytes);
  const { compute, push } = emitter(builder, COPIES, {
    memory: home.memory,
    functionIndex: home.functionIndex,
    read({ operation, immediate }, copy) {
      if (operation !== "load:input") return false;
      builder.get(offset).load(inputs[immediate as number] + 16 * copy);
      return true;
    },
  });
  const args = inputs.map((_, i) => graph.node("load:input", [], { immediate: i, reach: REACH.path }));
  const result = body(graph, ...args);
  const nodes = neededNodes(graph, [result]);
  compute(nodes.filter(({ reach }) => reach !== REACH.path));
  builder.block("loop", () => {
    compute(nodes);
    for (let copy = 0; copy < COPIES; copy++) {
      builder.get(offset);
      push(result, copy);
      builder.store(output + 16 * copy);
    }
    builder
      .get(offset)
      .i32(16 * COPIES)
      .op("i32.add")
      .tee(offset)
      .i32(bytes)
      .op("i32.lt_u")
      .jumpIf(0);
  });
  home.add(builder);
  const pages = Math.ceil(home.memory.size() / 65536);
  const module = new webAssembly.Module(moduleBytes(home.functions, pages));
  const instance = new webAssembly.Instance(module);
  const { memory } = instance.exports as { memory: { buffer: ArrayBuffer } };
  new Uint8Array(memory.buffer).set(home.memory.image());
  return { instance, inputs, output };
}
