import { SCALAR, type Shape, vectorOver } from "../equations/shapes.js";
import type { Matrix, Vec } from "../math/vector.js";
import { type Binding, bind } from "./binding.js";
import type { Chain } from "./chain.js";

/** A chain with its problem's equations under names that do not clash, and everything that is constant. */
export interface BoundChain {
  readonly chain: Chain;
  readonly binding: Binding;
  readonly constants: ReadonlyMap<string, number | Vec | Matrix>;
  /** Shapes of the problem's names, the state and the parameters. */
  readonly scope: ReadonlyMap<string, Shape>;
}

export function bindChain(chain: Chain): BoundChain {
  const binding = bind(chain.problem);
  const { update } = chain.method;
  return {
    chain,
    binding,
    constants: new Map([...binding.constants, ...Object.entries(chain.method.parameters)]),
    scope: new Map<string, Shape>([
      ...binding.scope,
      ...update.state.map((id) => [id, vectorOver()] as const),
      ...Object.keys(chain.method.parameters).map((id) => [id, SCALAR] as const),
    ]),
  };
}
