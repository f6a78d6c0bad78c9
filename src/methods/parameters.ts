import { call, type Expression } from "../equations/expression.js";
import { canonical, type Domain } from "../equations/symbols.js";
import { requireFinite, requireInteger, requireNonNegative, requirePositive, shown } from "../validate.js";
import { isSchedule, type Schedule, type Schedules } from "./schedule.js";

/** Parameters by canonical name: their values, and how those change that do. */
export interface Parameters {
  readonly values: Readonly<Record<string, number>>;
  readonly schedules: Schedules;
}

/** Reads what a caller gave. @throws RangeError on a value outside its parameter's domain. */
export function parametersOf(
  owner: string,
  given: Readonly<Record<string, unknown>>,
  domain: (name: string) => Domain,
): Parameters {
  const schedules = new Map<string, Schedule>();
  const values = Object.entries(given).map(([name, value]): [string, number] => {
    if (isSchedule(value)) schedules.set(canonical(name), value);
    const number = isSchedule(value) ? value.value : value;
    return [canonical(name), requireDomain(owner, name, number, domain(name))];
  });
  return { values: Object.fromEntries(values), schedules };
}

/**
 * Parameters at another η, by the names they were given under: where a decay β = 1 − ρη is scaled, it keeps its rate ρ.
 *
 * @throws RangeError where a decay would be negative.
 */
export function parametersAt(
  owner: string,
  names: readonly string[],
  { values, schedules }: Parameters,
  eta: number,
  isScaled: (name: string) => boolean,
): Readonly<Record<string, number | Schedule>> {
  const ratio = requirePositive(owner, "eta", eta) / values.eta;
  const moved = names.map((name): [string, number | Schedule] => {
    const value = values[canonical(name)];
    const next = canonical(name) === "eta" ? eta : isScaled(name) ? 1 - ratio * (1 - value) : value;
    if (isScaled(name) && next < 0)
      throw new RangeError(`${owner}: at η = ${eta} the decay ${name} = 1 − ρη must be at least 0, got ${next}`);
    const plan = schedules.get(canonical(name));
    if (plan === undefined) return [name, next];
    return [name, isScaled(name) ? decayAt(plan, next, ratio) : { ...plan, value: next }];
  });
  return Object.fromEntries(moved);
}

/** A scheduled decay β(t) = β s(t) at r times the η: 1 − r (1 − β s(t)), so that the rate is ρ(t) at every η. */
function decayAt({ value, factor, text }: Schedule, next: number, r: number): Schedule {
  const number = (of: number): Expression => ({ kind: "number", value: of });
  const forgotten = call("subtract", number(1), call("multiply", number(value), factor));
  const decay = call("subtract", number(1), call("multiply", number(r), forgotten));
  // where the decay is 0 at the start it stays so
  if (next === 0) return { value: next, factor, text };
  return {
    value: next,
    factor: call("divide", decay, number(next)),
    text: `(1 - ${r}*(1 - ${value}*(${text})))/${next}`,
  };
}

function requireDomain(owner: string, name: string, value: unknown, domain: Domain): number {
  switch (domain) {
    case "positive":
      return requirePositive(owner, name, value);
    case "non-negative":
      return requireNonNegative(owner, name, value);
    case "count":
      return requireInteger(owner, name, value);
    case "decay":
      if (typeof value === "number" && value >= 0 && value < 1) return value;
      throw new RangeError(`${owner}: ${name} must be a number in [0, 1), got ${shown(value)}`);
    case "real":
      return requireFinite(owner, name, value);
  }
}
