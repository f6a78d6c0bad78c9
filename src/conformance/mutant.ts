import type { Chain } from "../ensemble/chain.js";
import { call, type Equation, type Expression, name, namesIn, number, substitute } from "../equations/expression.js";
import { display } from "../equations/symbols.js";
import { textOf } from "../equations/text.js";
import type { Method } from "../methods/method.js";
import type { MethodSde } from "../methods/sde-definition.js";

/** A deliberate error in an SDE: the dt or dW terms of one equation multiplied by a factor. */
export interface Mutation {
  /** "dx", "dm", … */
  readonly equation: string;
  readonly differential: "dt" | "dW";
  readonly factor: number;
}

/** A deliberate error in an SDE: one term of one of its lines, at any depth, multiplied by a factor. */
export interface TermMutation {
  /** "dx", "dm", … or the name of a coefficient. */
  readonly line: string;
  /** From the whole right side down to the term, which argument to enter. */
  readonly path: readonly number[];
  /** The term as text. */
  readonly term: string;
  readonly factor: number;
}

/** Names of SDEs with terms beyond the leading order in η, or made for another limit than η → 0 with the noise fixed. */
export const SPECIAL: ReadonlySet<string> = new Set([
  ...["second order", "flipped", "paper", "consistent", "look-ahead"],
  "malladi",
]);

/** The chain with the error in it: a law that does not notice says nothing. */
export function mutant(chain: Chain, mutation: Mutation | TermMutation): Chain {
  if (chain.sde === undefined) throw new TypeError(`mutant: chain must be an SDE, got ${chain.name}`);
  return {
    ...chain,
    name: `${chain.name}, ${described(mutation)}`,
    sde: { ...chain.sde, sde: wrong(chain.sde.sde, mutation) },
  };
}

/** The method with the error in one of its SDEs, at every η. */
export function mutantMethod(method: Method, sde: string, mutation: Mutation | TermMutation): Method {
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

/** Every error of these factors in the lines of an SDE: in a right side as a whole, and in each summand at any depth. */
export function termMutationsOf(sde: MethodSde, factors: readonly number[]): readonly TermMutation[] {
  const { where, increments } = sde.program;
  return [...where, ...increments].flatMap(({ target: line, expression }) =>
    [{ path: [], term: textOf(expression) }, ...summands(expression, [])].flatMap((place) =>
      factors.map((factor) => ({ line, ...place, factor })),
    ),
  );
}

function summands(expression: Expression, path: readonly number[]): readonly Pick<TermMutation, "path" | "term">[] {
  if (expression.kind !== "call") return [];
  const isSum = expression.operation === "add" || expression.operation === "subtract";
  return expression.arguments.flatMap((argument, i) => [
    ...(isSum ? [{ path: [...path, i], term: textOf(argument) }] : []),
    ...summands(argument, [...path, i]),
  ]);
}

/** The error in words. */
export function described(mutation: Mutation | TermMutation): string {
  const { factor } = mutation;
  const what =
    "line" in mutation
      ? `${mutation.term} of ${display(mutation.line)}`
      : `${mutation.differential} of ${mutation.equation}`;
  return factor === 0 ? `${what} dropped` : `${what} × ${factor}`;
}

function wrong(sde: MethodSde, mutation: Mutation | TermMutation): MethodSde {
  const { where, increments } = sde.program;
  const change = (line: Equation): Equation => {
    const { target, expression } = line;
    if ("line" in mutation) {
      return target === mutation.line
        ? { ...line, expression: scaledAt(expression, mutation.path, mutation.factor) }
        : line;
    }
    return target === mutation.equation ? { ...line, expression: scaledDifferential(expression, mutation) } : line;
  };
  const program = { ...sde.program, where: where.map(change), increments: increments.map(change) };
  if (JSON.stringify(program) === JSON.stringify(sde.program)) {
    throw new RangeError(`mutant: ${sde.name} has nothing to change for «${described(mutation)}»`);
  }
  return { ...sde, program };
}

function scaledDifferential(expression: Expression, { differential, factor }: Mutation): Expression {
  return substitute(expression, (part) => {
    if (part.kind === "name" && part.name === differential) return call("multiply", number(factor), name(differential));
    if (part.kind !== "call" || part.operation !== "rootSigma" || differential !== "dW") return undefined;
    // √Σ takes the bare driver; the factor goes in front.
    return call("multiply", number(factor), call("rootSigma", name("dW")));
  });
}

function scaledAt(expression: Expression, path: readonly number[], factor: number): Expression {
  const [first, ...rest] = path;
  if (first === undefined) return call("multiply", number(factor), expression);
  if (expression.kind !== "call") throw new RangeError(`mutant: no argument ${first} in ${textOf(expression)}`);
  const { operation, arguments: args } = expression;
  return call(operation, ...args.map((argument, i) => (i === first ? scaledAt(argument, rest, factor) : argument)));
}
