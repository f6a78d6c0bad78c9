/**
 * Whether the curves of runs at several δ are one curve. With m_δ(τ) the mean of an observable, s_δ(τ) its standard error
 * and D the number of runs:
 *   c(τ) = (1/D) Σ m_δ(τ)                                                                              (1)
 *   v_δ(τ) = (1 − 2/D) s_δ² + (1/D²) Σ s²  =  Var(m_δ − c) for independent runs                         (2)
 *   z_δ(τ) = (m_δ − c)/√v_δ                                                                            (3)
 *   R_δ² = mean over τ of ((m_δ − c)² − v_δ)/c²                                                        (4)
 * (4) is the relative rms deviation without what noise adds to it. Its standard error is that of a jackknife over G blocks
 * of paths, taken out of all runs at once; a block less leaves v_δ larger by G/(G − 1):
 *   se² = (G − 1)/G Σ_g (R²₍g₎ − mean)²                                                                (5)
 */
import type { Ensemble } from "../ensemble/ensemble.js";

/** The deviation of one run from the common curve. */
export interface Deviation {
  readonly delta: number;
  /** Index of the recorded time at which the run is farthest from the common curve in standard errors. */
  readonly at: number;
  /** (3) there, and m_δ − c. */
  readonly z: number;
  readonly gap: number;
  /** R of (4), and the ends of its 95 % interval; NaN where no mean stands out of its own noise. */
  readonly rms: number;
  readonly low: number;
  readonly high: number;
  /** The mean over the last quarter of the recorded times, and its standard error over blocks. */
  readonly late: number;
  readonly lateStandardError: number;
  /** The late mean over that of the first run. */
  readonly ratio: number;
  readonly ratioStandardError: number;
}

/** The runs of one observable against each other. */
export interface Collapse {
  readonly observable: string;
  /** c(τ). */
  readonly common: Float64Array;
  /** One per run, in their order. */
  readonly deviations: readonly Deviation[];
}

/** Blocks of paths for (5), where there are as many paths. */
const BLOCKS = 20;
/** A mean counts in (4) where it is more standard errors from zero than this. */
const VISIBLE = 4;

interface Curves {
  /** Per run, per time. */
  readonly means: readonly Float64Array[];
  readonly variances: readonly Float64Array[];
}

/**
 * Compares runs that were recorded at the same τ and kept all their paths.
 *
 * @param deltas δ of each run.
 */
export function collapse(deltas: readonly number[], ensembles: readonly Ensemble[], observable: string): Collapse {
  const series = ensembles.map((ensemble) => ensemble.series(observable));
  const curves: Curves = {
    means: series.map(({ mean }) => mean),
    variances: series.map(({ standardError }) => standardError.map((error) => error * error)),
  };
  const common = meanOf(curves.means);
  const seen = visible(curves, common);
  const blocks = ensembles.map((ensemble) => blockMeans(ensemble, observable));
  const G = Math.min(...blocks.map((means) => means.length));
  const replicates = Array.from({ length: G }, (_, g) => {
    const means = blocks.map((own) => meanOf(own.filter((_, other) => other !== g)));
    const variances = curves.variances.map((variance) => variance.map((v) => (v * G) / (G - 1)));
    return meanSquares({ means, variances }, meanOf(means), seen);
  });
  const squares = meanSquares(curves, common, seen);
  const lates = blocks.map((own) => lateMean(own));
  return {
    observable,
    common,
    deviations: deltas.map((delta, run) => {
      const error = jackknife(replicates.map((replicate) => replicate[run])); // (5)
      const root = (value: number): number => Math.sqrt(Math.max(0, value));
      const { late, standardError } = lates[run];
      const ratio = late / lates[0].late;
      const relative = Math.hypot(standardError / late, lates[0].standardError / lates[0].late);
      return {
        delta,
        ...farthest(curves, common, run),
        rms: root(squares[run]),
        low: root(squares[run] - 1.96 * error),
        high: root(squares[run] + 1.96 * error),
        late,
        lateStandardError: standardError,
        ratio,
        ratioStandardError: run === 0 ? 0 : Math.abs(ratio) * relative,
      };
    }),
  };
}

