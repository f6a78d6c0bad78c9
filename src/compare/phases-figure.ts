import { type Figure, figure } from "../figures/figure.js";
import type { Curve, Panel } from "../figures/panel.js";
import { phaseBoundaries } from "../theory/sign-sgd-phases.js";
import { requireOptions } from "../validate.js";
import type { Phase, Phases } from "./phases.js";

/** How phases are drawn. */
export interface PhasesFigureOptions {
  readonly title?: string;
}

/** E|Y| of each coordinate with the borders of the phases, and under it the share of coordinates and paths in each phase. */
export function phasesFigure(told: Phases, options: PhasesFigureOptions = {}): Figure {
  requireOptions("phasesFigure", options, ["title"]);
  const { ensemble, coordinates, shading, table, verdict } = told;
  const { times, chain } = ensemble;
  const x = { title: "t = kη" };
  const ratios = coordinates.map(({ coordinate, ratio: { mean, standardError } }, hue): Curve => {
    const half = standardError.map((error) => 1.96 * (Number.isFinite(error) ? error : 0));
    return {
      name: `coordinate ${coordinate}`,
      x: times,
      y: mean,
      low: mean.map((value, r) => value - half[r]),
      high: mean.map((value, r) => value + half[r]),
      role: "data",
      draw: "line",
      hue,
    };
  });
  const ends = [times[0], times[times.length - 1]];
  const borders = [phaseBoundaries.outer, phaseBoundaries.inner].map((level): Curve => {
    return { name: "borders of the phases", x: ends, y: [level, level], role: "bound" };
  });
  const shares = ([1, 2, 3] as const).map((phase): Curve => {
    return {
      name: `in phase ${phase}`,
      x: times,
      y: times.map((_, r) => meanShare(phase, r)),
      role: "data",
      draw: "line",
      hue: phase + 2,
    };
  });
  function meanShare(phase: Phase, r: number): number {
    return coordinates.reduce((sum, one) => sum + one.shares[phase][r], 0) / coordinates.length;
  }
  const above: Panel = {
    x,
    y: { title: "E |Y|", type: "log" },
    curves: [...ratios, ...borders],
    shading,
    steps: chain.eta,
  };
  const beneath: Panel = { x, y: { title: "share", range: [-0.03, 1.03] }, height: 0.5, curves: shares };
  return figure({
    ...(options.title !== undefined && { title: options.title }),
    panels: [above, beneath],
    caption: `${table.caption} Bands: 95 % intervals of the mean. Below: the share of paths and coordinates in each phase.`,
    alt: verdict,
  });
}
