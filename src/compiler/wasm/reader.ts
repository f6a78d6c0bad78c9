/** How the code of a pass reads what stands in memory: states, draws, constants, and what other passes have left. */
import { type Block, NUMBER_BYTES } from "./block.js";
import type { FunctionBuilder } from "./function-builder.js";
import type { Node } from "./graph.js";
import type { Stage } from "./schedule.js";
import { constantsAt } from "./values.js";

export type Pass = Stage & { readonly kind: "pass" };

export const VECTOR_BYTES = 16;

export interface ReaderOptions {
  readonly builder: FunctionBuilder;
  readonly pass: Pass;
  readonly block: Block;
  /** The range of a node, or "". */
  readonly rangeOf: (node: Node) => string;
  /** Locals: the coordinate, the offsets of the current vectors within a row and within an array, that of a worker's state. */
  readonly coordinate: number;
  readonly lane: number;
  readonly at: number;
  readonly stateOffset: number;
}

/** Pushes the value of a node that stands in memory, for one of the interleaved vectors; false where it is computed. */
export function reader({
  builder,
  pass,
  block,
  rangeOf,
  coordinate,
  lane,
  at,
  stateOffset,
}: ReaderOptions): (node: Node, copy: number) => boolean {
  const { precision, rowBytes } = block;
  const splat = precision === "f64x2" ? "v128.load64_splat" : "v128.load32_splat";

  const readRow = (address: number, copy: number): void => {
    builder.get(lane).load(address + VECTOR_BYTES * copy);
  };
  const readArray = (address: number, copy: number): void => {
    builder.get(at).load(address + VECTOR_BYTES * copy);
  };
  /** An entry of a vector: its row, in each vector of paths. */
  const readEntry = ({ arguments: [vector], immediate }: Node, copy: number): void => {
    const offset = (immediate as number) * rowBytes + VECTOR_BYTES * copy;
    if (vector.operation === "load:state") {
      builder.get(lane);
      if (block.isOwn(vector.immediate as string)) builder.get(stateOffset).op("i32.add");
      builder.load(block.stateAt(vector.immediate as string) + offset);
    } else if (vector.operation === "load:draw") {
      builder.get(lane).load(block.drawAt(vector.immediate as string) + offset);
    } else builder.get(lane).load(block.nodeAt(vector) + offset);
  };

  return (node, copy) => {
    switch (node.operation) {
      case "load:uniform":
        builder.i32(0).load(node.immediate as number, "v128.load64_splat");
        return true;
      case "load:constants":
        builder.get(coordinate).i32(NUMBER_BYTES[precision]).op("i32.mul").load(constantsAt(node).address, splat);
        return true;
      case "load:state":
        if (rangeOf(node) === "") readRow(block.stateAt(node.immediate as string), copy);
        else {
          builder.get(at);
          if (block.isOwn(node.immediate as string)) builder.get(stateOffset).op("i32.add");
          builder.load(block.stateAt(node.immediate as string) + VECTOR_BYTES * copy);
        }
        return true;
      case "load:draw": {
        const draw = node.immediate as string;
        (pass.draws.includes(draw) ? readRow : readArray)(block.drawAt(draw), copy);
        return true;
      }
      case "entry":
        if (pass.read.has(node)) readRow(block.nodeAt(node), copy);
        else readEntry(node, copy);
        return true;
      default:
        if (!pass.read.has(node)) return false;
        (rangeOf(node) === "" ? readRow : readArray)(block.nodeAt(node), copy);
        return true;
    }
  };
}
