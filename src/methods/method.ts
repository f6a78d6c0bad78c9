import { type Expression, namesIn, parseExpression } from "../equations/expression.js";
import { type UpdateClosure, type UpdateProgram, updateProgram } from "../equations/program.js";
import { canonical, type Domain, display, domainOf } from "../equations/symbols.js";
import { tabulatedOperations } from "../equations/tabulated.js";
import type { Tabulated } from "../math/piecewise-table.js";
import type { Problem } from "../objectives/problem.js";
import type { Prediction } from "../theory/prediction.js";
import { requireFinite, requireObject, requireOptions, shown } from "../validate.js";
import { type Explanation, explanationOf } from "./explanation.js";
import { parametersAt, parametersOf } from "./parameters.js";
import { requireDefinition } from "./require-definition.js";
import { type Schedule, type Schedules, scheduledSde, scheduledUpdate, survives } from "./schedule.js";
import { type MethodSde, readSde, type SdeDefinition } from "./sde-definition.js";

/** A method as its author writes it; see the README of this folder. */
export interface MethodDefinition<P extends Readonly<Record<string, number>>> {
  readonly name: string;
  readonly source: string;
  /** Parameters with their defaults, by ASCII name; η is among them: t = kη. */
  readonly parameters: P;
  /** Domains of parameters whose name does not tell. */
  readonly domains?: Readonly<Partial<Record<keyof P, Domain>>>;
  /** Memories with their start: a number, or an expression of x, G, σ and the parameters. */
  readonly memory?: Readonly<Record<string, number | string>>;
  /**
   * Functions of one variable given by tables, by the name the equations call them by: see `tabulate`; or what makes them
   * from the values of the parameters.
   */
  readonly functions?: Functions | ((parameters: P) => Functions);
  /** Vectors of independent standard normals that each step draws anew, and its lines call by name. */
  readonly draws?: Readonly<Record<string, "normal">>;
  /** For a distributed method: the parameters that count the workers and the steps between averages. Default every: each step. */
  readonly workers?: { readonly count: keyof P & string; readonly every?: keyof P & string };
  /** One step, k = 0, 1, 2, …; g is the stochastic gradient. Lines, or a function that changes the state it is given. */
  readonly update: readonly string[] | UpdateClosure;
  readonly sde?: SdeDefinition;
  /** Other SDEs of the same method, by name. */
  readonly variants?: Readonly<Record<string, SdeDefinition>>;
  /** What theory asserts of the method on a problem; each returns nothing where its assumptions fail. */
  readonly theory?: readonly ((parameters: P, problem: Problem) => readonly Prediction[])[];
}

type Functions = Readonly<Record<string, Tabulated>>;

/** A method with its parameters fixed. */
export interface Method {
  readonly name: string;
  readonly source: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly memory: Readonly<Record<string, Expression>>;
  readonly update: UpdateProgram;
  /** The SDEs by name; the first is the default. */
  readonly sdes: ReadonlyMap<string, MethodSde>;
  readonly workers: { readonly count: number; readonly every: number };
  /** Parameters that change with time, by name. */
  readonly schedules: Schedules;
  /** The same method at another η: decays β = 1 − ρη keep their rate ρ but for those named, everything else stays. */
  readonly at: (eta: number, fixedDecays?: readonly string[]) => Method;
  /** The same method with other parameters. */
  readonly with: (parameters: Readonly<Record<string, number | Schedule>>) => Method;
  /** What values a parameter may have. */
  readonly domain: (parameter: string) => Domain;
  readonly predictions: (problem: Problem) => readonly Prediction[];
  /** Its equations, as a notebook shows them. */
  readonly show: Explanation["show"];
}

/** Makes a method with its defaults overridden, by numbers or schedules: `adamW({ eta: 0.01 })`. */
export interface MethodFactory<P extends Readonly<Record<string, number>>> {
  (parameters?: Partial<{ readonly [name in keyof P]: number | Schedule }>): Method;
  /** The method with its defaults, as a notebook shows it. */
  readonly show: Method["show"];
}

