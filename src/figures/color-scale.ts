/** Colours for values: classes between edges, told apart by a bar under the figure. */

import type { CellClass } from "./cells.js";
import type { Panel } from "./panel.js";

/** Classes of values by their edges, as on a log axis. */
export interface ColorScale {
  /** Ascending positive edges, one more than there are classes; values beyond the ends belong to the first or last class. */
  readonly edges: readonly number[];
  readonly classes: readonly CellClass[];
}

/**
 * Blue below a threshold and orange above it, in four shades each, darker with the distance from it, and light enough for
 * black lines. The hues are those of ColorBrewer, which colour-blind readers tell apart.
 */
const shades: readonly string[] = [
  ...["#2171b5", "#6baed6", "#9ecae1", "#deebf7"],
  ...["#fdd0a2", "#fdae6b", "#f16913", "#c44103"],
];

/** Edges as shares of the threshold. */
const shares: readonly number[] = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20];

/** A scale around a positive threshold: a twentieth of it to its twentyfold. */
export function thresholdScale(threshold: number): ColorScale {
  return {
    edges: shares.map((share) => Number((share * threshold).toPrecision(12))),
    classes: shades.map((color) => ({ color })),
  };
}

/** The class of a value ≥ 0. */
export function classOf({ edges, classes }: ColorScale, value: number): number {
  const index = edges.findIndex((edge, i) => i > 0 && value <= edge) - 1;
  return index < 0 ? classes.length - 1 : index;
}

/** The scale as a low panel of its own, labelled at the edges between its classes. */
export function colorBar({ edges, classes }: ColorScale, title: string): Panel {
  return {
    x: { title, type: "log", ticks: edges.slice(1, -1) },
    y: { title: "", ticks: [] },
    height: 0.1,
    curves: [],
    cells: { x: edges, y: [0, 1], classes, of: classes.map((_, index) => index) },
  };
}
