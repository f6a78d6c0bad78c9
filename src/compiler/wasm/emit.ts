/**
 * Code for the nodes of a graph. What every path needs is emitted for several vectors of paths at a time, interleaved
 * instruction by instruction, so that the processor has independent work while it waits for a result.
 */
import type { FunctionBuilder } from "./function-builder.js";
import { type Node, REACH } from "./graph.js";
import type { Memory } from "./memory.js";

/** What the code of some nodes needs from its surroundings. */
export interface Surroundings {
  readonly memory: Memory;
  /** The index of a declared function. */
  readonly functionIndex: (name: string) => number;
  /** Pushes the value of a node that is read from outside, for one of the interleaved vectors; false where it is computed. */
  readonly read: (node: Node, copy: number) => boolean;
}

export interface Emitter {
  /** Emits code for nodes that are not computed yet. */
  readonly compute: (nodes: readonly Node[]) => void;
  /** Pushes a computed value. */
  readonly push: (node: Node, copy: number) => void;
}

/** `copies` vectors of paths are interleaved. */
export function emitter(builder: FunctionBuilder, copies: number, surroundings: Surroundings): Emitter {
  const locals = new Map<Node, readonly number[]>();

  const push = (node: Node, copy: number): void => {
    const computed = locals.get(node);
    if (computed === undefined) throw new Error(`emitter: ${node.operation} is used before it is computed`);
    builder.get(computed[computed.length === 1 ? 0 : copy]);
  };

  const one = (node: Node, copy: number): void => {
    const { operation, arguments: args, immediate } = node;
    const pushAll = (list: readonly Node[]): void => {
      for (const argument of list) push(argument, copy);
    };
    switch (operation) {
      case "constant":
        // from memory: an inline constant is rebuilt at each use by newer versions of V8
        builder.i32(0).load(surroundings.memory.words(immediate as readonly number[]));
        return;
      case "address": {
        const [lane, mask, shift] = immediate as readonly number[];
        pushAll(args);
        builder.lane("i32x4.extract_lane", lane).i32(mask).op("i32.and").i32(shift).op("i32.shl");
        return;
      }
      case "broadcast":
        pushAll(args);
        return;
      case "fetch":
        pushAll(args);
        builder.load(immediate as number);
        return;
      case "i8x16.shuffle":
        pushAll(args);
        builder.shuffle(immediate as readonly number[]);
        return;
      case "call":
        pushAll(args);
        builder.call(surroundings.functionIndex(immediate as string));
        return;
      case "unlessAny":
        push(args[1], copy);
        return;
      default:
        pushAll(args);
        if (typeof immediate === "number") builder.i32(immediate);
        builder.op(operation);
    }
  };

  /**
   * The branch of `unlessAny`, one for all interleaved vectors: between branches of their own V8 11 would compute them
   * one after the other, since it moves what only one branch needs into that branch.
   */
  const callIfAny = ({ arguments: [mask, , ...rest], immediate }: Node, results: readonly number[]): void => {
    results.forEach((_, copy) => {
      push(mask, copy);
      if (copy > 0) builder.op("v128.or");
    });
    builder.op("v128.any_true").branch(() => {
      results.forEach((local, copy) => {
        for (const argument of rest) push(argument, copy);
        builder.call(surroundings.functionIndex(immediate as string)).set(local);
      });
    });
  };

  return {
    push,
    compute(nodes) {
      for (const node of nodes) {
        if (locals.has(node)) continue;
        const count = node.reach === REACH.path ? copies : 1;
        const results = Array.from({ length: count }, () => builder.local(node.type));
        const isRead = results.map((local, copy) => {
          const found = surroundings.read(node, copy);
          if (!found) one(node, copy);
          builder.set(local);
          return found;
        });
        if (node.operation === "unlessAny" && !isRead[0]) callIfAny(node, results);
        locals.set(node, results);
      }
    },
  };
}
