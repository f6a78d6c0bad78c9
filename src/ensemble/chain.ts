/**
 * What an ensemble runs: a method's update on a problem, or an SDE of that method under a solver on that problem.
 */
import type { Expression } from "../equations/expression.js";
import { canonical } from "../equations/symbols.js";
import { type Method, memoryStart, requireMethod } from "../methods/method.js";
import type { MethodSde } from "../methods/sde-definition.js";
import { isAbsent } from "../noises/noise.js";
import type { Problem } from "../objectives/problem.js";
import { eulerMaruyama } from "../solvers/euler-maruyama.js";
import type { Solver } from "../solvers/solver.js";
import { requireInteger, requireOptions, shown, suggestion } from "../validate.js";

/** A chain; one step of it is η of time, k = t/η. */
export interface Chain {
  readonly name: string;
  readonly kind: "optimizer" | "sde";
  readonly method: Method;
  readonly problem: Problem;
  readonly eta: number;
  /** Starts of the memories as the chain uses them. */
  readonly memory: Readonly<Record<string, Expression>>;
  readonly sde?: SdeSetting;
  /** Where an optimizer's gradient noise is made of an SDE's Brownian increments. */
  readonly coupling?: Coupling;
}

/** The gradient noise z_k of step k as Brownian increments: ±(W(t_{k+1}) − W(t_k))/√η. */
export interface Coupling {
  /** Increments per η that the SDE draws. */
  readonly increments: number;
  /** With this sign noise moves the optimizer as it moves the SDE. */
  readonly sign: 1 | -1;
}

/** How an SDE chain is integrated. */
export interface SdeSetting {
  readonly sde: MethodSde;
  readonly solver: Solver;
  /** Solver steps per step of the optimizer: dt = η/substeps. */
  readonly substeps: number;
  /** Brownian increments drawn per η; each solver step sums brownian/substeps of them. */
  readonly brownian: number;
  readonly burnIn: number;
}

export interface OptimizerOptions {
  /** Starts of memories that differ from the method's own: numbers, or expressions of x, G, σ and the parameters. */
  readonly memory?: Readonly<Record<string, number | string>>;
}

export interface SdeOptions extends OptimizerOptions {
  /** Which SDE of the method. Default: the first, "plain". */
  readonly sde?: string;
  /** Default Euler–Maruyama. */
  readonly solver?: Solver;
  /** dt = η/substeps. Default 8, so that the solver's error is well below the modelling error. */
  readonly substeps?: number;
  /**
   * Brownian increments drawn per η, a multiple of substeps. Default substeps. Chains with the same number see the same
   * Brownian path whatever their substeps.
   */
  readonly brownian?: number;
  /** Discrete steps run first. Default: what the SDE needs. */
  readonly burnIn?: number;
}

/** The names of {@link SdeOptions}. */
export const SDE_OPTIONS: readonly (keyof SdeOptions)[] = ["memory", "sde", "solver", "substeps", "brownian", "burnIn"];

/** The discrete optimizer on a problem. */
export function optimizer(method: Method, problem: Problem, options: OptimizerOptions = {}): Chain {
  requireRunnable("optimizer", method, problem);
  requireOptions("optimizer", options, ["memory"]);
  return {
    name: method.name,
    kind: "optimizer",
    method,
    problem,
    eta: method.parameters.eta,
    memory: memoryOf(method, options.memory),
  };
}

/**
 * An SDE of the method on a problem.
 *
 * @throws TypeError when the method has no such SDE.
 */
