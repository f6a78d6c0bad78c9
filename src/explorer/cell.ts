/** The TypeScript that does in a notebook what the explorer shows, and prints the same hashes. */

import type { Construction } from "./choice.js";
import type { Experiment } from "./experiment.js";
import { noiseChoices } from "./noise-choices.js";
import { objectiveChoices } from "./objective-choices.js";
import type { Specification } from "./specification.js";

/** A complete cell. */
export function cellOf(specification: Specification, { chains, refusal, options }: Experiment): string {
  const { method, parameters, objective, coefficients, noise, law, run, show } = specification;
  const start = [
    'import * as maruyama from "maruyama";',
    "",
    `const method = maruyama.${method}(${code(parameters)});`,
    "const problem = maruyama.problem({",
    `  objective: ${call(objectiveChoices[objective].construction(coefficients))},`,
    `  noise: ${call(noiseChoices[noise].construction(law))},`,
    `  start: ${code(run.start)},`,
    "});",
  ];
  const asked = Object.entries(options).map(([name, value]) => `  ${name}: ${code(value)},`);
  const compared =
    chains.length > 1
      ? [
          "const result = await maruyama.compare(method, problem, {",
          `  sdes: ${code([specification.sde])},`,
          `  substeps: ${code(run.substeps)},`,
          ...asked,
          "});",
        ]
      : [
          ...(refusal === undefined ? [] : [`// no SDE: ${refusal.replace(/\s+/g, " ")}`]),
          "const alone = await maruyama.ensemble(maruyama.optimizer(method, problem), {",
          ...asked,
          "});",
          "const result = maruyama.comparison(alone, [], method.predictions(problem));",
        ];
  const figure = `maruyama.show(result, maruyama.comparisonFigure(result, { observable: ${code(show)} }));`;
  const hashes = "for (const { chain, hash } of [result.reference, ...result.others]) console.log(chain.name, hash);";
  return `${[...start, ...compared, figure, hashes].join("\n")}\n`;
}

function call({ name, argument }: Construction): string {
  return `maruyama.${name}(${code(argument)})`;
}

/** A value as TypeScript. */
function code(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(code).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, entry]) => `${name}: ${code(entry)}`);
  return `{ ${entries.join(", ")} }`;
}
