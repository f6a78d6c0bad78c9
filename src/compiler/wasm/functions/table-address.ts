import type { Memory } from "../memory.js";

const addresses = new WeakMap<Memory, Map<object, number>>();

/** Where a table lies in a memory; it is put there when first asked for. `key` is any object that stands for it. */
export function tableAddress(memory: Memory, key: object, build: () => Float64Array | Float32Array): number {
  const known = addresses.get(memory) ?? new Map<object, number>();
  addresses.set(memory, known);
  const found = known.get(key) ?? memory.data(new Uint8Array(build().buffer));
  known.set(key, found);
  return found;
}