export function sde(method: Method, problem: Problem, options: SdeOptions = {}): Chain {
  requireRunnable("sde", method, problem);
  requireOptions("sde", options, SDE_OPTIONS);
  const names = [...method.sdes.keys()];
  if (names.length === 0) throw new TypeError(`${method.name}: no SDE is written for this method`);
  const wanted = options.sde ?? names[0];
  const chosen = method.sdes.get(wanted);
  if (chosen === undefined) {
    throw new TypeError(
      `${method.name}: no SDE named ${shown(wanted)}${method.schedules.size > 0 ? " with these schedules" : ""}${suggestion(wanted, names)}`,
    );
  }
  const substeps = requireInteger("sde", "substeps", options.substeps ?? 8);
  const brownian = requireInteger("sde", "brownian", options.brownian ?? substeps, substeps);
  if (brownian % substeps !== 0) {
    throw new RangeError(`sde: brownian must be a multiple of substeps = ${substeps}, got ${brownian}`);
  }
  const burnIn = requireInteger("sde", "burnIn", options.burnIn ?? chosen.burnIn ?? 0, 0);
  requireStart(method, chosen, burnIn);
  requireLaw(method, chosen, problem);
  if (burnIn > 0 && method.workers.count > 1) throw new TypeError("sde: burnIn is for methods of one worker");
  const solver = options.solver ?? eulerMaruyama;
  const { closure, name: objectiveName } = problem.objective;
  if (closure !== undefined && solver !== eulerMaruyama) {
    throw new TypeError(
      `sde: ${solver.name} needs the gradient as equations, but that of ${objectiveName} is a function; use eulerMaruyama`,
    );
  }
  if (typeof solver?.step !== "function") throw new TypeError(`sde: solver must be a solver, got ${shown(solver)}`);
  return {
    name: `${method.name} SDE${wanted === names[0] ? "" : ` (${wanted})`}`,
    kind: "sde",
    method,
    problem,
    eta: method.parameters.eta,
    memory: memoryOf(method, options.memory),
    sde: { sde: chosen, solver, substeps, brownian, burnIn },
  };
}

/** An equation that is singular at t = 0 starts from the state after a discrete step or more, or gives way to one that is not. */
function requireStart({ name, sdes }: Method, chosen: MethodSde, burnIn: number): void {
  const isSingular = ({ burnIn: usual = 0 }: MethodSde): boolean => usual > 0;
  if (burnIn > 0 || !isSingular(chosen)) return;
  const regular = [...sdes.values()].filter((other) => !isSingular(other)).map((other) => shown(other.name));
  throw new RangeError(
    `sde: burnIn must be an integer ≥ 1, got 0; the SDE ${shown(chosen.name)} of ${name} is singular at t = 0` +
      `${regular.length > 0 ? `; not so ${regular.join(", ")}` : ""}`,
  );
}

/** What an SDE was derived for, where its equations do not ask it of the law. */
function requireLaw({ name, sdes }: Method, chosen: MethodSde, { law, noise }: Problem): void {
  const isGaussian = law.nu === Number.POSITIVE_INFINITY;
  // without a covariance the law itself says why, and what has an SDE
  if (chosen.noise === undefined || isGaussian || isAbsent(law.sde.covariance)) return;
  const others = [...sdes.values()].filter((other) => other.noise === undefined).map((other) => shown(other.name));
  throw new TypeError(
    `sde: the SDE ${shown(chosen.name)} of ${name} must have ${chosen.noise} noise, got ${noise.description}` +
      `${others.length > 0 ? `; not so ${others.join(", ")}` : ""}`,
  );
}

function requireRunnable(who: string, method: Method, problem: Problem): void {
  requireMethod(who, method);
  if (problem?.law === undefined) throw new TypeError(`${who}: problem must be a problem, got ${shown(problem)}`);
}

function memoryOf(method: Method, overrides: OptimizerOptions["memory"]): Readonly<Record<string, Expression>> {
  if (overrides === undefined) return method.memory;
  requireOptions(`${method.name}, memory`, overrides, Object.keys(method.memory));
  const given = Object.entries(overrides).map(([name, start]) => [
    canonical(name),
    memoryStart(method.name, name, start),
  ]);
  return { ...method.memory, ...Object.fromEntries(given) };
}
