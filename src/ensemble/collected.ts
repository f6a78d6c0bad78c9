import type { BlockResult } from "../compiler/wasm/block-runner.js";
import type { Vec } from "../math/vector.js";
import { copyOf, emptyMoments, type Moments, takeSums } from "./accumulator.js";
import { binnedDistribution, type Distribution, exactDistribution } from "./distribution.js";
import type { Plan } from "./plan.js";

/** What blocks have yielded so far. */
export interface Collected {
  /** Finished paths. */
  readonly paths: number;
  readonly moments: Moments;
  /** Per recorded time and observable; empty when values are not kept. */
  readonly distributions: readonly Distribution[];
  /** The steps at which paths left, in the order of the paths. */
  readonly left: readonly number[];
  /** Per kept path its values: time by time, observable by observable; NaN where the path had left. */
  readonly kept: readonly Vec[];
  /** Final states, per path: variable by variable, coordinate by coordinate. */
  readonly final: readonly Vec[];
  readonly take: (result: BlockResult) => void;
  readonly copy: () => Collected;
}

export function collect(plan: Plan): Collected {
  const cells = plan.steps.length * plan.observables.length;
  const make = plan.quantiles === "exact" ? exactDistribution : binnedDistribution;
  const distributions = plan.quantiles === "none" ? [] : Array.from({ length: cells }, make);
  return collected(plan, { paths: 0, moments: emptyMoments(cells), distributions, left: [], kept: [], final: [] });
}

type Content = Omit<Collected, "take" | "copy">;

function collected(plan: Plan, from: Content): Collected {
  const { moments, distributions } = from;
  const left = [...from.left];
  const kept = [...from.kept];
  const final = [...from.final];
  let { paths } = from;
  return {
    get paths() {
      return paths;
    },
    moments,
    distributions,
    left,
    kept,
    final,
    take(result) {
      takeSums(moments, result.sums);
      for (const k of result.left) if (k >= 0) left.push(k);
      takeValues(plan, result, distributions, kept);
      if (plan.final) takeFinal(result, final);
      paths += result.paths;
    },
    copy: () =>
      collected(plan, {
        paths,
        moments: copyOf(moments),
        distributions: distributions.map((distribution) => distribution.copy()),
        left,
        kept,
        final,
      }),
  };
}

function takeValues(
  plan: Plan,
  { values, paths }: BlockResult,
  distributions: readonly Distribution[],
  kept: Vec[],
): void {
  const cells = plan.steps.length * plan.observables.length;
  const count = values.length / cells;
  for (let cell = 0; cell < distributions.length; cell++) {
    distributions[cell].take(values.subarray(cell * count, (cell + 1) * count));
  }
  for (let path = 0; path < paths && kept.length < plan.keep; path++) {
    kept.push(Float64Array.from({ length: cells }, (_, cell) => values[cell * count + path]));
  }
}

function takeFinal({ final, paths }: BlockResult, to: Vec[]): void {
  const numbers = final.length / paths;
  for (let path = 0; path < paths; path++) {
    to.push(Float64Array.from({ length: numbers }, (_, i) => final[i * paths + path]));
  }
}
