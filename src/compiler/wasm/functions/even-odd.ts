import type { Node } from "../graph.js";
import type { Lanes } from "../lanes.js";

/**
 * Σ cₖ xᵏ as Σ c₂ⱼ x²ʲ + x Σ c₂ⱼ₊₁ x²ʲ: two chains of half the length, which a processor runs side by side. `x2` is
 * x².
 */
export function evenOdd(lanes: Lanes, x: Node, x2: Node, coefficients: readonly number[]): Node {
  const { add, mul, polynomial } = lanes;
  const of = (parity: number): readonly number[] => coefficients.filter((_, k) => k % 2 === parity);
  return add(polynomial(x2, of(0)), mul(x, polynomial(x2, of(1))));
}
