import type { Node } from "./graph.js";
import type { LaneType } from "./lanes.js";

/**
 * Where the values of a block of paths stand. A vector is an array of rows, one per coordinate, and a row holds one
 * number per path; a number per path is one row. Addresses are in bytes.
 */
export interface Block {
  /** Paths per block. */
  readonly paths: number;
  readonly precision: LaneType;
  readonly rowBytes: number;
  readonly sizes: Readonly<Record<string, number>>;
  /** A state variable or another named vector, or a named row. */
  readonly stateAt: (name: string) => number;
  /** Whether each worker has its own of it: the state, but not what is handed from function to function. */
  readonly isOwn: (name: string) => boolean;
  /** Whether a name is a row: a number per path that functions hand to one another. */
  readonly isRow: (name: string) => boolean;
  /** Where a node stands that outlives its pass, and the result of a reduction or product. */
  readonly nodeAt: (node: Node) => number;
  /** One double per path, for a result that is a number. */
  readonly resultAt: (name: string) => number;
  readonly drawAt: (name: string) => number;
  /** The index of the function that makes a draw, (coordinate, address, keys) → one row, and where its keys stand. */
  readonly drawFunction: (name: string) => number;
  readonly keyAt: (draw: string) => number;
  readonly cells: Cells;
}

/** The part of a block that all its functions share. */
export type OuterBlock = Omit<Block, "nodeAt" | "drawAt" | "drawFunction" | "keyAt">;

/** Numbers that the run loop keeps for all functions, by address. */
export interface Cells {
  /** k and t as doubles. */
  readonly k: number;
  readonly t: number;
  /** The counter of draws; the path number of the block's first path; the worker. */
  readonly step: number;
  readonly firstPath: number;
  readonly member: number;
  /** Byte offset of the worker's own state. */
  readonly memberOffset: number;
  /** Not 0 where a path has left, or a sum is not finite. */
  readonly left: number;
  /** Not 0 where some path does not count. */
  readonly masked: number;
  /** The offset in bytes, in a row of doubles, of the first path that counts. */
  readonly centre: number;
  /** How many paths of the block count, as a double. */
  readonly counted: number;
}

/** Bytes of a number in each precision. */
export const NUMBER_BYTES: Readonly<Record<LaneType, number>> = { f64x2: 8, f32x4: 4 };
