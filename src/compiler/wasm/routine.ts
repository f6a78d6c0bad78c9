/**
 * A line program as functions of a module: planned first, so that the room it needs is known, then emitted.
 */
import type { LineProgram } from "../line-program.js";
import type { Block, OuterBlock } from "./block.js";
import { functionBuilder } from "./function-builder.js";
import { createGraph, type Node, neededNodes } from "./graph.js";
import type { ModuleHome } from "./home.js";
import type { LaneType } from "./lanes.js";
import { type Lowered, lower, type Source } from "./lower.js";
import { passFunction } from "./pass.js";
import { productFunction } from "./product.js";
import { type Schedule, schedule } from "./schedule.js";
import { drawFunction, type KeyedDraw } from "./variates.js";

/** A program on its way: its stages are known, its addresses not yet. */
export interface RoutinePlan {
  readonly name: string;
  readonly draws: readonly KeyedDraw[];
  readonly lowered: Lowered;
  readonly schedule: Schedule;
  /** Rows of working memory, each of one number per path. */
  readonly rows: number;
}

export interface RoutineOptions {
  readonly name: string;
  readonly program: LineProgram;
  readonly draws: readonly KeyedDraw[];
  readonly precision: LaneType;
  readonly home: ModuleHome;
  /** Addresses of the numbers that are the same for all paths: k and t. */
  readonly uniforms: Readonly<Record<string, number>>;
}

export function planRoutine({ name, program, draws, precision, home, uniforms }: RoutineOptions): RoutinePlan {
  const { lines, scope, sizes, constants, inputs, outputs } = program;
  const sources = new Map<string, Source>();
  for (const id of scope.keys()) sources.set(id, { kind: "state" });
  for (const [id, value] of constants) sources.set(id, { kind: "value", value });
  for (const id of inputs) sources.set(id, { kind: "uniform", address: uniforms[id] });
  for (const draw of draws) sources.set(draw.name, { kind: "draw" });
  const lowered = lower({ graph: createGraph(home), precision, lines, scope, sources, sizes, outputs });
  const plan = schedule(lowered);
  const rowsOf = (over: string): number => (over === "" ? 1 : sizes[over]);
  const inMemory = inMemoryNodes(lowered, plan).map((node) => rowsOf(lowered.rangeOf(node)));
  const drawn = draws.map((draw) => (plan.drawnFirst.includes(draw.name) ? rowsOf(draw.over) : 1));
  const used = new Set(
    neededNodes(
      lowered.graph,
      lowered.results.map(({ node }) => node),
    ).flatMap(({ operation, immediate }) => (operation === "load:draw" ? [immediate as string] : [])),
  );
  return {
    name,
    draws: draws.filter((draw) => used.has(draw.name)),
    lowered,
    schedule: plan,
    rows: [...inMemory, ...drawn].reduce((sum, rows) => sum + rows, 0),
  };
}

/** Emits a routine; the result is the function without arguments that runs it. */
export function emitRoutine(
  { name, draws, lowered, schedule: plan }: RoutinePlan,
  outer: OuterBlock,
  home: ModuleHome,
  limit?: number,
): number {
  const { rangeOf } = lowered;
  const { room } = home.memory;
  const rowsOf = (over: string): number => (over === "" ? 1 : outer.sizes[over]);
  const nodes = new Map(
    inMemoryNodes(lowered, plan).map((node) => [node, room(rowsOf(rangeOf(node)) * outer.rowBytes)] as const),
  );
  const isFirst = (draw: KeyedDraw): boolean => plan.drawnFirst.includes(draw.name);
  const drawn = new Map(
    draws.map((draw) => [draw.name, room((isFirst(draw) ? rowsOf(draw.over) : 1) * outer.rowBytes)] as const),
  );
  const drawFunctions = new Map<string, number>();
  const block: Block = {
    ...outer,
    nodeAt: (node) => found(nodes, node),
    drawAt: (draw) => found(drawn, draw),
    drawFunction: (draw) => found(drawFunctions, draw),
  };
  for (const draw of draws)
    drawFunctions.set(draw.name, home.add(drawFunction(`${name}.${draw.name}`, draw, block, home)));

  const stages = plan.stages.map((stage, index) => {
    const id = `${name}.${index}`;
    if (stage.kind === "pass") {
      return home.add(
        passFunction({ name: id, pass: stage, block, home, rangeOf, ...(limit !== undefined && { limit }) }),
      );
    }
    const [factor] = stage.node.arguments;
    const isState = factor.operation === "load:state";
    const factorAt = isState
      ? block.stateAt(factor.immediate as string)
      : factor.operation === "load:draw"
        ? block.drawAt(factor.immediate as string)
        : block.nodeAt(factor);
    const isOwn = isState && block.isOwn(factor.immediate as string);
    const resultAt = block.nodeAt(stage.node);
    return home.add(productFunction({ name: id, product: stage.product, factorAt, resultAt, isOwn, block, home }));
  });

  const builder = functionBuilder(name, []);
  for (const draw of draws.filter(isFirst)) {
    const coordinate = builder.local("i32");
    builder.i32(0).set(coordinate);
    builder.block("loop", () => {
      builder
        .get(coordinate)
        .get(coordinate)
        .i32(outer.rowBytes)
        .op("i32.mul")
        .i32(block.drawAt(draw.name))
        .op("i32.add");
      builder.call(block.drawFunction(draw.name));
      builder.get(coordinate).i32(1).op("i32.add").tee(coordinate).i32(rowsOf(draw.over)).op("i32.lt_u").jumpIf(0);
    });
  }
  for (const stage of stages) builder.call(stage);
  return home.add(builder);
}

/** The nodes that have a place in working memory: what is kept, reductions and products. */
function inMemoryNodes({ products }: Lowered, { kept, stages }: Schedule): readonly Node[] {
  const reductions = stages.flatMap((stage) =>
    stage.kind === "pass" ? stage.roots.filter(({ kind }) => kind === "accumulate").map(({ node }) => node) : [],
  );
  const made = stages.flatMap((stage) => (stage.kind === "product" ? [stage.node] : []));
  return [...kept, ...reductions, ...made.filter((node) => products.has(node))];
}

function found<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`routine: nothing stands for ${String(key)}`);
  return value;
}
