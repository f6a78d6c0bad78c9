/**
 * One point of a regime map: the optimizer and its SDE at chosen parameters, and how far apart they are. With m and s the
 * mean of the observable and its standard error, at a quarter, half and the end of the horizon:
 *   q = (m_SDE − m_opt)/|m_opt|,  se(q) = √(s_SDE² + (m_SDE s_opt/m_opt)²)/|m_opt|                       (1)
 *   e = √(s_SDE² + s_opt²)/|m_opt|                                                                      (2)
 * e is the standard error of q where the means are equal. A gap q of more than 4 e is told from noise; where 4 e is more than
 * the tolerance, a gap as large as the tolerance could not have been seen.
 */
import { bindChain } from "../ensemble/bound-chain.js";
import type { Chain } from "../ensemble/chain.js";
import { type Ensemble, prepare } from "../ensemble/ensemble.js";
import type { EnsembleOptions } from "../ensemble/plan.js";
import { startState } from "../ensemble/start.js";
import { type Comparison, comparison, THRESHOLD } from "./comparison.js";
import { shortNumber } from "./table.js";

/** What a point comes to. */
export type RegimeStatus = "agree" | "differ" | "unresolved" | "diverged" | "no start" | "no SDE";

/** The values of the axes at a point, by their names. */
export type RegimePoint = Readonly<Record<string, number>>;

/** Optimizer and SDE at one point. */
export interface RegimeResult {
  readonly at: RegimePoint;
  readonly status: RegimeStatus;
  /** The status in words, with its size or reason. */
  readonly text: string;
  /** The relative gap that decides; NaN where there is none. */
  readonly gap: number;
  readonly gapStandardError: number;
  /** The time of that gap. */
  readonly t: number;
  /** Shares of the paths that left. */
  readonly diverged: { readonly optimizer: number; readonly sde: number };
  /** Missing where optimizer or SDE was refused. */
  readonly comparison?: Comparison;
}

const NONE = { gap: Number.NaN, gapStandardError: Number.NaN, t: Number.NaN, diverged: { optimizer: 0, sde: 0 } };

/**
 * Runs optimizer and SDE at a point. A refusal of the SDE is a result, with its reason, and so is that of the optimizer's
 * start, as where a memory starts from σ² and the noise has none.
 *
 * @returns undefined where the run was stopped.
 */
export async function regimeResult(
  at: RegimePoint,
  { discrete, continuous }: { readonly discrete: Chain; readonly continuous: Chain },
  options: EnsembleOptions,
  tolerance: number,
  next: () => Pick<EnsembleOptions, "progress" | "signal">,
): Promise<RegimeResult | undefined> {
  const begun = unlessRefused(() => startState(bindChain(discrete)));
  if (typeof begun === "string") return { ...NONE, at, status: "no start", text: `no start: ${begun}` };
  const start = prepare(discrete, options);
  const startSde = unlessRefused(() => prepare(continuous, options));
  if (typeof startSde === "string") return { ...NONE, at, status: "no SDE", text: `no SDE: ${startSde}` };
  const [optimizer, sde] = [await start(next()), await startSde(next())];
  if (optimizer.stopped || sde.stopped) return undefined;
  const compared = comparison(optimizer, [sde], []);
  return { at, ...judged(compared, { optimizer, sde }, tolerance), comparison: compared };
}

/** What is made ready, or why it cannot be. */
function unlessRefused<T>(make: () => T): T | string {
  try {
    return make();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return error.message;
    throw error;
  }
}

function judged(
  { differences }: Comparison,
  { optimizer, sde }: { readonly optimizer: Ensemble; readonly sde: Ensemble },
  tolerance: number,
): Omit<RegimeResult, "at" | "comparison"> {
  const gaps = differences.map(({ t, mean, value, difference, standardError, valueStandardError }) => ({
    t,
    gap: -difference / Math.abs(mean), // (1)
    gapStandardError: Math.hypot(valueStandardError, (value * standardError) / mean) / Math.abs(mean),
    noise: Math.hypot(standardError, valueStandardError) / Math.abs(mean), // (2)
  }));
  const share = ({ diverged: { count }, paths }: Ensemble): number => count / paths;
  const diverged = { optimizer: share(optimizer), sde: share(sde) };
  if (diverged.optimizer > 0 || diverged.sde > 0) {
    const who = diverged.sde === 0 ? "the optimizer" : diverged.optimizer === 0 ? "the SDE" : "both";
    const shares = [diverged.optimizer, diverged.sde].filter((value) => value > 0).map(percent);
    return { ...NONE, diverged, status: "diverged", text: `${who} diverged: ${shares.join(" and ")} of the paths` };
  }
  const usable = gaps.filter(({ gap, noise }) => Number.isFinite(gap) && Number.isFinite(noise));
  if (usable.length === 0)
    return { ...NONE, status: "unresolved", text: "unresolved: the means are 0, or too few paths" };
  const apart = usable.filter(({ gap, noise }) => Math.abs(gap) > tolerance && Math.abs(gap) >= THRESHOLD * noise);
  if (apart.length > 0) {
    const worst = largest(apart);
    return { ...worst, diverged, status: "differ", text: `differ by ${measured(worst)}` };
  }
  const worst = largest(usable);
  const hidden = THRESHOLD * Math.max(...usable.map(({ noise }) => noise));
  if (hidden > tolerance) {
    return { ...worst, diverged, status: "unresolved", text: `unresolved: a gap of ${percent(hidden)} could be noise` };
  }
  return { ...worst, diverged, status: "agree", text: `agree within ${percent(tolerance)}: ${measured(worst)}` };
}

type Gap = Pick<RegimeResult, "t" | "gap" | "gapStandardError">;

function largest(gaps: readonly Gap[]): Gap {
  const { t, gap, gapStandardError } = gaps.reduce((a, b) => (Math.abs(b.gap) > Math.abs(a.gap) ? b : a));
  return { t, gap, gapStandardError };
}

function measured({ gap, gapStandardError }: Gap): string {
  return `${shortNumber(100 * gap, 2)} ± ${percent(gapStandardError)}`;
}

function percent(share: number): string {
  return `${shortNumber(100 * share, 2)} %`;
}
