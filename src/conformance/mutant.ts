import type { Chain } from "../ensemble/chain.js";
import { call, name, number, substitute } from "../equations/expression.js";

/** A deliberate error in an SDE: the dt or dW terms of one equation multiplied by a factor. */
export interface Mutation {
  /** "dx", "dm", … */
  readonly equation: string;
  readonly differential: "dt" | "dW";
  readonly factor: number;
}

/** The chain with the error in it: a law that does not notice says nothing. */
export function mutant(chain: Chain, { equation, differential, factor }: Mutation): Chain {
  if (chain.sde === undefined) throw new TypeError(`mutant: chain must be an SDE, got ${chain.name}`);
  const { sde } = chain.sde;
  const wrong = call("multiply", number(factor), name(differential));
  const scaled = (part: Parameters<Parameters<typeof substitute>[1]>[0]): typeof part | undefined => {
    if (part.kind === "name" && part.name === differential) return wrong;
    if (part.kind !== "call" || part.operation !== "rootSigma" || differential !== "dW") return undefined;
    // √Σ takes the bare driver; the factor goes in front.
    return call("multiply", number(factor), call("rootSigma", name("dW")));
  };
  const increments = sde.program.increments.map((line) =>
    line.target === equation ? { ...line, expression: substitute(line.expression, scaled) } : line,
  );
  if (increments.every((line, i) => JSON.stringify(line) === JSON.stringify(sde.program.increments[i]))) {
    throw new RangeError(`mutant: ${chain.name} has no ${differential} term in ${equation}`);
  }
  return {
    ...chain,
    name: `${chain.name}, ${differential} of ${equation} × ${factor}`,
    sde: { ...chain.sde, sde: { ...sde, program: { ...sde.program, increments } } },
  };
}
