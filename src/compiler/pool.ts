/**
 * Worker threads that run blocks of paths. They are started when they are first needed, stay warm between runs, and do
 * not keep the process alive while there is nothing to do.
 */

import { createThread, type Thread, threadSource } from "./thread.js";
import { type BlockResult, blockRunner, type RunSpecification } from "./wasm/block-runner.js";
import type { Kernel } from "./wasm/kernel.js";

/** A run on the pool. */
export interface PoolRun {
  /** Runs one block; undefined when the run was stopped, rejected when the block cannot be run. */
  readonly block: (block: number, paths: number) => Promise<BlockResult | undefined>;
  /** Tells all threads to stop at their next pause. */
  readonly stop: () => void;
  /** Frees what the threads hold of the run. */
  readonly end: () => void;
  /** Threads that died during the run; their blocks were run again. */
  readonly crashes: () => number;
}

export interface Pool {
  readonly start: (kernel: Kernel, specification: RunSpecification, threads: number) => PoolRun;
  /** Ends all threads. */
  readonly close: () => Promise<void>;
  /** Kills one thread as a crash would. */
  readonly crash: (thread: number) => Promise<void>;
}

interface Task {
  readonly run: number;
  readonly block: number;
  readonly paths: number;
  readonly resolve: (result: BlockResult | undefined) => void;
  readonly reject: (error: Error) => void;
  attempts: number;
}

interface Member {
  readonly thread: Thread;
  readonly tasks: Map<string, Task>;
  readonly known: Set<number>;
}

interface Run {
  readonly kernel: Kernel;
  readonly specification: RunSpecification;
  isStopped: boolean;
  crashes: number;
}

/** Times a block is begun before its crashes are taken for its own fault. */
const MOST_ATTEMPTS = 3;

export function createPool(): Pool {
  const members: (Member | undefined)[] = [];
  const runs = new Map<number, Run>();
  const source = threadSource(blockRunner);
  let nextRun = 1;

  const keyOf = ({ run, block }: { readonly run: number; readonly block: number }): string => `${run}:${block}`;

  const member = (slot: number): Member => {
    const known = members[slot];
    if (known !== undefined) return known;
    const created: Member = {
      thread: createThread(source, {
        message(data) {
          const { type, error } = data as { readonly type: string; readonly error?: string };
          const answer = data as { readonly run: number; readonly block: number; readonly result?: BlockResult };
          const task = created.tasks.get(keyOf(answer));
          if (task === undefined) return;
          created.tasks.delete(keyOf(answer));
          rest(created);
          if (type === "failure") task.reject(new Error(`ensemble: block ${task.block} failed: ${error}`));
          else task.resolve(answer.result);
        },
        died(reason) {
          if (members[slot] === created) members[slot] = undefined;
          for (const task of created.tasks.values()) again(task, slot, reason);
          created.tasks.clear();
        },
      }),
      tasks: new Map(),
      known: new Set(),
    };
    members[slot] = created;
    return created;
  };

  /** A thread with nothing to do does not keep the process alive. */
  const rest = ({ thread, tasks }: Member): void => {
    if (tasks.size === 0) thread.unref();
  };

  /** Runs a task anew whose thread has died. */
  const again = (task: Task, slot: number, reason: string): void => {
    const run = runs.get(task.run);
    if (run === undefined || run.isStopped) {
      task.resolve(undefined);
      return;
    }
    run.crashes++;
    if (task.attempts >= MOST_ATTEMPTS) {
      task.reject(
        new Error(`ensemble: block ${task.block} ended its thread ${MOST_ATTEMPTS} times, the last time by: ${reason}`),
      );
      return;
    }
    hand(task, slot);
  };

  const hand = (task: Task, slot: number): void => {
    const run = runs.get(task.run) as Run;
    const to = member(slot);
    to.thread.ref();
    task.attempts++;
    to.tasks.set(keyOf(task), task);
    if (!to.known.has(task.run)) {
      to.known.add(task.run);
      const { module, image, layout } = run.kernel;
      to.thread.post({ type: "run", run: task.run, module, image, layout, specification: run.specification });
    }
    to.thread.post({ type: "block", run: task.run, block: task.block, paths: task.paths });
  };

  const leastBusy = (threads: number): number => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let slot = 0; slot < threads; slot++) {
      const busy = members[slot]?.tasks.size ?? 0;
      if (busy < least) [best, least] = [slot, busy];
    }
    return best;
  };

  return {
    start(kernel, specification, threads) {
      const id = nextRun++;
      const run: Run = { kernel, specification, isStopped: false, crashes: 0 };
      runs.set(id, run);
      const tell = (type: string): void => {
        for (const one of members) if (one?.known.has(id)) one.thread.post({ type, run: id });
      };
      return {
        block: (block, paths) =>
          new Promise((resolve, reject) => {
            if (run.isStopped) resolve(undefined);
            else hand({ run: id, block, paths, resolve, reject, attempts: 0 }, leastBusy(threads));
          }),
        stop() {
          run.isStopped = true;
          tell("end");
          // a thread may be busy with another run: what it answers for this one is no longer waited for
          for (const one of members) {
            for (const [key, task] of one?.tasks ?? []) {
              if (task.run !== id) continue;
              one?.tasks.delete(key);
              task.resolve(undefined);
            }
            if (one !== undefined) rest(one);
          }
        },
        end() {
          tell("end");
          for (const one of members) one?.known.delete(id);
          runs.delete(id);
        },
        crashes: () => run.crashes,
      };
    },
    async close() {
      const ended = members.map((one) => one?.thread.terminate());
      members.length = 0;
      await Promise.all(ended);
    },
    async crash(slot) {
      await members[slot]?.thread.terminate();
    },
  };
}

/** The pool of this process. */
let shared: Pool | undefined;

export function sharedPool(): Pool {
  shared ??= createPool();
  return shared;
}
