/** Which curves belong together: those of one name, role and hue are one series, with one entry in the legend. */

import type { Curve } from "./panel.js";
import { isBlack } from "./style.js";

export interface Series {
  readonly key: string;
  /** Undefined is black. */
  readonly hue: number | undefined;
}

/** The place of each black series of the legend among those of its role, which tells them apart. */
export function rhythmsOf(curves: readonly Curve[]): ReadonlyMap<string, number> {
  const rhythms = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const [i, { key, hue }] of seriesOf(curves).entries()) {
    const { role, showLegend = true } = curves[i];
    if (hue !== undefined || !showLegend || rhythms.has(key)) continue;
    const count = counts.get(role) ?? 0;
    rhythms.set(key, count);
    counts.set(role, count + 1);
  }
  return rhythms;
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