/** (1) */
function meanOf(curves: readonly Float64Array[]): Float64Array {
  return curves[0].map((_, r) => curves.reduce((sum, curve) => sum + curve[r], 0) / curves.length);
}

/** (2) */
function varianceOf({ variances }: Curves, run: number, r: number): number {
  const D = variances.length;
  return (1 - 2 / D) * variances[run][r] + variances.reduce((sum, variance) => sum + variance[r], 0) / D ** 2;
}

/** (3) where it is largest. */
function farthest(curves: Curves, common: Float64Array, run: number): { at: number; z: number; gap: number } {
  let worst = { at: 0, z: 0, gap: 0 };
  curves.means[run].forEach((mean, r) => {
    const gap = mean - common[r];
    const z = isRounding(gap, common[r]) ? 0 : gap / Math.sqrt(varianceOf(curves, run, r));
    if (Math.abs(z) > Math.abs(worst.z)) worst = { at: r, z, gap };
  });
  return worst;
}

/** Equal numbers have a mean that may differ from them in the last digits. */
function isRounding(gap: number, size: number): boolean {
  return Math.abs(gap) <= 1e-14 * Math.abs(size);
}

/** The times after the start at which every run has a mean and the common curve stands out of its noise. */
function visible({ means, variances }: Curves, common: Float64Array): readonly number[] {
  const D = means.length;
  return [...common.keys()].filter((r) => {
    const error = Math.sqrt(variances.reduce((sum, variance) => sum + variance[r], 0)) / D;
    return r > 0 && Math.abs(common[r]) > VISIBLE * error;
  });
}

/** (4), per run. */
function meanSquares(curves: Curves, common: Float64Array, seen: readonly number[]): readonly number[] {
  return curves.means.map((mean, run) => {
    const sum = seen.reduce((total, r) => {
      return total + ((mean[r] - common[r]) ** 2 - varianceOf(curves, run, r)) / common[r] ** 2;
    }, 0);
    return sum / seen.length;
  });
}

/** (5), square root taken. */
function jackknife(replicates: readonly number[]): number {
  const G = replicates.length;
  const mean = replicates.reduce((sum, value) => sum + value, 0) / G;
  return Math.sqrt(((G - 1) / G) * replicates.reduce((sum, value) => sum + (value - mean) ** 2, 0));
}

/** The means over consecutive blocks of paths, at each time; a path that has left counts as long as it was there. */
function blockMeans(ensemble: Ensemble, observable: string): readonly Float64Array[] {
  const G = Math.min(BLOCKS, ensemble.paths);
  return Array.from({ length: G }, (_, g) => {
    const sums = new Float64Array(ensemble.times.length);
    const counts = new Float64Array(ensemble.times.length);
    const end = Math.floor(((g + 1) * ensemble.paths) / G);
    for (let path = Math.floor((g * ensemble.paths) / G); path < end; path++) {
      ensemble.path(path, observable).forEach((value, r) => {
        if (Number.isNaN(value)) return;
        sums[r] += value;
        counts[r]++;
      });
    }
    return sums.map((sum, r) => sum / counts[r]);
  });
}

/** The mean over the last quarter of the times. */
function lateMean(blocks: readonly Float64Array[]): { readonly late: number; readonly standardError: number } {
  const values = blocks.map((means) => {
    const quarter = means.slice(Math.floor((3 * means.length) / 4));
    return quarter.reduce((sum, value) => sum + value, 0) / quarter.length;
  });
  const late = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - late) ** 2, 0) / (values.length - 1);
  return { late, standardError: Math.sqrt(variance / values.length) };
}
