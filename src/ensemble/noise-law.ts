import { call, type Equation, type Expression, name, substitute } from "../equations/expression.js";
import { NOISE_FUNCTIONS } from "../equations/functions.js";
import type { Driver, SdeProgram } from "../equations/program.js";
import type { Shape } from "../equations/shapes.js";
import { assign, singlyAssigned, tangentOf } from "../equations/straight-line.js";
import type { Matrix, Vec } from "../math/vector.js";
import type { Method } from "../methods/method.js";
import { isAbsent, type TabulatedFamily } from "../noises/noise.js";
import type { Problem } from "../objectives/problem.js";
import { bind, relocated, SHARED } from "./binding.js";
import { constantsOf } from "./tabulated-law.js";

/**
 * An SDE with σ, √Σ·dW and the noise functions given by the law of the problem's noise, as further lines of `where`.
 *
 * @throws TypeError naming the SDE and what the law lacks, with the law's reason.
 */
export function withNoiseLaw(
  sde: SdeProgram,
  problem: Problem,
  parameters: Method["parameters"],
): SdeProgram & LawConstants {
  const { expand, ...given } = noiseLaw(sde.owner, problem, parameters);
  const where = sde.where.flatMap(expand);
  const increments = sde.increments.map(expand);
  return {
    ...sde,
    ...given,
    where: [...where, ...increments.flatMap((lines) => lines.slice(0, -1))],
    increments: increments.map((lines) => lines[lines.length - 1]),
  };
}

/** The range each Brownian motion runs over: that of √Σ where it drives √Σ, else the coordinates of x. */
export function driverRanges({ increments, drivers }: SdeProgram, problem: Problem): ReadonlyMap<Driver, string> {
  const drivesRoot = (expression: Expression, driver: Driver): boolean => {
    if (expression.kind !== "call") return false;
    const [first] = expression.arguments;
    if (expression.operation === "rootSigma") return first.kind === "name" && first.name === driver;
    return expression.arguments.some((argument) => drivesRoot(argument, driver));
  };
  const range = (driver: Driver): string =>
    increments.some(({ expression }) => drivesRoot(expression, driver)) ? problem.law.sde.range : "d";
  return new Map(drivers.map((driver) => [driver, range(driver)]));
}

/** Constants of a law for the parameters of a method, known when the lines that need them have been expanded. */
export interface LawConstants {
  readonly constants: ReadonlyMap<string, number | Vec | Matrix>;
  readonly shapes: ReadonlyMap<string, Shape>;
  /** Lengths of ranges that a problem does not have. */
  readonly sizes: Readonly<Record<string, number>>;
}

