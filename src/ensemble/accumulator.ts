/**
 * Moments of many values, taken in block by block. With n, m, S the count, mean and sum of squared deviations of what is
 * there and n', m', S' those of a block, δ = m' − m (Chan, Golub, LeVeque 1983):
 *   m ← m + δ n'/(n + n'),   S ← S + S' + δ² n n'/(n + n'),   n ← n + n'                               (1)
 * Blocks are taken in their order, so the bits of the result do not depend on which is finished first.
 */
import type { Vec } from "../math/vector.js";

/** Moments per recorded time and observable, time by time. */
export interface Moments {
  readonly counts: Vec;
  readonly means: Vec;
  readonly squares: Vec;
}

export function emptyMoments(cells: number): Moments {
  return { counts: new Float64Array(cells), means: new Float64Array(cells), squares: new Float64Array(cells) };
}

export function copyOf({ counts, means, squares }: Moments): Moments {
  return { counts: counts.slice(), means: means.slice(), squares: squares.slice() };
}

/** Takes in the sums of a block: per cell n', a centre c, Σ(v − c), Σ(v − c)². */
export function takeSums({ counts, means, squares }: Moments, sums: Vec): void {
  for (let cell = 0; cell < counts.length; cell++) {
    const added = sums[4 * cell];
    if (added === 0) continue;
    const shift = sums[4 * cell + 2] / added;
    const mean = sums[4 * cell + 1] + shift;
    const deviations = Math.max(0, sums[4 * cell + 3] - sums[4 * cell + 2] * shift);
    const before = counts[cell];
    const total = before + added;
    const delta = mean - means[cell];
    means[cell] += (delta * added) / total; // (1)
    squares[cell] += deviations + (delta * delta * before * added) / total;
    counts[cell] = total;
  }
}
