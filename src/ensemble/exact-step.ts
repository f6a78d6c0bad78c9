/**
 * The first two moments of one step of an optimizer, by quadrature over the standard normals that its noise is made of; and
 * what an SDE says of them, expanded in η. With Δ the change of the state y and drift b, diffusion S of the SDE:
 *   E Δ = ∫ Δ(z) φ(z) dz,  Cov Δ = ∫ (Δ(z) − E Δ)(Δ(z) − E Δ)ᵀ φ(z) dz                                   (1)
 *   E Δ  = η b + (η²/2) ( (b·∇) b + ∂b/∂t ) + O(η³),  Cov Δ = η S Sᵀ + O(η³)                             (2)
 * An SDE that obeys (2) at every state, with S Sᵀ = O(η), is of weak order 2; one of weak order 1 needs E Δ to O(η²) only.
 */
import { referenceExecutable } from "../compiler/reference.js";
import { gaussLegendre } from "../math/quadrature.js";
import type { Vec } from "../math/vector.js";
import { bindChain } from "./bound-chain.js";
import type { Chain } from "./chain.js";
import { coefficientsOf } from "./coefficients.js";
import { optimizerProgram } from "./step-programs.js";

/** Variable by variable, d numbers each. */
export type Point = Readonly<Record<string, readonly number[]>>;

/** Moments of a change; entries in the order of the method's state, coordinates in turn, the covariance row by row. */
export interface StepMoments {
  readonly mean: Vec;
  readonly covariance: Vec;
}

/** Beyond it lies 6·10⁻¹⁴ of a normal law. */
const FAR = 7.5;
const { nodes, weights } = gaussLegendre(40);

/** Nodes and weights of the standard normal law, in parts where what is integrated jumps or bends. */
function normalRule(breaks: readonly number[]): readonly { readonly z: number; readonly weight: number }[] {
  const inner = breaks.filter((z) => Math.abs(z) < FAR).sort((a, b) => a - b);
  const ends = [-FAR, ...inner, FAR];
  return ends.slice(1).flatMap((to, part) => {
    const half = (to - ends[part]) / 2;
    return nodes.map((node, i) => {
      const z = ends[part] + half * (1 + node);
      return { z, weight: (half * weights[i] * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI) };
    });
  });
}

/**
 * The moments (1) of step k = t/η of an optimizer from a state, in one or two dimensions, with Gaussian noise.
 *
 * @param breaks for each coordinate, the standard normal z at which the step jumps or bends; none where it is smooth.
 * @throws TypeError where the noise is not Gaussian, or the step draws more than that, or there are workers; RangeError where d > 2.
 */
export function exactStep(
  chain: Chain,
  state: Point,
  t: number,
  breaks: readonly (readonly number[])[] = [],
): StepMoments {
  requireQuadrature(chain);
  const { update } = chain.method;
  const { vectors, evaluate } = referenceExecutable(optimizerProgram(bindChain(chain)).program);
  const begin = update.state.flatMap((id) => state[id]);
  const n = begin.length;
  const rules = Array.from({ length: chain.problem.objective.dimension }, (_, i) => normalRule(breaks[i] ?? []));
  const draws = rules.reduce<readonly { readonly z: readonly number[]; readonly weight: number }[]>(
    (before, rule) => before.flatMap((a) => rule.map((b) => ({ z: [...a.z, b.z], weight: a.weight * b.weight }))),
    [{ z: [], weight: 1 }],
  );
  const changes = draws.map(({ z }) => {
    for (const id of update.state) vectors.get(id)?.set(state[id]);
    vectors.get("noise.z")?.set(z);
    evaluate(Math.round(t / chain.eta));
    return update.state.flatMap((id) => [...(vectors.get(id) as Vec)]).map((value, i) => value - begin[i]);
  });
  const mean = new Float64Array(n);
  changes.forEach((change, s) => {
    for (let i = 0; i < n; i++) mean[i] += draws[s].weight * change[i];
  });
  const covariance = new Float64Array(n * n);
  changes.forEach((change, s) => {
    for (let i = 0; i < n; i++) {
      const weighted = draws[s].weight * (change[i] - mean[i]);
      for (let j = 0; j < n; j++) covariance[i * n + j] += weighted * (change[j] - mean[j]);
    }
  });
  return { mean, covariance };
}

function requireQuadrature({ kind, name, method, problem }: Chain): void {
  const { oracle } = problem.law;
  const isGaussian = oracle.kind === "additive" && oracle.variates.length === 1 && oracle.variates[0].law === "normal";
  const isPlain = kind === "optimizer" && method.update.draws.length === 0 && method.workers.count === 1;
  if (!isGaussian || !isPlain) {
    throw new TypeError(
      `exactStep: chain must be an optimizer of one worker on Gaussian noise, got ${name} on ${problem.description}`,
    );
  }
  const { dimension } = problem.objective;
  if (dimension > 2) throw new RangeError(`exactStep: the problem must have 1 or 2 coordinates, got ${dimension}`);
}

/** The right sides of (2) for an SDE chain, E Δ to the first or the second order in η; NaN where the drift has no value. */
export function expandedStep(chain: Chain, state: Point, t: number, order: 1 | 2): StepMoments {
  const { eta: η, method } = chain;
  const variables = method.update.state;
  const d = chain.problem.objective.dimension;
  const n = d * variables.length;
  const coefficients = coefficientsOf(chain);
  const at = (shift: number, along: Vec) =>
    coefficients(
      Object.fromEntries(
        variables.map((id, v) => [id, state[id].map((value, i) => value + shift * along[d * v + i])] as const),
      ),
      t + shift,
    );
  const flat = (drift: Readonly<Record<string, Vec>>): Vec =>
    Float64Array.from(variables.flatMap((id) => [...drift[id]]));
  const here = at(0, new Float64Array(n));
  const b = flat(here.drift);
  const rows = variables.flatMap((id) => {
    const { columns, entries } = here.diffusion[id];
    return Array.from({ length: d }, (_, i) => entries.slice(i * columns, (i + 1) * columns));
  });
  const covariance = Float64Array.from({ length: n * n }, (_, index) => {
    const [i, j] = [Math.floor(index / n), index % n];
    return η * rows[i].reduce((sum, value, w) => sum + value * rows[j][w], 0);
  });
  if (order === 1) return { mean: b.map((value) => η * value), covariance };
  if (!b.every(Number.isFinite)) return { mean: b.map(() => Number.NaN), covariance };
  // central differences along (b, 1): off by h² times a third derivative, and by rounding 1e-16/h
  const h = 1e-4;
  const [ahead, behind] = [flat(at(h, b).drift), flat(at(-h, b).drift)];
  const mean = b.map((value, i) => η * value + ((η * η) / 2) * ((ahead[i] - behind[i]) / (2 * h)));
  return { mean, covariance };
}
