import { requireInteger } from "../validate.js";
import { mapParameters, type Parameters } from "./parameters.js";

/*
 * SVAG: optimizers that tend to an SDE as l → ∞, by noisier gradients and smaller steps. Two independent gradients g₁, g₂ at
 * one x make r₁g₁ + r₂g₂, r₁ + r₂ = 1, whose noise has r₁² + r₂² times the variance.
 * Source: Li, Malladi & Arora, arXiv 2102.12470 (SGD); Malladi, Lyu, Panigrahi & Arora, arXiv 2205.10287, and their program
 * (RMSprop, Adam), for l = 1, 2, 4, 8.
 */

/** What SVAG makes of an optimizer. */
export interface Svag {
  /** r₁ ≥ 1 and r₂ ≤ 0, with r₁ + r₂ = 1. */
  readonly weights: readonly [number, number];
  /** √(r₁² + r₂²): the noise of the combined gradient over that of one. */
  readonly noise: number;
  /** Steps of SVAG for one of the optimizer. */
  readonly steps: number;
  /** The parameters of the steps; names as a method's options have them. */
  readonly apply: <P extends Readonly<Record<string, number>>>(parameters: P) => Parameters<P>;
}

/**
 * SVAG of RMSprop and Adam: r = (1 ± √(2l² − 1))/2, so that r₁² + r₂² = l²; η/l, (1 − β)/l² for every β, εl, and l² steps for
 * one. Time kη² stays, and so do the coefficients of Malladi's SDE. Standing: recalled and checked.
 *
 * @param l an integer ≥ 1; 1 is the optimizer itself.
 */
export function svag(l: number): Svag {
  requireInteger("svag", "l", l);
  return {
    weights: weightsOf(2 * l * l - 1),
    noise: l,
    steps: l * l,
    apply: (parameters) =>
      mapParameters(parameters, (name, value) => {
        if (name === "eta") return value / l;
        if (name === "eps") return value * l;
        return name.startsWith("beta") ? 1 - (1 - value) / (l * l) : value;
      }),
  };
}

/**
 * SVAG of SGD: r = (1 ± √(2l − 1))/2, so that r₁² + r₂² = l; η/l, and l steps for one. Time kη stays, and so does ησ².
 * Standing: recalled and checked.
 *
 * @param l an integer ≥ 1; 1 is SGD itself.
 */
export function sgdSvag(l: number): Svag {
  requireInteger("sgdSvag", "l", l);
  return {
    weights: weightsOf(2 * l - 1),
    noise: Math.sqrt(l),
    steps: l,
    apply: (parameters) => mapParameters(parameters, (name, value) => (name === "eta" ? value / l : value)),
  };
}

/** r₁, r₂ = (1 ± √s)/2: they sum to 1, and their squares to (1 + s)/2. */
function weightsOf(s: number): readonly [number, number] {
  return [(1 + Math.sqrt(s)) / 2, (1 - Math.sqrt(s)) / 2];
}
