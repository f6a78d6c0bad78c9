import type { Ensemble } from "./ensemble.js";

/** An ensemble in short, as a notebook shows it: what was run, how it ended, and the last means. */
export function ensembleSummary({ chain, seed, times, steps, observables, ...run }: Ensemble): Record<string, string> {
  const { paths, requested, stopped, diverged } = run;
  const count = stopped ? `stopped at ${paths} of ${requested} paths` : `${paths} paths`;
  const left = diverged.count === 0 ? [] : [`${diverged.count} diverged, the first at t = ${short(diverged.times[0])}`];
  const last = times.length - 1;
  const title = [`${chain.name}: ${count}`, ...left, `seed ${seed}`].join(", ");
  const end = `t = ${short(times[last])} (${steps[last]} steps of η = ${short(chain.eta)})`;
  const rows = observables.map((observable) => {
    const { mean, standardError } = run.series(observable);
    return [observable, `${short(mean[last])} ± ${short(standardError[last], 2)}`];
  });
  const note = `${chain.problem.description}; ± one standard error of the mean at ${end}`;
  const lines = rows.map(([observable, value]) => `E ${observable} = ${value}`);
  return {
    "text/markdown": [
      `**${title}**`,
      ["| mean of | |", "|---|---|", ...rows.map(([name, value]) => `| \`${name}\` | ${value} |`)].join("\n"),
      `${note}.`,
    ].join("\n\n"),
    "text/plain": [title, ...lines, `${note}.`].join("\n"),
  };
}

function short(value: number, digits: number = 4): string {
  return Number.isNaN(value) ? "–" : String(Number(value.toPrecision(digits)));
}
