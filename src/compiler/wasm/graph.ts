/**
 * A program as a graph of operations on 128-bit vectors. Equal operations on equal arguments are one node, so common
 * subexpressions are merged as the graph is built; nodes are numbered in an order in which they can be computed.
 */
import type { Memory } from "./memory.js";

/**
 * How often a node must be computed: once for the module, once per step, once per coordinate, or for every path. What is
 * needed less often is hoisted out of the loops.
 */
export const REACH = { constant: 0, step: 1, row: 2, path: 3 } as const;

export type Reach = (typeof REACH)[keyof typeof REACH];

export interface Node {
  readonly id: number;
  /** An instruction's name, or one of the operations the emitter spells out. */
  readonly operation: string;
  readonly arguments: readonly Node[];
  readonly immediate: Immediate;
  readonly type: "v128" | "i32";
  readonly reach: Reach;
}

/** What an operation needs besides its arguments: a shift, a lane, an address, byte indices, a function's name. */
export type Immediate = number | string | readonly number[] | undefined;

/** Builds the body of a function of vectors that is called rather than inlined. */
export type FunctionBody = (graph: Graph, ...args: readonly Node[]) => Node;

/** Where a graph keeps tables and finds functions. */
export interface GraphHome {
  readonly memory: Memory;
  /** Declares a function by name, once; the body is built on a graph of its own. */
  readonly declare: (name: string, arity: number, body: FunctionBody) => void;
}

export interface Graph {
  readonly home: GraphHome;
  readonly nodes: readonly Node[];
  /** An operation; a node with the same operation, arguments and immediate is returned if there is one. */
  readonly node: (operation: string, args: readonly Node[], options?: NodeOptions) => Node;
  /** Two doubles or four floats, all equal to a number. */
  readonly f64: (value: number) => Node;
  readonly f32: (value: number) => Node;
  /** Four equal words. */
  readonly i32: (value: number) => Node;
  /** Two equal 64-bit words, by their halves. */
  readonly i64: (high: number, low: number) => Node;
  /** Four words. */
  readonly words: (a: number, b: number, c: number, d: number) => Node;
  /** A shift of every lane: i32x4.shl, i64x2.shr_u, … */
  readonly shift: (operation: string, value: Node, by: number) => Node;
  /** Lanes of 32 bits (indices 0–7) of two vectors, four of them. */
  readonly pick: (a: Node, b: Node, lanes: readonly [number, number, number, number]) => Node;
  /** The address (word `lane` of `index` & mask) << shift, to fetch from a table. */
  readonly address: (index: Node, lane: number, mask: number, shift: number) => Node;
  /** 128 bits at an address plus an offset: an entry of a table. */
  readonly fetch: (address: Node, offset: number) => Node;
  /** A function of one to three vectors, called. */
  readonly call: (name: string, body: FunctionBody, ...args: readonly Node[]) => Node;
  /** `usual`, unless a bit of the mask is set: then what the function gives for the arguments, in all lanes. */
  readonly unlessAny: (mask: Node, usual: Node, name: string, body: FunctionBody, ...args: readonly Node[]) => Node;
}

export interface NodeOptions {
  readonly immediate?: Immediate;
  readonly type?: Node["type"];
  /** At least this reach; arguments may demand more. Default constant. */
  readonly reach?: Reach;
}

const double = new Float64Array(1);
const doubleWords = new Int32Array(double.buffer);
const single = new Float32Array(1);
const singleWord = new Int32Array(single.buffer);

/** A key of up to two arguments is a number, which is quicker to make than text. */
function keyOf([a, b, ...rest]: readonly Node[]): number | string {
  if (rest.length > 0) return [a, b, ...rest].map(({ id }) => id).join();
  return (a === undefined ? 0 : a.id + 1) + (b === undefined ? 0 : (b.id + 1) * 2 ** 26);
}

export function createGraph(home: GraphHome): Graph {
  const nodes: Node[] = [];
  /** By operation and immediate, then by arguments. */
  const known = new Map<string, Map<number | string, Node>>();

  function node(operation: string, args: readonly Node[], options: NodeOptions = {}): Node {
    const { immediate, type = "v128", reach = REACH.constant } = options;
    const kind = immediate === undefined ? operation : `${operation}|${String(immediate)}`;
    const alike = known.get(kind) ?? new Map<number | string, Node>();
    if (alike.size === 0) known.set(kind, alike);
    const key = keyOf(args);
    const found = alike.get(key);
    if (found !== undefined) return found;
    const created: Node = {
      id: nodes.length,
      operation,
      arguments: args,
      immediate,
      type,
      reach: args.reduce<Reach>((most, argument) => (argument.reach > most ? argument.reach : most), reach),
    };
    nodes.push(created);
    alike.set(key, created);
    return created;
  }

  const words = (a: number, b: number, c: number, d: number): Node =>
    node("constant", [], { immediate: [a | 0, b | 0, c | 0, d | 0] });

  return {
    home,
    nodes,
    node,
    f64(value) {
      double[0] = value;
      return words(doubleWords[0], doubleWords[1], doubleWords[0], doubleWords[1]);
    },
    f32(value) {
      single[0] = value;
      return words(singleWord[0], singleWord[0], singleWord[0], singleWord[0]);
    },
    i32: (value) => words(value, value, value, value),
    i64: (high, low) => words(low, high, low, high),
    words,
    shift: (operation, value, by) => node(operation, [value], { immediate: by }),
    pick: (a, b, lanes) =>
      node("i8x16.shuffle", [a, b], { immediate: lanes.flatMap((lane) => [0, 1, 2, 3].map((k) => 4 * lane + k)) }),
    address: (index, lane, mask, shift) =>
      node("address", [index], { immediate: [lane, mask, shift], type: "i32", reach: index.reach }),
    fetch: (address, offset) => node("fetch", [address], { immediate: offset }),
    call(name, body, ...args) {
      home.declare(name, args.length, body);
      return node("call", args, { immediate: name });
    },
    unlessAny(mask, usual, name, body, ...args) {
      home.declare(name, args.length, body);
      return node("unlessAny", [mask, usual, ...args], { immediate: name });
    },
  };
}

/** The nodes that some results need, in an order in which they can be computed. */
export function neededNodes(graph: Graph, results: readonly Node[]): readonly Node[] {
  const needed = new Set<Node>(results);
  // arguments have lower numbers than what they are arguments of
  for (let id = graph.nodes.length - 1; id >= 0; id--) {
    const node = graph.nodes[id];
    if (needed.has(node)) for (const argument of node.arguments) needed.add(argument);
  }
  return graph.nodes.filter((node) => needed.has(node));
}
