/** The equations of a method and its SDE as MathML, which browsers draw with their own fonts. */
import katex from "katex";
import { display } from "../equations/symbols.js";
import { explain } from "../methods/explain.js";
import type { Method } from "../methods/method.js";

export interface EquationLines {
  readonly title: string;
  /** Where they are from and how they are known. */
  readonly source: string;
  /** MathML, a line each. */
  readonly lines: readonly string[];
}

/** The update, and the SDE of this name where there is one. */
export function equationLines(method: Method, sde: string): readonly EquationLines[] {
  const { update, sdes } = explain(method);
  const parts = [{ title: method.name, source: method.source, lines: [...update, ...workerLines(method)] }];
  const chosen = Object.hasOwn(sdes, sde) ? sdes[sde] : undefined;
  if (chosen !== undefined) {
    const { equations, where, source, standing } = chosen;
    parts.push({ title: `SDE «${sde}», t = kη`, source: `${source}; ${standing}`, lines: [...equations, ...where] });
  }
  return parts.map(({ lines, ...rest }) => ({ ...rest, lines: lines.map(mathMl) }));
}

/** What is done with the copies of several workers. */
function workerLines({ workers: { count, every } }: Method): readonly string[] {
  if (count === 1) return [];
  return [
    `x \\leftarrow \\frac{1}{${count}} \\sum_j x_j \\quad\\text{every ${every === 1 ? "step" : `${every} steps`}}`,
  ];
}

/** The values of parameters in one line. */
export function parameterLine({ parameters }: Method): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${display(name)} = ${Number(value.toPrecision(6))}`)
    .join(", ");
}

function mathMl(line: string): string {
  return katex.renderToString(line, { output: "mathml", displayMode: true, throwOnError: false, strict: "ignore" });
}
