/**
 * Compares the outputs a notebook is kept with against those of a fresh run: text by lines, figures and other JSON by
 * their places, pictures by their pixels. Cells and outputs are numbered from 1, code cells only.
 */
import { isDeepStrictEqual } from "node:util";
import { codeCells, type Notebook } from "./document.js";
import type { Output } from "./outputs.js";
import { samePixels } from "./same-pixels.js";

export interface Difference {
  /** «cell 3 output 1 text/plain line 2» or «cell 3 output 2 application/json.data[0].y[7]» */
  readonly place: string;
  /** What the notebook is kept with, and what the fresh run gives; shortened around where they part. */
  readonly committed: string;
  readonly fresh: string;
}

const nothing = "(nothing)";

/** The first difference in each kind of each output; none when the run gives what the notebook is kept with. */
export function differences(committed: Notebook, fresh: Notebook): Difference[] {
  const [before, after] = [committed, fresh].map((notebook) => codeCells(notebook).map(({ outputs }) => outputs));
  return overBoth(before, after).flatMap(([old = [], recent = []], i) =>
    overBoth(old, recent).flatMap((pair, j) => {
      const [a, b] = pair.map((output) => (output === undefined ? {} : kindsOf(output)));
      const kinds = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
      return kinds.flatMap((kind) => {
        const found = compare(kind, a[kind], b[kind]);
        return found === undefined ? [] : [{ ...found, place: `cell ${i + 1} output ${j + 1} ${found.place}` }];
      });
    }),
  );
}

/** Two lines of values under the place. */
export function describeDifference({ place, committed, fresh }: Difference): string {
  return `${place}\n  committed  ${committed}\n  fresh      ${fresh}`;
}

/** An output by what it consists of. Stock tslab hands no metadata on, and what a figure's says its text and picture say too. */
function kindsOf(output: Output): Record<string, unknown> {
  switch (output.output_type) {
    case "stream":
      return { [output.name]: output.text };
    case "error":
      return { error: [`${output.ename}: ${output.evalue}`, ...output.traceback].join("\n") };
    default:
      return output.data;
  }
}

function compare(kind: string, committed: unknown, fresh: unknown): Difference | undefined {
  if (isDeepStrictEqual(committed, fresh)) return undefined;
  if (committed === undefined || fresh === undefined) {
    return { place: kind, committed: outline(committed), fresh: outline(fresh) };
  }
  if (typeof committed !== "string" || typeof fresh !== "string") return compareJson(kind, committed, fresh);
  if (kind === "image/png") {
    const change = { place: kind, committed: "a picture", fresh: "a picture of other pixels" };
    return samePixels(committed, fresh) ? undefined : change;
  }
  return compareText(kind, committed, fresh);
}

function compareText(kind: string, committed: string, fresh: string): Difference {
  const pairs = overBoth(committed.split("\n"), fresh.split("\n"));
  const at = pairs.findIndex(([a, b]) => a !== b);
  const [a, b] = pairs[at];
  if (a === undefined || b === undefined) {
    return { place: `${kind} line ${at + 1}`, committed: excerpt(a, 0), fresh: excerpt(b, 0) };
  }
  let column = 0;
  while (a[column] === b[column]) column++;
  return { place: `${kind} line ${at + 1}`, committed: excerpt(a, column), fresh: excerpt(b, column) };
}

/** `a` and `b` differ: where they first do, depth first. */
function compareJson(path: string, a: unknown, b: unknown): Difference {
  if (isContainer(a) && isContainer(b) && Array.isArray(a) === Array.isArray(b)) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (isDeepStrictEqual(a[name], b[name])) continue;
      const step = Array.isArray(a) ? `[${name}]` : `.${name}`;
      return compareJson(`${path}${step}`, a[name], b[name]);
    }
  }
  return { place: path, committed: outline(a), fresh: outline(b) };
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Both lists side by side, the shorter one made up with undefined. */
function overBoth<T>(a: readonly T[], b: readonly T[]): (readonly [T | undefined, T | undefined])[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => [a[i], b[i]] as const);
}

const longest = 80;

function outline(value: unknown): string {
  return value === undefined ? nothing : excerpt(JSON.stringify(value), 0);
}

/** What stands around `column`, on one line of a terminal. */
function excerpt(text: string | undefined, column: number): string {
  if (text === undefined) return nothing;
  const start = text.length <= longest ? 0 : Math.max(0, column - longest / 2);
  const shown = text.slice(start, start + longest);
  return `${start > 0 ? "…" : ""}${shown}${start + longest < text.length ? "…" : ""}`;
}
