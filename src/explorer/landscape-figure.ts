import type { Comparison } from "../compare/comparison.js";
import { referenceExecutable } from "../compiler/reference.js";
import { type Figure, figure } from "../figures/figure.js";
import type { Curve } from "../figures/panel.js";
import type { Objective } from "../objectives/objective.js";
import { contourLines, type GridValues } from "./contours.js";

/** Points of the grid along each axis, and lines of equal value. */
const POINTS = 41;
const LEVELS = 10;

const GREY = 6;
/** Height of the figure in widths. */
const ASPECT = 0.85;

/** A few paths of optimizer and SDE on the contours of an objective of two coordinates. */
export function landscapeFigure({ reference, others }: Comparison, kept: number, width: number): Figure {
  const { problem } = reference.chain;
  const paths = [reference, ...others].flatMap((ensemble, index) =>
    Array.from({ length: kept }, (_, path): Curve => {
      const [x, y] = ["x[1]", "x[2]"].map((coordinate) => ensemble.path(path, coordinate));
      return { name: `${kept} paths: ${ensemble.chain.name}`, x, y, role: "path", hue: index };
    }),
  );
  const [x1, x2] = [paths.map(({ x }) => x), paths.map(({ y }) => y)].map(rangeOf);
  const start: Curve = {
    name: "start",
    x: [problem.start[0]],
    y: [problem.start[1]],
    role: "data",
    hue: GREY,
    showLegend: false,
  };
  return figure({
    panels: [
      {
        x: { title: "x<sub>1</sub>", range: x1 },
        y: { title: "x<sub>2</sub>", range: x2 },
        curves: [...contoursOf(problem.objective, x1, x2), ...paths, start],
      },
    ],
    caption: "",
    alt: `${kept} paths of each chain on the contours of the objective`,
    width,
    height: Math.round(ASPECT * width),
  });
}

type Ends = readonly [number, number];

/** The range of the paths, widened to a mesh that is coarse for its length, so that it moves seldom. */
function rangeOf(values: readonly ArrayLike<number>[]): Ends {
  let [low, high] = [Infinity, -Infinity];
  for (const list of values) {
    for (let i = 0; i < list.length; i++) {
      if (!Number.isFinite(list[i])) continue;
      low = Math.min(low, list[i]);
      high = Math.max(high, list[i]);
    }
  }
  // where all are nearly equal, as much as the six digits of a figure can tell apart
  const room = Math.max(0.06 * (high - low) || 0.5, 1e-4 * Math.max(Math.abs(low), Math.abs(high)));
  const mesh = 2 ** Math.floor(Math.log2((high - low + 2 * room) / 8));
  return [Math.floor((low - room) / mesh) * mesh, Math.ceil((high + room) / mesh) * mesh];
}

/** The contours drawn last: sliders that leave objective and range alone leave them too. */
let last: { readonly key: string; readonly curves: readonly Curve[] } = { key: "", curves: [] };

function contoursOf(objective: Objective, x: Ends, y: Ends): readonly Curve[] {
  const key = JSON.stringify([objective.description, x, y]);
  if (key !== last.key) last = { key, curves: contourCurves(objective, x, y) };
  return last.curves;
}

/** Contours whose levels are closer together where f is small. */
function contourCurves(objective: Objective, x: Ends, y: Ends): readonly Curve[] {
  const grid = valuesOf(objective, x, y);
  const values = Array.from(grid.values).filter(Number.isFinite);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const levels = Array.from({ length: LEVELS }, (_, i) => least + ((i + 0.5) / LEVELS) ** 2.5 * (most - least));
  return levels.flatMap((level) =>
    contourLines(grid, level).map((line): Curve => {
      return { name: "f", x: line.x, y: line.y, role: "path", hue: GREY, showLegend: false };
    }),
  );
}

function valuesOf({ value, scope, constants, sizes, dimension }: Objective, x: Ends, y: Ends): GridValues {
  const { vectors, scalars, evaluate } = referenceExecutable({
    lines: value,
    scope,
    sizes: { ...sizes, d: dimension },
    constants: new Map([...constants, ["d", dimension]]),
    inputs: [],
    outputs: ["f"],
  });
  const along = ([from, to]: Ends): number[] =>
    Array.from({ length: POINTS }, (_, i) => from + (i / (POINTS - 1)) * (to - from));
  const grid = { x: along(x), y: along(y), values: new Float64Array(POINTS ** 2) };
  for (let j = 0; j < POINTS; j++) {
    for (let i = 0; i < POINTS; i++) {
      vectors.get("x")?.set([grid.x[i], grid.y[j]]);
      evaluate();
      grid.values[j * POINTS + i] = scalars[0];
    }
  }
  return grid;
}