/**
 * Defines a method from its equations.
 *
 * @throws SyntaxError naming method, line and the nearest right name when the text is wrong;
 *         TypeError when a parameter has no effect, or a part of the definition is not what it must be; RangeError on
 *         defaults outside their domain. The factory throws RangeError on values outside a parameter's domain.
 */
export function method<const P extends Readonly<Record<string, number>>>(
  definition: MethodDefinition<P>,
): MethodFactory<P> {
  requireDefinition(definition);
  const { name: owner, memory = {}, workers } = definition;
  if (!("eta" in definition.parameters)) throw new TypeError(`${owner}: parameters must contain eta, since t = kη`);
  const counts = Object.fromEntries(Object.values(workers ?? {}).map((name) => [name, "count" as const]));
  const domains: Readonly<Record<string, Domain | undefined>> = { ...definition.domains, ...counts };
  const domain = (name: string): Domain => domains[name] ?? domainOf(canonical(name));
  parametersOf(owner, definition.parameters, domain);
  const state = ["x", ...Object.keys(memory).map(canonical)];
  const programsFor = programReader(definition, state);
  const { program, sdes } = programsFor(definition.parameters);
  const starts = Object.fromEntries(
    Object.entries(memory).map(([name, start]) => [canonical(name), memoryStart(owner, name, start)]),
  );
  requireEffect(definition, program, sdes, starts);
  requireDecays(owner, sdes, domain);
  const make = (overrides?: Parameters<MethodFactory<P>>[0]): Method => {
    requireOptions(owner, overrides, Object.keys(definition.parameters));
    const { values, schedules } = parametersOf(owner, { ...definition.parameters, ...overrides }, domain);
    const { names, program, sdes } = programsFor(values as unknown as P);
    const made: Method = {
      name: owner,
      source: definition.source,
      parameters: values,
      schedules,
      memory: starts,
      update: scheduledUpdate(program, schedules),
      sdes: new Map(
        [...sdes]
          .filter(([, sde]) => survives(sde, schedules, names))
          .map(([name, sde]) => [name, { ...sde, program: scheduledSde(sde.program, schedules) }]),
      ),
      workers: {
        count: workers === undefined ? 1 : values[workers.count],
        every: workers?.every === undefined ? 1 : values[workers.every],
      },
      at(eta, fixedDecays = []) {
        const isScaled = (name: string): boolean => domain(name) === "decay" && !fixedDecays.includes(name);
        const moved = parametersAt(owner, Object.keys(definition.parameters), { values, schedules }, eta, isScaled);
        return make(moved as Partial<P>);
      },
      with: (parameters) => make({ ...overrides, ...parameters } as Partial<P>),
      domain,
      // theory speaks of constant parameters
      predictions: (problem) =>
        schedules.size > 0
          ? []
          : (definition.theory ?? [])
              .flatMap((theory) => theory(values as unknown as P, problem))
              .map((asserted) => ofFirst(asserted, sdes)),
      show: () => explanationOf(made).show(),
    };
    return made;
  };
  return Object.assign(make, { show: () => make().show() });
}

/** What a method asserts of its SDE it asserts of the first, unless it names another. */
function ofFirst(asserted: Prediction, sdes: ReadonlyMap<string, MethodSde>): Prediction {
  const [first] = sdes.keys();
  return asserted.of === "sde" && asserted.sde === undefined && first !== undefined
    ? { ...asserted, sde: first }
    : asserted;
}

/** The update and the SDEs of a definition, and the names of the functions that were made from the parameters. */
interface Programs {
  readonly names: readonly string[];
  readonly program: UpdateProgram;
  readonly sdes: ReadonlyMap<string, MethodSde>;
}

