import { nearest, requireNonNegative, requireObject, requirePositive, shown } from "../validate.js";

/** Refuses the first of the named values that is not a positive number. */
export function requirePositives(who: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) requirePositive(who, name, value);
}

/** Refuses the first of the named values that is not a number ≥ 0. */
export function requireNonNegatives(who: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) requireNonNegative(who, name, value);
}

/** Degrees of freedom of Student's t: a positive number, or Infinity for the normal law. */
export function requireDegrees(who: string, nu: number): void {
  if (!(typeof nu === "number" && nu > 0))
    throw new RangeError(`${who}: nu must be positive or Infinity, got ${shown(nu)}`);
}

/** Refuses two per-coordinate lists of different lengths. */
export function requireSameLength(who: string, h: readonly number[], sigma: readonly number[]): void {
  if (h.length !== sigma.length || h.length === 0) {
    throw new RangeError(`${who}: h and sigma must have equally many entries, got ${h.length} and ${sigma.length}`);
  }
}

/** Refuses a memory parameter outside 0 ≤ β < 1. */
export function requireMemory(who: string, beta: number): void {
  if (!(beta >= 0 && beta < 1)) throw new RangeError(`${who}: the memory β must lie in [0, 1), got ${shown(beta)}`);
}

/** Refuses a name that is not among the known ones. */
export function requireOneOf(who: string, name: string, value: unknown, known: readonly string[]): void {
  if (known.some((one) => one === value)) return;
  const near = typeof value === "string" ? nearest(value, known) : undefined;
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  throw new RangeError(`${who}: ${name} must be one of ${known.join(", ")}, got ${shown(value)}${hint}`);
}

/** Refuses what is no number; both infinities are. */
export function requireNumber(who: string, name: string, value: number): void {
  if (typeof value === "number" && !Number.isNaN(value)) return;
  throw new RangeError(`${who}: ${name} must be a number, got ${shown(value)}`);
}

/** Refuses options that are no object; their names are looked at one by one. */
export function requireGiven(who: string, options: object): void {
  requireObject(who, options, Object.keys(options ?? {}));
}
