/**
 * A pass that leaves sums instead of values: for each observable with values v of the paths of a block, and c the first
 * of them, the numbers n, c, Σ(v − c), Σ(v − c)². The values stay in the registers. It is for blocks in which all paths
 * count, and has the bits of `statistics.ts`, which takes values from memory.
 */
import { emitter } from "./emit.js";
import { type FunctionBuilder, functionBuilder } from "./function-builder.js";
import { type Node, REACH } from "./graph.js";
import { MANY_OPERATIONS, type PassOptions } from "./pass.js";
import { type Pass, reader, VECTOR_BYTES } from "./reader.js";
import { CELL_BYTES, leaveSums, type SumCells, VECTORS } from "./statistics.js";

export interface MeasureOptions extends Omit<PassOptions, "limit"> {
  /** The place of an observable among them. */
  readonly indexOf: (name: string) => number;
  readonly cells: SumCells;
}

/** Whether the results of a pass may be computed one by one: they share little. */
export function isSeparable(pass: Pass): boolean {
  const operations = (nodes: readonly Node[]): number => nodes.filter((node) => isComputed(node, pass)).length;
  const alone = pass.roots.filter(({ kind }) => kind === "result").map(({ node }) => operations(coneOf(node, pass)));
  const together = operations(pass.nodes);
  return alone.every((count) => count <= MANY_OPERATIONS) && alone.reduce((a, b) => a + b, 0) <= 1.5 * together + 4;
}

const isComputed = (node: Node, { read }: Pass): boolean =>
  node.reach === REACH.path && node.operation !== "entry" && !node.operation.startsWith("load:") && !read.has(node);

/** The nodes of a pass that one of its roots needs, in order. */
function coneOf(root: Node, pass: Pass): readonly Node[] {
  const cone = new Set<Node>();
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (cone.has(node)) continue;
    cone.add(node);
    if (node.operation !== "entry" && !pass.read.has(node)) waiting.push(...node.arguments);
  }
  return pass.nodes.filter((node) => cone.has(node));
}

/** The function (address of the sums) of the results of a pass that is over no range. */
export function measureFunction({ name, pass, block, home, rangeOf, indexOf, cells }: MeasureOptions): FunctionBuilder {
  const builder = functionBuilder(name, ["i32"]);
  const to = 0;
  const isDouble = block.precision === "f64x2";
  const halves = isDouble ? [0] : [0, 1];
  const [coordinate, lane, at, stateOffset] = Array.from({ length: 4 }, () => builder.local("i32"));
  const centre = builder.local("v128");
  const values = Array.from({ length: VECTORS * halves.length }, () => builder.local("v128"));
  const [firsts, seconds] = [0, 1].map(() => Array.from({ length: VECTORS }, () => builder.local("v128")));
  const read = reader({ builder, pass, block, rangeOf, coordinate, lane, at, stateOffset });
  const zero = home.memory.data(new Uint8Array(16));

  builder.i32(0).loadScalar("i32", block.cells.memberOffset).set(stateOffset);
  for (const { node, ...root } of pass.roots) {
    if (root.kind !== "result") continue;
    const cone = coneOf(node, pass);
    const { compute, push } = emitter(builder, VECTORS, {
      memory: home.memory,
      functionIndex: home.functionIndex,
      read,
    });
    compute(cone.filter(({ reach }) => reach < REACH.path));
    for (const sum of [...firsts, ...seconds]) builder.i32(0).load(zero).set(sum);
    builder.i32(0).set(lane);
    builder.block("loop", () => {
      compute(cone.filter(({ reach }) => reach === REACH.path));
      values.forEach((value, vector) => {
        push(node, isDouble ? vector : vector >> 1);
        if (!isDouble) {
          if (vector % 2 === 1) {
            push(node, vector >> 1);
            builder.shuffle(Array.from({ length: 16 }, (_, k) => (k + 8) % 16));
          }
          builder.op("f64x2.promote_low_f32x4");
        }
        builder.set(value);
      });
      builder.get(lane).op("i32.eqz");
      builder.branch(() => {
        const first = Array.from({ length: 16 }, (_, k) => k % 8);
        builder.get(values[0]).get(values[0]).shuffle(first).set(centre);
      });
      values.forEach((value, vector) => {
        const [first, second] = [firsts[vector % VECTORS], seconds[vector % VECTORS]];
        builder.get(value).get(centre).op("f64x2.sub").tee(value).get(first).op("f64x2.add").set(first);
        builder.get(value).get(value).op("f64x2.mul").get(second).op("f64x2.add").set(second);
      });
      builder
        .get(lane)
        .i32(VECTOR_BYTES * VECTORS)
        .op("i32.add")
        .tee(lane);
      builder.i32(block.rowBytes).op("i32.lt_u").jumpIf(0);
    });
    leaveSums(builder, { to, offset: CELL_BYTES * indexOf(root.name), centre, firsts, seconds, cells });
  }
  return builder;
}
