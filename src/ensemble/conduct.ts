/**
 * Runs blocks, as many at once as the source has room for, and takes in their results in the order of the blocks.
 */
import type { BlockResult } from "../compiler/wasm/block-runner.js";
import type { BlockSource } from "./block-source.js";
import { cached, keepInCache } from "./cache.js";
import type { Chain } from "./chain.js";
import { type Collected, collect } from "./collected.js";
import { interruption } from "./interruption.js";
import type { EnsembleOptions, Plan } from "./plan.js";
import { type Progress, timeLeft } from "./progress.js";

/** What a run came to. */
export interface Outcome {
  readonly collected: Collected;
  readonly stopped: boolean;
  /** Threads that died and were replaced. */
  readonly crashes: number;
}

/** Milliseconds between two messages. */
const BETWEEN_MESSAGES = 100;

export async function conduct(
  chain: Chain,
  plan: Plan,
  source: BlockSource,
  { progress, signal }: EnsembleOptions,
): Promise<Outcome> {
  const { blockPaths } = source;
  const whole = Math.floor(plan.paths / blockPaths);
  const rest = plan.paths - whole * blockPaths;
  const collected = cached(source, plan) ?? collect(plan);
  const before = collected.paths;
  const began = performance.now();
  const run = source.start();
  const waiting = new Map<number, BlockResult>();
  const underWay = new Set<Promise<void>>();
  let next = before / blockPaths;
  let merged = next;
  let isStopped = false;
  let isDone = false;
  let last: BlockResult | undefined;
  let failure: unknown;

  const stop = (): void => {
    isStopped = true;
    run.stop();
  };
  const finish = (): void => {
    if (isDone) return;
    isDone = true;
    run.stop();
  };

  const settle = (result: BlockResult): void => {
    waiting.set(result.block, result);
    for (let ready = waiting.get(merged); ready !== undefined && !isDone; ready = waiting.get(merged)) {
      waiting.delete(merged);
      if (ready.paths < blockPaths) last = ready;
      else collected.take(ready);
      merged++;
      if (isAffordable(plan, collected)) finish();
    }
  };

  const issue = (): void => {
    const isPartial = next === whole;
    const paths = isPartial ? rest : blockPaths;
    const number = next++;
    const task = run
      .block(number, paths)
      .then((result) => {
        if (result !== undefined) settle({ ...result, block: number });
      })
      .catch((error: unknown) => {
        failure ??= error;
        run.stop();
      })
      .finally(() => underWay.delete(task));
    underWay.add(task);
  };

  const shareAtStart = shareOf(plan, collected, 0);
  const message = (state: Progress["state"], finished: number): void => {
    const seconds = (performance.now() - began) / 1000;
    const share = state === "finished" ? 1 : shareOf(plan, collected, seconds);
    try {
      progress?.({
        stage: chain.name,
        share,
        state,
        finished,
        paths: plan.paths,
        pathsPerSecond: (finished - before) / seconds,
        timeLeft: timeLeft(seconds, share, shareAtStart),
        standardError: standardErrorAt(plan, collected, 0, plan.steps.length - 1),
      });
    } catch (error) {
      failure ??= error;
      run.stop();
    }
  };

  const timer = progress && setInterval(() => message("running", collected.paths), BETWEEN_MESSAGES);
  const limit = plan.budget?.seconds === undefined ? undefined : setTimeout(finish, 1000 * plan.budget.seconds);
  const release = interruption(stop, signal);
  try {
    const isOver = (): boolean =>
      isStopped || isDone || failure !== undefined || next > whole || (next === whole && rest === 0);
    while (!isOver() || underWay.size > 0) {
      // a block that is late holds back those that are far ahead of it, so what waits stays small
      while (!isOver() && underWay.size < run.width && next < merged + 4 * run.width) issue();
      if (underWay.size > 0) await Promise.race(underWay);
    }
  } finally {
    clearInterval(timer);
    clearTimeout(limit);
    release();
    run.end();
  }
  if (failure !== undefined) {
    message("failed", collected.paths);
    throw failure;
  }
  keepInCache(source, plan, collected);
  const total = collected.copy();
  if (last !== undefined) total.take(last);
  // after a stop, finished blocks beyond the first that is missing count too
  if (!isDone)
    for (const block of [...waiting.keys()].sort((a, b) => a - b)) total.take(waiting.get(block) as BlockResult);
  message(isStopped ? "stopped" : "finished", total.paths);
  if (failure !== undefined) throw failure;
  return { collected: total, stopped: isStopped, crashes: run.crashes() };
}

/** Whether the budget's standard error is reached. */
function isAffordable({ budget, ...plan }: Plan, collected: Collected): boolean {
  if (budget?.standardError === undefined) return false;
  const o = budget.observable === undefined ? 0 : plan.observables.indexOf(budget.observable);
  return plan.steps.every((_, r) => {
    const error = standardErrorAt(plan, collected, o, r);
    // a time that no path reaches has no error that more paths would lower
    return error <= (budget.standardError as number) || collected.moments.counts[r * plan.observables.length + o] === 0;
  });
}

/** How much of a run is done, by that of its ends which is nearest; an error falls as 1/√n. */
function shareOf({ budget, ...plan }: Plan, collected: Collected, seconds: number): number {
  const { standardError: wanted, observable, seconds: limit = Infinity } = budget ?? {};
  const o = observable === undefined ? 0 : plan.observables.indexOf(observable);
  const errors = Array.from(plan.steps, (_, r) => standardErrorAt(plan, collected, o, r)).filter((e) => e > 0);
  const reached = wanted === undefined || errors.length === 0 ? 0 : (wanted / Math.max(...errors)) ** 2;
  return Math.min(1, Math.max(collected.paths / plan.paths, seconds / limit, reached));
}

function standardErrorAt(
  { observables }: Pick<Plan, "observables">,
  { moments }: Collected,
  o: number,
  r: number,
): number {
  const cell = r * observables.length + o;
  const n = moments.counts[cell];
  return n < 2 ? Number.NaN : Math.sqrt(moments.squares[cell] / (n - 1) / n);
}
