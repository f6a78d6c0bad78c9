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
import { isSeparable, type MeasureOptions, measureFunction } from "./measure.js";
import { passFunction } from "./pass.js";
import { productFunction } from "./product.js";
import { type Schedule, type Stage, schedule } from "./schedule.js";
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

/** A routine whose values have addresses. */
export interface PlacedRoutine {
  readonly plan: RoutinePlan;
  readonly block: Block;
  readonly home: ModuleHome;
}

/** Gives addresses to what outlives its pass. */
export function placeRoutine(plan: RoutinePlan, outer: OuterBlock, home: ModuleHome): PlacedRoutine {
  const { draws, lowered } = plan;
  const { room } = home.memory;
  const rowsOf = (over: string): number => (over === "" ? 1 : outer.sizes[over]);
  const nodes = new Map(
    inMemoryNodes(lowered, plan.schedule).map(
      (node) => [node, room(rowsOf(lowered.rangeOf(node)) * outer.rowBytes)] as const,
    ),
  );
  const drawn = new Map(
    draws.map(
      (draw) => [draw.name, room((isDrawnFirst(plan, draw) ? rowsOf(draw.over) : 1) * outer.rowBytes)] as const,
    ),
  );
  const kinds = new Map(draws.map((draw) => [draw.name, draw] as const));
  const block: Block = {
    ...outer,
    nodeAt: (node) => found(nodes, node),
    drawAt: (draw) => found(drawn, draw),
    drawFunction: (draw) => drawFunction(found(kinds, draw), outer, home),
    keyAt: (draw) => found(kinds, draw).keyAt,
  };
  return { plan, block, home };
}

const isDrawnFirst = ({ schedule: plan }: RoutinePlan, draw: KeyedDraw): boolean => plan.drawnFirst.includes(draw.name);

/** Emits the function without arguments that runs a routine; beyond the limit a path has left. */
export function emitRoutine(placed: PlacedRoutine, limit?: number): number {
  const { plan, block, home } = placed;
  const { name, draws } = plan;
  const stages = plan.schedule.stages.map((stage, index) => stageFunction(placed, stage, `${name}.${index}`, limit));
  const builder = functionBuilder(name, []);
  for (const draw of draws.filter((one) => isDrawnFirst(plan, one))) {
    const coordinate = builder.local("i32");
    builder.i32(0).set(coordinate);
    builder.block("loop", () => {
      builder.get(coordinate).get(coordinate).i32(block.rowBytes).op("i32.mul").i32(block.drawAt(draw.name));
      builder.op("i32.add").i32(draw.keyAt).call(block.drawFunction(draw.name));
      builder.get(coordinate).i32(1).op("i32.add").tee(coordinate);
      builder
        .i32(draw.over === "" ? 1 : block.sizes[draw.over])
        .op("i32.lt_u")
        .jumpIf(0);
    });
  }
  for (const stage of stages) builder.call(stage);
  return home.add(builder);
}

/**
 * Emits the function (address) that runs a routine and leaves the sums of its results instead of their values; undefined
 * where the results share so much that they are better computed together. Results are numbers per path, without draws.
 */
export function emitMeasure(
  placed: PlacedRoutine,
  { indexOf, cells }: Pick<MeasureOptions, "indexOf" | "cells">,
): number | undefined {
  const { plan, block, home } = placed;
  const { name, lowered } = plan;
  const { stages } = plan.schedule;
  const leavesResults = (stage: Stage): boolean =>
    stage.kind === "pass" && stage.roots.some(({ kind }) => kind === "result");
  if (!stages.every((stage) => !leavesResults(stage) || (stage.kind === "pass" && isSeparable(stage))))
    return undefined;
  const builder = functionBuilder(`${name}.measure`, ["i32"]);
  for (const [index, stage] of stages.entries()) {
    const id = `${name}.measure.${index}`;
    if (stage.kind === "product" || !leavesResults(stage)) {
      builder.call(stageFunction(placed, stage, id));
      continue;
    }
    const others = stage.roots.filter(({ kind }) => kind !== "result");
    if (others.length > 0) builder.call(stageFunction(placed, { ...stage, roots: others }, id));
    const { rangeOf } = lowered;
    builder
      .get(0)
      .call(home.add(measureFunction({ name: `${id}.sums`, pass: stage, block, home, rangeOf, indexOf, cells })));
  }
  return home.add(builder);
}

function stageFunction({ plan, block, home }: PlacedRoutine, stage: Stage, name: string, limit?: number): number {
  const { rangeOf } = plan.lowered;
  if (stage.kind === "pass")
    return home.add(passFunction({ name, pass: stage, block, home, rangeOf, ...(limit !== undefined && { limit }) }));
  const [factor] = stage.node.arguments;
  const isState = factor.operation === "load:state";
  const factorAt = isState
    ? block.stateAt(factor.immediate as string)
    : factor.operation === "load:draw"
      ? block.drawAt(factor.immediate as string)
      : block.nodeAt(factor);
  const isOwn = isState && block.isOwn(factor.immediate as string);
  const resultAt = block.nodeAt(stage.node);
  return home.add(productFunction({ name, product: stage.product, factorAt, resultAt, isOwn, block, home }));
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
