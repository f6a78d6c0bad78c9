import { sgd } from "../methods/sgd.js";
import { type Chain, sde } from "./chain.js";
import { sdeCoefficients } from "./coefficients.js";
import { replay } from "./replay.js";

/**
 * Whether an SDE chain is the optimizer itself: Euler–Maruyama at dt = η of SGD with additive Gaussian noise is
 * X ← X − η∇f + η Σ^{1/2} z, which is SGD in law.
 */
export function isOptimizerItself(chain: Chain): boolean {
  const { sde: setting, problem } = chain;
  const { oracle } = problem.law;
  // laws made of several normals are not Gaussian: they multiply them
  const isGaussian = oracle.kind === "additive" && oracle.variates.length === 1 && oracle.variates[0].law === "normal";
  // Milstein's correction vanishes where the noise is additive
  const isEuler = setting !== undefined && ["Euler–Maruyama", "Milstein"].includes(setting.solver.name);
  return setting?.substeps === 1 && isEuler && isGaussian && isSgd(chain);
}

/** Whether the update and the coefficients are those of SGD, however they are written: tried at the start of the problem. */
function isSgd(chain: Chain): boolean {
  const { method, problem, eta } = chain;
  const { start } = problem;
  if (method.update.state.length > 1) return false;
  const g = start.map((_, i) => Math.cos(1 + 2 * i));
  const [{ x }] = replay(method, { start, steps: 1, gradient: () => g });
  const [own, plain] = [chain, sde(sgd({ eta }), problem)].map((candidate) => sdeCoefficients(candidate, { x: start }));
  return (
    alike(
      x,
      start.map((value, i) => value - eta * g[i]),
    ) &&
    alike(own.drift.x, plain.drift.x) &&
    alike(own.diffusion.x.entries, plain.diffusion.x.entries)
  );
}

function alike(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) <= 1e-12 * (1 + Math.abs(value)));
}
