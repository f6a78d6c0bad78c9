/**
 * The order in which a program is computed: passes over a range of coordinates, and matrix products between them.
 *
 * What needs no barrier has level 0; what needs a value behind a barrier has a higher level than what the barrier waits
 * for. Everything of one level and one range is one pass, so a value that is used in one pass only never leaves the
 * registers. Within a level the numbers per path come first, then the vectors, then the matrix products.
 */
import { type Node, neededNodes, REACH } from "./graph.js";
import { isBarrier, type Lowered, type MatrixProduct, type Result } from "./lower.js";

/** What a pass leaves in memory. */
export type Root =
  | { readonly kind: "result"; readonly node: Node; readonly name: string }
  /** A value that another pass, a product or an entry reads. */
  | { readonly kind: "keep"; readonly node: Node }
  /** The node of a reduction; its argument is accumulated. */
  | { readonly kind: "accumulate"; readonly node: Node };

export type Stage =
  | {
      readonly kind: "pass";
      readonly over: string;
      readonly roots: readonly Root[];
      /** What is computed, in order, and among it what is read because another pass has computed it. */
      readonly nodes: readonly Node[];
      readonly read: ReadonlySet<Node>;
      /** Draws that are made coordinate by coordinate as this pass needs them. */
      readonly draws: readonly string[];
    }
  | { readonly kind: "product"; readonly node: Node; readonly product: MatrixProduct };

export interface Schedule {
  readonly stages: readonly Stage[];
  /** Nodes whose values stand in memory between passes: arrays over their range, or one number per path. */
  readonly kept: ReadonlySet<Node>;
  /** Draws that must stand in memory whole, before the first stage. */
  readonly drawnFirst: readonly string[];
}

interface Place {
  readonly level: number;
  readonly over: string;
}

export function schedule({ graph, results, rangeOf, products }: Lowered): Schedule {
  const needed = neededNodes(
    graph,
    results.map(({ node }) => node),
  );
  const earliest = levelsOf(needed);
  const levels = sunk(
    needed,
    results,
    earliest,
    writeLevels(needed, results, (node) => earliest.get(node) ?? 0),
  );
  const level = (node: Node): number => levels.get(node) ?? 0;
  const place = (node: Node): Place => ({ level: level(node), over: rangeOf(node) });
  const writes = writeLevels(needed, results, level);

  const roots = new Map<string, { place: Place; roots: Root[] }>();
  const kept = new Set<Node>();
  const addRoot = (at: Place, root: Root): void => {
    const key = `${at.level}|${at.over}`;
    const pass = roots.get(key) ?? { place: at, roots: [] };
    pass.roots.push(root);
    roots.set(key, pass);
  };
  const keep = (node: Node): void => {
    if (kept.has(node) || isInMemory(node)) return;
    kept.add(node);
    addRoot(place(node), { kind: "keep", node });
  };
  const isComputedIn = (node: Node, at: Place): boolean =>
    node.reach < REACH.path || isInMemory(node) || (level(node) === at.level && rangeOf(node) === at.over);

  for (const node of needed) {
    if (node.operation === "product" || node.operation === "entry") keep(node.arguments[0]);
    if (node.operation === "product") continue;
    if (node.operation.startsWith("reduce:")) {
      addRoot(place(node.arguments[0]), { kind: "accumulate", node });
      continue;
    }
    if (node.reach < REACH.path || node.operation === "entry") continue;
    for (const argument of node.arguments) if (!isComputedIn(argument, place(node))) keep(argument);
  }
  for (const { node, name, over } of results) {
    const at = { level: writes.get(name) ?? level(node), over };
    if (!isComputedIn(node, at)) keep(node);
    addRoot(at, { kind: "result", node, name });
  }

  const { drawnFirst, drawsOf } = draws(needed, [...roots.values()], place, rangeOf);
  const stages: { readonly order: number; readonly stage: Stage }[] = [...roots.entries()].map(([key, pass]) => ({
    order: 3 * pass.place.level + (pass.place.over === "" ? 0 : 1),
    stage: {
      kind: "pass",
      over: pass.place.over,
      roots: pass.roots,
      ...nodesOf(pass.roots, (node) => isInMemory(node) || !isComputedIn(node, pass.place)),
      draws: drawsOf.get(key) ?? [],
    },
  }));
  for (const node of needed) {
    const product = products.get(node);
    if (product !== undefined) {
      stages.push({ order: 3 * level(node.arguments[0]) + 2, stage: { kind: "product", node, product } });
    }
  }
  stages.sort((a, b) => a.order - b.order);
  return { stages: stages.map(({ stage }) => stage), kept, drawnFirst };
}

/** Whether a node is read from memory wherever it is used. */
function isInMemory(node: Node): boolean {
  return node.operation.startsWith("load:") || node.operation.startsWith("reduce:") || node.operation === "product";
}

