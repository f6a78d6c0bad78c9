/**
 * Standard variates of one coordinate for a block of paths: the same bits as compiler/random.ts, sixteen paths at a time.
 *
 * Word j of lane l of a group is that of path 16g + 4j + l, so each of the four words of a block of Threefry fills four
 * neighbouring paths, and nothing is thrown away whatever the dimension.
 */
import { BITS_OF_ROOT_HALF, COSINE, LN_2, LOGARITHM, SINE } from "../box-muller.js";
import type { Draw } from "../step-program.js";
import type { OuterBlock } from "./block.js";
import { emitter } from "./emit.js";
import { type FunctionBuilder, functionBuilder } from "./function-builder.js";
import { createGraph, type Graph, type Node, neededNodes, REACH } from "./graph.js";
import type { ModuleHome } from "./home.js";
import { lanes } from "./lanes.js";
import { threefryNodes } from "./threefry.js";

/** A draw with the place of its stream's key schedule: five words per worker. */
export type KeyedDraw = Draw & { readonly keyAt: number };

/** Bytes of one worker's key schedule. */
export const KEY_BYTES = 20;

const GROUP = 16;

/** The index of the function (coordinate, address, address of the keys) that fills a row; draws of one kind share it. */
export function drawFunction(draw: Draw, block: OuterBlock, home: ModuleHome): number {
  const { law, variate, terms, scale } = draw;
  const name = `draw.${law}.${variate}.${terms}.${scale}`;
  return home.has(name) ? home.functionIndex(name) : home.add(fillFunction(name, draw, block, home));
}

function fillFunction(name: string, draw: Draw, block: OuterBlock, home: ModuleHome): FunctionBuilder {
  const builder = functionBuilder(name, ["i32", "i32", "i32"]);
  const [coordinate, target, keys] = [0, 1, 2];
  const { precision, paths, cells } = block;
  const isDouble = precision === "f64x2";
  const groups = paths / GROUP;
  const copies = Math.min(2, groups);
  const key = builder.local("i32");
  const step = builder.local("i32");
  const term = builder.local("i32");
  const group = builder.local("i32");
  const at = builder.local("i32");
  const laneNumbers = home.memory.data(new Uint8Array(Int32Array.of(0, 1, 2, 3).buffer));
  const quads = Array.from({ length: copies }, () => builder.local("v128"));

  const graph = createGraph(home);
  const load = (what: string, reach: Node["reach"], immediate?: number): Node =>
    graph.node(`load:${what}`, [], { reach, ...(immediate === undefined ? {} : { immediate }) });
  const keyWords = [0, 1, 2, 3, 4].map((i) => load("key", REACH.step, 4 * i));
  const words = (number: number): readonly Node[] =>
    threefryNodes(graph, keyWords, [
      load("step", REACH.row),
      load("quad", REACH.path),
      load("coordinate", REACH.step),
      graph.i32(number),
    ]);
  const vectors =
    draw.law === "normal"
      ? normals(graph, words(2 * draw.variate)).flatMap((z) => (isDouble ? promoted(graph, z) : [z]))
      : uniforms(graph, words(2 * draw.variate), words(2 * draw.variate + 1), isDouble);

  const { compute, push } = emitter(builder, copies, {
    memory: home.memory,
    functionIndex: home.functionIndex,
    read({ operation, immediate }, copy) {
      switch (operation) {
        case "load:key":
          builder.get(key).load(immediate as number, "v128.load32_splat");
          return true;
        case "load:step":
          builder.get(step).op("i32x4.splat");
          return true;
        case "load:coordinate":
          builder.get(coordinate).op("i32x4.splat");
          return true;
        case "load:quad":
          builder.get(quads[copy]);
          return true;
        default:
          return false;
      }
    },
  });
  const nodes = neededNodes(graph, vectors);
  const isPlain = draw.terms === 1 && draw.scale === 1;

  builder.i32(0).loadScalar("i32", cells.member).i32(KEY_BYTES).op("i32.mul").get(keys).op("i32.add").set(key);
  builder.i32(0).loadScalar("i32", cells.step).i32(draw.terms).op("i32.mul").set(step);
  if (!isPlain) builder.get(target).i32(0).i32(block.rowBytes).bulk("fill");
  compute(nodes.filter(({ reach }) => reach <= REACH.step));
  builder.block("loop", () => {
    compute(nodes.filter(({ reach }) => reach === REACH.row));
    builder.i32(0).set(group).get(target).set(at);
    builder.block("loop", () => {
      quads.forEach((quad, copy) => {
        // quad = first path / 4 + 4 g + lane
        builder.i32(0).loadScalar("i32", cells.firstPath).i32(2).op("i32.shr_u").get(group).op("i32.add");
        builder
          .i32(4 * copy)
          .op("i32.add")
          .op("i32x4.splat");
        builder.i32(0).load(laneNumbers).op("i32x4.add").set(quad);
      });
      compute(nodes.filter(({ reach }) => reach === REACH.path));
      for (let copy = 0; copy < copies; copy++) {
        vectors.forEach((vector, index) => {
          const offset = 16 * (copy * vectors.length + index);
          builder.get(at);
          push(vector, copy);
          if (!isPlain) builder.get(at).load(offset).op(`${precision}.add`);
          builder.store(offset);
        });
      }
      builder
        .get(at)
        .i32(16 * copies * vectors.length)
        .op("i32.add")
        .set(at);
      builder
        .get(group)
        .i32(4 * copies)
        .op("i32.add")
        .tee(group)
        .i32(4 * groups)
        .op("i32.lt_u")
        .jumpIf(0);
    });
    builder.get(step).i32(1).op("i32.add").set(step);
    builder.get(term).i32(1).op("i32.add").tee(term).i32(draw.terms).op("i32.lt_u").jumpIf(0);
  });
  if (!isPlain) scaleRow(builder, target, draw.scale, block, home);
  return builder;
}

