/** The controls as data: what can be chosen, and what a change makes of a specification. */
import { methods } from "../methods/index.js";
import { methodFields } from "./method-fields.js";
import { noiseChoices } from "./noise-choices.js";
import { objectiveChoices } from "./objective-choices.js";
import type { Field, FieldValues } from "./quantity.js";
import {
  dimensionOf,
  fitted,
  NO_SDE,
  observableTitles,
  runFields,
  type Specification,
  withMethod,
  withNoise,
  withObjective,
} from "./specification.js";

/** One of several names. */
export interface Menu {
  readonly name: string;
  readonly label: string;
  /** Titles by name. */
  readonly options: (specification: Specification) => Readonly<Record<string, string>>;
  readonly value: (specification: Specification) => string;
  readonly with: (specification: Specification, value: string) => Specification;
}

/** Controls that belong together. */
export interface Group {
  readonly title: string;
  readonly menus: readonly Menu[];
  readonly fields: (specification: Specification) => readonly Field[];
  readonly values: (specification: Specification) => FieldValues;
  readonly with: (specification: Specification, values: FieldValues) => Specification;
}

const titlesOf = (choices: Readonly<Record<string, { readonly title: string }>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(choices).map(([name, { title }]) => [name, title]));

const made = Object.fromEntries(Object.entries(methods).map(([name, make]) => [name, make()]));
const methodTitles = Object.fromEntries(Object.entries(made).map(([name, method]) => [name, method.name]));
const objectiveTitles = titlesOf(objectiveChoices);
const noiseTitles = titlesOf(noiseChoices);

export const groups: readonly Group[] = [
  {
    title: "Method",
    menus: [
      {
        name: "method",
        label: "method",
        options: () => methodTitles,
        value: ({ method }) => method,
        with: withMethod,
      },
      {
        name: "sde",
        label: "SDE",
        options: ({ method }) => ({
          ...Object.fromEntries([...made[method].sdes.keys()].map((name) => [name, name])),
          [NO_SDE]: "none, the optimizer alone",
        }),
        value: ({ sde }) => sde,
        with: (specification, sde) => ({ ...specification, sde }),
      },
    ],
    fields: ({ method }) => methodFields(made[method]),
    values: ({ parameters }) => parameters,
    with: (specification, parameters) => ({ ...specification, parameters }),
  },
  {
    title: "Objective",
    menus: [
      {
        name: "objective",
        label: "objective",
        options: () => objectiveTitles,
        value: ({ objective }) => objective,
        with: (specification, objective) => fitted(withObjective(specification, objective)),
      },
    ],
    fields: ({ objective }) => objectiveChoices[objective].fields,
    values: ({ coefficients }) => coefficients,
    with: (specification, coefficients) => fitted({ ...specification, coefficients }),
  },
  {
    title: "Noise",
    menus: [
      {
        name: "noise",
        label: "noise",
        options: () => noiseTitles,
        value: ({ noise }) => noise,
        with: withNoise,
      },
    ],
    fields: ({ noise }) => noiseChoices[noise].fields,
    values: ({ law }) => law,
    with: (specification, law) => ({ ...specification, law }),
  },
  {
    title: "Run",
    menus: [],
    fields: () => runFields,
    values: ({ run }) => run,
    with: (specification, run) => ({ ...specification, run }),
  },
  {
    title: "Figures",
    menus: [
      {
        name: "show",
        label: "mean of",
        options: (specification) => {
          const d = dimensionOf(specification) ?? 1;
          return Object.fromEntries(
            Object.entries(observableTitles).filter(([name]) => d > 1 || !name.includes("[2]")),
          );
        },
        value: ({ show }) => show,
        with: (specification, show) => ({ ...specification, show }),
      },
      {
        name: "coordinate",
        label: "distribution",
        options: (specification) => {
          const d = dimensionOf(specification) ?? 1;
          return Object.fromEntries(Array.from({ length: d }, (_, i) => [String(i + 1), `x[${i + 1}]`]));
        },
        value: ({ coordinate }) => String(coordinate),
        with: (specification, coordinate) => ({ ...specification, coordinate: Number(coordinate) }),
      },
    ],
    fields: () => [],
    values: () => ({}),
    with: (specification) => specification,
  },
];
