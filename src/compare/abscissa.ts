/** What a comparison is drawn against: time, or what a step costs. */
import type { Ensemble } from "../ensemble/ensemble.js";
import type { Vec } from "../math/vector.js";
import { requireObject, requirePositive, shown, suggestion } from "../validate.js";

/** The time t = kη, or what has been spent by then: steps k, bits sent, or seconds. */
export type Against = "time" | "steps" | "bits" | "seconds";

export interface AgainstOptions {
  /**
   * What is drawn from left to right. An SDE is drawn at the k = t/η of its method, and costs what its method costs. Default
   * "time", t = kη with k above.
   */
  readonly against?: Against;
  /** For bits or seconds: what one step costs, by the name of the chain. */
  readonly perStep?: Readonly<Record<string, number>>;
}

export interface Abscissa {
  readonly title: string;
  /** Where the recorded times of an ensemble stand. */
  readonly of: (ensemble: Ensemble) => Vec;
  /** Where a time of the reference stands. */
  readonly at: (t: number) => number;
  /** Whether all chains stand at the same places, so that they can be subtracted. */
  readonly isCommon: boolean;
}

const TITLES: Readonly<Record<Against, string>> = {
  time: "t = kη",
  steps: "steps k",
  bits: "bits sent",
  seconds: "seconds",
};

/** @throws TypeError or RangeError on another word than these, or where what a step costs is not told. */
export function abscissaOf(
  who: string,
  ensembles: readonly Ensemble[],
  { against = "time", perStep }: AgainstOptions,
): Abscissa {
  const words = Object.keys(TITLES);
  if (!words.includes(against)) {
    const list = words.map((word) => JSON.stringify(word)).join(", ");
    throw new RangeError(`${who}: against must be one of ${list}, got ${shown(against)}`);
  }
  const isCost = against === "bits" || against === "seconds";
  if (!isCost && perStep !== undefined) {
    throw new TypeError(`${who}: perStep is for against: "bits" or "seconds", got against: ${shown(against)}`);
  }
  const costs = isCost ? costsOf(who, ensembles, against, perStep) : undefined;
  // x = t at each step, or the step's number times its cost
  const scale = (ensemble: Ensemble): number => (costs === undefined ? 1 : (costs.get(ensemble.chain.name) as number));
  const of = (ensemble: Ensemble): Vec =>
    against === "time" ? ensemble.times : ensemble.steps.map((k) => k * scale(ensemble));
  const [reference] = ensembles;
  const first = of(reference);
  const span = first[first.length - 1];
  return {
    title: TITLES[against],
    of,
    at: (t) => (against === "time" ? t : (t / reference.chain.eta) * scale(reference)),
    isCommon: ensembles.every((one) => of(one).every((x, r) => Math.abs(x - first[r]) <= 1e-9 * span)),
  };
}

/** What a step of each chain costs, by its name; an SDE without a cost of its own has that of its method. */
function costsOf(
  who: string,
  ensembles: readonly Ensemble[],
  against: Against,
  perStep: unknown,
): ReadonlyMap<string, number> {
  const names = ensembles.flatMap(({ chain }) => [chain.name, chain.method.name]);
  if (perStep === undefined) {
    const chains = [...new Set(ensembles.map(({ chain }) => chain.method.name))].map((name) => `${shown(name)}: …`);
    throw new TypeError(
      `${who}: against: ${shown(against)} must be told what a step costs, perStep: { ${chains.join(", ")} }`,
    );
  }
  requireObject(`${who}, perStep`, perStep, names);
  const given = perStep as Readonly<Record<string, number>>;
  return new Map(
    ensembles.map(({ chain }) => {
      const name = Object.hasOwn(given, chain.name) ? chain.name : chain.method.name;
      if (Object.hasOwn(given, name)) return [chain.name, requirePositive(`${who}, perStep`, name, given[name])];
      const known = suggestion(name, Object.keys(given));
      throw new TypeError(`${who}: perStep must tell what a step of ${shown(name)} costs${known}`);
    }),
  );
}
