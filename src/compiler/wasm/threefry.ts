import type { Graph, Node } from "./graph.js";

/** Rotations of the eight rounds after which they repeat, two a round. */
const ROTATIONS: readonly (readonly [number, number])[] = [
  [10, 26],
  [11, 21],
  [13, 27],
  [23, 5],
  [6, 20],
  [17, 11],
  [25, 10],
  [18, 20],
];

const ROUNDS = 12;

/**
 * Threefry-4×32-12 of four counters at once, one in each lane; the same words as `threefry` of compiler/random.ts.
 *
 * @param key the four words and the parity word, each the same in all lanes.
 */
export function threefryNodes(graph: Graph, key: readonly Node[], counter: readonly Node[]): readonly Node[] {
  const add = (a: Node, b: Node): Node => graph.node("i32x4.add", [a, b]);
  const rotate = (x: Node, by: number): Node =>
    graph.node("v128.or", [graph.shift("i32x4.shl", x, by), graph.shift("i32x4.shr_u", x, 32 - by)]);
  const xor = (a: Node, b: Node): Node => graph.node("v128.xor", [a, b]);
  let [a, b, c, d] = counter.map((word, i) => add(word, key[i]));
  for (let round = 0; round < ROUNDS; round++) {
    const [first, second] = ROTATIONS[round % 8];
    if (round % 2 === 0) {
      a = add(a, b);
      b = xor(rotate(b, first), a);
      c = add(c, d);
      d = xor(rotate(d, second), c);
    } else {
      a = add(a, d);
      d = xor(rotate(d, first), a);
      c = add(c, b);
      b = xor(rotate(b, second), c);
    }
    if (round % 4 === 3) {
      const s = (round + 1) / 4;
      a = add(a, key[s % 5]);
      b = add(b, key[(s + 1) % 5]);
      c = add(c, key[(s + 2) % 5]);
      d = add(d, add(key[(s + 3) % 5], graph.i32(s)));
    }
  }
  return [a, b, c, d];
}