/** Reads the equations: once, or for each choice of parameters where these make the functions the equations call. */
function programReader<P extends Readonly<Record<string, number>>>(
  { name: owner, parameters, functions = {}, draws, update, sde, variants = {} }: MethodDefinition<P>,
  state: readonly string[],
): (values: P) => Programs {
  const drawn = drawNames(owner, draws);
  if (typeof update === "function" && drawn.length > 0) {
    throw new TypeError(`${owner}: draws are for an update given by lines, got a function`);
  }
  const read = (given: Functions, names: readonly string[]): Programs => {
    const called = tabulatedOperations(owner, given);
    const vocabulary = { owner, parameters: Object.keys(parameters).map(canonical), state, functions: called };
    const program: UpdateProgram =
      typeof update === "function"
        ? { kind: "update", owner, state, draws: [], lines: [], closure: update }
        : updateProgram(update, { ...vocabulary, draws: drawn });
    const definitions = Object.entries({ ...(sde !== undefined && { plain: sde }), ...variants });
    return { names, program, sdes: new Map(definitions.map(([name, one]) => [name, readSde(name, one, vocabulary)])) };
  };
  if (typeof functions !== "function") {
    const programs = read(functions, []);
    return () => programs;
  }
  const readMade = (given: Functions): Programs => read(given, Object.keys(given));
  const known = new Map<string, Programs>();
  return (values) => {
    const key = JSON.stringify(values);
    const programs = known.get(key) ?? readMade(functions(values));
    known.set(key, programs);
    return programs;
  };
}

function drawNames(owner: string, draws: Readonly<Record<string, string>> = {}): string[] {
  requireObject(`${owner}, draws`, draws, Object.keys(draws ?? {}));
  return Object.entries(draws).map(([name, law]) => {
    if (law === "normal") return canonical(name);
    throw new TypeError(`${owner}: the law of the draw ${name} must be "normal", got ${shown(law)}`);
  });
}

/** Refuses what is no method; a factory that was not called gets a hint. */
export function requireMethod(who: string, method: unknown): void {
  if ((method as Method | undefined)?.update?.kind === "update") return;
  const hint = typeof method === "function" ? "; call it first, as in sgd({ eta: 0.01 })" : "";
  throw new TypeError(`${who}: method must be a method, got ${shown(method)}${hint}`);
}

/** A memory's start, read as an expression of x, G, σ and the parameters. */
export function memoryStart(owner: string, name: string, start: unknown): Expression {
  if (typeof start === "string") return parseExpression(start, `${owner}, start of ${display(canonical(name))}`);
  return { kind: "number", value: requireFinite(owner, `start of ${name}`, start) };
}

/** What stays fixed as η → 0 must otherwise follow it. */
function requireDecays(owner: string, sdes: ReadonlyMap<string, MethodSde>, domain: (name: string) => Domain): void {
  for (const { name, fixedDecays = [] } of sdes.values()) {
    const stray = fixedDecays.find((decay) => domain(decay) !== "decay");
    if (stray === undefined) continue;
    throw new TypeError(
      `${owner} (${name}): fixedDecays must name decays, got ${shown(stray)}, which is ${domain(stray)}`,
    );
  }
}

function requireEffect<P extends Readonly<Record<string, number>>>(
  { name, parameters, workers }: MethodDefinition<P>,
  update: UpdateProgram,
  sdes: ReadonlyMap<string, MethodSde>,
  starts: Readonly<Record<string, Expression>>,
): void {
  const expressions = [
    ...update.lines.map((line) => line.expression),
    ...[...sdes.values()]
      .flatMap(({ program }) => [...program.where, ...program.increments])
      .map((line) => line.expression),
    ...Object.values(starts),
  ];
  // what a function uses cannot be seen
  if (update.closure !== undefined) return;
  const used = new Set<string>(["eta", ...Object.values(workers ?? {})]);
  for (const expression of expressions) namesIn(expression, used);
  for (const parameter of Object.keys(parameters)) {
    if (!used.has(canonical(parameter))) throw new TypeError(`${name}: the parameter ${parameter} has no effect`);
  }
}