function scaleRow(
  builder: FunctionBuilder,
  target: number,
  scale: number,
  block: OuterBlock,
  { memory }: ModuleHome,
): void {
  const { precision, rowBytes } = block;
  const values = precision === "f64x2" ? Float64Array.of(scale, scale) : new Float32Array(4).fill(scale);
  const constant = memory.data(new Uint8Array(values.buffer));
  const end = builder.local("i32");
  builder.get(target).i32(rowBytes).op("i32.add").set(end);
  builder.block("loop", () => {
    builder.get(target).get(target).load().i32(0).load(constant).op(`${precision}.mul`).store();
    builder.get(target).i32(16).op("i32.add").tee(target).get(end).op("i32.lt_u").jumpIf(0);
  });
}

/** The four words as normals of sixteen paths, four floats each; the operations of compiler/box-muller.ts. */
function normals(graph: Graph, [a, b, c, d]: readonly Node[]): readonly Node[] {
  return [...boxMuller(graph, a, b), ...boxMuller(graph, c, d)];
}

function boxMuller(graph: Graph, a: Node, b: Node): readonly [Node, Node] {
  const { add, sub, mul, div, sqrt, greater, constant, xor, polynomial } = lanes(graph, "f32x4");
  const { shift, i32 } = graph;
  const real = (word: Node): Node => graph.node("f32x4.convert_i32x4_s", [word]);
  const u = add(mul(real(shift("i32x4.shr_u", a, 1)), constant(2 ** -31)), constant(2 ** -32));
  const k = shift("i32x4.shr_s", graph.node("i32x4.sub", [u, i32(BITS_OF_ROOT_HALF)]), 23);
  const m = graph.node("i32x4.sub", [u, shift("i32x4.shl", k, 23)]);
  const s = div(sub(m, constant(1)), add(m, constant(1)));
  const z = mul(s, s);
  const lnM = mul(add(mul(polynomial(z, LOGARITHM), z), constant(2)), s);
  const lnU = add(mul(real(k), constant(LN_2)), lnM);
  const R = sqrt(greater(mul(lnU, constant(-2)), constant(0)));
  const signed = xor(R, shift("i32x4.shl", a, 31));
  const w = mul(real(b), constant(2 ** -31));
  const w2 = mul(w, w);
  return [mul(mul(polynomial(w2, SINE), w), signed), mul(polynomial(w2, COSINE), signed)];
}

/** Four floats as two vectors of two doubles. */
function promoted(graph: Graph, z: Node): readonly Node[] {
  const promote = (x: Node): Node => graph.node("f64x2.promote_low_f32x4", [x]);
  return [promote(z), promote(graph.pick(z, z, [2, 3, 2, 3]))];
}

/** u = hi 2⁻³² + (lo + ½) 2⁻⁶⁴ of sixteen paths. */
function uniforms(graph: Graph, high: readonly Node[], low: readonly Node[], isDouble: boolean): readonly Node[] {
  const { add, mul, constant } = lanes(graph, "f64x2");
  const real = (word: Node): Node => graph.node("f64x2.convert_low_i32x4_u", [word]);
  const combine = (hi: Node, lo: Node): Node =>
    add(mul(real(hi), constant(2 ** -32)), mul(add(real(lo), constant(0.5)), constant(2 ** -64)));
  const upper = (word: Node): Node => graph.pick(word, word, [2, 3, 2, 3]);
  return high.flatMap((hi, i) => {
    const lo = low[i];
    const pair = [combine(hi, lo), combine(upper(hi), upper(lo))];
    if (isDouble) return pair;
    const [left, right] = pair.map((u) => graph.node("f32x4.demote_f64x2_zero", [u]));
    return [graph.pick(left, right, [0, 1, 4, 5])];
  });
}
