import type { Comparison } from "../compare/comparison.js";
import type { Ensemble } from "../ensemble/ensemble.js";
import { type Figure, figure } from "../figures/figure.js";
import type { Curve } from "../figures/panel.js";
import type { Vec } from "../math/vector.js";

const BINS = 36;
/** Height of the figure in widths. */
const ASPECT = 0.85;
/** Share of the values left out at each end, so that heavy tails do not hide the middle. */
const CUT = 0.005;

/** The density of coordinate i (from 1) over the paths at the last time, as steps: optimizer and SDE. */
export function distributionFigure({ reference, others }: Comparison, i: number, width: number): Figure {
  const ensembles = [reference, ...others];
  const samples = ensembles.map((ensemble) => finalCoordinate(ensemble, i));
  const edges = edgesOf(samples);
  const curves = samples.map((values, index): Curve => {
    const steps = densitySteps(values, edges);
    return { name: ensembles[index].chain.name, ...steps, role: index === 0 ? "optimizer" : "sde", hue: 0 };
  });
  const { times } = reference;
  const time = Number(times[times.length - 1].toPrecision(4));
  return figure({
    panels: [{ x: { title: `x<sub>${i}</sub> at t = ${time}` }, y: { title: "density" }, curves }],
    caption: "",
    alt: `distribution of x[${i}] at t = ${time}`,
    width,
    height: Math.round(ASPECT * width),
  });
}

/** The last values of a coordinate; paths that have left are not among them. */
function finalCoordinate(ensemble: Ensemble, i: number): Vec {
  const { dimension } = ensemble.chain.problem.objective;
  const values = ensemble.final("x");
  return values.filter((value, at) => at % dimension === i - 1 && Number.isFinite(value)).sort();
}

/** Edges of equal bins over the values of all samples but their ends; each sample is in ascending order. */
function edgesOf(samples: readonly Vec[]): Vec {
  const at = (values: Vec, share: number): number => values[Math.round(share * (values.length - 1))];
  const filled = samples.filter(({ length }) => length > 0);
  const low = Math.min(...filled.map((values) => at(values, CUT)));
  const high = Math.max(...filled.map((values) => at(values, 1 - CUT)));
  if (filled.length === 0) return Float64Array.of(0, 1);
  // where all are nearly equal, as much as the six digits of a figure can tell apart
  const half = Math.max(0.5, 1e-4 * Math.abs(low));
  const [from, to] = high - low > 1e-5 * Math.abs(low) ? [low, high] : [low - half, low + half];
  return Float64Array.from({ length: BINS + 1 }, (_, bin) => from + (bin / BINS) * (to - from));
}

/** The outline of the histogram, per unit of x and of probability. */
function densitySteps(values: Vec, edges: Vec): { readonly x: number[]; readonly y: number[] } {
  const bins = edges.length - 1;
  const width = (edges[bins] - edges[0]) / bins;
  const counts = new Float64Array(bins);
  for (const value of values) {
    const bin = Math.floor((value - edges[0]) / width);
    if (value === edges[bins]) counts[bins - 1]++;
    else if (bin >= 0 && bin < bins) counts[bin]++;
  }
  const heights = counts.map((count) => count / (Math.max(1, values.length) * width));
  const x = [...heights].flatMap((_, bin) => [edges[bin], edges[bin + 1]]);
  const y = [...heights].flatMap((height) => [height, height]);
  return { x: [edges[0], ...x, edges[bins]], y: [0, ...y, 0] };
}
