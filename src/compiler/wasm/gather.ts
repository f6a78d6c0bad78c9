/**
 * The gradient of a minibatch for every path of a block: B examples drawn with replacement,
 *   g = (1/B) Σ_{b} r(aᵢ·x, yᵢ) aᵢ + λ x,  i = i_b.                                                    (1)
 *
 * Each path has its own examples, so rows of the features are gathered, one lane at a time; the derivative r of a loss in
 * its score is the objective's own line, with the score and the label of the drawn example in place of the vectors over
 * all examples.
 */
import { call, type Equation, name, substitute } from "../../equations/expression.js";
import { SCALAR, type Scope } from "../../equations/shapes.js";
import type { Vec } from "../../math/vector.js";
import type { Minibatch } from "../step-program.js";
import { NUMBER_BYTES, type OuterBlock } from "./block.js";
import { emitter } from "./emit.js";
import { type FunctionBuilder, functionBuilder } from "./function-builder.js";
import {
  addFunction,
  FEATURE_OFFSETS,
  LABEL_OFFSETS,
  type MinibatchPlan,
  ridgeFunction,
  SCORE,
  scoreFunction,
  WEIGHT,
} from "./gather-rows.js";
import { createGraph, neededNodes, REACH } from "./graph.js";
import type { ModuleHome } from "./home.js";
import { type LaneType, lanes } from "./lanes.js";
import { emitRoutine, placeRoutine, planRoutine } from "./routine.js";
import { threefryNodes } from "./threefry.js";
import { KEY_BYTES } from "./variates.js";

export interface MinibatchSurroundings {
  readonly precision: LaneType;
  readonly home: ModuleHome;
  readonly uniforms: Readonly<Record<string, number>>;
  readonly keyAt: (stream: number) => number;
}

export function planMinibatch(
  minibatch: Minibatch,
  id: string,
  { precision, home, uniforms, keyAt }: MinibatchSurroundings,
): MinibatchPlan {
  const { features, residuals, constants, batch, stream } = minibatch;
  const labels = new Map<string, Vec>();
  for (const [key, value] of constants)
    if (value instanceof Float64Array && value.length === features.rows) labels.set(key, value);
  const ofExample = (key: string): string => `batch.${key}`;
  const lines = residuals.map((line) => ({
    ...line,
    expression: substitute(line.expression, (part) => {
      if (part.kind === "name" && labels.has(part.name)) return name(ofExample(part.name));
      if (part.kind !== "call" || part.operation !== "multiply") return undefined;
      const [left] = part.arguments;
      return left.kind === "name" && constants.get(left.name) === features ? name(SCORE) : undefined;
    }),
  }));
  const last = lines[lines.length - 1].target;
  const weight: Equation = {
    target: WEIGHT,
    expression: call("divide", name(last), name("batch.size")),
    text: `${WEIGHT} = r/B`,
  };
  const scope: Scope = new Map([
    [SCORE, SCALAR],
    [WEIGHT, SCALAR],
    ["batch.size", SCALAR],
    ...[...labels.keys()].map((key) => [ofExample(key), SCALAR] as const),
    ...[...constants].flatMap(([key, value]) => (typeof value === "number" ? [[key, SCALAR] as const] : [])),
  ]);
  const numbers = [...constants].filter((entry): entry is [string, number] => typeof entry[1] === "number");
  const residual = planRoutine({
    name: id,
    program: {
      lines: [...lines, weight],
      scope,
      sizes: {},
      constants: new Map([...numbers, ["batch.size", batch]]),
      inputs: [],
      outputs: [WEIGHT],
    },
    draws: [],
    precision,
    home,
    uniforms,
  });
  return {
    minibatch,
    keyAt: keyAt(stream),
    residual,
    labels: new Map([...labels].map(([key, values]) => [ofExample(key), values])),
    rows: [SCORE, WEIGHT, FEATURE_OFFSETS, LABEL_OFFSETS, ...[...labels.keys()].map(ofExample)],
  };
}

