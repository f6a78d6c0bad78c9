/**
 * Something to choose: an objective or a noise, made by a function that a notebook calls by the same name with the same
 * arguments. What the explorer runs is what the cell says.
 */
import type { Field, FieldValues } from "./quantity.js";

/** A function of the library and its argument. */
export interface Construction {
  /** The name it is exported under. */
  readonly name: string;
  readonly argument: unknown;
}

/** One of several objectives, or noises. */
export interface Choice<T> {
  readonly title: string;
  readonly fields: readonly Field[];
  readonly construction: (values: FieldValues) => Construction;
  /** What the construction makes. @throws TypeError or RangeError on values that make no sense. */
  readonly make: (values: FieldValues) => T;
}

/** A choice from the function that makes it, the name it is exported under, and its argument for given values. */
export function choice<T, A>(definition: {
  readonly title: string;
  readonly name: string;
  readonly call: (argument: A) => T;
  readonly fields: readonly Field[];
  readonly argument: (values: FieldValues) => A;
}): Choice<T> {
  const { title, name, call, fields, argument } = definition;
  return {
    title,
    fields,
    construction: (values) => ({ name, argument: argument(values) }),
    make: (values) => call(argument(values)),
  };
}
