/*
 * Do the programs compute the same thing? Their second moments m, means over P paths, against reference moments μ that
 * have standard errors of their own:
 *
 *   z = (m − μ)/√(s²/P + s²/P₀),  s² = Var x²                                                                 (1)
 *
 * W4 is a Gaussian recursion, so μ and s are exact and P₀ = ∞: in the eigenbasis of H, with a = 1 − λ dt and y₀ = Q x₀,
 *   E y_k = aᵏ y₀,  Var y_k = η dt σ² (1 − a²ᵏ)/(1 − a²),  Var Σ y² = Σ (2 Var² + 4 Var E²)                  (2)
 * W1–W3 have reference.json, from reference.mjs.
 */
import { readFileSync } from "node:fs";
import { CHECKED_STEPS, EIGENVALUES, ETA, REFLECTED, SIGMA } from "./workload.mjs";

/** @typedef {import("./workload.mjs").Checks} Checks */
/** @typedef {{ paths: number, mean: Checks, deviation: Checks }} Reference */

/** Programs agree while every |z| is below this; of 3000 independent z's one is beyond it once in 500 tables. */
export const LARGEST_Z = 5;

/** @returns {Readonly<Record<string, Reference>>} */
export function references() {
  const simulated = JSON.parse(readFileSync(new URL("reference.json", import.meta.url), "utf8"));
  return { ...simulated, W4: denseReference() };
}

/** @returns {Reference} */
function denseReference() {
  const norm = REFLECTED.reduce((sum, u) => sum + u * u, 0);
  const along = REFLECTED.reduce((sum, u) => sum + u, 0);
  const moments = CHECKED_STEPS.map((k) => {
    let mean = 0;
    let variance = 0;
    EIGENVALUES.forEach((lambda, i) => {
      const a = 1 - lambda * ETA;
      const y = a ** k * (1 - (2 * REFLECTED[i] * along) / norm);
      const spread = (ETA * ETA * SIGMA ** 2 * (1 - a ** (2 * k))) / (1 - a * a);
      mean += y * y + spread;
      variance += 2 * spread ** 2 + 4 * spread * y * y; // (2)
    });
    return { mean: [mean], deviation: [Math.sqrt(variance)] };
  });
  return {
    paths: Number.POSITIVE_INFINITY,
    mean: moments.map(({ mean }) => mean),
    deviation: moments.map(({ deviation }) => deviation),
  };
}

/**
 * The z of largest modulus among the checks of a run; infinite where one is not finite.
 *
 * @param {{ paths: number, checks: Checks }} run
 * @param {Reference} reference
 */
export function worstZ({ paths, checks }, reference) {
  let worst = 0;
  checks.forEach((moments, at) => {
    moments.forEach((moment, i) => {
      const error = reference.deviation[at][i] * Math.sqrt(1 / paths + 1 / reference.paths);
      const z = (moment - reference.mean[at][i]) / error; // (1)
      if (!(Math.abs(z) <= Math.abs(worst))) worst = Number.isFinite(z) ? z : Number.POSITIVE_INFINITY;
    });
  });
  return worst;
}
