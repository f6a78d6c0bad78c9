/**
 * How far the laws of two ensembles are apart at each recorded time: the Wasserstein distance of order 1 of an observable,
 *
 *   W₁ = ∫₀¹ |F⁻¹(p) − G⁻¹(p)| dp = mean |x_(i) − X_(i)| of the ordered values,                          (1)
 *
 * in standard deviations, beside the distance that two halves of one ensemble have from noise alone.
 */
import { type Ensemble, ensemble } from "../ensemble/ensemble.js";
import type { Vec } from "../math/vector.js";
import { optimizerOf, runOf, sdeOf, type Trial } from "./trial.js";

export interface LawDistance {
  readonly observable: string;
  readonly times: Vec;
  /** In standard deviations of the first ensemble. */
  readonly distance: Vec;
  /** What noise alone gives at this number of paths, from the halves of each ensemble. */
  readonly noise: Vec;
}

/** @throws RangeError where the paths were not kept. */
export function lawDistance(first: Ensemble, second: Ensemble, observable: string): LawDistance {
  const [a, b] = [first, second].map((one) => pathsOf(one, observable));
  const { variance } = first.series(observable);
  const at = (paths: readonly Vec[], r: number): Vec =>
    Float64Array.from(paths, (path) => path[r]).filter((value) => !Number.isNaN(value));
  const distances = [...first.times].map((_, r) => {
    const [x, X] = [at(a, r), at(b, r)];
    const scale = Math.sqrt(variance[r]) || 1;
    // halves have half the paths, so √2 times the noise
    const halves = [x, X].map((values) =>
      wasserstein(
        values.filter((__, i) => i % 2 === 0),
        values.filter((__, i) => i % 2 === 1),
      ),
    );
    return { distance: wasserstein(x, X) / scale, noise: (halves[0] + halves[1]) / 2 / Math.SQRT2 / scale };
  });
  return {
    observable,
    times: first.times,
    distance: Float64Array.from(distances, ({ distance }) => distance),
    noise: Float64Array.from(distances, ({ noise }) => noise),
  };
}

function pathsOf(ensemble: Ensemble, observable: string): readonly Vec[] {
  return Array.from({ length: ensemble.paths }, (_, index) => ensemble.path(index, observable));
}

/** (1), for samples of any two sizes. */
export function wasserstein(x: Vec, y: Vec): number {
  const [a, b] = [x.slice().sort(), y.slice().sort()];
  if (a.length === 0 || b.length === 0) return Number.NaN;
  let sum = 0;
  let from = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [endA, endB] = [(i + 1) / a.length, (j + 1) / b.length];
    const to = Math.min(endA, endB);
    sum += Math.abs(a[i] - b[j]) * (to - from);
    from = to;
    if (endA <= to) i++;
    if (endB <= to) j++;
  }
  return sum;
}

export interface LawTrial extends Trial {
  readonly horizon: number;
}

/** The distances of optimizer and SDE at the method's own η, from independent runs, at eight times; none where both were not run. */
export async function lawDistances({ horizon, ...trial }: LawTrial): Promise<readonly LawDistance[]> {
  const { paths, seed, observables } = trial;
  if (trial.signal?.aborted) return [];
  const run = { ...runOf(trial), horizon, record: 8, keep: paths };
  const x = await ensemble(optimizerOf(trial), { ...run, ...trial.next?.(), seed });
  const X = await ensemble(sdeOf(trial), { ...run, ...trial.next?.(), seed: seed + 1 });
  // a distance is between halves too
  if (Math.min(x.paths, X.paths) < 2) return [];
  return observables.map((observable) => lawDistance(x, X, observable));
}
