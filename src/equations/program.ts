/**
 * A method's text, read and checked: the discrete update and the SDE that models it.
 */
import { type Equation, type Expression, equationError, namesIn, operationsIn, parseEquation } from "./expression.js";
import { NOISE_FUNCTIONS, ruleOf, SDE_FUNCTIONS } from "./functions.js";
import { requireIncrement } from "./increments.js";
import { requireSameShape, SCALAR, type Scope, type Shape, shapeOf, shown, vectorOver } from "./shapes.js";
import { canonical, display } from "./symbols.js";
import type { FunctionNames } from "./tabulated.js";

/** The independent Brownian motions an SDE may use. */
export type Driver = "dW" | "dU";

export const DRIVERS: readonly Driver[] = ["dW", "dU"];

/** Names with a meaning of their own, which no parameter, memory, coefficient or constant may take. */
export const RESERVED: readonly string[] = [
  "x",
  "g",
  "G",
  "f",
  "k",
  "t",
  "d",
  "dt",
  ...DRIVERS,
  "sigma",
  "Sigma",
  "pi",
];

/** The lines of one step, in order; a later line sees what an earlier one wrote. */
export interface UpdateProgram {
  readonly kind: "update";
  readonly owner: string;
  readonly state: readonly string[];
  /** Standard normal vectors drawn anew at each step, which the lines call by name. */
  readonly draws: readonly string[];
  /** None where the update is a function. */
  readonly lines: readonly Equation[];
  /** The update as the user's own function. */
  readonly closure?: UpdateClosure;
}

/** Changes the vectors of the state, x and the memories by name, given the stochastic gradient and the step. */
export type UpdateClosure = (
  state: Readonly<Record<string, Float64Array>>,
  g: Float64Array,
  k: number,
  parameters: Readonly<Record<string, number>>,
) => void;

/** An Itô equation: `where` defines coefficients at the current state, `increments` are dx, dm, … of the state. */
export interface SdeProgram {
  readonly kind: "sde";
  readonly owner: string;
  readonly state: readonly string[];
  readonly where: readonly Equation[];
  readonly increments: readonly Equation[];
  readonly drivers: readonly Driver[];
  /** Noise functions (cdf, clipMean, …) the text calls: they hold for independent coordinates only. */
  readonly noiseFunctions: readonly string[];
}

/** What both readers need to know of a method. */
export interface Vocabulary {
  readonly owner: string;
  readonly parameters: readonly string[];
  /** x and the memories. */
  readonly state: readonly string[];
  /** Standard normals of the update's own. */
  readonly draws?: readonly string[];
  /** Functions given by tables. */
  readonly functions?: FunctionNames;
}

/**
 * Reads the update lines of a method.
 *
 * Names: the state, the parameters, g (the stochastic gradient), its own draws, k (the step, from 0), d, and temporaries
 * once assigned.
 */
export function updateProgram(
  lines: readonly string[],
  { owner, parameters, state, draws = [], functions }: Vocabulary,
): UpdateProgram {
  if (!Array.isArray(lines) || lines.length === 0)
    throw equationError(`${owner}, update`, "must have at least one line");
  const taken = draws.find((name) => parameters.includes(name));
  if (taken !== undefined) throw equationError(owner, `${display(taken)} is both a parameter and a draw`);
  const scope = new Map<string, Shape>([
    ...vocabulary({ owner, parameters: [...parameters, ...draws], state }),
    ...draws.map((name) => [name, vectorOver()] as const),
    ["g", vectorOver()],
    ["k", SCALAR],
  ]);
  const reserved = new Set([...parameters, ...draws, ...RESERVED.filter((name) => name !== "x")]);
  const equations = lines.map((text, index) => {
    const where = `${owner}, line ${index + 1} of update`;
    const equation = parseEquation(text, where, functions);
    const shape = shapeOf(equation.expression, scope, where);
    if (reserved.has(equation.target)) throw equationError(where, `${display(equation.target)} cannot be assigned`);
    refuseSdeFunctions(equation.expression, where);
    if (state.includes(equation.target)) requireVectorShape(equation.target, shape, where);
    requireSameShape(equation.target, shape, scope.get(equation.target), where);
    scope.set(equation.target, shape);
    return equation;
  });
  for (const name of state) {
    if (!equations.some((equation) => equation.target === name)) {
      throw equationError(`${owner}, update`, `${display(name)} is never written`);
    }
  }
  const used = new Set(equations.flatMap(({ expression }) => [...namesIn(expression)]));
  const idle = draws.find((name) => !used.has(name));
  if (idle !== undefined) throw equationError(`${owner}, update`, `the draw ${display(idle)} has no effect`);
  return { kind: "update", owner, state, draws, lines: equations };
}

/**
 * Reads an SDE.
 *
 * Names: the state, the parameters, G = ∇f(x), σ (σ² = diag Σ), t, d, dt, dW, dU, the noise functions, √Σ only as
 * `sqrt(Σ)*dW`. Every increment must be linear and homogeneous in dt and the drivers.
 */
