/** What a regime map is said to show: a verdict over all points, and a table with a row for each. */
import type { Chain } from "../ensemble/chain.js";
import { settingsText, settingText } from "../equations/setting-text.js";
import { display } from "../equations/symbols.js";
import type { RegimeMap } from "./regime-map.js";
import type { RegimePoint, RegimeResult, RegimeStatus } from "./regime-map-point.js";
import { shortNumber, type Table, table } from "./table.js";

type Finished = Pick<RegimeMap, "x" | "y" | "observable" | "tolerance" | "seed" | "results" | "requested">;

/** How many points agree, differ, diverged, have no start or no SDE, and where it is worst. */
export function regimeVerdict({
  results,
  requested,
  stopped,
  tolerance,
}: Finished & { readonly stopped: boolean }): string {
  const of = (status: RegimeStatus): readonly RegimeResult[] => results.filter((result) => result.status === status);
  const counted = (status: RegimeStatus, words: string): readonly string[] =>
    of(status).length === 0 ? [] : [`${words} at ${of(status).length}`];
  const apart = of("differ");
  const worst = apart.length === 0 ? undefined : apart.reduce((a, b) => (Math.abs(b.gap) > Math.abs(a.gap) ? b : a));
  const reasons = [...new Set([...of("no start"), ...of("no SDE")].map(({ text }) => text))];
  const heavy = results.filter(
    ({ comparison }) => (comparison?.reference.chain.problem.law.nu ?? Infinity) <= 4,
  ).length;
  const parts = [
    ...counted("agree", `agree within ${shortNumber(100 * tolerance, 2)} %`),
    ...counted("differ", "differ"),
    ...counted("unresolved", "are not told apart from noise"),
    ...counted("diverged", "one or both diverged"),
    ...counted("no start", "the optimizer has no start"),
    ...counted("no SDE", "there is no SDE"),
  ];
  const head = `${stopped ? `stopped after ${results.length} of ${requested} points` : `${requested} points`}`;
  return [
    parts.length === 0 ? `Optimizer and SDE: ${head}.` : `Optimizer and SDE, ${head}: ${parts.join(", ")}.`,
    ...(worst === undefined ? [] : [`Farthest apart at ${placeOf(worst.at)}: ${worst.text}.`]),
    ...(heavy === 0 ? [] : [heavyTails(heavy)]),
    ...reasons.slice(0, 3).map((reason) => `${reason}.`),
  ].join("\n");
}

/** The square of x has no variance then, where steps are proportional to g. */
function heavyTails(points: number): string {
  return `ν ≤ 4 at ${points} of the points: there a method that is linear in g has means without a standard error, so that its gaps are not to be trusted.`;
}

/** One row per finished point. */
export function regimeTable(map: Finished, chains: readonly Chain[], sde: string): Table {
  const { x, y, results } = map;
  return table({
    columns: [display(x.name), display(y.name), "t", "gap, %", "± s.e.", "what"],
    rows: results.map(({ at, t, gap, gapStandardError, text }) => [
      written(at[x.name]),
      written(at[y.name]),
      written(t),
      shortNumber(100 * gap, 2),
      shortNumber(100 * gapStandardError, 2),
      text,
    ]),
    caption: regimeCaption(map, chains, sde),
  });
}

/** What a reader must know of the runs: the optimizers of all points, and the name of their SDE. */
function regimeCaption(map: Finished, chains: readonly Chain[], sde: string): string {
  const { results, observable, tolerance, seed, requested } = map;
  const [{ method, problem }] = chains;
  const paths = results.find(({ comparison }) => comparison !== undefined)?.comparison?.reference.paths;
  const isSame = (of: (chain: Chain) => unknown): boolean => chains.every((chain) => of(chain) === of(chains[0]));
  const fixed = Object.entries(method.parameters).filter(([name]) => isSame((chain) => chain.method.parameters[name]));
  const isOneProblem = isSame((chain) => chain.problem.description);
  const isOneObjective = isSame((chain) => chain.problem.objective.description);
  const parts = [
    [method.name, ...fixed.map(([name, value]) => settingText(name, value, 4))].join(", "),
    ...(isOneProblem ? [problem.description] : isOneObjective ? [problem.objective.description] : []),
    `gap: (E ${observable} of ${sde} − that of the optimizer) over that of the optimizer, the largest at a quarter, half and the end of the horizon`,
    `agree: within ${shortNumber(100 * tolerance, 2)} %, and a larger gap would have been seen`,
    `${results.length} of ${requested} points${paths === undefined ? "" : `, n = ${paths} paths each`}, seed ${seed}`,
  ];
  return `${parts.join("; ")}.`;
}

/** «η = 0.1, σ = 2» */
export function placeOf(point: RegimePoint): string {
  return settingsText(point, 4);
}

/** A value that was chosen, without digits that nobody gave. */
function written(value: number): string {
  return Number.isNaN(value) ? "–" : String(Number(value.toPrecision(4)));
}