/** Turns a line that calls on the noise law, or on the Hessian, into the lines it needs, itself last; what was given once is not repeated. */
export function noiseLaw(
  owner: string,
  problem: Problem,
  parameters: Method["parameters"],
): LawConstants & { readonly expand: (line: Equation) => Equation[] } {
  const law = problem.law.sde;
  const lawConstants = new Set(problem.law.constants.keys());
  const constants = new Map<string, Vec | Matrix>();
  const shapes = new Map<string, Shape>();
  const sizes: Record<string, number> = {};
  const given: Equation[] = [];
  const done = new Map<string, string>();

  const refuse = (what: string, reason: string): never => {
    throw new TypeError(`${owner}: needs ${what} of the ${problem.noise.name}, but ${reason}`);
  };

  /** Adds the lines of one part of the law once per arguments, its temporaries under a prefix of their own. */
  const give = (
    key: string,
    lines: readonly Equation[],
    formal: readonly string[],
    actual: readonly Expression[],
    base?: { readonly prefix: string; readonly names: ReadonlySet<string> },
  ): string => {
    const id = JSON.stringify([key, actual]);
    const known = done.get(id);
    if (known !== undefined) return known;
    const prefix = `law.${done.size}.`;
    done.set(id, prefix);
    const placed = relocated(lines, (variable) => {
      if (formal.includes(variable)) return `formal.${variable}`;
      if (base?.names.has(variable)) return base.prefix + variable;
      if (lawConstants.has(variable)) return `noise.${variable}`;
      return SHARED.has(variable) ? variable : prefix + variable;
    });
    given.push(...placed.map((line) => withArguments(line, formal, actual)));
    return prefix;
  };

  const sigma = (): void => {
    if (isAbsent(law.covariance)) refuse("σ", law.covariance.absent);
    else give("sigma", law.covariance.sigma, [], []);
  };

  const rootSigma = (driver: Expression): Expression => {
    if (isAbsent(law.covariance)) return refuse("√Σ", law.covariance.absent);
    return name(`${give("√Σ", law.covariance.root, ["dW"], [driver])}noise`);
  };

  const noiseFunction = (operation: string, args: readonly Expression[]): Expression => {
    const tabulated = law.tabulated?.find(({ results, driven }) => operation in results || operation in driven);
    if (tabulated !== undefined) return tabulatedFunction(tabulated, operation, args);
    const lacking = law.lacking?.[operation] ?? knownFor(operation);
    if (isAbsent(law.functions)) return refuse(`${operation}()`, lacking ?? law.functions.absent);
    const family = law.functions.find(({ results }) => operation in results);
    if (family === undefined) return refuse(`${operation}()`, lacking ?? "the law does not give it");
    const prefix = give(Object.keys(family.results).join(), family.lines, family.parameters, args);
    return name(prefix + family.results[operation]);
  };

  const tabulatedFunction = (family: TabulatedFamily, operation: string, args: readonly Expression[]): Expression => {
    const { parameters: formal, results, driven } = family;
    const made = family.lines(constantsOf(owner, operation, family, args, parameters));
    const key = Object.keys(results).join();
    const prefix = give(key, made.lines, formal, args.slice(0, formal.length));
    for (const [id, value] of made.constants ?? []) constants.set(prefix + id, value);
    for (const [id, shape] of made.shapes ?? []) shapes.set(prefix + id, shape);
    Object.assign(sizes, made.sizes);
    if (operation in results) return name(prefix + results[operation]);
    const names = new Set([...made.lines.map(({ target }) => target), ...(made.constants?.keys() ?? [])]);
    const noise = give(`${key}, dW`, made.driven, [...formal, "dW"], args, { prefix, names });
    return name(noise + driven[operation]);
  };

  /** ∇²f(x) v: the gradient's lines along v. */
  const hessianTimes = (direction: Expression): Expression => {
    const id = JSON.stringify(["hessian", direction]);
    const prefix = done.get(id) ?? `law.${done.size}.`;
    const product = { kind: "name", name: `${prefix}product` } as const;
    if (done.has(id)) return product;
    done.set(id, prefix);
    const { closure, name: objective } = problem.objective;
    if (closure !== undefined)
      throw new TypeError(
        `${owner}: hessian() needs the gradient as equations, but that of ${objective} is a function`,
      );
    const seed = { kind: "name", name: `${prefix}direction` } as const;
    // a value that a later line overwrites is wanted too, and has a name of its own
    const gradient = singlyAssigned(bind(problem).gradient);
    const overwritten = gradient.some(({ target }) => target.includes(".before"));
    const { lines, value } = tangentOf(gradient, prefix, new Map([["x", seed]]));
    const rate = value(name("G"));
    given.push(assign(seed.name, direction), ...(overwritten ? gradient : []), ...lines);
    given.push(assign(product.name, rate.kind === "number" ? call("multiply", rate, seed) : rate));
    return product;
  };

  const expand = (line: Equation): Equation[] => {
    given.length = 0;
    const expression = substitute(line.expression, (part) => {
      if ((part.kind === "name" || part.kind === "entry") && part.name === "sigma") sigma();
      if (part.kind !== "call") return undefined;
      if (part.operation === "hessian") return hessianTimes(part.arguments[0]);
      if (part.operation === "rootSigma") return rootSigma(part.arguments[0]);
      return Object.hasOwn(NOISE_FUNCTIONS, part.operation) ? noiseFunction(part.operation, part.arguments) : undefined;
    });
    return [...given, { ...line, expression }];
  };
  return { expand, constants, shapes, sizes };
}

/** Which laws offer a function that few do. */
function knownFor(operation: string): string | undefined {
  if (/^(clipNorm|smoothClip)/.test(operation)) {
    return "it is known only for Gaussian noise with σ > 0 in every direction, of one σ for all coordinates or in at most 10 of them, and for shared Student-t noise of one scale; clipping by coordinates has an SDE for others";
  }
  return operation.startsWith("noisyClip") ? "it is known only for independent Gaussian noise of σ > 0" : undefined;
}

/** A line with the formal names of a function replaced by actual arguments. */
function withArguments(line: Equation, formal: readonly string[], actual: readonly Expression[]): Equation {
  const expression = substitute(line.expression, (part) =>
    part.kind === "name" && part.name.startsWith("formal.") ? actual[formal.indexOf(part.name.slice(7))] : undefined,
  );
  return { ...line, expression };
}
