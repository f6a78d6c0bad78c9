import type { Chain } from "../ensemble/chain.js";
import { call, name, namesIn, number, substitute } from "../equations/expression.js";
import type { Method, MethodSde } from "../methods/method.js";

/** A deliberate error in an SDE: the dt or dW terms of one equation multiplied by a factor. */
export interface Mutation {
  /** "dx", "dm", … */
  readonly equation: string;
  readonly differential: "dt" | "dW";
  readonly factor: number;
}

/** The chain with the error in it: a law that does not notice says nothing. */
export function mutant(chain: Chain, mutation: Mutation): Chain {
  if (chain.sde === undefined) throw new TypeError(`mutant: chain must be an SDE, got ${chain.name}`);
  return {
    ...chain,
    name: `${chain.name}, ${described(mutation)}`,
    sde: { ...chain.sde, sde: wrong(chain.sde.sde, mutation) },
  };
}

/** The method with the error in one of its SDEs, at every η. */
export function mutantMethod(method: Method, sde: string, mutation: Mutation): Method {
  const own = method.sdes.get(sde);
  if (own === undefined) throw new TypeError(`mutantMethod: ${method.name} has no SDE named ${sde}`);
  return {
    ...method,
    sdes: new Map([...method.sdes, [sde, wrong(own, mutation)]]),
    at: (eta, fixedDecays) => mutantMethod(method.at(eta, fixedDecays), sde, mutation),
  };
}

/** Every error of these factors in the dt and dW terms of an SDE. */
export function mutationsOf(sde: MethodSde, factors: readonly number[]): readonly Mutation[] {
  return sde.program.increments.flatMap(({ target: equation, expression }) => {
    const uses = (id: string): boolean => namesIn(expression).has(id);
    const differentials = (["dt", "dW"] as const).filter(uses);
    return differentials.flatMap((differential) => factors.map((factor) => ({ equation, differential, factor })));
  });
}

/** The error in words. */
export function described({ equation, differential, factor }: Mutation): string {
  return factor === 0 ? `${differential} of ${equation} dropped` : `${differential} of ${equation} × ${factor}`;
}

function wrong(sde: MethodSde, { equation, differential, factor }: Mutation): MethodSde {
  const scaledDifferential = call("multiply", number(factor), name(differential));
  const scaled = (part: Parameters<Parameters<typeof substitute>[1]>[0]): typeof part | undefined => {
    if (part.kind === "name" && part.name === differential) return scaledDifferential;
    if (part.kind !== "call" || part.operation !== "rootSigma" || differential !== "dW") return undefined;
    // √Σ takes the bare driver; the factor goes in front.
    return call("multiply", number(factor), call("rootSigma", name("dW")));
  };
  const increments = sde.program.increments.map((line) =>
    line.target === equation ? { ...line, expression: substitute(line.expression, scaled) } : line,
  );
  if (increments.every((line, i) => JSON.stringify(line) === JSON.stringify(sde.program.increments[i]))) {
    throw new RangeError(`mutant: ${sde.name} has no ${differential} term in ${equation}`);
  }
  return { ...sde, program: { ...sde.program, increments } };
}
