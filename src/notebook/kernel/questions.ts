/** What editors ask about a place in a cell, where tslab's answers need to be mended. */
import type { CompletionInfo } from "tslab/dist/converter.js";

/** What Node's types declare, but only files have. */
const OF_FILES: readonly string[] = ["__dirname", "__filename", "module"];
/** How the compiler sorts names of the surroundings, behind those of the cell and of objects. */
const GLOBAL = "15";

/**
 * Where the cursor is before a word, and not in it, the word stays; names that neither Node nor the cells run so far, which
 * `has` tells, give to a cell are not offered.
 */
export function mendedCompletion(
  found: CompletionInfo,
  position: number,
  has: (name: string) => boolean,
): CompletionInfo {
  const entries = found.original?.entries ?? [];
  const isAbsent = (name: string): boolean => OF_FILES.includes(name) && !has(name);
  const absent = new Set(
    entries.filter(({ name, sortText }) => sortText === GLOBAL && isAbsent(name)).map(({ name }) => name),
  );
  const isBefore = found.start === position && found.end > position;
  const all = isBefore ? entries.map(({ name }) => name) : found.candidates;
  const candidates = all.filter((name) => !absent.has(name));
  return { ...found, candidates, end: isBefore ? position : found.end };
}

/** Behind an opening bracket what is called is asked about: the bracket's place, where its name ends. */
export function placeOfCall(code: string, position: number): number | undefined {
  const bracket = /\(\s*$/.exec(code.slice(0, position));
  return bracket?.index;
}
