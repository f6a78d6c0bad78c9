import { type SdeProgram, sdeProgram, type Vocabulary } from "../equations/program.js";
import { canonical } from "../equations/symbols.js";
import { STANDINGS, type Standing } from "../theory/prediction.js";
import { requireOneOf } from "../theory/require.js";
import { requireInteger, requireObject, shown, suggestion } from "../validate.js";

/** An SDE that models a method, as text. */
export interface SdeDefinition {
  /** Coefficients, in the order they are needed; they may use the state, G, σ, t, parameters and noise functions. */
  readonly where?: readonly string[];
  /** One line per state variable: dx = …*dt + …*dW. */
  readonly equations: readonly string[];
  readonly source: string;
  readonly standing: Standing;
  /** Discrete steps run first, unless others are asked for, where the SDE is singular at t = 0; it starts at t = burnIn·η. Default 0. */
  readonly burnIn?: number;
  /** The only noise it is for, where its equations do not ask that of the law. Default any noise that has what they call. */
  readonly noise?: "independent Gaussian";
  /** Memories that must be positive when the SDE starts. */
  readonly positive?: readonly string[];
  /** Where it holds, if that is not for the noise it runs with as η → 0: as in "noise that dominates: σ ~ 1/η". */
  readonly regime?: string;
  /** The weak order in η that is claimed. Default 1. */
  readonly order?: 1 | 2;
  /** Decays β that are fixed as η → 0. Default none: what is fixed is their rate ρ = (1 − β)/η. */
  readonly fixedDecays?: readonly string[];
  /** Whether every worker has a copy of its own, averaged as often as the method averages. Default false. */
  readonly perWorker?: boolean;
}

/** An SDE of a method, read and checked. */
export interface MethodSde extends SdeDefinition {
  readonly name: string;
  readonly program: SdeProgram;
}

const KEYS = "where equations source standing burnIn noise regime positive order fixedDecays perWorker".split(" ");

/** Reads an SDE. @throws SyntaxError, TypeError or RangeError naming the method and the SDE. */
export function readSde(name: string, sde: SdeDefinition, vocabulary: Vocabulary): MethodSde {
  const owner = `${vocabulary.owner} (${name})`;
  requireObject(owner, sde, KEYS);
  const {
    where = [],
    equations,
    burnIn = 0,
    positive = [],
    fixedDecays = [],
    order = 1,
    noise,
    regime,
    perWorker = false,
    source,
    standing,
  } = sde;
  if (!Array.isArray(equations) || equations.length === 0 || !Array.isArray(where)) {
    throw new TypeError(`${owner}: where and equations must be lists of lines, got ${shown(equations)}`);
  }
  requireInteger(owner, "burnIn", burnIn, 0);
  if (order !== 1 && order !== 2) throw new RangeError(`${owner}: order must be 1 or 2, got ${shown(order)}`);
  if (noise !== undefined && noise !== "independent Gaussian") {
    throw new TypeError(`${owner}: noise must be "independent Gaussian" where it is given, got ${shown(noise)}`);
  }
  if (regime !== undefined && (typeof regime !== "string" || regime.trim() === "")) {
    throw new TypeError(`${owner}: regime must be a text where it is given, got ${shown(regime)}`);
  }
  if (typeof perWorker !== "boolean") {
    throw new TypeError(`${owner}: perWorker must be true or false, got ${shown(perWorker)}`);
  }
  for (const [key, names] of Object.entries({ fixedDecays, positive })) {
    const isList = Array.isArray(names) && names.every((one) => typeof one === "string");
    if (!isList) throw new TypeError(`${owner}: ${key} must be a list of names, got ${shown(names)}`);
  }
  const unknown = fixedDecays.find((decay) => !vocabulary.parameters.includes(canonical(decay)));
  if (unknown !== undefined) {
    throw new TypeError(
      `${owner}: fixedDecays must name parameters, got ${shown(unknown)}${suggestion(unknown, vocabulary.parameters)}`,
    );
  }
  const stray = positive.find((memory) => !vocabulary.state.includes(memory));
  if (stray !== undefined) {
    throw new TypeError(
      `${owner}: positive must name memories, got ${shown(stray)}${suggestion(stray, vocabulary.state)}`,
    );
  }
  if (typeof source !== "string") throw new TypeError(`${owner}: source must be a text, got ${shown(source)}`);
  requireOneOf(owner, "standing", standing, STANDINGS);
  return { ...sde, name, program: sdeProgram(sde, { ...vocabulary, owner }) };
}
