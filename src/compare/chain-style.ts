/** How each chain of a comparison is drawn and called: one hue per method, solid or dashed, and a name of its own. */
import type { Chain } from "../ensemble/chain.js";
import { settingText } from "../equations/setting-text.js";

export interface ChainStyle {
  readonly name: string;
  readonly role: Chain["kind"];
  readonly hue: number;
}

/** The styles of the chains, the reference first. Several SDEs of one method have hues of their own after the first. */
export function chainStyles(chains: readonly Chain[]): readonly ChainStyle[] {
  const methods = [...new Set(chains.map(settings))];
  const seen = new Set<string>();
  let further = methods.length;
  return chains.map((chain) => {
    const { kind: role } = chain;
    const own = settings(chain);
    const isFurther = seen.has(`${role} ${own}`);
    seen.add(`${role} ${own}`);
    return { name: nameAmong(chains, chain), role, hue: isFurther ? further++ : methods.indexOf(own) };
  });
}

const settings = ({ method }: Chain): string => JSON.stringify([method.name, method.parameters]);

/** The name of a chain, and what tells it from others of that name. */
function nameAmong(chains: readonly Chain[], { name, method: { parameters } }: Chain): string {
  const others = chains.filter((chain) => chain.name === name).map(({ method }) => method.parameters);
  const differing = Object.entries(parameters).filter(([key, value]) => others.some((other) => other[key] !== value));
  return [name, ...differing.map(([key, value]) => settingText(key, value, 4))].join(", ");
}
