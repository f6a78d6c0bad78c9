/**
 * Parameters that change with time: p(t) = p s(t), t = kη. In an update p stands for p s(kη); in an SDE for p s(t). The
 * learning rate itself is special, since it also measures time: with η s(t) a step moves x by s(t) times as much, so
 *
 *   dX ← s(t) dX,  drift and noise alike, η and t = kη staying what they are                              (1)
 *
 * Standing of (1): recalled and checked; for SDEs of weak order 1.
 */
import { call, type Expression, name, namesIn, parseExpression, substitute } from "../equations/expression.js";
import type { SdeProgram, UpdateProgram } from "../equations/program.js";
import { display } from "../equations/symbols.js";
import { requireFinite, shown } from "../validate.js";
import type { SdeDefinition } from "./sde-definition.js";

/** A parameter and how it changes. */
export interface Schedule {
  readonly value: number;
  /** s, an expression of t. */
  readonly factor: Expression;
  readonly text: string;
}

/**
 * A parameter that starts from a value and is multiplied by a function of t = kη: `sgd({ eta: schedule(0.1, "1/sqrt(1 + t)") })`.
 *
 * @param factor an expression of t.
 * @throws SyntaxError where it uses another name.
 */
export function schedule(value: number, factor: string): Schedule {
  const expression = parseExpression(factor, "schedule");
  const stray = [...namesIn(expression)].find((id) => id !== "t" && id !== "pi");
  if (stray !== undefined)
    throw new SyntaxError(`schedule: the factor must be an expression of t, got ${shown(stray)}`);
  return { value: requireFinite("schedule", "value", value), factor: expression, text: factor };
}

export function isSchedule(value: unknown): value is Schedule {
  return typeof value === "object" && value !== null && "factor" in value && "value" in value;
}

/** Schedules by canonical parameter name. */
export type Schedules = ReadonlyMap<string, Schedule>;

/** The update with scheduled parameters. @throws TypeError where η does more than move x. */
export function scheduledUpdate(program: UpdateProgram, schedules: Schedules): UpdateProgram {
  if (schedules.size === 0) return program;
  if (program.closure !== undefined)
    throw new TypeError(`${program.owner}: an update that is a function takes no schedules`);
  const stray = program.lines.find(({ target, expression }) => target !== "x" && namesIn(expression).has("eta"));
  if (schedules.has("eta") && stray !== undefined) {
    throw new TypeError(
      `${program.owner}: η may be a schedule where it only multiplies the step of x, but ${display(stray.target)} uses it`,
    );
  }
  const time = call("multiply", name("k"), name("eta"));
  return {
    ...program,
    lines: program.lines.map((line) => ({ ...line, expression: scheduled(line.expression, schedules, time) })),
  };
}

/**
 * Whether an SDE keeps its meaning: with a schedule of η, one of weak order 2 would need corrections that are not known; one
 * that calls functions made from the parameters has those of constant ones.
 */
export function survives(
  { order = 1, where = [], equations }: SdeDefinition,
  schedules: Schedules,
  made: readonly string[],
): boolean {
  const calls = [...where, ...equations].some((line) => made.some((called) => line.includes(`${called}(`)));
  return (order === 1 || !schedules.has("eta")) && (schedules.size === 0 || !calls);
}

/** The SDE with scheduled parameters. (1) */
export function scheduledSde(program: SdeProgram, schedules: Schedules): SdeProgram {
  if (schedules.size === 0) return program;
  const rate = schedules.get("eta");
  const others = new Map([...schedules].filter(([id]) => id !== "eta"));
  const moved = (expression: Expression): Expression => scheduled(expression, others, name("t"));
  return {
    ...program,
    where: program.where.map((line) => ({ ...line, expression: moved(line.expression) })),
    increments: program.increments.map((line) => {
      const expression = moved(line.expression);
      const isX = line.target === "dx" && rate !== undefined;
      return { ...line, expression: isX ? call("multiply", rate.factor, expression) : expression };
    }),
  };
}

function scheduled(expression: Expression, schedules: Schedules, time: Expression): Expression {
  return substitute(expression, (part) => {
    const found = part.kind === "name" ? schedules.get(part.name) : undefined;
    if (found === undefined) return undefined;
    const factor = substitute(found.factor, (inner) =>
      inner.kind === "name" && inner.name === "t" ? time : undefined,
    );
    return call("multiply", part, factor);
  });
}
