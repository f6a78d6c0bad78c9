/**
 * A bar for whoever waits. In a notebook it is one display, updated in place; on a terminal one line, rewritten on stderr;
 * elsewhere nothing. When the work ends a short line takes its place, which holds no times: a notebook that is run again
 * is the same to the bit.
 */

import { randomUUID } from "node:crypto";
import { shown } from "../validate.js";
import type { Bundle } from "./bundle.js";
import { type KernelWriter, kernelWriter } from "./kernel-writer.js";
import { escaped } from "./svg-text.js";

/** What the bar is told: a run's progress. It stands here once more, since figures know of no runs; whoever gives a bar to a run has the compiler compare the two. */
export interface BarProgress {
  readonly stage: string;
  readonly share: number;
  readonly state: "running" | "finished" | "stopped" | "failed";
  readonly finished: number;
  readonly paths: number;
  readonly pathsPerSecond: number;
  readonly timeLeft: number;
  readonly standardError: number;
}

/** Milliseconds between two drawings. */
const BETWEEN = 100;

/**
 * Shows how far a run is: `compare(method, problem, { …, progress: progressBar() })`. One bar may serve several runs, one
 * after the other.
 *
 * @param label stands before the bar and in the line that is left. Default none.
 */
export function progressBar(label: string = ""): (progress: BarProgress) => void {
  if (typeof label !== "string") throw new TypeError(`progressBar: label must be a text, got ${shown(label)}`);
  const title = label === "" ? "" : `${label}: `;
  let surface: Surface | undefined;
  let drawn = Number.NEGATIVE_INFINITY;
  return (progress) => {
    surface ??= notebook() ?? terminal();
    if (progress.state !== "running") {
      surface?.end(title + ending(progress));
      surface = undefined;
      drawn = Number.NEGATIVE_INFINITY;
      return;
    }
    const now = performance.now();
    if (now - drawn < BETWEEN) return;
    drawn = now;
    surface?.draw(progress.share, title + reading(progress));
  };
}

/** Where a bar is drawn. */
interface Surface {
  readonly draw: (share: number, text: string) => void;
  readonly end: (text: string) => void;
}

function notebook(write: KernelWriter | undefined = kernelWriter()): Surface | undefined {
  if (write === undefined) return undefined;
  const transient = { display_id: randomUUID() };
  let isShown = false;
  const send = (data: Bundle): void => {
    write({ data, metadata: {}, transient }, isShown);
    isShown = true;
  };
  return {
    draw(share, text) {
      const bar = `<progress max="1" value="${share.toFixed(3)}" aria-label="progress"></progress>`;
      send({ "text/html": `<div>${bar} ${escaped(text)}</div>`, "text/plain": `${textBar(share)} ${text}` });
    },
    end: (text) => send({ "text/plain": text }),
  };
}

const CLEAR_LINE = "\r\x1b[K";

function terminal(): Surface | undefined {
  const { stderr } = process;
  if (!stderr.isTTY) return undefined;
  return {
    draw: (share, text) =>
      stderr.write(`${CLEAR_LINE}${`${textBar(share)} ${text}`.slice(0, (stderr.columns || 80) - 1)}`),
    end: (text) => stderr.write(`${CLEAR_LINE}${text}\n`),
  };
}

const WIDTH = 24;

function textBar(share: number): string {
  const full = Math.floor(share * WIDTH);
  return `${"█".repeat(full)}${"░".repeat(WIDTH - full)}`;
}

function reading({ stage, share, finished, paths, pathsPerSecond, timeLeft, standardError }: BarProgress): string {
  const parts = [
    `${Math.floor(100 * share)} %`,
    ...(paths > 0 ? [`${finished} of ${paths} paths`] : []),
    ...(finished > 0 ? [`${Math.round(pathsPerSecond)}/s`] : []),
    ...(Number.isFinite(timeLeft) ? [`${duration(timeLeft)} left`] : []),
    ...(Number.isFinite(standardError) ? [`s.e. ${standardError.toPrecision(2)}`] : []),
  ];
  return `${stage}, ${parts.join(", ")}`;
}

function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 6000 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}

/** What is left of the bar. */
function ending({ state, finished, paths }: BarProgress): string {
  if (state === "failed") return "failed";
  if (state === "stopped") return `stopped at ${finished} of ${paths} paths`;
  return finished > 0 ? `finished, ${finished} paths` : "finished";
}
