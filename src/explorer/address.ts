/**
 * A specification as the part of an address after #, readable and complete, and the way back:
 * method=signSgd&eta=0.02&sde=plain&objective=quadratic&objective.h=2,1&noise=gaussian&noise.sigma=0.8&start=1.5,-1&…
 */
import { methods } from "../methods/index.js";
import { shown, suggestion } from "../validate.js";
import { methodFields } from "./method-fields.js";
import { noiseChoices } from "./noise-choices.js";
import { objectiveChoices } from "./objective-choices.js";
import type { Field, FieldValue, FieldValues } from "./quantity.js";
import {
  NO_SDE,
  observableTitles,
  runFields,
  type Specification,
  usualParameters,
  usualRun,
  usualSpecification,
  withMethod,
  withNoise,
  withObjective,
} from "./specification.js";

/** The address of a specification, without #. */
export function addressOf(specification: Specification): string {
  const { method, parameters, sde, objective, coefficients, noise, law, run, show, coordinate } = specification;
  const entries: readonly (readonly [string, FieldValue])[] = [
    ["method", method],
    ...Object.entries(parameters),
    ["sde", sde],
    ["objective", objective],
    ...Object.entries(coefficients).map(([name, value]) => [`objective.${name}`, value] as const),
    ["noise", noise],
    ...Object.entries(law).map(([name, value]) => [`noise.${name}`, value] as const),
    ...Object.entries(run),
    ["show", show],
    ["coordinate", coordinate],
  ];
  return entries.map(([name, value]) => `${name}=${written(value)}`).join("&");
}

/** Escaped where it must be, so that formulas stay readable. */
function written(value: FieldValue): string {
  const text = typeof value === "object" ? value.join(",") : String(value);
  return encodeURIComponent(text)
    .replace(/%(?:2C|5B|5D|2F|5E)/g, decodeURIComponent)
    .replaceAll("%20", "+");
}

/**
 * The specification at an address; what it does not name is as usual.
 *
 * @throws SyntaxError naming the part that makes no sense.
 */
export function specificationAt(address: string): Specification {
  const given = entriesOf(address);
  const take = (name: string): string | undefined => {
    const text = given.get(name);
    given.delete(name);
    return text;
  };
  const named = (name: string, known: readonly string[], usual: string): string => {
    const text = take(name) ?? usual;
    if (known.includes(text)) return text;
    throw new SyntaxError(`address: no ${name} ${shown(text)}${suggestion(text, known)}`);
  };
  const values = (fields: readonly Field[], usual: FieldValues, prefix: string = ""): FieldValues =>
    Object.fromEntries(
      fields.map((field) => {
        const text = take(prefix + field.name);
        return [field.name, text === undefined ? usual[field.name] : read(prefix, field, text)];
      }),
    );
  const usual = usualSpecification();
  const method = named("method", Object.keys(methods), usual.method);
  const made = methods[method]();
  const objective = named("objective", Object.keys(objectiveChoices), usual.objective);
  const noise = named("noise", Object.keys(noiseChoices), usual.noise);
  const chosen = withNoise(withObjective(withMethod(usual, method), objective), noise);
  const coordinate = take("coordinate") ?? "1";
  if (!/^[1-9]\d*$/.test(coordinate)) {
    throw new SyntaxError(`address: coordinate must be an integer ≥ 1, got ${shown(coordinate)}`);
  }
  const specification: Specification = {
    ...chosen,
    parameters: values(methodFields(made), usualParameters(method)),
    sde: named("sde", [...made.sdes.keys(), NO_SDE], chosen.sde),
    coefficients: values(objectiveChoices[objective].fields, chosen.coefficients, "objective."),
    law: values(noiseChoices[noise].fields, chosen.law, "noise."),
    run: values(runFields, usualRun(objective)),
    show: named("show", Object.keys(observableTitles), usual.show),
    coordinate: Number(coordinate),
  };
  const stray = [...given.keys()];
  if (stray.length > 0) {
    const known = addressOf(specification).split("&");
    throw new SyntaxError(
      `address: unknown ${shown(stray[0])}${suggestion(
        stray[0],
        known.map((entry) => entry.split("=")[0]),
      )}`,
    );
  }
  return specification;
}

function entriesOf(address: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const part of address.replace(/^#/, "").split("&")) {
    if (part === "") continue;
    const [, name, text] = /^([^=]+)=(.*)$/.exec(part) ?? [];
    if (name === undefined) throw new SyntaxError(`address: each part must be name=value, got ${shown(part)}`);
    if (entries.has(name)) throw new SyntaxError(`address: ${name} is given twice`);
    try {
      entries.set(name, decodeURIComponent(text.replaceAll("+", " ")));
    } catch {
      throw new SyntaxError(`address: ${name} must be percent-encoded text, got ${shown(text)}`);
    }
  }
  return entries;
}

function read(prefix: string, field: Field, text: string): FieldValue {
  const value = fieldValue(field, text);
  if (value !== undefined) return value;
  const what = field.kind === "number" ? "a number" : "numbers with commas between them";
  throw new SyntaxError(`address: ${prefix}${field.name} must be ${what}, got ${shown(text)}`);
}

/** What is typed into a field or stands in an address; undefined where it cannot be read. */
export function fieldValue(field: Field, text: string): FieldValue | undefined {
  if (field.kind === "text") return text;
  const parts = text.split(",").map((part) => part.trim());
  const numbers = parts.map((part) => (part === "" ? Number.NaN : Number(part.replace("−", "-"))));
  if (field.kind === "number") return numbers.length === 1 && Number.isFinite(numbers[0]) ? numbers[0] : undefined;
  if (text.trim() === "") return [];
  return numbers.every(Number.isFinite) ? numbers : undefined;
}
