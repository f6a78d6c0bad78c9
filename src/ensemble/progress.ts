/** What long work says of itself while it goes on, and how several runs speak, and are stopped, as one. */
import { stoppable } from "./interruption.js";

/** How far a call is: an ensemble, a comparison, a report. */
export interface Progress {
  /** What is done now: the chain that runs, after the part of the work it belongs to. */
  readonly stage: string;
  /** Of the whole work, 0 to 1. */
  readonly share: number;
  /** The last message says how the work ended; those before it are "running". */
  readonly state: "running" | "finished" | "stopped" | "failed";
  /** Paths of the chain that runs now, finished and asked for; in the last message, of all chains that were begun. */
  readonly finished: number;
  readonly paths: number;
  /** Of the chain that runs now. */
  readonly pathsPerSecond: number;
  /** Seconds to the end of the whole work at the rate so far; Infinity before anything is finished. */
  readonly timeLeft: number;
  /** Of the first observable at the last recorded time of the chain that runs now; NaN before there are two paths. */
  readonly standardError: number;
}

/** Takes messages, at most ten a second of one run, and one when it ends. */
export type ProgressListener = (progress: Progress) => void;

/** Begins the next part of some work; what it returns is for the options of the run that is this part. */
export type NextPart = (stage: string) => { readonly progress?: ProgressListener; readonly signal: AbortSignal };

/** The options of a call that may be listened to and stopped. */
export interface Attended {
  readonly progress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/** Seconds that remain when a share is done of which `before` was there at the start. */
export function timeLeft(seconds: number, share: number, before: number = 0): number {
  return share >= 1 ? 0 : share > before ? (seconds * (1 - share)) / (share - before) : Infinity;
}

/**
 * Work of several parts, each about as long as the others, that speaks as one and says once how it ended. A stop ends the
 * part under way, and those that have not begun; `signal` tells the work of it.
 */
export function inParts<T extends { readonly stopped: boolean }>(
  { progress, signal: asked }: Attended,
  parts: number,
  work: (next: NextPart, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return stoppable(asked, (signal) =>
    progress === undefined ? work(() => ({ signal }), signal) : toldInParts(progress, signal, parts, work),
  );
}

async function toldInParts<T extends { readonly stopped: boolean }>(
  listener: ProgressListener,
  signal: AbortSignal,
  parts: number,
  work: (next: NextPart, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const began = performance.now();
  const ended = { finished: 0, paths: 0 };
  let last: Progress = { ...NOTHING, stage: "", share: 0, state: "running", timeLeft: Infinity };
  let index = -1;
  const tell = (one: Omit<Progress, "timeLeft">): void => {
    last = { ...one, timeLeft: timeLeft((performance.now() - began) / 1000, one.share) };
    listener(last);
  };
  const next: NextPart = (stage) => {
    const part = ++index;
    tell({ ...NOTHING, stage, share: part / parts, state: "running" });
    return {
      signal,
      progress(one) {
        if (one.state !== "running") {
          ended.finished += one.finished;
          ended.paths += one.paths;
        }
        const whole = one.stage === stage ? stage : `${stage}: ${one.stage}`;
        tell({ ...one, stage: whole, share: (part + one.share) / parts, state: "running" });
      },
    };
  };
  try {
    const result = await work(next, signal);
    const state = result.stopped ? "stopped" : "finished";
    tell({ ...last, ...ended, state, share: result.stopped ? last.share : 1 });
    return result;
  } catch (reason) {
    if (last.state === "running") listener({ ...last, ...ended, state: "failed" });
    throw reason;
  }
}

const NOTHING = { finished: 0, paths: 0, pathsPerSecond: 0, standardError: Number.NaN };
