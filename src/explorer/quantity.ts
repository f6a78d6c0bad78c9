/**
 * What a slider sets: a number with the range a slider offers. Typed values may lie beyond it; whether they make sense
 * is for the engine to say.
 */

/** How slider positions p in [0, 1] become values: evenly, evenly in the logarithm, or evenly in log(1 − value). */
export type Scale = "linear" | "logarithmic" | "decay";

export interface Quantity {
  readonly kind: "number";
  /** The ASCII name, as in options and in the address. */
  readonly name: string;
  /** The symbol a paper would use. */
  readonly label: string;
  readonly least: number;
  readonly most: number;
  readonly scale: Scale;
  /** Whether it counts something. */
  readonly whole: boolean;
  readonly usual: number;
}

/** Several numbers, such as one per coordinate; each of the first two has a slider. */
export interface Row {
  readonly kind: "list";
  readonly name: string;
  readonly label: string;
  readonly least: number;
  readonly most: number;
  readonly usual: readonly number[];
}

/** A formula. */
export interface Formula {
  readonly kind: "text";
  readonly name: string;
  readonly label: string;
  readonly usual: string;
}

export type Field = Quantity | Row | Formula;

export type FieldValue = number | readonly number[] | string;

/** Values of fields, by name. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

/** The value of a field that is a number. */
export function numberOf(values: FieldValues, name: string): number {
  return values[name] as number;
}

/** The value of a field that is a list. */
export function listOf(values: FieldValues, name: string): readonly number[] {
  return values[name] as readonly number[];
}

/** A number on a linear scale unless said otherwise. */
export function quantity(
  name: string,
  label: string,
  usual: number,
  range: readonly [number, number],
  scale: Scale | "count" = "linear",
): Quantity {
  const [least, most] = range;
  const whole = scale === "count";
  return { kind: "number", name, label, least, most, usual, whole, scale: scale === "count" ? "linear" : scale };
}

export function row(name: string, label: string, usual: readonly number[], range: readonly [number, number]): Row {
  return { kind: "list", name, label, usual, least: range[0], most: range[1] };
}

/** The values that fields have before anyone changes them. */
export function usualValues(fields: readonly Field[]): FieldValues {
  return Object.fromEntries(fields.map(({ name, usual }) => [name, usual]));
}

/** The value at a slider's position p in [0, 1], with no more digits than a slider can set. */
export function valueAt({ least, most, scale, whole }: Quantity, p: number): number {
  if (whole) return Math.round(least + p * (most - least));
  if (scale === "linear") return rounded(least + p * (most - least), (most - least) / 400);
  const digits = (value: number): number => Number(value.toPrecision(3));
  if (scale === "logarithmic") return digits(least * (most / least) ** p);
  return Number((1 - Number(((1 - least) * ((1 - most) / (1 - least)) ** p).toPrecision(2))).toPrecision(12));
}

/** The position of a value; an end of the slider for values beyond it. */
export function positionOf({ least, most, scale }: Quantity, value: number): number {
  if (!Number.isFinite(value)) return 0;
  const share = {
    linear: () => (value - least) / (most - least),
    logarithmic: () => (value > 0 ? Math.log(value / least) / Math.log(most / least) : 0),
    decay: () => (value < 1 ? Math.log((1 - value) / (1 - least)) / Math.log((1 - most) / (1 - least)) : 1),
  }[scale]();
  return Math.min(1, Math.max(0, share));
}

/** A value on a grid of at most `width`, whose mesh is 1, 2 or 5 times a power of ten. */
function rounded(value: number, width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const mesh = [5, 2, 1].map((step) => step * power).find((step) => step <= width * (1 + 1e-9)) ?? power;
  return Number((Math.round(value / mesh) * mesh).toPrecision(12));
}
