/** What the phases of a run are said to be: a sentence, and the transitions one by one. */
import type { CoordinatePhases, Phases, Stretch } from "./phases.js";
import { shortNumber, type Table, table } from "./table.js";

type Told = Pick<Phases, "ensemble" | "coordinates" | "stretches">;

/** «phase 1», «phases 1–3» */
export function stretchLabel({ lowest, highest }: Pick<Stretch, "lowest" | "highest">): string {
  return lowest === highest ? `phase ${lowest}` : `phases ${lowest}–${highest}`;
}

/** When all coordinates are in which phases. */
export function phasesVerdict({ ensemble, coordinates, stretches }: Told): string {
  const of = coordinates.length === 1 ? "the coordinate is" : `the ${coordinates.length} coordinates are`;
  const said = stretches.map((stretch, i) => {
    const end = i + 1 < stretches.length ? ` to t = ${timeOf(stretches[i + 1])}` : "";
    return `in ${stretchLabel(stretch)}${end}`;
  });
  const whole =
    stretches.length === 1 ? `${said[0]} throughout` : `${said.slice(0, -1).join(", ")}, then ${said.at(-1)}`;
  return `${ensemble.chain.name}: ${of} ${whole}.`;
}

/** One row per transition of a coordinate; a row without one for those that stay. */
export function phasesTable({ ensemble, coordinates }: Told): Table {
  const rows = coordinates.flatMap((one) => {
    const end = lateRatio(one);
    if (one.transitions.length === 0) return [[one.coordinate, `stays in phase ${one.first}`, "–", "–", end]];
    return one.transitions.map(({ from, to, t, standardError }) => [
      one.coordinate,
      `phase ${from} to ${to}`,
      shortNumber(t),
      shortNumber(standardError, 2),
      end,
    ]);
  });
  const { chain, paths, seed } = ensemble;
  return table({
    columns: ["coordinate", "passes", "t", "± s.e.", "E |Y| at the end"],
    rows: rows.map((row) => row.map((cell, j) => (j === 0 ? String(cell) : cell))),
    caption: `${chain.name}, η = ${chain.eta}; ${chain.problem.description}; n = ${paths} paths, seed ${seed}; Y = ∂f/(√2 σ), borders at 3/2 and 1; a phase is that of E |Y|.`,
  });
}

function timeOf({ from, standardError }: Stretch): string {
  return `${shortNumber(from)} ± ${shortNumber(standardError, 2)}`;
}

function lateRatio({ ratio: { mean, standardError } }: CoordinatePhases): string {
  const last = mean.length - 1;
  return `${shortNumber(mean[last], 3)} ± ${shortNumber(standardError[last], 2)}`;
}
