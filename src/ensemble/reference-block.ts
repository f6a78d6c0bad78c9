import type { BlockResult } from "../compiler/wasm/block-runner.js";
import type { Plan } from "./plan.js";
import type { PathRunner } from "./runner.js";
import type { Turns } from "./turns.js";

/**
 * Runs a block path by path. A value that is not finite on a path that has not diverged is not counted.
 *
 * @returns undefined when it was told to stop.
 */
export async function referenceBlock(
  walker: PathRunner,
  plan: Plan,
  first: number,
  paths: number,
  { isDue, pause }: Turns,
): Promise<BlockResult | undefined> {
  const { steps, observables, whole } = plan;
  const cells = steps.length * observables.length;
  const all = new Float64Array(cells * paths).fill(Number.NaN);
  const left = new Int32Array(paths).fill(-1);
  const states: Float64Array[] = [];
  for (let path = 0; path < paths; path++) {
    walker.begin(first + path);
    if (isDue() && !(await pause())) return undefined;
    let k = 0;
    for (let r = 0; r < steps.length && walker.divergedAt() < 0; r++) {
      while (k < steps[r]) {
        k++;
        walker.advance(k);
        if (isDue() && !(await pause())) return undefined;
      }
      if (walker.divergedAt() >= 0) break;
      walker.observe().forEach((value, o) => {
        if (Number.isFinite(value)) all[(r * observables.length + o) * paths + path] = value;
      });
    }
    left[path] = walker.divergedAt();
    if (whole && left[path] >= 0) for (let cell = 0; cell < cells; cell++) all[cell * paths + path] = Number.NaN;
    if (plan.final) states.push(walker.state());
  }
  return {
    block: first / paths,
    paths,
    sums: sumsOf(all, cells, paths),
    left,
    values: keptOf(all, cells, paths, plan.quantiles === "none" ? Math.max(0, plan.keep - first) : paths),
    final: finalOf(states, left),
  };
}

/** Per cell: how many values, a centre c, Σ(v − c), Σ(v − c)². */
function sumsOf(values: Float64Array, cells: number, paths: number): Float64Array {
  const sums = new Float64Array(4 * cells);
  for (let cell = 0; cell < cells; cell++) {
    const column = values.subarray(cell * paths, (cell + 1) * paths).filter((value) => !Number.isNaN(value));
    const centre = column[0] ?? 0;
    let [first, second] = [0, 0];
    for (const value of column) {
      first += value - centre;
      second += (value - centre) ** 2;
    }
    sums.set([column.length, centre, first, second], 4 * cell);
  }
  return sums;
}

function keptOf(values: Float64Array, cells: number, paths: number, keep: number): Float64Array {
  if (keep >= paths) return values;
  const kept = new Float64Array(cells * keep);
  for (let cell = 0; cell < cells; cell++) kept.set(values.subarray(cell * paths, cell * paths + keep), cell * keep);
  return kept;
}

function finalOf(states: readonly Float64Array[], left: Int32Array): Float64Array {
  const paths = states.length;
  const numbers = states[0]?.length ?? 0;
  return Float64Array.from({ length: numbers * paths }, (_, at) => {
    const path = at % paths;
    return left[path] < 0 ? states[path][Math.floor(at / paths)] : Number.NaN;
  });
}
