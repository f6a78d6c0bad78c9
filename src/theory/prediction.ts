import { requireObject, shown } from "../validate.js";
import { requireOneOf } from "./require.js";

/** A value as a function of the time t = kη. */
export type Curve = (t: number) => number;

/**
 * What a prediction claims: equality at every t; equality up to a stated order; a bound never exceeded; the level
 * reached as t → ∞.
 */
export type PredictionKind = "exact" | "approximate" | "upper-bound" | "stationary";

/**
 * How a formula is known: stated in a paper that was read; recalled from it and re-derived or checked by numbers;
 * recalled only; derived here; derived here and checked by simulation or an exact recursion.
 */
export type Standing = "paper" | "recalled and checked" | "recalled" | "derived" | "derived and checked";

/** A curve or level that theory asserts of an observable of a chain. */
export interface Prediction {
  readonly name: string;
  /** Canonical expression of the observable: "f", "x[1]", "x[1]^2". */
  readonly observable: string;
  readonly kind: PredictionKind;
  /** Which chain it speaks of; both where it says nothing. */
  readonly of?: "optimizer" | "sde";
  /** Which of the method's SDEs, by name. Default: whichever is compared; in a method's own predictions its first. */
  readonly sde?: string;
  /** The asserted value at time t = kη; NaN where theory says nothing. */
  readonly at: Curve;
  readonly source: string;
  readonly standing: Standing;
  readonly assumptions: string;
}

const KINDS: readonly PredictionKind[] = ["exact", "approximate", "upper-bound", "stationary"];

/** Every {@link Standing}. */
export const STANDINGS: readonly Standing[] = [
  "paper",
  "recalled and checked",
  "recalled",
  "derived",
  "derived and checked",
];

/** The prediction itself, checked: kind and standing known, every text non-empty, `at` a function. */
export function prediction(p: Prediction): Prediction {
  requireObject("prediction", p, Object.keys(p ?? {}));
  const who = `prediction ${shown(p.name)}`;
  for (const field of ["name", "observable", "source", "assumptions"] as const) {
    if (typeof p[field] !== "string" || p[field].trim() === "") {
      throw new TypeError(`${who}: ${field} must be a non-empty text, got ${shown(p[field])}`);
    }
  }
  requireOneOf(who, "kind", p.kind, KINDS);
  requireOneOf(who, "standing", p.standing, STANDINGS);
  if (typeof p.at !== "function") throw new TypeError(`${who}: at must be a function of t, got ${shown(p.at)}`);
  return p;
}

/** The curve of a stationary level. */
export function constant(level: number): Curve {
  return () => level;
}
