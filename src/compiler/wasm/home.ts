import { emitter } from "./emit.js";
import { type FunctionBuilder, functionBuilder } from "./function-builder.js";
import { createGraph, type FunctionBody, type GraphHome, neededNodes, REACH } from "./graph.js";
import { type Memory, memoryLayout } from "./memory.js";

/** A module under construction: its memory, its functions, and the elementary functions that graphs declare. */
export interface ModuleHome extends GraphHome {
  readonly memory: Memory;
  /** Adds a function and returns its index. */
  readonly add: (builder: FunctionBuilder) => number;
  readonly functionIndex: (name: string) => number;
  readonly has: (name: string) => boolean;
  readonly functions: readonly FunctionBuilder[];
}

export function moduleHome(): ModuleHome {
  const memory = memoryLayout();
  const functions: FunctionBuilder[] = [];
  const indices = new Map<string, number>();

  const add = (builder: FunctionBuilder): number => {
    functions.push(builder);
    indices.set(builder.name, functions.length - 1);
    return functions.length - 1;
  };

  const functionIndex = (name: string): number => {
    const index = indices.get(name);
    if (index === undefined) throw new Error(`module: no function ${name}`);
    return index;
  };

  const home: ModuleHome = {
    memory,
    functions,
    add,
    functionIndex,
    has: (name) => indices.has(name),
    declare(name, arity, body: FunctionBody) {
      if (indices.has(name)) return;
      const graph = createGraph(home);
      const parameters = Array.from({ length: arity }, (_, i) =>
        graph.node("load:parameter", [], { immediate: i, reach: REACH.path }),
      );
      const result = body(graph, ...parameters);
      const builder = functionBuilder(
        name,
        parameters.map(() => "v128" as const),
        ["v128"],
      );
      const { compute, push } = emitter(builder, 1, {
        memory,
        functionIndex,
        read({ operation, immediate }) {
          if (operation !== "load:parameter") return false;
          builder.get(immediate as number);
          return true;
        },
      });
      compute(neededNodes(graph, [result]));
      push(result, 0);
      add(builder);
    },
  };
  return home;
}
