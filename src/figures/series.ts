/** Which curves belong together: those of one name, role and hue are one series, with one entry in the legend. */

import type { Curve } from "./panel.js";
import { isBlack } from "./style.js";

export interface Series {
  readonly key: string;
  /** Undefined is black. */
  readonly hue: number | undefined;
}

/** The series of each curve. Without a hue of its own, the n-th name of a role has the n-th colour. */
export function seriesOf(curves: readonly Curve[]): readonly Series[] {
  const names = new Map<string, string[]>();
  return curves.map((curve) => {
    const { role, name } = curve;
    const known = names.get(role) ?? [];
    if (!known.includes(name)) known.push(name);
    names.set(role, known);
    const hue = curve.hue ?? (isBlack(role) ? undefined : known.indexOf(name));
    return { key: `${role} ${name} ${hue ?? "black"}`, hue };
  });
}