export function sdeProgram(
  text: { readonly where?: readonly string[]; readonly equations: readonly string[] },
  { owner, parameters, state, functions }: Vocabulary,
): SdeProgram {
  const scope = new Map<string, Shape>([
    ...vocabulary({ owner, parameters, state }),
    ["G", vectorOver()],
    ["sigma", vectorOver()],
    ["t", SCALAR],
  ]);
  const where = (text.where ?? []).map((line, index) => {
    const place = `${owner}, line ${index + 1} of where`;
    const equation = parseEquation(line, place, functions);
    if (isTaken(equation.target, scope, state)) {
      throw equationError(place, `${display(equation.target)} is already defined`);
    }
    scope.set(equation.target, shapeOf(equation.expression, scope, place));
    return equation;
  });
  scope.set("dt", SCALAR);
  for (const driver of DRIVERS) scope.set(driver, vectorOver());
  const increments = text.equations.map((line, index) =>
    increment(line, `${owner}, line ${index + 1} of sde`, scope, state, functions),
  );
  const all = [...where, ...increments];
  requireEachOnce(increments, all, state, owner);
  const used = all.flatMap((equation) => [...namesIn(equation.expression)]);
  const called = all.flatMap((equation) => [...operationsIn(equation.expression)]);
  return {
    kind: "sde",
    owner,
    state: state.filter((name) => increments.some((equation) => equation.target === `d${name}`)),
    where,
    increments,
    drivers: DRIVERS.filter((driver) => used.includes(driver)),
    noiseFunctions: Object.keys(NOISE_FUNCTIONS).filter((name) => called.includes(name)),
  };
}

function vocabulary({ owner, parameters, state }: Vocabulary): Scope {
  const memories = state.slice(1);
  for (const name of [...parameters, ...memories]) {
    if (RESERVED.includes(name))
      throw equationError(owner, `${display(name)} has a meaning of its own, choose another name`);
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name))
      throw equationError(owner, `${JSON.stringify(name)} is no name for an equation`);
    if (ruleOf(name) !== undefined) throw equationError(owner, `${name} is a function, choose another name`);
  }
  const differentials = state.map((name) => `d${name}`);
  const clash = [...parameters, ...memories].find((name) => differentials.includes(name));
  if (clash !== undefined)
    throw equationError(owner, `${clash} is the increment of ${clash.slice(1)}, choose another name`);
  const shared = memories.find((name) => parameters.includes(name));
  if (shared !== undefined) throw equationError(owner, `${display(shared)} is both a parameter and a memory`);
  const scope = new Map<string, Shape>([["d", SCALAR]]);
  for (const name of parameters) scope.set(canonical(name), SCALAR);
  for (const name of state) scope.set(name, vectorOver());
  return scope;
}

function increment(
  line: string,
  where: string,
  scope: Scope,
  state: readonly string[],
  functions?: FunctionNames,
): Equation {
  const equation = parseEquation(line, where, functions);
  const variable = equation.target.replace(/^d/, "");
  if (!equation.target.startsWith("d") || !state.includes(variable)) {
    const known = state.map((name) => `d${display(name)}`).join(", ");
    throw equationError(where, `must be the increment of a state variable (${known}), got ${display(equation.target)}`);
  }
  const expression = requireIncrement(equation.expression, where);
  requireVectorShape(variable, shapeOf(expression, scope, where), where);
  return { ...equation, expression };
}

function requireEachOnce(
  increments: readonly Equation[],
  all: readonly Equation[],
  state: readonly string[],
  owner: string,
): void {
  const targets = increments.map((equation) => equation.target);
  const repeated = targets.find((target, index) => targets.indexOf(target) !== index);
  if (repeated !== undefined) throw equationError(`${owner}, sde`, `${display(repeated)} is given twice`);
  if (!targets.includes("dx")) throw equationError(`${owner}, sde`, "dx is missing");
  const used = new Set(all.flatMap((equation) => [...namesIn(equation.expression)]));
  for (const name of state) {
    if (used.has(name) && !targets.includes(`d${name}`)) {
      throw equationError(`${owner}, sde`, `uses ${display(name)} but has no equation for d${display(name)}`);
    }
  }
}

function requireVectorShape(name: string, shape: Shape, where: string): void {
  if (shape.kind !== "vector")
    throw equationError(where, `${display(name)} must be given a vector, got ${shown(shape)}`);
}

/** Whether a coefficient's name hides another. */
function isTaken(name: string, scope: Scope, state: readonly string[]): boolean {
  return scope.has(name) || RESERVED.includes(name) || state.some((variable) => name === `d${variable}`);
}

function refuseSdeFunctions(expression: Expression, where: string): void {
  for (const operation of operationsIn(expression)) {
    if (Object.hasOwn(SDE_FUNCTIONS, operation))
      throw equationError(where, `${operation} belongs to the SDE, not to the update`);
  }
}
