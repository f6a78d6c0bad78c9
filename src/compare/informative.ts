import type { Chain } from "../ensemble/chain.js";
import { parseExpression } from "../equations/expression.js";

const SGD_UPDATE = JSON.stringify(parseExpression("x - η*g", "SGD"));

/**
 * Refuses an SDE chain that is the optimizer itself: Euler–Maruyama at dt = η of SGD with additive Gaussian noise is
 * X ← X − η∇f + η Σ^{1/2} z, which is SGD in law, so that comparing the two says nothing of the SDE.
 */
export function requireInformative({ sde, method, problem, name }: Chain): void {
  const { oracle } = problem.law;
  const isSgd = method.update.lines.length === 1 && JSON.stringify(method.update.lines[0].expression) === SGD_UPDATE;
  const isGaussian = oracle.kind === "additive" && oracle.variate.law === "normal";
  if (sde?.substeps === 1 && sde.solver.name === "Euler–Maruyama" && isSgd && isGaussian) {
    throw new RangeError(
      `compare: ${name} at dt = η is SGD itself when the noise is Gaussian, so the comparison is empty; use substeps ≥ 2, got 1`,
    );
  }
}