/** What the roots of a pass need, ending at what is read. */
function nodesOf(
  roots: readonly Root[],
  isRead: (node: Node) => boolean,
): { readonly nodes: readonly Node[]; readonly read: ReadonlySet<Node> } {
  const read = new Set<Node>();
  const nodes = new Set<Node>();
  const waiting = roots.map(({ kind, node }) => (kind === "accumulate" ? node.arguments[0] : node));
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (nodes.has(node)) continue;
    nodes.add(node);
    if (isRead(node)) read.add(node);
    // an entry stands in memory as a whole vector
    else if (node.operation !== "entry") waiting.push(...node.arguments);
  }
  return { nodes: [...nodes].sort((a, b) => a.id - b.id), read };
}

function levelsOf(needed: readonly Node[]): ReadonlyMap<Node, number> {
  const levels = new Map<Node, number>();
  for (const node of needed) {
    const before = node.arguments.reduce((most, argument) => Math.max(most, levels.get(argument) ?? 0), 0);
    const waits = isBarrier(node) && !(node.operation === "entry" && node.arguments[0].operation === "load:state");
    levels.set(node, waits ? before + 1 : before);
  }
  return levels;
}

/**
 * Levels as late as their uses allow: a value that is wanted behind a barrier only is computed there, and never stands in
 * memory, unless that would put more than one of its arguments there instead.
 */
function sunk(
  needed: readonly Node[],
  results: readonly Result[],
  earliest: ReadonlyMap<Node, number>,
  writes: ReadonlyMap<string, number>,
): ReadonlyMap<Node, number> {
  const levels = new Map(earliest);
  const level = (node: Node): number => levels.get(node) ?? 0;
  const uses = new Map<Node, number[]>();
  const use = (node: Node, at: number): void => {
    uses.set(node, [...(uses.get(node) ?? []), at]);
  };
  for (const { node, name } of results) use(node, Math.max(level(node), writes.get(name) ?? 0));
  for (const node of [...needed].reverse()) {
    const isFixed = node.reach < REACH.path || isBarrier(node) || isInMemory(node);
    const latest = Math.min(...(uses.get(node) ?? [level(node)]));
    // an argument with an earlier use must stand in memory if this node leaves that use's pass
    const stays = node.arguments.filter(
      (argument) =>
        argument.reach === REACH.path && !isInMemory(argument) && (uses.get(argument) ?? []).some((at) => at < latest),
    );
    if (!isFixed && latest > level(node) && stays.length <= 1) levels.set(node, latest);
    // a barrier takes its argument in the pass before it
    const at = isBarrier(node) ? Math.max(0, level(node) - 1) : level(node);
    for (const argument of node.arguments) use(argument, at);
  }
  return levels;
}

/** The level at which each result may be written: not before the old value has been read for the last time. */
function writeLevels(
  needed: readonly Node[],
  results: readonly Result[],
  level: (node: Node) => number,
): ReadonlyMap<string, number> {
  const isRead = (node: Node): boolean => node.operation === "load:state";
  const lastRead = new Map<string, number>();
  const read = (name: string, at: number): void => {
    lastRead.set(name, Math.max(lastRead.get(name) ?? 0, at));
  };
  for (const node of needed) {
    for (const argument of node.arguments) {
      // a product reads when its level's passes are done
      if (isRead(argument))
        read(argument.immediate as string, node.operation === "product" ? 1 : isBarrier(node) ? 0 : level(node));
    }
  }
  const writes = new Map(results.map(({ name, node }) => [name, level(node)]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { name, node } of results) {
      const at = Math.max(writes.get(name) ?? 0, lastRead.get(name) ?? 0);
      if (at > (writes.get(name) ?? 0)) changed = true;
      writes.set(name, at);
      if (isRead(node)) read(node.immediate as string, at);
    }
  }
  return writes;
}

/** A draw that one pass over its range uses is made there; any other stands in memory. */
function draws(
  needed: readonly Node[],
  passes: readonly { readonly place: Place; readonly roots: readonly Root[] }[],
  place: (node: Node) => Place,
  rangeOf: (node: Node) => string,
): { drawnFirst: readonly string[]; drawsOf: ReadonlyMap<string, readonly string[]> } {
  const users = new Map<Node, Set<string>>();
  const use = (draw: Node, key: string): void => {
    if (draw.operation === "load:draw") users.set(draw, (users.get(draw) ?? new Set()).add(key));
  };
  const MEMORY = "memory";
  for (const node of needed) {
    const { level, over } = place(node.operation.startsWith("reduce:") ? node.arguments[0] : node);
    const isWhole = node.operation === "product" || node.operation === "entry";
    for (const argument of node.arguments) use(argument, isWhole ? MEMORY : `${level}|${over}`);
  }
  for (const { place: at, roots } of passes) {
    for (const { kind, node } of roots) if (kind === "result") use(node, `${at.level}|${at.over}`);
  }
  const drawnFirst: string[] = [];
  const drawsOf = new Map<string, string[]>();
  for (const [draw, keys] of users) {
    const [key] = keys;
    const name = draw.immediate as string;
    if (keys.size > 1 || key === MEMORY || !key.endsWith(`|${rangeOf(draw)}`)) drawnFirst.push(name);
    else drawsOf.set(key, [...(drawsOf.get(key) ?? []), name]);
  }
  return { drawnFirst, drawsOf };
}
