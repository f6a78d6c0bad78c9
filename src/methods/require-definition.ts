import type { Domain } from "../equations/symbols.js";
import { requireObject, requireOptions, shown, suggestion } from "../validate.js";

const DOMAINS: readonly Domain[] = ["positive", "non-negative", "decay", "count", "real"];

const KEYS: readonly string[] =
  "name source parameters domains memory functions draws workers update sde variants theory".split(" ");

/** The parts of a definition that are not equations, and may be anything where a caller has no types. */
export function requireDefinition(definition: object): void {
  const given = (definition ?? {}) as Readonly<Record<string, unknown>>;
  const { name, source, parameters, sde, variants, theory = [], functions = {} } = given;
  if (typeof name !== "string" || name === "") throw new TypeError(`method: name must be a text, got ${shown(name)}`);
  requireOptions("method", definition, KEYS);
  if (typeof source !== "string") throw new TypeError(`${name}: source must be a text, got ${shown(source)}`);
  if (!isRecord(parameters)) {
    throw new TypeError(`${name}: parameters must be an object of defaults, got ${shown(parameters)}`);
  }
  requireDomains(name, given.domains, Object.keys(parameters));
  requireWorkers(name, given.workers, parameters);
  if (given.memory !== undefined && !isRecord(given.memory)) {
    throw new TypeError(`${name}: memory must be an object of starts, got ${shown(given.memory)}`);
  }
  if (typeof functions !== "function" && !isRecord(functions)) {
    throw new TypeError(`${name}: functions must be an object of tables, or what makes it, got ${shown(functions)}`);
  }
  if (variants !== undefined && !isRecord(variants)) {
    throw new TypeError(`${name}: variants must be an object of SDEs, got ${shown(variants)}`);
  }
  if (sde !== undefined && Object.hasOwn(variants ?? {}, "plain")) {
    throw new TypeError(`${name}: variants must not be named "plain", which is the name of sde`);
  }
  if (!Array.isArray(theory) || theory.some((one) => typeof one !== "function")) {
    throw new TypeError(`${name}: theory must be a list of functions, got ${shown(theory)}`);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function requireDomains(name: string, domains: unknown, parameters: readonly string[]): void {
  requireOptions(`${name}, domains`, domains, parameters);
  for (const [parameter, domain] of Object.entries(domains ?? {})) {
    if (domain !== undefined && DOMAINS.includes(domain)) continue;
    throw new TypeError(
      `${name}: the domain of ${parameter} must be one of ${DOMAINS.join(", ")}, got ${shown(domain)}`,
    );
  }
}

function requireWorkers(name: string, workers: unknown, parameters: Readonly<Record<string, unknown>>): void {
  if (workers === undefined) return;
  requireObject(`${name}, workers`, workers, ["count", "every"]);
  const { count, every = count } = workers as Readonly<Record<string, unknown>>;
  for (const parameter of [count, every]) {
    if (typeof parameter === "string" && Object.hasOwn(parameters, parameter)) continue;
    throw new TypeError(
      `${name}: workers must name parameters, got ${shown(parameter)}${suggestion(parameter, Object.keys(parameters))}`,
    );
  }
}
