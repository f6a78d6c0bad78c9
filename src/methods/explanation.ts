import { sdeLatex, updateLatex } from "../equations/latex.js";
import { settingsText } from "../equations/setting-text.js";
import type { Method } from "./method.js";

/** A method set out as mathematics. */
export interface Explanation {
  /** The update, one LaTeX line each. */
  readonly update: readonly string[];
  /** Each SDE by name: its equations and coefficients in LaTeX, its source, and how it is known. */
  readonly sdes: Readonly<Record<string, { equations: string[]; where: string[]; source: string; standing: string }>>;
  /** All of it as Markdown with mathematics between dollar signs. */
  readonly markdown: string;
  /** As a notebook shows it. */
  readonly show: () => Readonly<Record<string, string>>;
}

/** The update and the SDEs of a method as LaTeX, with the values of its parameters. */
export function explanationOf(method: Method): Explanation {
  const update = method.update.closure === undefined ? updateLatex(method.update) : [];
  const sdes = Object.fromEntries(
    [...method.sdes].map(([name, { program, source, standing, regime }]) => [
      name,
      { ...sdeLatex(program), source, standing: regime === undefined ? standing : `${standing}; for ${regime}` },
    ]),
  );
  const { count, every } = method.workers;
  const together =
    count > 1
      ? [`on each of ${count} workers; every ${every === 1 ? "step" : `${every} steps`} all take their mean`]
      : [];
  const blocks = Object.entries(sdes).flatMap(([name, { equations, where, source, standing }]) => [
    `**SDE «${name}»**, t = kη (${source}; ${standing})`,
    aligned(equations),
    ...(method.sdes.get(name)?.perWorker ? together : []),
    ...(where.length > 0 ? ["with", aligned(where)] : []),
  ]);
  const title = `**${method.name}**, ${settingsText(method.parameters)} (${method.source})`;
  const written = update.length > 0 ? aligned(update) : "The update is a function.";
  const markdown = [title, written, ...together, ...blocks].join("\n\n");
  return { update, sdes, markdown, show: () => ({ "text/markdown": markdown, "text/plain": markdown }) };
}

function aligned(lines: readonly string[]): string {
  const body = lines.map((line) => line.replace(" = ", " &= ")).join(" \\\\\n");
  return `$$\n\\begin{aligned}\n${body}\n\\end{aligned}\n$$`;
}
