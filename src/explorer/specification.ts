/** What the explorer shows: everything that its results depend on, and nothing else. Plain data. */
import { methods } from "../methods/index.js";
import type { Method } from "../methods/method.js";
import { methodFields } from "./method-fields.js";
import { noiseChoices } from "./noise-choices.js";
import { objectiveChoices } from "./objective-choices.js";
import { type Field, type FieldValues, listOf, quantity, row, usualValues } from "./quantity.js";

export interface Specification {
  /** The name a method is exported under, with values of its parameters. */
  readonly method: string;
  readonly parameters: FieldValues;
  /** The name of one of its SDEs, or "none" for the optimizer alone. */
  readonly sde: string;
  readonly objective: string;
  readonly coefficients: FieldValues;
  readonly noise: string;
  readonly law: FieldValues;
  /** start, horizon, paths, seed, substeps. */
  readonly run: FieldValues;
  /** The observable whose mean is drawn. */
  readonly show: string;
  /** The coordinate whose distribution is drawn, from 1. */
  readonly coordinate: number;
}

/** The optimizer without an SDE. */
export const NO_SDE = "none";

/** Observables that can be drawn, and how they are called. */
export const observableTitles: Readonly<Record<string, string>> = {
  f: "f, the loss",
  "norm(G)": "|∇f|",
  "dot(x, x)": "|x|²",
  "x[1]": "x₁",
  "x[1]^2": "x₁²",
  "x[2]": "x₂",
  "x[2]^2": "x₂²",
};

/** The fields of a run. */
export const runFields: readonly Field[] = [
  row("start", "x₀", [1.5, -1], [-3, 3]),
  quantity("horizon", "T", 4, [0.5, 40], "logarithmic"),
  quantity("paths", "paths", 500, [50, 5000], "count"),
  quantity("seed", "seed", 1, [1, 100], "count"),
  quantity("substeps", "η/dt", 8, [1, 32], "count"),
];

/** The learning rate that every method begins with: large enough to see an SDE and its optimizer part. */
const USUAL_ETA = 0.02;

/** The values that a method's parameters begin with. */
export function usualParameters(method: string): FieldValues {
  return { ...usualValues(methodFields(methods[method]())), eta: USUAL_ETA };
}

/** The start and the horizon that an objective begins with. */
export function usualRun(objective: string, run: FieldValues = usualValues(runFields)): FieldValues {
  const { start, horizon } = objectiveChoices[objective];
  return { ...run, start, horizon };
}

/** What is shown first. */
export function usualSpecification(method: string = "signSgd"): Specification {
  return {
    method,
    parameters: usualParameters(method),
    sde: firstSde(methods[method]()),
    objective: "quadratic",
    coefficients: usualValues(objectiveChoices.quadratic.fields),
    noise: "gaussian",
    law: usualValues(noiseChoices.gaussian.fields),
    run: usualRun("quadratic"),
    show: "f",
    coordinate: 1,
  };
}

/** The same with another method, whose learning rate stays. */
export function withMethod(specification: Specification, method: string): Specification {
  const parameters = { ...usualParameters(method), eta: specification.parameters.eta };
  return { ...specification, method, parameters, sde: firstSde(methods[method]()) };
}

/** The same with another objective, from its own start. */
export function withObjective(specification: Specification, objective: string): Specification {
  const { fields } = objectiveChoices[objective];
  const run = usualRun(objective, specification.run);
  return { ...specification, objective, coefficients: usualValues(fields), run };
}

/** The same with another noise. */
export function withNoise(specification: Specification, noise: string): Specification {
  return { ...specification, noise, law: usualValues(noiseChoices[noise].fields) };
}

function firstSde({ sdes }: Method): string {
  return [...sdes.keys()][0] ?? NO_SDE;
}

/** What is known of d, by the coefficients it was asked for. */
const dimensions = new WeakMap<FieldValues, number>();

/** d, where the objective's coefficients make sense. */
export function dimensionOf({ objective, coefficients }: Specification): number | undefined {
  const known = dimensions.get(coefficients);
  if (known !== undefined) return known;
  try {
    const { dimension } = objectiveChoices[objective].make(coefficients);
    dimensions.set(coefficients, dimension);
    return dimension;
  } catch {
    return undefined;
  }
}

/** The same with start, observable and coordinate that fit the objective's dimension. */
export function fitted(specification: Specification): Specification {
  const d = dimensionOf(specification);
  const { run, show, coordinate } = specification;
  const start = listOf(run, "start");
  if (d === undefined || d === start.length) return specification;
  return {
    ...specification,
    run: { ...run, start: Array.from({ length: d }, (_, i) => start[i] ?? start[start.length - 1] ?? 1) },
    show: d === 1 && show.includes("[2]") ? "f" : show,
    coordinate: Math.min(coordinate, d),
  };
}