/** The function that leaves the gradient of a minibatch as g; its index. */
export function gatherFunction(plan: MinibatchPlan, block: OuterBlock, home: ModuleHome): number {
  const { minibatch, residual } = plan;
  const { name: id } = residual;
  const indices = home.add(indicesFunction(`${id}.indices`, plan, block, home));
  const score = home.add(scoreFunction(`${id}.score`, plan, block, home));
  const weights = emitRoutine(placeRoutine(residual, block, home));
  const add = home.add(addFunction(`${id}.add`, plan, block, home));
  const ridge = home.add(ridgeFunction(`${id}.ridge`, minibatch.ridge, block, home));
  const builder = functionBuilder(`${id}.gradient`, []);
  const example = builder.local("i32");
  builder.call(ridge);
  builder.block("loop", () => {
    builder.get(example).call(indices).call(score).call(weights).call(add);
    builder.get(example).i32(1).op("i32.add").tee(example).i32(minibatch.batch).op("i32.lt_u").jumpIf(0);
  });
  return home.add(builder);
}

/** Draws the example number `index` of every path: ⌊word · n / 2³²⌋, as offsets in bytes. */
function indicesFunction(
  id: string,
  { minibatch, keyAt }: MinibatchPlan,
  block: OuterBlock,
  home: ModuleHome,
): FunctionBuilder {
  const { cells, paths, precision } = block;
  const { rows, columns } = minibatch.features;
  const bytes = NUMBER_BYTES[precision];
  const builder = functionBuilder(id, ["i32"]);
  const [key, at, quad] = [builder.local("i32"), builder.local("i32"), builder.local("v128")];
  const graph = createGraph(home);
  const load = (what: string, immediate?: number): ReturnType<typeof graph.node> =>
    graph.node(`load:${what}`, [], { reach: REACH.path, ...(immediate === undefined ? {} : { immediate }) });
  const words = threefryNodes(
    graph,
    [0, 1, 2, 3, 4].map((i) => load("key", 4 * i)),
    [load("step"), load("quad"), load("index"), graph.i32(0)],
  );
  const { mul, constant } = lanes(graph, "f64x2");
  const chosen = words.map((word) => {
    const halves = [word, graph.pick(word, word, [2, 3, 2, 3])].map((half) => {
      const real = graph.node("f64x2.convert_low_i32x4_u", [half]);
      return graph.node("i32x4.trunc_sat_f64x2_u_zero", [mul(mul(real, constant(2 ** -32)), constant(rows))]);
    });
    return graph.pick(halves[0], halves[1], [0, 1, 4, 5]);
  });
  const offsets = (stride: number) => chosen.map((index) => graph.node("i32x4.mul", [index, graph.i32(stride)]));
  const features = offsets(columns * bytes);
  const labels = offsets(bytes);
  const { compute, push } = emitter(builder, 1, {
    memory: home.memory,
    functionIndex: home.functionIndex,
    read({ operation, immediate }) {
      switch (operation) {
        case "load:key":
          builder.get(key).load(immediate as number, "v128.load32_splat");
          return true;
        case "load:step":
          builder.i32(0).loadScalar("i32", cells.step).op("i32x4.splat");
          return true;
        case "load:quad":
          builder.get(quad);
          return true;
        case "load:index":
          builder.get(0).op("i32x4.splat");
          return true;
        default:
          return false;
      }
    },
  });
  const laneNumbers = home.memory.data(new Uint8Array(Int32Array.of(0, 1, 2, 3).buffer));
  builder.i32(0).loadScalar("i32", cells.member).i32(KEY_BYTES).op("i32.mul").i32(keyAt).op("i32.add").set(key);
  builder.block("loop", () => {
    // sixteen paths are 64 bytes of words, and four quads
    builder
      .i32(0)
      .loadScalar("i32", cells.firstPath)
      .i32(2)
      .op("i32.shr_u")
      .get(at)
      .i32(4)
      .op("i32.shr_u")
      .op("i32.add");
    builder.op("i32x4.splat").i32(0).load(laneNumbers).op("i32x4.add").set(quad);
    compute(neededNodes(graph, [...features, ...labels]));
    features.forEach((offset, j) => {
      builder.get(at);
      push(offset, 0);
      builder.store(block.stateAt(FEATURE_OFFSETS) + 16 * j);
      builder.get(at);
      push(labels[j], 0);
      builder.store(block.stateAt(LABEL_OFFSETS) + 16 * j);
    });
    builder
      .get(at)
      .i32(64)
      .op("i32.add")
      .tee(at)
      .i32(4 * paths)
      .op("i32.lt_u")
      .jumpIf(0);
  });
  return builder;
}
