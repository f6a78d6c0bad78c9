import { shown } from "../validate.js";
import type { MomentumConvention } from "./momentum.js";
import { requireMemory, requireOneOf, requirePositives } from "./require.js";
import type { SgdSde } from "./sgd.js";

/*
 * The learning rates beyond which an optimizer, or an SDE that models it, diverges. Without noise as with it: additive
 * noise does not move a threshold on a quadratic.
 * Source: for SGD and its SDEs Monzio Compagnoni et al., arXiv 2506.00181; momentum by the criterion of Jury.
 */

const CHAINS: readonly ("optimizer" | SgdSde)[] = ["optimizer", "plain", "second order", "flipped"];

/**
 * The η below which SGD, or its SDE, is stable on f = h x²/2, h > 0: 2/h for the optimizer and for the flipped SDE,
 * Infinity for the plain and the second-order SDE, which contract at every η. Standing: paper.
 */
export function sgdStabilityThreshold(h: number, of: "optimizer" | SgdSde = "optimizer"): number {
  requirePositives("sgdStabilityThreshold", { h });
  requireOneOf("sgdStabilityThreshold", "of", of, CHAINS);
  return of === "optimizer" || of === "flipped" ? 2 / h : Infinity;
}

/**
 * The |x| beyond which SGD of learning rate η, or its SDE, runs away on f = x⁴/4 without noise: √(2/η) for the optimizer,
 * whose step is x (1 − ηx²); √(2/(3η)) for the flipped SDE, whose drift is −x³ (1 − (3/2) ηx²); Infinity for the plain and
 * the second-order SDE. No η is stable everywhere. Standing: derived and checked.
 */
export function sgdQuarticEscape(eta: number, of: "optimizer" | SgdSde = "optimizer"): number {
  requirePositives("sgdQuarticEscape", { eta });
  requireOneOf("sgdQuarticEscape", "of", of, CHAINS);
  if (of === "optimizer") return Math.sqrt(2 / eta);
  return of === "flipped" ? Math.sqrt(2 / (3 * eta)) : Infinity;
}

/**
 * The η below which SGD with momentum β is stable on f = h x²/2, h > 0: 2(1 + β)/h in PyTorch's form and for the heavy
 * ball, 2(1 + β)/((1 − β)h) for the averaged form, 2(1 + β)/((1 + 2β)h) for Nesterov's. The SDEs of the first three are
 * stable at every η. Standing: derived and checked.
 */
export function momentumStabilityThreshold(options: {
  readonly convention: MomentumConvention;
  readonly h: number;
  readonly beta: number;
}): number {
  const { convention, h, beta: β } = options;
  requirePositives("momentumStabilityThreshold", { h });
  requireMemory("momentumStabilityThreshold", β);
  const heavyBall = (2 * (1 + β)) / h;
  switch (convention) {
    case "averaged":
      return heavyBall / (1 - β);
    case "pytorch":
    case "heavy ball":
      return heavyBall;
    case "nesterov":
      return heavyBall / (1 + 2 * β);
    default:
      throw new RangeError(`momentumStabilityThreshold: convention must be a known one, got ${shown(convention)}`);
  }
}
