/**
 * A problem at a batch δ times as large.
 *
 * Minibatches then have δB examples. Additive noise keeps its law and shrinks, with r = 1/√δ and g as it was drawn:
 *   g_δ = ∇f + r (g − ∇f)                                                                             (1)
 *   Σ_δ = r² Σ                                                                                        (2)
 *   P(noise_δ ≤ u) = P(noise ≤ u/r), of density p(u/r)/r                                               (3)
 *   ψ_c(∇f + r·noise) = r ψ_{c/r}(∇f/r + noise) for every clipping ψ_c, a further noise divided by r too         (4)
 * For Gaussian noise this is the law of a mean of δ gradients. For every other law it is a convention: a mean of δ
 * Student-t errors is not a Student-t error; only the covariance, where there is one, is that of the larger batch.
 * Standing: (1)–(4) derived.
 */
import { call, type Equation, type Expression, name, number, substitute } from "../equations/expression.js";
import { assign } from "../equations/straight-line.js";
import { minibatch } from "../noises/minibatch.js";
import {
  type BoundNoise,
  isAbsent,
  type Noise,
  type NoiseFunctionFamily,
  type TabulatedFamily,
} from "../noises/noise.js";
import { requirePositive, shown } from "../validate.js";
import { type Problem, problem } from "./problem.js";

/**
 * The problem with the gradient noise of a batch δ times as large: additive noise divided by √δ, or δB examples.
 *
 * @param delta δ > 0; 1 returns the problem itself.
 * @throws RangeError when δB is not a whole number of examples.
 */
export function batch(given: Problem, delta: number): Problem {
  if (given?.law === undefined) throw new TypeError(`batch: problem must be a problem, got ${shown(given)}`);
  requirePositive("batch", "delta", delta);
  const { objective, start } = given;
  return delta === 1 ? given : problem({ objective, noise: larger(given, delta), start });
}

function larger({ noise, law: { oracle } }: Problem, delta: number): Noise {
  if (oracle.kind === "minibatch") {
    const examples = delta * oracle.batch;
    if (Number.isInteger(examples)) return minibatch({ batch: examples });
    throw new RangeError(`batch: δB must be a whole number of examples, got ${delta} × ${oracle.batch}`);
  }
  const r: Constant = { kind: "number", value: 1 / Math.sqrt(delta) };
  const isGaussian = oracle.variates.length === 1 && oracle.variates[0].law === "normal";
  return {
    name: noise.name,
    description: `${noise.description}, batch × ${Number(delta.toPrecision(4))}${isGaussian ? "" : " (divided by √δ by convention)"}`,
    bind: (objective) => shrunk(noise.bind(objective), r),
  };
}

function shrunk(law: BoundNoise, r: Constant): BoundNoise {
  const { oracle, sde, scale } = law;
  if (oracle.kind === "minibatch") return law;
  const { covariance, functions, tabulated } = sde;
  const times = (value: Expression): Expression => call("multiply", r, value);
  const around = (value: Expression): Expression => call("add", G, times(call("subtract", value, G)));
  return {
    ...law,
    oracle: { ...oracle, lines: withLast(oracle.lines, around) }, // (1)
    sde: {
      ...sde,
      covariance: isAbsent(covariance)
        ? covariance
        : { sigma: withLast(covariance.sigma, times), root: withLast(covariance.root, times) }, // (2)
      functions: isAbsent(functions) ? functions : functions.map((family) => ofShrunk(family, r)),
      ...(tabulated && { tabulated: tabulated.map((family) => tabulatedOfShrunk(family, r)) }),
    },
    ...(scale && { scale: scale.map((s) => r.value * s) }),
  };
}

type Constant = Extract<Expression, { readonly kind: "number" }>;

const G = name("G");

function withLast(lines: readonly Equation[], change: (value: Expression) => Expression): readonly Equation[] {
  return lines.map((line, i) => (i === lines.length - 1 ? { ...line, expression: change(line.expression) } : line));
}

/** (3) and (4) */
function ofShrunk({ parameters, lines, results }: NoiseFunctionFamily, r: Constant): NoiseFunctionFamily {
  return { parameters, lines: linesOfShrunk(lines, parameters, results, r), results: shrunkResults(results) };
}

/** (4) for tables, which are made for the divided threshold. */
function tabulatedOfShrunk(family: TabulatedFamily, r: Constant): TabulatedFamily {
  const { parameters, results, driven } = family;
  return {
    ...family,
    results: shrunkResults(results),
    driven: shrunkResults(driven),
    lines(constants) {
      const divided = Object.entries(constants).map(([id, value]) => [id, value / r.value]);
      const made = family.lines(Object.fromEntries(divided));
      return {
        ...made,
        lines: linesOfShrunk(made.lines, parameters, results, r),
        driven: linesOfShrunk(made.driven, parameters, driven, r),
      };
    },
  };
}

/** The power of r before a function whose arguments are all divided by r: 2 for a variance, 1 for other moments. */
function powerOf(id: string): number {
  if (id === "cdf") return 0;
  if (id === "pdf") return -1;
  return id.endsWith("Var") ? 2 : 1;
}

function shrunkResults(results: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(results).map(([id, line]) => [id, `${line}.shrunk`]));
}

function linesOfShrunk(
  lines: readonly Equation[],
  parameters: readonly string[],
  results: Readonly<Record<string, string>>,
  r: Constant,
): readonly Equation[] {
  const divided = lines.map((line) => ({
    ...line,
    expression: substitute(line.expression, (part) =>
      part.kind === "name" && parameters.includes(part.name) ? call("divide", part, r) : undefined,
    ),
  }));
  const scaled = Object.entries(results).map(([id, line]) =>
    assign(`${line}.shrunk`, call("multiply", number(r.value ** powerOf(id)), name(line))),
  );
  return [...divided, ...scaled];
}
